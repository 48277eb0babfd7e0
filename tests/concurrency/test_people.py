"""Races between owners: two who remove each other, and one link that several accept."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from payment_links import people
from payment_links.admin import joining
from payment_links.errors import DomainError
from payment_links.models import Invitation, Membership, User
from tests.builders import NOON, make_invitation, make_membership, make_merchant, make_user
from tests.concurrency.test_payments import draw_out

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]


def all_at_once(acts: list[Callable[[], object]]) -> int:
    """Do everything at the same moment; returns how much was refused."""
    barrier = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> bool:
        barrier.wait()
        try:
            act()
        except DomainError:
            return True
        finally:
            connections.close_all()
        return False

    with ThreadPoolExecutor(len(acts)) as threads:
        return sum(threads.map(run, acts))


def test_owners_who_all_leave_at_once_leave_one_behind() -> None:
    merchant = make_merchant()
    owners = [make_membership(make_user(f"o{n}"), merchant, "OWNER") for n in range(4)]

    refused = all_at_once(
        [partial(people.remove_member, own, actor=own.user, now=NOON) for own in owners]
    )

    assert (refused, Membership.objects.filter(role="OWNER").count()) == (1, 1)


def test_owners_who_remove_each_other_in_a_ring_do_not_all_go() -> None:
    merchant = make_merchant()
    owners = [make_membership(make_user(f"o{n}"), merchant, "OWNER") for n in range(4)]
    pairs = zip(owners, owners[1:] + owners[:1], strict=True)

    refused = all_at_once(
        [partial(people.remove_member, one, actor=by.user, now=NOON) for one, by in pairs]
    )

    assert refused == Membership.objects.count()
    assert refused > 0


def test_one_of_many_accepts_a_link() -> None:
    merchant = make_merchant()
    make_invitation(make_user("root", is_superuser=True), merchant, token="token")
    users = [make_user(f"u{n}") for n in range(4)]

    refused = all_at_once(
        [partial(people.accept_invitation, "token", user, now=NOON) for user in users]
    )

    assert (refused, Membership.objects.count()) == (3, 1)


def join_at_once(*tokens: str) -> list[int]:
    """Anna, who has no account, sends the forms behind the links; the statuses of the answers."""
    password = {"password": "Sju sjuka sjömän", "password_again": "Sju sjuka sjömän"}
    form = {"first_name": "Anna", "last_name": "Ek", **password}
    statuses: list[int] = []

    def join(token: str) -> None:
        answer = Client().post(reverse("invitation", args=[token]), form)
        statuses.append(answer.status_code)

    all_at_once([partial(join, token) for token in tokens])
    return statuses


def test_a_form_that_is_sent_twice_makes_one_account() -> None:
    now = timezone.now()
    inviter = make_user("root", is_superuser=True)
    times = {"created_at": now, "sent_at": now, "expires_at": now + people.LASTS}
    make_invitation(inviter, make_merchant(), token="t", **times)

    statuses = join_at_once(*["t"] * 4)

    assert statuses.count(302) == 1
    assert set(statuses) <= {200, 302, 404}
    assert User.objects.filter(email="anna@example.com").count() == 1


def test_two_invitations_accepted_at_once_make_one_account(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = timezone.now()
    inviter = make_user("root", is_superuser=True)
    times = {"created_at": now, "sent_at": now, "expires_at": now + people.LASTS}
    for token, email in [("one", "anna@example.com"), ("other", "Anna@Example.com")]:
        make_invitation(inviter, make_merchant(), token=token, email=email, **times)
    draw_out(monkeypatch, joining, "_free_username")

    statuses = join_at_once("one", "other")

    assert sorted(statuses) == [200, 302]
    assert User.objects.filter(email__iexact="anna@example.com").count() == 1
    assert Invitation.objects.open().count() == 1


def test_an_invitation_is_accepted_or_withdrawn_with_its_inviter() -> None:
    merchant, anna = make_merchant(), make_user("anna")
    inviter = make_membership(make_user("inviter"), merchant, "OWNER")
    other = make_membership(make_user("other"), merchant, "OWNER")
    make_invitation(inviter.user, merchant, token="t")

    refused = all_at_once(
        [
            partial(people.accept_invitation, "t", anna, now=NOON),
            partial(people.remove_member, inviter, actor=other.user, now=NOON),
        ]
    )

    assert Membership.objects.filter(user=anna).count() == 1 - refused
