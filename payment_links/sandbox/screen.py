"""The screen at /: the payer's phone, the inbox, payments under way, the clock, magic values."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from payment_links.sandbox import clock
from payment_links.sandbox.answers import answer_not_found
from payment_links.sandbox.magic import MAGIC_VALUES
from payment_links.sandbox.methods import METHODS
from payment_links.sandbox.models import Mail, MailAttachment, SandboxPayment, Sms
from payment_links.sandbox.pages import render, write_amount

ROWS_SHOWN = 20
Status = SandboxPayment.Status
# The demo's seeded history has no callbacks: what is shown here is what somebody started.
UNDER_WAY = (Status.INITIATED, Status.PENDING, Status.UNDERFUNDED)
# The mail's own markup is shown as it is, so nothing in it may run or reach other hosts.
MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "style-src 'unsafe-inline'; img-src 'self' data: {origin}; frame-ancestors 'self'"
)


def screen_view(request: HttpRequest) -> HttpResponse:
    """GET /."""
    payments = SandboxPayment.objects.select_related("order")
    recent = payments.order_by("-created_at", "pk")
    mails = Mail.objects.prefetch_related("attachments").order_by("-pk")[:ROWS_SHOWN]
    over = recent.exclude(status__in=UNDER_WAY).exclude(status_callback_url="")
    context: dict[str, Any] = {
        "sms_messages": Sms.objects.order_by("-pk")[:ROWS_SHOWN],
        "mails": mails,
        "payments": [describe(row) for row in recent.filter(status__in=UNDER_WAY)[:ROWS_SHOWN]],
        "finished_payments": [describe(row) for row in over[:ROWS_SHOWN]],
        "now": clock.now(),
        "advanced_days": clock.offset_seconds() // clock.SECONDS_PER_DAY,
        "magic_values": MAGIC_VALUES,
        "public_url": settings.PUBLIC_URL,
    }
    return render("sandbox/screen.html", context)


def describe(payment: SandboxPayment) -> dict[str, Any]:
    """A payment for the screen."""
    page = METHODS[f"{payment.provider}/{payment.method}"].page
    return {
        "row": payment,
        "page": page,
        "name": f"{payment.provider}/{payment.method}",
        "amount": write_amount(payment.total_amount, payment.currency),
    }


def mail_view(request: HttpRequest, mail_id: int) -> HttpResponse:
    """GET /mail/{id}: the HTML of an e-mail, for the screen's frame; links open a new tab."""
    mail = Mail.objects.filter(pk=mail_id).first()
    if mail is None:
        return answer_not_found(request)
    markup = mail.html_body
    for attachment in mail.attachments.exclude(content_id=""):
        content_id = attachment.content_id.removeprefix("cid:").strip("<>")
        address = f"/mail/{mail.pk}/attachments/{attachment.pk}"
        markup = markup.replace(f"cid:{content_id}", address)
    response = HttpResponse(f'<base target="_blank">{markup}')
    response["Content-Security-Policy"] = MAIL_POLICY.format(origin=settings.PUBLIC_URL)
    return response


def attachment_view(request: HttpRequest, mail_id: int, attachment_id: int) -> HttpResponse:
    """GET /mail/{id}/attachments/{id}: the file; shown only when it is an image or a PDF."""
    attachment = MailAttachment.objects.filter(mail_id=mail_id, pk=attachment_id).first()
    if attachment is None:
        return answer_not_found(request)
    shown = ("image/png", "image/jpeg", "image/webp", "application/pdf")
    is_shown = attachment.content_type in shown
    response = HttpResponse(
        bytes(attachment.content),
        content_type=attachment.content_type if is_shown else "application/octet-stream",
    )
    disposition = content_disposition_header(not is_shown, attachment.name)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
