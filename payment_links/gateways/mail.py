"""E-mail through Django's backend (Anymail in front of the provider), one message per call."""

import smtplib
from dataclasses import dataclass, field

import requests
from anymail.exceptions import (
    AnymailAPIError,
    AnymailError,
    AnymailRecipientsRefused,
)
from django.conf import settings
from django.core.mail import BadHeaderError, EmailMultiAlternatives

from payment_links.gateways.errors import GatewayError, GatewayRejected, GatewayUnavailable

# Wrong credentials are the operator's to repair: the message can wait.
WORTH_ANOTHER_TRY = frozenset({401, 402, 408, 425, 429})


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with an e-mail."""

    file_name: str
    content: bytes = field(repr=False)
    content_type: str = "application/pdf"


@dataclass(frozen=True, slots=True)
class Email:
    """One e-mail to one recipient. reply_to: may be empty. tag, metadata: told back in reports."""

    sender_name: str
    to: str
    reply_to: str
    subject: str
    text: str
    html: str
    tag: str
    metadata: dict[str, str]
    attachments: tuple[Attachment, ...] = ()


def send(email: Email) -> str:
    """Hand one e-mail to the provider; returns the provider's message id, or "" when it has none.

    The sender is DEFAULT_FROM_EMAIL under the given name. Raises GatewayRejected when the provider
    refuses the message, and GatewayUnavailable when it may be tried again.
    """
    message = EmailMultiAlternatives(
        subject=_undecodable(email.subject),
        body=email.text,
        from_email=f'"{_quotable(email.sender_name)}" <{settings.DEFAULT_FROM_EMAIL}>',
        to=[email.to],
        reply_to=[email.reply_to] if email.reply_to else None,
    )
    message.attach_alternative(email.html, "text/html")
    for attachment in email.attachments:
        message.attach(attachment.file_name, attachment.content, attachment.content_type)
    message.tags = [email.tag]  # type: ignore[attr-defined]  # read by Anymail
    message.metadata = email.metadata  # type: ignore[attr-defined]
    try:
        message.send()
    except (AnymailError, BadHeaderError, smtplib.SMTPException, OSError) as error:
        raise _gateway_error(error) from error
    status = getattr(message, "anymail_status", None)
    message_id = getattr(status, "message_id", None)
    return message_id[:200] if isinstance(message_id, str) else ""


def _quotable(name: str) -> str:
    """The name without what would end or escape the quotes around it."""
    return _undecodable(
        "".join(
            character for character in name if character.isprintable() and character not in '"\\'
        )
    )


def _undecodable(text: str) -> str:
    """The text without the beginning of an encoded word (RFC 2047), which readers decode."""
    return text.replace("=?", "= ?")


def _gateway_error(error: Exception) -> GatewayError:
    message = str(error).splitlines()[0][:300] if str(error) else type(error).__name__
    if isinstance(error, AnymailRecipientsRefused | smtplib.SMTPRecipientsRefused):
        return GatewayRejected(f"The recipient was refused: {message}")
    if isinstance(error, AnymailAPIError):
        return _api_error(error, message)
    if isinstance(error, smtplib.SMTPResponseException):
        if error.smtp_code >= 500:
            return GatewayRejected(message, code=str(error.smtp_code))
        return GatewayUnavailable(message, accepted=False)
    if isinstance(error, AnymailError | BadHeaderError):
        return GatewayRejected(message)
    return GatewayUnavailable(message)


def _api_error(error: AnymailAPIError, message: str) -> GatewayError:
    status = error.status_code
    if status is None:
        is_connected = not isinstance(error, requests.ConnectionError)
        return GatewayUnavailable(
            f"The mail service does not answer: {message}", accepted=is_connected
        )
    if status < 400 or status >= 500 or status in WORTH_ANOTHER_TRY:
        return GatewayUnavailable(f"The mail service answered {status}.", accepted=status < 400)
    return GatewayRejected(_provider_words(error) or message, http_status=status)


def _provider_words(error: AnymailAPIError) -> str:
    """The message in Postmark's JSON, when there is one."""
    try:
        said = error.response.json().get("Message", "")
    except (AttributeError, ValueError):
        return ""
    return str(said).replace("\x00", "")[:300]
