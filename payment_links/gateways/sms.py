"""Client of the SMS gateway: 46elks or Twilio, chosen by SMS_PROVIDER.

Sources: https://46elks.se/docs/send-sms, https://www.twilio.com/docs/messaging/api.
"""

from dataclasses import dataclass
from typing import Any

import httpx2
from django.conf import settings

from payment_links.gateways import http
from payment_links.gateways.errors import GatewayRejected, GatewayUnavailable

# Wrong credentials and an empty account are the operator's to repair: the message can wait.
WORTH_ANOTHER_TRY = frozenset({401, 402, 408, 425, 429})


@dataclass(frozen=True, slots=True)
class Provider:
    """How one provider wants to be asked: its path, the names of its fields, where its id is."""

    path: str
    to: str
    sender: str
    text: str
    report_url: str
    id: str


PROVIDERS = {
    "46elks": Provider("/sms", "to", "from", "message", "whendelivered", "id"),
    "twilio": Provider(
        "/2010-04-01/Accounts/{username}/Messages.json",
        "To",
        "From",
        "Body",
        "StatusCallback",
        "sid",
    ),
}


def send(to: str, sender: str, *, text: str, report_url: str) -> str:
    """Hand one SMS to the provider; returns the provider's id of it.

    to: E.164. sender: at most 11 letters and digits. report_url: where the delivery report is
    sent. Raises GatewayRejected with the provider's words when it refuses the message, and
    GatewayUnavailable when it may be tried again.
    """
    provider = PROVIDERS[settings.SMS_PROVIDER]
    path = provider.path.format(username=settings.SMS_API_USERNAME)
    response = http.request(
        "POST",
        f"{settings.SMS_API_URL}{path}",
        data={
            provider.to: to,
            provider.sender: sender,
            provider.text: text,
            provider.report_url: report_url,
        },
        auth=(settings.SMS_API_USERNAME, settings.SMS_API_PASSWORD),
    )
    if not response.is_success:
        raise _failure(response)
    return _message_id(response, provider)


def _failure(response: httpx2.Response) -> GatewayRejected | GatewayUnavailable:
    status = response.status_code
    if status >= 500 or status in WORTH_ANOTHER_TRY:
        return GatewayUnavailable(f"The SMS gateway answered {status}.", accepted=False)
    return GatewayRejected(_reason(response), http_status=status)


def _reason(response: httpx2.Response) -> str:
    """The provider's words: plain text from 46elks, JSON with a message from Twilio."""
    body = _json(response)
    said = str(body.get("message", "")) or response.text
    return said.replace("\x00", "")[:300] or f"HTTP {response.status_code}"


def _message_id(response: httpx2.Response, provider: Provider) -> str:
    message_id = _json(response).get(provider.id)
    if not isinstance(message_id, str) or not message_id:
        raise GatewayUnavailable("The SMS gateway's answer holds no id.")
    return message_id[:200]


def _json(response: httpx2.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
