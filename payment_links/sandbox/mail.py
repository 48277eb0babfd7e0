"""The mail service, which answers as Postmark does: /postmark/email and /postmark/email/batch.

Source: https://postmarkapp.com/developer/api/email-api.
"""

import base64
import binascii
import hashlib
from email.utils import getaddresses
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse

from payment_links.sandbox import clock
from payment_links.sandbox.answers import RefusedError
from payment_links.sandbox.callbacks import dispatch
from payment_links.sandbox.fields import parse_json
from payment_links.sandbox.magic import BOUNCING_MAILBOX
from payment_links.sandbox.mail_webhooks import write_webhooks
from payment_links.sandbox.models import Mail, MailAttachment
from payment_links.sandbox.models.messages import Outcome
from payment_links.sandbox.router import DATABASE

LARGEST_REQUEST = 50 * 1024 * 1024
INVALID_EMAIL, BAD_TOKEN, INVALID_JSON = 300, 10, 402


class MailRefusedError(Exception):
    """A message the service does not take; code is one of Postmark's error codes."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def email_view(request: HttpRequest) -> HttpResponse:
    """POST one message: 200 with its MessageID, 401 without a token, 422 when it is invalid."""
    try:
        data = read_request(request)
    except MailRefusedError as error:
        return answer_refusal(error)
    answer = accept(data)
    return JsonResponse(answer, status=200 if answer["ErrorCode"] == 0 else 422)


def batch_view(request: HttpRequest) -> HttpResponse:
    """POST a list of messages: always 200 with one answer for each."""
    try:
        messages = read_request(request)
        if not isinstance(messages, list):
            raise MailRefusedError(INVALID_JSON, "Received invalid JSON input.")
    except MailRefusedError as error:
        return answer_refusal(error)
    return JsonResponse([accept(data) for data in messages], safe=False)


def read_request(request: HttpRequest) -> Any:
    """The JSON body. It may be larger than other requests, as it carries the attachments."""
    if request.method != "POST" or not request.headers.get("x-postmark-server-token"):
        raise MailRefusedError(BAD_TOKEN, "The Server Token you provided is invalid.")
    try:
        return parse_json(request.read(LARGEST_REQUEST))
    except RefusedError as error:
        raise MailRefusedError(INVALID_JSON, "Received invalid JSON input.") from error


def accept(data: Any) -> dict[str, Any]:
    """Store a message and send its webhooks. Returns Postmark's answer."""
    try:
        mail = store(data)
    except MailRefusedError as error:
        return {"ErrorCode": error.code, "Message": error.message}
    dispatch(write_webhooks(mail))
    return {
        "To": mail.to,
        "SubmittedAt": clock.write_time(mail.created_at),
        "MessageID": str(mail.message_id),
        "ErrorCode": 0,
        "Message": "OK",
    }


def store(data: Any) -> Mail:
    """Write the message with its attachments. Raises MailRefusedError."""
    if not isinstance(data, dict):
        raise MailRefusedError(INVALID_JSON, "Received invalid JSON input.")
    for name in ("From", "To"):
        check_addresses(name, data.get(name))
    if not (data.get("HtmlBody") or data.get("TextBody")):
        raise MailRefusedError(INVALID_EMAIL, "Provide either email TextBody or HtmlBody or both.")
    attachments = [read_attachment(entry) for entry in data.get("Attachments") or []]
    mail = Mail(
        sender=read_text(data, "From"),
        to=read_text(data, "To"),
        cc=read_text(data, "Cc"),
        bcc=read_text(data, "Bcc"),
        reply_to=read_text(data, "ReplyTo"),
        subject=read_text(data, "Subject"),
        text_body=read_text(data, "TextBody"),
        html_body=read_text(data, "HtmlBody"),
        headers=data.get("Headers") or [],
        tag=read_text(data, "Tag"),
        metadata=data.get("Metadata") or {},
        outcome=Outcome.BOUNCED if bounces(read_text(data, "To")) else Outcome.DELIVERED,
        created_at=clock.now(),
    )
    with transaction.atomic(using=DATABASE):
        mail.save(force_insert=True)
        for attachment in attachments:
            attachment.mail = mail
            attachment.save(force_insert=True)
    return mail


def check_addresses(name: str, value: object) -> None:
    """Each address has something on both sides of its @; Raises MailRefusedError else."""
    addresses = getaddresses([value]) if isinstance(value, str) else []
    if not addresses:
        raise MailRefusedError(INVALID_EMAIL, f"Invalid '{name}' address: ''.")
    for _, address in addresses:
        mailbox, _, domain = address.rpartition("@")
        if not mailbox or not domain or " " in address:
            raise MailRefusedError(INVALID_EMAIL, f"Invalid '{name}' address: '{address}'.")


def read_text(data: dict[str, Any], name: str) -> str:
    """A text field; absent or null is empty."""
    value = data.get(name) or ""
    if not isinstance(value, str):
        raise MailRefusedError(INVALID_JSON, f"'{name}' is not a string.")
    return value


def read_attachment(entry: Any) -> MailAttachment:
    """A file, decoded. Raises MailRefusedError when it is not base64."""
    if not isinstance(entry, dict):
        raise MailRefusedError(INVALID_JSON, "Received invalid JSON input.")
    try:
        content = base64.b64decode(read_text(entry, "Content"), validate=True)
    except (binascii.Error, ValueError) as error:
        raise MailRefusedError(INVALID_EMAIL, "Attachment content is not base64.") from error
    return MailAttachment(
        name=read_text(entry, "Name")[:255],
        content_type=read_text(entry, "ContentType")[:200] or "application/octet-stream",
        content_id=read_text(entry, "ContentID")[:255],
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def bounces(addresses: str) -> bool:
    """Whether the magic mailbox is among the addresses."""
    found = getaddresses([addresses])
    return any(address.lower().startswith(f"{BOUNCING_MAILBOX}@") for _, address in found)


def answer_refusal(error: MailRefusedError) -> HttpResponse:
    """A refused request in Postmark's shape: 401 for the token, else 422."""
    status = 401 if error.code == BAD_TOKEN else 422
    return JsonResponse({"ErrorCode": error.code, "Message": error.message}, status=status)
