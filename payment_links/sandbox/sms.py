"""The SMS gateway, which speaks 46elks' protocol: POST /a1/sms and delivery reports.

Source: https://46elks.se/docs/send-sms and https://46elks.se/docs/sms-delivery-reports.
"""

import base64
import binascii
import re
import secrets
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse

from payment_links.sandbox import clock
from payment_links.sandbox.callbacks import Outgoing, dispatch
from payment_links.sandbox.fields import InvalidValueError, web_address
from payment_links.sandbox.magic import (
    SECOND_TRY_SMS_PHONE,
    UNDELIVERED_SMS_PHONE,
    UNREPORTED_SMS_PHONE,
)
from payment_links.sandbox.models import Sms
from payment_links.sandbox.models.messages import Outcome

PHONE_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
SENDER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9 ]{0,10}")
# GSM 03.38: the basic alphabet, and the characters that count twice.
GSM_CHARACTERS = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_DOUBLE_CHARACTERS = frozenset("^{}\\[~]|€\f")
COST_PER_PART = 3500
OUTCOMES = {
    UNDELIVERED_SMS_PHONE: Outcome.FAILED,
    UNREPORTED_SMS_PHONE: Outcome.NO_REPORT,
}


def sms_view(request: HttpRequest) -> HttpResponse:
    """POST from, to, message and whendelivered as a form: 200 JSON, 401 or 403 plain text."""
    if request.method != "POST":
        return answer_text(405, "Method not allowed")
    if not is_signed_in(request):
        return answer_text(401, "API access requires Basic HTTP authentication.")
    problem = find_problem(request)
    if problem:
        return answer_text(403, problem)
    sms = Sms.objects.create(
        sms_id=f"s{secrets.token_hex(16)}",
        sender=request.POST["from"],
        recipient=request.POST["to"],
        message=request.POST["message"],
        report_url=request.POST.get("whendelivered", ""),
        parts=count_parts(request.POST["message"]),
        outcome=decide_outcome(request.POST["to"], request.POST["message"]),
        created_at=clock.now(),
    )
    if sms.report_url and sms.outcome != Outcome.NO_REPORT:
        dispatch([write_report(sms)])
    return JsonResponse(write_sms(sms))


def decide_outcome(recipient: str, message: str) -> Outcome:
    """What becomes of the message, by the magic number it goes to."""
    if recipient == SECOND_TRY_SMS_PHONE:
        is_again = Sms.objects.filter(recipient=recipient, message=message).exists()
        return Outcome.DELIVERED if is_again else Outcome.FAILED
    return OUTCOMES.get(recipient, Outcome.DELIVERED)


def is_signed_in(request: HttpRequest) -> bool:
    """Whether there is a user name by Basic authentication; any name will do."""
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return False
    try:
        user, _, _ = base64.b64decode(credentials, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return False
    return bool(user)


def find_problem(request: HttpRequest) -> str:
    """Why the message is refused, in the gateway's words; empty when it is not."""
    for name in ("from", "to", "message"):
        if not request.POST.get(name):
            return f"Missing key {name}"
    sender = request.POST["from"]
    if not (SENDER_NAME.fullmatch(sender) or PHONE_NUMBER.fullmatch(sender)):
        return "Invalid from, must be a phone number or 1 to 11 letters and digits"
    if not PHONE_NUMBER.fullmatch(request.POST["to"]):
        return "Invalid to, must be a phone number in E.164 format"
    if request.POST.get("whendelivered"):
        try:
            web_address(request.POST["whendelivered"])
        except InvalidValueError:
            return "Invalid whendelivered, must be a URL"
    return ""


def count_parts(message: str) -> int:
    """How many SMS the text takes: 160 GSM characters or 70 others, fewer each when several."""
    if all(character in GSM_CHARACTERS | GSM_DOUBLE_CHARACTERS for character in message):
        length = len(message) + sum(character in GSM_DOUBLE_CHARACTERS for character in message)
        single, several = 160, 153
    else:
        length = len(message.encode("utf-16-be")) // 2
        single, several = 70, 67
    return 1 if length <= single else -(-length // several)


def write_sms(sms: Sms) -> dict[str, Any]:
    """The accepted message as the gateway answers it."""
    return {
        "id": sms.sms_id,
        "status": "created",
        "direction": "outgoing",
        "from": sms.sender,
        "to": sms.recipient,
        "message": sms.message,
        "created": write_gateway_time(sms.created_at),
        "parts": sms.parts,
        "cost": COST_PER_PART * sms.parts,
    }


def write_report(sms: Sms) -> Outgoing:
    """The delivery report: id and status, and when it was delivered."""
    form = {"id": sms.sms_id, "status": sms.outcome}
    if sms.outcome == Outcome.DELIVERED:
        form["delivered"] = write_gateway_time(clock.now())
    return Outgoing(
        target="sms",
        url=sms.report_url,
        body=urlencode(form).encode(),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )


def write_gateway_time(moment: datetime) -> str:
    """UTC without saying so, as the gateway writes times."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")


def answer_text(status: int, text: str) -> HttpResponse:
    """A refusal in plain text."""
    headers = {"WWW-Authenticate": 'Basic realm="SMS"'} if status == 401 else None
    return HttpResponse(text, status=status, content_type="text/plain", headers=headers)
