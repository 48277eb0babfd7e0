"""Delivery reports of the SMS gateway and the mail service: stored, then applied at once."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from anymail.exceptions import AnymailConfigurationError, AnymailWebhookValidationFailure
from anymail.signals import AnymailTrackingEvent, EventType
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.dateparse import parse_datetime
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from payment_links import clock
from payment_links.distribution import DeliveryReport, record_delivery_report
from payment_links.inbound.bodies import is_too_large, kept_body
from payment_links.models import Distribution, InboundEvent, MessageEvent
from payment_links.text import has_invalid_characters

LONGEST_REASON = 300
Kind = MessageEvent.Kind

# 46elks says delivered and failed; Twilio also undelivered and the steps before, which tell
# nothing new: that the provider accepted the message we know from its answer.
SMS_KINDS = {
    "delivered": Kind.DELIVERED,
    "failed": Kind.UNDELIVERED,
    "undelivered": Kind.UNDELIVERED,
}
EMAIL_KINDS = {
    EventType.DEFERRED: Kind.DELAYED,
    EventType.DELIVERED: Kind.DELIVERED,
    EventType.BOUNCED: Kind.SOFT_BOUNCE,
    EventType.REJECTED: Kind.BLOCKED,
    EventType.FAILED: Kind.UNDELIVERED,
    EventType.COMPLAINED: Kind.COMPLAINT,
}
# Postmark's words for an address that will never work; Anymail calls them bounced and rejected.
HARD_TYPES = frozenset({"HardBounce", "BadEmailAddress"})

# What Anymail stumbles over in a body that no mail service sends, or about mail received by us.
UNREADABLE = (
    AnymailConfigurationError,
    AttributeError,
    RecursionError,
    TypeError,
    ValueError,
)


@csrf_exempt
@require_POST
def receive_sms_report(request: HttpRequest, report_token: str) -> HttpResponse:
    """POST /inbound/sms/<token>, a form of 46elks or Twilio: 204.

    The token alone tells which message is meant: an unknown one is 404. 413 above LARGEST_BODY.
    """
    if is_too_large(request):
        return HttpResponse(status=413)
    message = Distribution.objects.filter(report_token=report_token).only("pk").first()
    if message is None:
        raise Http404
    now = clock.now()
    _store(InboundEvent.Source.SMS_REPORT, message, request.body, now)
    status = request.POST.get("status") or request.POST.get("MessageStatus") or ""
    kind = SMS_KINDS.get(status.lower())
    if kind is not None:
        reason = "" if kind == Kind.DELIVERED else _sms_reason(request, status)
        told_at = _believable(_read_time(request.POST.get("delivered", "")), now)
        record_delivery_report(message.pk, DeliveryReport(kind, reason, told_at=told_at), now=now)
    return HttpResponse(status=204)


def _read_time(text: str) -> datetime | None:
    """A time as the gateways write it; None for what is none."""
    try:
        return parse_datetime(text)
    except ValueError:
        return None


def _believable(told_at: datetime | None, now: datetime) -> datetime | None:
    """A provider's time near ours, else None; 46elks writes UTC without saying so."""
    if told_at is None or not abs(told_at.year - now.year) <= 1:
        return None
    return told_at.replace(tzinfo=UTC) if told_at.tzinfo is None else told_at


def _sms_reason(request: HttpRequest, status: str) -> str:
    code = request.POST.get("ErrorCode", "")
    reason = f"The SMS gateway reports: {status}" + (f", error {code}" if code else "")
    return _storable(reason)[:LONGEST_REASON]


def _storable(text: str) -> str:
    """The text without what no database holds: NUL and lone surrogates."""
    return text.replace("\x00", "").encode(errors="replace").decode()


class EmailReportView(PostmarkTrackingWebhookView):
    """POST /inbound/email: Postmark's webhooks, normalised by Anymail; applied without its signal.

    A webhook secret in the settings must be known to the sender. A report is believed for the
    message whose id it names, which nobody else was told.
    """

    # The message id is the secret when no webhook secret is set.
    warn_if_no_basic_auth = False

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """204 for every report that can be read; 401 without the secret, 400 or 413 for others."""
        if is_too_large(request):
            return HttpResponse(status=413)
        try:
            self.run_validators(request)
        except AnymailWebhookValidationFailure:
            return HttpResponse(status=401)
        try:
            events = self.parse_events(request)
        except UNREADABLE:
            return HttpResponse(status=400)
        now = clock.now()
        for event in events:
            _apply(event, request.body, now)
        return HttpResponse(status=204)


def _apply(event: AnymailTrackingEvent, body: bytes, now: datetime) -> None:
    message = _reported_message(event)
    if message is None:
        return
    _store(InboundEvent.Source.EMAIL_REPORT, message, body, now)
    kind = _email_kind(event)
    if kind is None:
        return
    told = "" if kind == Kind.DELIVERED else event.description or event.mta_response
    if not told and kind != Kind.DELIVERED:
        told = f"E-mail {event.event_type}."
    report = DeliveryReport(
        kind,
        _storable(str(told or ""))[:LONGEST_REASON],
        event_id=_storable(str(event.event_id or ""))[:LONGEST_REASON],
        told_at=_believable(event.timestamp, now),
    )
    record_delivery_report(message.pk, report, now=now)


def _email_kind(event: AnymailTrackingEvent) -> Kind | None:
    """What the event says of the message; None for one that tells nothing of its delivery."""
    esp_type = event.esp_event.get("Type")
    if isinstance(esp_type, str) and esp_type in HARD_TYPES:
        return Kind.HARD_BOUNCE
    return EMAIL_KINDS.get(event.event_type)


def _reported_message(event: AnymailTrackingEvent) -> Distribution | None:
    """The e-mail with the report's message id.

    A report can be faster than our note of the id; then the message is the one that the report's
    metadata names, as long as no id was noted for it.
    """
    emails = Distribution.objects.filter(channel=Distribution.Channel.EMAIL)
    message_id = event.message_id
    if not isinstance(message_id, str) or not message_id or has_invalid_characters(message_id):
        return None
    message = emails.filter(provider_message_id=message_id).only("pk").first()
    named = _read_uuid(event.metadata.get("distribution_id"))
    # Metadata is no secret: it counts only from a sender who knows the webhook's.
    is_known_sender = bool(settings.ANYMAIL["WEBHOOK_SECRET"])
    if message is None and named is not None and is_known_sender:
        message = emails.filter(pk=named, provider_message_id="").only("pk").first()
    return message


def _read_uuid(value: object) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _store(source: InboundEvent.Source, message: Distribution, body: bytes, now: datetime) -> None:
    InboundEvent.objects.create(
        source=source,
        distribution=message,
        body=kept_body(body),
        received_at=now,
        not_before=now,
        state=InboundEvent.State.DONE,
    )
