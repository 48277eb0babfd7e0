"""What staff read when a rule says no: the rule's own words, in their language."""

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import pytest
from django.test import Client
from django.utils import translation

import invoicing
import payment_links
from payment_links.admin.refusals import OF_FIELDS, refusal_text
from payment_links.distribution import SmsLimitError
from payment_links.distribution.limits import A_DAY
from payment_links.errors import DomainError, FieldError, InvalidInputError
from payment_links.lifecycle import InvalidTransitionError
from tests.back_office import act, member
from tests.builders import make_link, make_merchant

# They speak of requests and their headers, which nobody makes in the back office.
OF_THE_API = ("payment_links.api.", "payment_links.idempotency")


def _modules(root: ModuleType) -> Iterator[str]:
    for module in pkgutil.walk_packages(root.__path__, f"{root.__name__}."):
        if not {"migrations", "management", "sandbox"} & set(module.name.split(".")):
            yield module.name


def _refusals(base: type[DomainError]) -> Iterator[type[DomainError]]:
    for refusal in base.__subclasses__():
        yield refusal
        yield from _refusals(refusal)


for _name in (*_modules(payment_links), *_modules(invoicing)):
    importlib.import_module(_name)
REFUSALS: list[type[DomainError]] = [DomainError, *_refusals(DomainError)]
SENTENCES = sorted(
    {
        refusal.description
        for refusal in REFUSALS
        if refusal.__module__.startswith(("payment_links.", "invoicing."))
        and not refusal.__module__.startswith(OF_THE_API)
    }
)


def read_in(language: str, error: DomainError) -> str:
    with translation.override(language):
        return refusal_text(error)


def in_swedish(error: DomainError) -> str:
    return read_in("sv", error)


def test_every_refusal_speaks_swedish() -> None:
    untranslated = [text for text in SENTENCES if in_swedish(DomainError(text)) == text]

    assert len(SENTENCES) > 30
    assert untranslated == []


@pytest.mark.parametrize("text", OF_FIELDS)
def test_every_fault_of_a_recipient_is_plain_in_both_languages(text: str) -> None:
    error = InvalidInputError([FieldError("invalid_value", text, "customer_phone")])

    assert not read_in("en", error).startswith("customer_")
    assert in_swedish(error) != read_in("en", error)


def test_facts_are_filled_in_after_the_translation() -> None:
    error = InvalidTransitionError(
        "A payment link that is %(status)s cannot be cancelled.", status="COMPLETED"
    )

    assert error.description == "A payment link that is COMPLETED cannot be cancelled."
    assert read_in("en", error) == "A payment link that is paid cannot be cancelled."
    assert in_swedish(error) == "En betallänk som är betald kan inte återkallas."


def test_a_limit_names_its_figure() -> None:
    sentence = "A payment link is sent by SMS at most %(most)s times."
    error = SmsLimitError(sentence, retry_after=A_DAY, most=5)

    assert in_swedish(error) == "En betallänk skickas med SMS högst 5 gånger."


def test_several_faults_are_all_told() -> None:
    faults = [FieldError("invalid_value", text, "") for text in list(OF_FIELDS)[::5]]

    assert read_in("en", InvalidInputError(faults)) == (
        "There is no phone number. There is no e-mail address."
    )


@pytest.mark.django_db
def test_the_page_refuses_in_the_readers_language() -> None:
    merchant = make_merchant()
    staff: Client = member(merchant)
    staff.cookies["django_language"] = "sv"
    link = make_link(merchant, status="CANCELLED")

    # A request leaves its language behind; the next test shall not read it.
    with translation.override("en"):
        act(staff, link, "cancel", reason="Dubbel")
        answer = staff.get(f"/admin/payment_links/paymentlink/{link.pk}/change/")

    told = [str(message) for message in answer.context["messages"]]
    assert told == ["En betallänk som är återkallad kan inte återkallas."]
