"""Resolving exceptions: one or all, by somebody, once."""

import pytest

from payment_links.link_exceptions import NoOpenExceptionError, resolve_exceptions
from payment_links.models import Actor, ActorKind, LinkException, PaymentLink, TimelineEntry
from tests.builders import NOON, make_link, make_payment, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def link() -> PaymentLink:
    return make_link(status=PaymentLink.Status.COMPLETED)


@pytest.fixture
def actor() -> Actor:
    return Actor(ActorKind.STAFF, make_user())


def make_exception(link: PaymentLink, kind: str) -> LinkException:
    """An open exception of a payment of its own."""
    payment = make_payment(link, status="COMPLETED")
    return LinkException.objects.create(
        payment_link=link, payment=payment, kind=kind, created_at=NOON
    )


def test_all_open_exceptions_are_resolved_and_told(link: PaymentLink, actor: Actor) -> None:
    for kind in ("PAID_TWICE", "PAID_LATE"):
        make_exception(link, kind)

    assert resolve_exceptions(link.pk, actor=actor, now=NOON) == 2

    resolved = LinkException.objects.values_list("resolved_at", "resolved_by")
    assert set(resolved) == {(NOON, actor.user and actor.user.pk)}
    entries = TimelineEntry.objects.order_by("pk").values_list("event", "details")
    assert list(entries) == [
        ("EXCEPTION_RESOLVED", {"kind": "PAID_TWICE"}),
        ("EXCEPTION_RESOLVED", {"kind": "PAID_LATE"}),
    ]


def test_only_the_chosen_one_is_resolved(link: PaymentLink, actor: Actor) -> None:
    chosen, other = make_exception(link, "PAID_TWICE"), make_exception(link, "PAID_LATE")

    resolve_exceptions(link.pk, actor=actor, now=NOON, only=chosen.pk)

    assert list(LinkException.objects.filter(resolved_at__isnull=True)) == [other]


def test_an_exception_of_another_link_is_not_resolved(link: PaymentLink, actor: Actor) -> None:
    foreign = make_exception(make_link(status=PaymentLink.Status.COMPLETED), "PAID_TWICE")

    with pytest.raises(NoOpenExceptionError):
        resolve_exceptions(link.pk, actor=actor, now=NOON, only=foreign.pk)


def test_resolving_twice_is_refused_and_tells_nothing_twice(
    link: PaymentLink, actor: Actor
) -> None:
    make_exception(link, "PAID_TWICE")
    resolve_exceptions(link.pk, actor=actor, now=NOON)

    with pytest.raises(NoOpenExceptionError):
        resolve_exceptions(link.pk, actor=actor, now=NOON)

    assert TimelineEntry.objects.count() == 1
