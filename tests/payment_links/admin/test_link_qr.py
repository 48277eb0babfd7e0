"""The QR code of a link: a page to print and two files."""

from io import BytesIO

import pytest
import zxingcpp
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from payment_links.models import PaymentLink
from tests.back_office import member, page, superuser
from tests.builders import make_link, make_merchant

pytestmark = pytest.mark.django_db


def file(client: Client, link: PaymentLink, file_format: str) -> HttpResponse:
    return client.get(page(PaymentLink, "qr_file", link.pk, file_format))  # type: ignore[return-value]


@pytest.mark.parametrize("own_checkout", ["", "https://shop.example.com/" + "p" * 900])
def test_the_code_leads_to_the_payers_page(own_checkout: str) -> None:
    link = make_link(custom_checkout_url=own_checkout)

    answer = file(superuser(), link, "png")

    read = zxingcpp.read_barcodes(Image.open(BytesIO(answer.content)).convert("L"))
    assert [code.text for code in read] == [link.checkout_url]
    assert answer["Content-Disposition"] == f'attachment; filename="qr-{str(link.pk)[-12:]}.png"'


def test_the_code_is_also_a_drawing() -> None:
    answer = file(superuser(), make_link(), "svg")

    assert answer["Content-Type"] == "image/svg+xml"
    assert b"<svg" in answer.content


def test_the_page_shows_the_code_with_the_amount_and_its_downloads() -> None:
    link = make_link()

    shown = superuser().get(page(PaymentLink, "qr", link.pk)).content.decode()

    for part in ("140,00\u00a0kr", link.merchant.name, link.checkout_url, "/qr.png", "/qr.svg"):
        assert part in shown


@pytest.mark.parametrize("file_format", ["gif", "svg.exe", "PNG"])
def test_other_files_do_not_exist(file_format: str) -> None:
    assert file(superuser(), make_link(), file_format).status_code == 404


def test_an_accountant_may_show_it_and_a_stranger_may_not() -> None:
    merchant = make_merchant()
    link, foreign = make_link(merchant), make_link(make_merchant())
    accountant = member(merchant, "ACCOUNTANT")

    assert file(accountant, link, "png").status_code == 200
    assert file(accountant, foreign, "png").status_code == 404
    assert accountant.get(page(PaymentLink, "qr", foreign.pk)).status_code == 404
