"""One action on many links: each link on its own, and one outcome for each."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from payment_links.admin import access
from payment_links.admin.link_actions import LinkAction
from payment_links.admin.link_detail import perform
from payment_links.models import PaymentLink

SESSION_KEY = "payment_links.last_run"
# Proxies wait for a page no longer than a minute; what is left then can be chosen again.
LONGEST_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one link, in the reader's language."""

    link_id: UUID
    is_done: bool
    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """An action that was taken. key: of the form that asked for it; back: query of its list."""

    key: str
    action: str
    back: str
    outcomes: list[Outcome]


def run_action(
    request: HttpRequest,
    action: LinkAction,
    links: list[PaymentLink],
    values: Mapping[str, str],
) -> list[Outcome]:
    """Do it to one link after the other; no lock is held longer than one link takes."""
    end = time.monotonic() + LONGEST_SECONDS
    outcomes = []
    for link in links:
        if not access.may_act_for(request, link.merchant_id):
            is_done, text = False, _("You may only read this merchant's links.")
        elif time.monotonic() > end:
            is_done, text = False, _("Not tried: it took too long. Choose it again.")
        else:
            level, text = perform(request, action, link, dict(values))
            is_done = level == messages.SUCCESS
        outcomes.append(Outcome(link.pk, is_done, text))
    return outcomes


def keep_run(request: HttpRequest, run: Run) -> None:
    """Keep the user's last run, so that its page can be read again without doing it again."""
    texts: dict[tuple[bool, str], int] = {}
    rows = [
        (outcome.link_id.hex, texts.setdefault((outcome.is_done, outcome.text), len(texts)))
        for outcome in run.outcomes
    ]
    request.session[SESSION_KEY] = {
        "key": run.key,
        "action": run.action,
        "back": run.back,
        "texts": list(texts),
        "rows": rows,
    }


def last_run(request: HttpRequest) -> Run | None:
    """The user's last run since they signed in."""
    kept: dict[str, Any] | None = request.session.get(SESSION_KEY)
    if kept is None:
        return None
    outcomes = [Outcome(UUID(link_id), *kept["texts"][number]) for link_id, number in kept["rows"]]
    return Run(kept["key"], kept["action"], kept["back"], outcomes)
