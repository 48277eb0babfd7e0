"""What documents get to see of a logo: our copy or nothing."""

from base64 import b64decode

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from payment_links.gateways import outside
from payment_links.gateways.outside import Answer
from payment_links.logos.fetching import fetch_logo
from payment_links.logos.reading import logo_of
from payment_links.models import Logo, PaymentLink
from tests.builders import NOON, make_link, make_tenant
from tests.payment_links.logos.drawing import decoded, picture

pytestmark = pytest.mark.django_db
URL = "https://shop.example/logo.png"


@pytest.fixture
def link(monkeypatch: pytest.MonkeyPatch) -> PaymentLink:
    """A link with a logo that was asked for."""
    monkeypatch.setattr(outside, "request", lambda *_, **__: Answer(200, {}, picture(), True))
    link = make_link(logo_image_link=URL)
    Logo.objects.ask_for(link.tenant, URL, NOON)
    return link


def test_a_fetched_logo_is_a_data_address(link: PaymentLink) -> None:
    fetch_logo(str(Logo.objects.get().pk))

    kind, _, content = logo_of(link).partition(";base64,")

    assert kind == "data:image/png"
    assert decoded(b64decode(content)).size == (200, 80)


def test_a_logo_that_is_not_there_yet_is_none(link: PaymentLink) -> None:
    assert logo_of(link) == ""


def test_another_tenants_logo_is_none(link: PaymentLink) -> None:
    fetch_logo(str(Logo.objects.get().pk))
    Logo.objects.update(tenant=make_tenant())

    assert logo_of(link) == ""


def test_a_link_without_a_logo_has_none() -> None:
    assert logo_of(make_link()) == ""


def test_a_changed_or_missing_file_is_none(link: PaymentLink) -> None:
    fetch_logo(str(Logo.objects.get().pk))
    name = Logo.objects.get().stored_file

    storages["documents"].delete(name)
    missing = logo_of(link)
    storages["documents"].save(name, ContentFile(picture(color="blue")))

    assert (missing, logo_of(link)) == ("", "")
