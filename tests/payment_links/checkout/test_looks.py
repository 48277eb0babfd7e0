"""The merchant's dress of the page: its colour as a stylesheet, its logo from our own address."""

import hashlib
from collections.abc import Iterator
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import IntegrityError
from django.test import Client
from PIL import Image

from payment_links.logos.pictures import as_printed
from payment_links.models import Logo, PaymentLink
from tests.builders import NOON, make_link, make_merchant

pytestmark = pytest.mark.django_db
LOGO_URL = "https://cdn.example/logo.png"


@pytest.fixture
def link_with_logo() -> Iterator[PaymentLink]:
    """A link whose logo we have: 600 × 200 pixels, red."""
    link = make_link(logo_image_link=LOGO_URL)
    drawn = BytesIO()
    Image.new("RGB", (600, 200), "red").save(drawn, "PNG")
    picture = as_printed(drawn.getvalue())
    name = storages["documents"].save("logos/red.png", ContentFile(picture.content))
    Logo.objects.create(
        tenant=link.tenant,
        url=LOGO_URL,
        stored_file=name,
        content_type=picture.content_type,
        width=picture.width,
        height=picture.height,
        sha256=hashlib.sha256(picture.content).hexdigest(),
        state=Logo.State.DONE,
        fetched_at=NOON,
        not_before=NOON,
    )
    yield link
    storages["documents"].delete(name)


def page_of(link: PaymentLink) -> str:
    return Client().get(f"/pay/{link.checkout_token}").content.decode()


def test_a_colour_is_a_stylesheet_for_light_and_dark() -> None:
    answer = Client().get("/pay/colors/ffe14d.css")

    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=86400"
    assert answer.content.decode() == (
        ":root {--accent:#806a00;--accent-strong:#574800;"
        "--on-accent:#ffffff;--accent-wash:#f5f3eb}\n"
        "@media screen and (prefers-color-scheme: dark) {\n"
        "  :root {--accent:#ffe14d;--accent-strong:#ffea80;--on-accent:#0d1211;"
        "--accent-wash:#303326}\n"
        "}\n"
    )


@pytest.mark.parametrize("name", ["FFE14D", "ffe14", "ffe14d0", "zzzzzz", "ffe14d}a{", "ffe14d%0A"])
def test_only_colours_have_a_stylesheet(name: str) -> None:
    assert Client().get(f"/pay/colors/{name}.css").status_code == 404


@pytest.mark.parametrize(("color", "count"), [("#ffe14d", 1), ("", 0)])
def test_a_page_has_the_colour_of_its_merchant(color: str, count: int) -> None:
    page = page_of(make_link(make_merchant(accent_color=color)))

    assert page.count("/pay/colors/") == page.count("/pay/colors/ffe14d.css") == count


@pytest.mark.parametrize("color", ["red", "#fff", "#FFE14D", "ffe14d", "#ffe14\n"])
def test_the_database_stores_nothing_but_a_colour_either(color: str) -> None:
    with pytest.raises(IntegrityError, match="merchant_accent_color_hex"):
        make_merchant(accent_color=color)


@pytest.mark.parametrize("color", ["red", "#fff", "#FFE14D", "#ffe14d\n", "#ffe14d;}"])
def test_nothing_but_a_colour_is_stored(color: str) -> None:
    merchant = make_merchant()
    merchant.accent_color = color

    with pytest.raises(ValidationError, match="accent_color"):
        merchant.full_clean()


def test_the_logo_comes_small_from_our_own_address(link_with_logo: PaymentLink) -> None:
    address = f"/pay/{link_with_logo.checkout_token}/logo"

    answer = Client().get(address)

    assert f'<img class="seller-logo" src="{address}"' in page_of(link_with_logo)
    assert "cdn.example" not in page_of(link_with_logo)
    with Image.open(BytesIO(answer.content)) as shown:
        assert shown.size == (336, 112)
    assert answer.headers["Cache-Control"] == "private, max-age=3600"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_a_logo_that_is_not_there_is_a_mark() -> None:
    link = make_link(logo_image_link=LOGO_URL)

    page = page_of(link)

    assert '<span class="seller-mark" aria-hidden="true">P</span>' in page
    assert Client().get(f"/pay/{link.checkout_token}/logo").status_code == 404


def test_the_logo_of_an_unknown_link_is_not_found() -> None:
    assert Client().get("/pay/nothing/logo").status_code == 404
