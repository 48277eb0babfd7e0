"""The screen: phone, inbox, payments, clock and magic values, with nothing from elsewhere."""

import base64

import pytest

from payment_links.sandbox.pages import write_amount
from tests.doors import Sandbox
from tests.payment_links.sandbox.conftest import PaymentsApi

pytestmark = pytest.mark.django_db(databases=["sandbox"])


def send_mail(door: Sandbox, html: str, **overrides: object) -> int:
    message = {"From": "a@example.com", "To": "b@example.com", "HtmlBody": html, **overrides}
    headers = {"X-Postmark-Server-Token": "sandbox"}
    door.post("/postmark/email", json=message, headers=headers)
    return int(door.ledger("mail")[-1]["id"])


def test_empty_screen_says_what_will_appear(sandbox: Sandbox) -> None:
    page = sandbox.http.get("/").text

    assert "No messages yet" in page
    assert "No mail yet" in page
    assert "Nobody is paying just now" in page
    assert "4000 0000 0000 0002" in page


def test_links_in_messages_can_be_clicked(sandbox: Sandbox) -> None:
    form = {"from": "Pizza", "to": "+46701234567", "message": "Betala <b>: http://x.test/pay/1"}
    sandbox.post("/a1/sms", data=form, auth=("user", ""))

    page = sandbox.http.get("/").text

    assert '<a href="http://x.test/pay/1"' in page
    assert "<b>" not in page


def test_payment_under_way_has_its_page_and_buttons(api: PaymentsApi, sandbox: Sandbox) -> None:
    payment_id = api.start("swish/m_commerce", {"message": "Tack"})

    page = sandbox.http.get("/").text

    assert f'href="/provider/{payment_id}"' in page
    assert 'value="approve"' in page


def test_mail_is_shown_in_a_frame_where_nothing_runs(sandbox: Sandbox) -> None:
    mail_id = send_mail(sandbox, "<script>alert(1)</script><p>Hej</p>")

    page, frame = sandbox.http.get("/"), sandbox.http.get(f"/mail/{mail_id}")

    assert f'src="/mail/{mail_id}"' in page.text
    assert "<script>" not in page.text
    assert "sandbox allow-popups" in frame.headers["content-security-policy"]
    assert "script-src" not in frame.headers["content-security-policy"]


def test_inline_image_is_found_in_the_mail(sandbox: Sandbox) -> None:
    image = {"Name": "logo.png", "ContentType": "image/png", "ContentID": "cid:logo"}
    image["Content"] = base64.b64encode(b"png").decode()

    mail_id = send_mail(sandbox, "<img src='cid:logo'>", Attachments=[image])

    assert f"<img src='/mail/{mail_id}/attachments/" in sandbox.http.get(f"/mail/{mail_id}").text


def test_attached_page_is_downloaded_not_shown(sandbox: Sandbox) -> None:
    file = {"Name": "x.html", "ContentType": "text/html"}
    file["Content"] = base64.b64encode(b"<script>").decode()
    send_mail(sandbox, "Hej", Attachments=[file])

    answer = sandbox.http.get(sandbox.ledger("mail")[-1]["attachments"][0]["url"])

    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == 'attachment; filename="x.html"'


def test_screen_loads_nothing_from_elsewhere(sandbox: Sandbox) -> None:
    answer = sandbox.http.get("/")

    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert sandbox.http.get("/static/sandbox.css").headers["content-type"].startswith("text/css")


@pytest.mark.parametrize("path", ["/mail/7", "/mail/7/attachments/7", "/mail/x", "/static/x.css"])
def test_unknown_pages_are_not_found(sandbox: Sandbox, path: str) -> None:
    assert sandbox.http.get(path).status_code == 404


@pytest.mark.parametrize(
    ("amount", "expected"),
    [(14000, "140,00 SEK"), (5, "0,05 SEK"), (123456789, "1 234 567,89 SEK"), (-150, "−1,50 SEK")],
)
def test_amounts_are_written_for_people(amount: int, expected: str) -> None:
    assert write_amount(amount, "SEK") == expected.replace(" ", "\u00a0")
