"""The webhooks that follow an e-mail, as Postmark writes them: Delivery or Bounce.

Source: https://postmarkapp.com/developer/webhooks/webhooks-overview.
"""

import base64
import json
from email.utils import getaddresses
from typing import Any

from django.conf import settings

from payment_links.sandbox import clock
from payment_links.sandbox.callbacks import Outgoing
from payment_links.sandbox.magic import BOUNCING_MAILBOX
from payment_links.sandbox.models import Mail

SERVER_ID = 23


def write_webhooks(mail: Mail) -> list[Outgoing]:
    """One webhook per recipient, to the product's address for mail events."""
    # Without the empty ones: newer Pythons refuse the whole list for the sake of one.
    filled = [text for text in (mail.to, mail.cc, mail.bcc) if text]
    recipients = [address for _, address in getaddresses(filled) if address]
    return [
        Outgoing(
            target="mail",
            url=f"{settings.PUBLIC_URL}/inbound/email",
            body=json.dumps(write_event(mail, recipient)).encode(),
            headers={"Content-Type": "application/json", **write_credentials()},
        )
        for recipient in recipients
    ]


def write_credentials() -> dict[str, str]:
    """Basic authentication when the product has set a webhook secret (user:password)."""
    secret = settings.ANYMAIL.get("WEBHOOK_SECRET")
    first = secret[0] if isinstance(secret, list | tuple) and secret else secret
    if not isinstance(first, str) or not first:
        return {}
    return {"Authorization": f"Basic {base64.b64encode(first.encode()).decode()}"}


def write_event(mail: Mail, recipient: str) -> dict[str, Any]:
    """The event's JSON."""
    event = {
        "MessageID": str(mail.message_id),
        "ServerID": SERVER_ID,
        "MessageStream": "outbound",
        "Tag": mail.tag,
        "Metadata": mail.metadata,
    }
    if recipient.lower().startswith(f"{BOUNCING_MAILBOX}@"):
        return event | write_bounce(mail, recipient)
    return event | {
        "RecordType": "Delivery",
        "Recipient": recipient,
        "DeliveredAt": clock.write_time(clock.now()),
        "Details": "smtp;250 2.0.0 OK",
    }


def write_bounce(mail: Mail, recipient: str) -> dict[str, Any]:
    """What a hard bounce says beyond other events."""
    return {
        "RecordType": "Bounce",
        "ID": mail.pk,
        "Type": "HardBounce",
        "TypeCode": 1,
        "Name": "Hard bounce",
        "Description": "The server was unable to deliver your message (unknown user).",
        "Details": f"smtp;550 5.1.1 <{recipient}>: mailbox does not exist",
        "Email": recipient,
        "From": mail.sender,
        "Subject": mail.subject,
        "BouncedAt": clock.write_time(clock.now()),
        "DumpAvailable": False,
        "Inactive": True,
        "CanActivate": True,
    }
