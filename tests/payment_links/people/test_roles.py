"""Roles: changed by owners, never so that a merchant is left without one."""

import pytest

from payment_links import people
from payment_links.models import Invitation, Membership, Merchant, User
from tests.builders import NOON, make_invitation, make_membership, make_merchant, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def merchant() -> Merchant:
    return make_merchant()


def join(name: str, merchant: Merchant, role: str = "STAFF") -> Membership:
    return make_membership(make_user(name), merchant, role)


def test_an_owner_changes_a_role(merchant: Merchant) -> None:
    owner, other = join("olivia", merchant, "OWNER"), join("stefan", merchant)

    assert people.change_role(other, "FINANCE", actor=owner.user, now=NOON) is True

    other.refresh_from_db()
    assert other.role == "FINANCE"
    assert people.change_role(other, "FINANCE", actor=owner.user, now=NOON) is False


def test_an_owner_removes_somebody_but_not_their_account(merchant: Merchant) -> None:
    owner, other = join("olivia", merchant, "OWNER"), join("stefan", merchant)

    people.remove_member(other, actor=owner.user, now=NOON)

    assert list(merchant.memberships.all()) == [owner]
    assert User.objects.filter(username="stefan", is_active=True).exists()


def test_the_last_owner_stays(merchant: Merchant) -> None:
    owner = join("olivia", merchant, "OWNER")
    join("closed", merchant, "OWNER")
    User.objects.filter(username="closed").update(is_active=False)

    with pytest.raises(people.LastOwnerError):
        people.remove_member(owner, actor=owner.user, now=NOON)
    with pytest.raises(people.LastOwnerError):
        people.change_role(owner, "STAFF", actor=owner.user, now=NOON)

    owner.refresh_from_db()
    assert owner.role == "OWNER"


def test_one_of_two_owners_may_go(merchant: Merchant) -> None:
    owner = join("olivia", merchant, "OWNER")
    join("oskar", merchant, "OWNER")

    assert people.remove_member(owner, actor=owner.user, now=NOON) is True


@pytest.mark.parametrize("role", ["STAFF", "FINANCE", "SUPPORT", "ACCOUNTANT"])
def test_other_roles_decide_on_nobody(merchant: Merchant, role: str) -> None:
    somebody, other = join("somebody", merchant, role), join("stefan", merchant)

    with pytest.raises(people.NotOwnerError):
        people.change_role(other, "OWNER", actor=somebody.user, now=NOON)
    with pytest.raises(people.NotOwnerError):
        people.remove_member(other, actor=somebody.user, now=NOON)

    other.refresh_from_db()
    assert other.role == "STAFF"


def test_owners_decide_on_nobody_at_a_foreign_merchant(merchant: Merchant) -> None:
    owner = join("olivia", merchant, "OWNER")
    foreign = join("stefan", make_merchant(name="Annan AB"))

    with pytest.raises(people.NotOwnerError):
        people.remove_member(foreign, actor=owner.user, now=NOON)

    assert Membership.objects.filter(pk=foreign.pk).exists()


@pytest.mark.parametrize("ending", ["remove", "change"])
def test_what_a_former_owner_offered_is_withdrawn(merchant: Merchant, ending: str) -> None:
    owner, former = join("olivia", merchant, "OWNER"), join("oskar", merchant, "OWNER")
    make_invitation(former.user, merchant)
    kept = make_invitation(owner.user, merchant)

    if ending == "remove":
        people.remove_member(former, actor=owner.user, now=NOON)
    else:
        people.change_role(former, "STAFF", actor=owner.user, now=NOON)

    assert list(Invitation.objects.open()) == [kept]
