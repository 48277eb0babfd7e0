"""What truly reached the outside, as JSON arrays in the order it happened."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from payment_links.sandbox.answers import answer_error, answer_json, answer_not_found, refuse
from payment_links.sandbox.clock import write_time
from payment_links.sandbox.models import Mail, RequestRecord, Sms, StatusChange

LONGEST_BODY = 4_000


def record_request(
    direction: str,
    method: str,
    url: str,
    *,
    body: str,
    status: int | None,
    occurred_at: datetime,
    error: str = "",
) -> None:
    """Add a request to the ledger. status: its answer's HTTP status, None when none came."""
    RequestRecord.objects.create(
        direction=direction,
        method=method,
        url=url,
        body=body[:LONGEST_BODY],
        status=status,
        error=error[:500],
        occurred_at=occurred_at,
    )


def ledger_view(request: HttpRequest, name: str) -> HttpResponse:
    """GET /ledger/{sms,mail,payments,requests}; ?after=id leaves out what was seen before."""
    if name not in LEDGERS:
        return answer_not_found(request)
    if request.method != "GET":
        return answer_error(refuse(405, "method_not_allowed", "use GET"))
    after = request.GET.get("after", "0")
    if not (after.isascii() and after.isdigit() and len(after) < 18):
        return answer_error(refuse(422, "invalid_value", "not a row's id", field="after"))
    return answer_json(LEDGERS[name](int(after)))


def list_sms(after: int) -> list[dict[str, Any]]:
    """Every SMS the gateway accepted."""
    return [
        {
            "id": sms.pk,
            "sms_id": sms.sms_id,
            "from": sms.sender,
            "to": sms.recipient,
            "message": sms.message,
            "outcome": sms.outcome,
            "occurred_at": write_time(sms.created_at),
        }
        for sms in Sms.objects.filter(pk__gt=after).order_by("pk")
    ]


def list_mail(after: int) -> list[dict[str, Any]]:
    """Every e-mail the mail service accepted, with the names and checksums of its files."""
    mails = Mail.objects.filter(pk__gt=after).prefetch_related("attachments").order_by("pk")
    return [
        {
            "id": mail.pk,
            "message_id": str(mail.message_id),
            "from": mail.sender,
            "to": mail.to,
            "cc": mail.cc,
            "bcc": mail.bcc,
            "reply_to": mail.reply_to,
            "subject": mail.subject,
            "text_body": mail.text_body,
            "html_body": mail.html_body,
            "tag": mail.tag,
            "metadata": mail.metadata,
            "attachments": [
                {
                    "name": attachment.name,
                    "content_type": attachment.content_type,
                    "size": len(attachment.content),
                    "sha256": attachment.sha256,
                    "url": f"/mail/{mail.pk}/attachments/{attachment.pk}",
                }
                for attachment in mail.attachments.all()
            ],
            "outcome": mail.outcome,
            "occurred_at": write_time(mail.created_at),
        }
        for mail in mails
    ]


def list_payments(after: int) -> list[dict[str, Any]]:
    """Every status that every payment has had."""
    changes = StatusChange.objects.filter(pk__gt=after).select_related("payment").order_by("pk")
    return [
        {
            "id": change.pk,
            "payment_id": str(change.payment_id),
            "payment_order_id": str(change.payment.order_id),
            "status": change.status,
            "amount": change.payment.total_amount,
            "currency": change.payment.currency,
            "occurred_at": write_time(change.occurred_at),
        }
        for change in changes
    ]


def list_requests(after: int) -> list[dict[str, Any]]:
    """Every request received, and every attempt at a callback, a report or a webhook."""
    return [
        {
            "id": record.pk,
            "direction": record.direction,
            "method": record.method,
            "url": record.url,
            "body": record.body,
            "status": record.status,
            "error": record.error,
            "occurred_at": write_time(record.occurred_at),
        }
        for record in RequestRecord.objects.filter(pk__gt=after).order_by("pk")
    ]


LEDGERS: dict[str, Callable[[int], list[dict[str, Any]]]] = {
    "sms": list_sms,
    "mail": list_mail,
    "payments": list_payments,
    "requests": list_requests,
}
