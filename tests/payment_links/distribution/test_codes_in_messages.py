"""Messages carry the code by which they are known as genuine: one address, one SMS."""

from itertools import product

import pytest
from django.conf import settings

from payment_links.distribution.texts import Occasion, write_email, write_sms
from payment_links.distribution.wordings import WORDINGS
from payment_links.genuine_codes import write_genuine_code
from payment_links.models import PaymentLink
from payment_links.sms_text import fit
from tests.builders import make_link, make_merchant

pytestmark = pytest.mark.django_db
every_locale = pytest.mark.parametrize("locale", WORDINGS)
TEMPLATE = "{merchant}: {amount} att betala senast {date}. {url}"
URL = f"https://betala.example.com/pay/{'x' * 32}"


def code_of(link: PaymentLink) -> str:
    return write_genuine_code(link.genuine_code or "")


@every_locale
def test_every_sms_holds_the_code_in_one_segment_beside_one_address(locale: str) -> None:
    merchant = make_merchant(name="Bröderna Åkerströms Däck & Fälg i Örebro AB")
    link = make_link(merchant, locale=locale, items=[("Däck", 1234567, 1, "25")])

    for occasion in Occasion:
        sms = write_sms(link, occasion)

        assert sms.text.endswith(f" {code_of(link)}"), occasion
        assert (sms.segments, sms.text.count("http")) == (1, 1), sms.text
        assert sms.text.startswith("Bröderna Åkerstr"), sms.text


def test_a_name_is_cut_for_the_code_but_not_beyond_recognition() -> None:
    def write(length: int) -> str:
        words = {"merchant": "N" * length, "amount": "1 kr", "date": "2026-12-22"}
        return fit(TEMPLATE, **words, url=URL, ending=" Kod K7Q2-M9XD-T4RX")

    assert write(60).endswith(" Kod K7Q2-M9XD-T4RX")
    assert 16 <= write(60).count("N") < 60


def test_where_there_is_no_room_the_code_is_left_out() -> None:
    long_address = f"https://pay.example/{'x' * 90}"
    words = {"merchant": "Pizzeria Vesuvio AB", "amount": "1 kr", "date": "2026-12-22"}

    text = fit(TEMPLATE, **words, url=long_address, ending=" Kod K7Q2-M9XD-T4RX")

    assert text.endswith(long_address)


@every_locale
def test_emails_say_where_the_code_is_checked(locale: str) -> None:
    link = make_link(locale=locale)

    email = write_email(link, attached=False)

    for part in (email.text, email.html):
        assert code_of(link) in part
        assert f"{settings.PUBLIC_URL}/pay/check" in part


@pytest.mark.parametrize(("locale", "occasion"), list(product(("sv-SE", "fi-FI"), Occasion)))
def test_a_link_from_before_speaks_of_no_code(locale: str, occasion: Occasion) -> None:
    link = make_link(locale=locale, genuine_code=None)

    assert write_sms(link, occasion).text.endswith(link.checkout_url)
    assert "/pay/check" not in write_email(link, occasion, attached=False).text
