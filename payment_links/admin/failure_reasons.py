"""Why a message did not arrive, in plain words: what providers and operators say, translated."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from payment_links.models import Distribution

Channel = Distribution.Channel


@dataclass(frozen=True, slots=True)
class FailureReason:
    """words: goes on after "The SMS failed: ". is_passing: the same try may succeed later."""

    words: Any
    is_passing: bool = False


@dataclass(frozen=True, slots=True)
class _Known:
    """What a reason holds that means this; looked for in lower case."""

    pattern: str
    words: Any
    is_passing: bool = False


# Of both channels: our own words (distribution.delivery, distribution.reports).
OURS = (
    _Known("cancelled before", _("the link was cancelled before it could be sent")),
    _Known("expired before", _("the link expired before it could be sent")),
    _Known("address was replaced", _("the link got a new address before it could be sent")),
    _Known("paid before", _("the link was paid before it could be sent")),
    _Known("open exception", _("the link has an open exception")),
    _Known("^$|gave no reason", _("no reason was given")),
    _Known("^given up", _("it could not be sent in several tries"), is_passing=True),
)
# Numbers: https://www.twilio.com/docs/api/errors; words: 46elks and Swedish operators.
OF_SMS = (
    _Known("landline|30006|21614|not a mobile", _("the number is a landline")),
    _Known("not in use|unknown (subscriber|destination)|30005", _("nobody uses this number")),
    _Known(
        "unreachable|absent|30003",
        _("the phone is switched off or out of reach"),
        is_passing=True,
    ),
    _Known("unsubscribed|opted out|21610", _("the recipient has asked to get no SMS")),
    _Known("blocked|filter|3000[47]", _("the operator blocked the message")),
    _Known("region|country|21408", _("SMS are not sent to that country")),
    _Known("invalid (to|'to')|e\\.164|21211", _("the number is not valid")),
    _Known(
        "invalid (from|sender)|21212",
        _("the sender's name was refused: tell an administrator"),
    ),
    _Known("reports: (failed|undelivered)", _("the operator could not deliver it")),
    _Known(
        "gateway answered|gateway's answer|timed? ?out",
        _("the SMS service did not answer"),
        is_passing=True,
    ),
)
# Codes: RFC 3463; words: https://postmarkapp.com/developer/api/bounce-api.
OF_EMAIL = (
    _Known("full|quota|[45]\\.2\\.2", _("the mailbox is full"), is_passing=True),
    _Known(
        "inactive|suppress",
        _("e-mail to this address came back before, so no more is sent there"),
    ),
    _Known(
        "not exist|unknown user|user unknown|no such|5\\.1\\.1",
        _("the mailbox does not exist"),
    ),
    _Known("spam|complaint|block|5\\.7", _("the recipient's mail service took it for spam")),
    _Known("dns|domain|host|5\\.1\\.2", _("there is no mail service at this address")),
    _Known(
        "soft ?bounce|temporar|4\\.\\d\\.\\d",
        _("the recipient's mail service could not take it just now"),
        is_passing=True,
    ),
    _Known("invalid|refused", _("the address is not valid")),
    _Known(
        "mail service (answered|does not)",
        _("the mail service did not answer"),
        is_passing=True,
    ),
)


def failure_reason(channel: str, told: str) -> FailureReason:
    """What was told about a failed message, in plain words; quoted when we do not know it."""
    text = told.strip().lower()
    of_channel = OF_SMS if channel == Channel.SMS else OF_EMAIL
    for known in (*OURS, *of_channel):
        if re.search(known.pattern, text):
            return FailureReason(known.words, known.is_passing)
    return FailureReason(
        gettext("the provider says “%(words)s”") % {"words": told.strip().rstrip(".")}
    )


def failure_text(message: Distribution) -> str:
    """Why the message failed in plain words, as a sentence; empty for one that did not."""
    if message.status != Distribution.Status.FAILED:
        return ""
    words = str(failure_reason(message.channel, message.failure_reason).words)
    return f"{words[:1].upper()}{words[1:]}."
