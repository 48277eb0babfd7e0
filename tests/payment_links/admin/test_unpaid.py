"""Why a link is unpaid: every situation with its sentence in both languages and its action."""

from typing import Any

import pytest
from django.utils import translation

from payment_links.admin.failure_reasons import failure_reason
from payment_links.admin.unpaid import RULES, Facts, explain, why_unpaid
from tests.payment_links.admin.unpaid_customer import WAITING
from tests.payment_links.admin.unpaid_facts import DELIVERED, SMS_FAILED, Situation
from tests.payment_links.admin.unpaid_money import MONEY_AND_END

SITUATIONS: dict[str, Situation] = {**MONEY_AND_END, **WAITING}


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_situation_has_its_sentence_and_its_action(name: str) -> None:
    values, english, swedish, action = SITUATIONS[name]
    facts = Facts(**values)

    rule = why_unpaid(facts)

    assert rule is not None
    assert rule.name == name
    with translation.override("en"):
        assert (explain(facts).sentence, explain(facts).action) == (english, action)
    with translation.override("sv"):
        assert explain(facts).sentence == swedish


def test_every_rule_is_reached_by_a_situation() -> None:
    assert [rule.name for rule in RULES if rule.name not in SITUATIONS] == []
    assert len({rule.name for rule in RULES}) == len(RULES) >= 20


@pytest.mark.parametrize("status", ["CREATED", "EXPIRED", "CANCELLED"])
def test_an_unpaid_link_is_never_without_a_reason(status: str) -> None:
    assert explain(Facts(status=status)).sentence


def test_a_paid_link_has_none() -> None:
    assert why_unpaid(Facts(status="COMPLETED", is_opened=True, **DELIVERED)) is None


@pytest.mark.parametrize(
    ("values", "action"),
    [
        (DELIVERED, "send_sms"),
        ({**DELIVERED, "reached_by": "EMAIL"}, "send_email"),
        ({**DELIVERED, "is_sms_used_up": True}, "send_email"),
        ({**DELIVERED, "reached_by": "EMAIL", "can_email": False}, "send_sms"),
        ({**DELIVERED, "phone_problem": "unusable", "can_email": False}, "copy"),
    ],
)
def test_a_reminder_goes_the_way_that_worked(values: dict[str, Any], action: str) -> None:
    assert explain(Facts(**values)).action == action


def test_a_customer_who_opened_the_link_has_it_whatever_became_of_the_message() -> None:
    rule = why_unpaid(Facts(**SMS_FAILED, is_opened=True))

    assert rule is not None
    assert rule.name == "opened"


@pytest.mark.parametrize(
    ("channel", "told", "english", "swedish"),
    [
        ("SMS", "The SMS gateway reports: failed, error 30003", "switched off", "avstängd"),
        ("SMS", "The SMS gateway reports: failed", "could not deliver", "kunde inte leverera"),
        (
            "SMS",
            "The operator could not deliver: number not in use.",
            "nobody uses",
            "används inte",
        ),
        ("SMS", "Invalid to, must be a phone number in E.164 format", "not valid", "ogiltigt"),
        ("SMS", "error 21610", "asked to get no SMS", "slippa SMS"),
        ("EMAIL", "smtp;550 5.1.1 mailbox does not exist", "does not exist", "finns inte"),
        ("EMAIL", "smtp;552 5.2.2 over quota", "mailbox is full", "brevlådan är full"),
        ("EMAIL", "The recipient is marked as inactive.", "came back before", "kommit tillbaka"),
        ("EMAIL", "Spam complaint", "took it for spam", "skräppost"),
        ("EMAIL", "", "no reason was given", "ingen orsak"),
        ("EMAIL", "Error 4711 <x>.", "says “Error 4711 <x>”", "säger ”Error 4711 <x>”"),
    ],
)
def test_what_providers_say_is_put_plainly(
    channel: str, told: str, english: str, swedish: str
) -> None:
    with translation.override("en"):
        assert english in str(failure_reason(channel, told).words)
    with translation.override("sv"):
        assert swedish in str(failure_reason(channel, told).words)


@pytest.mark.parametrize(
    ("channel", "told", "is_passing"),
    [
        ("SMS", "The SMS gateway answered 503.", True),
        ("SMS", "The SMS gateway reports: undelivered, error 30006", False),
        ("EMAIL", "The mail service does not answer: timeout", True),
        ("EMAIL", "Hard bounce: the mailbox does not exist.", False),
    ],
)
def test_only_what_may_pass_is_worth_another_try(channel: str, told: str, is_passing: bool) -> None:
    assert failure_reason(channel, told).is_passing is is_passing
