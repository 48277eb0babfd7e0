"""Invitations: offered by owners, accepted once and in time, never doubled."""

from datetime import timedelta
from typing import Any

import pytest

from payment_links import people
from payment_links.models import Invitation, Membership, Merchant, StaffMail, User
from payment_links.sealing import unseal
from tests.builders import NOON, make_invitation, make_membership, make_merchant, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def merchant() -> Merchant:
    return make_merchant()


@pytest.fixture
def owner(merchant: Merchant) -> User:
    user = make_user("olivia", first_name="Olivia", last_name="Öberg")
    make_membership(user, merchant, "OWNER")
    return user


def offer(*merchants: Merchant, **values: Any) -> people.Offer:
    defaults = {"email": "anna@example.com", "role": "FINANCE", "language": "sv"}
    return people.Offer(merchant_ids=tuple(m.pk for m in merchants), **{**defaults, **values})


def sent_token() -> str:
    text = unseal(StaffMail.objects.latest("pk").sealed_text)
    return text.partition("/admin/invitation/")[2].partition("/")[0]


def test_an_invitation_is_mailed_in_the_chosen_language(merchant: Merchant, owner: User) -> None:
    people.invite(offer(merchant), actor=owner, now=NOON)

    mail = StaffMail.objects.get()
    assert (mail.recipient, mail.language) == ("anna@example.com", "sv")
    assert mail.subject == "Du är inbjuden att arbeta med betallänkar"
    assert "Olivia Öberg bjuder in dig" in unseal(mail.sealed_text)
    assert "Din roll: Ekonomi." in unseal(mail.sealed_text)


def test_its_link_makes_a_member_once(merchant: Merchant, owner: User) -> None:
    people.invite(offer(merchant), actor=owner, now=NOON)
    anna, other = make_user("anna"), make_user("other")

    people.accept_invitation(sent_token(), anna, now=NOON)
    with pytest.raises(people.InvitationOverError):
        people.accept_invitation(sent_token(), other, now=NOON)

    assert anna.memberships.get().role == "FINANCE"
    assert not other.memberships.exists()


def test_the_link_itself_is_not_kept(merchant: Merchant, owner: User) -> None:
    invitation = people.invite(offer(merchant), actor=owner, now=NOON)

    assert sent_token() not in str(vars(invitation))
    assert sent_token() not in StaffMail.objects.get().sealed_text


@pytest.mark.parametrize("end", ["accepted_at", "withdrawn_at"])
def test_an_ended_invitation_opens_nothing(merchant: Merchant, owner: User, end: str) -> None:
    make_invitation(owner, merchant, token="token", **{end: NOON})

    assert people.acceptable_invitation("token", NOON) is None


def test_an_invitation_works_for_a_week(merchant: Merchant, owner: User) -> None:
    make_invitation(owner, merchant, token="token")
    week = timedelta(days=7)

    assert people.acceptable_invitation("token", NOON + week - timedelta(seconds=1)) is not None
    with pytest.raises(people.InvitationOverError):
        people.accept_invitation("token", make_user("anna"), now=NOON + week)
    assert Membership.objects.filter(user__username="anna").count() == 0


def test_a_role_that_somebody_has_stays_what_it_is(merchant: Merchant, owner: User) -> None:
    second = make_merchant(merchant.tenant, name="Andra AB")
    make_invitation(make_user("root", is_superuser=True), merchant, second, token="token")

    people.accept_invitation("token", owner, now=NOON)

    roles = owner.memberships.values_list("merchant__name", "role")
    assert set(roles) == {("Pizzeria Vesuvio AB", "OWNER"), ("Andra AB", "STAFF")}


def test_sending_again_kills_the_first_link(merchant: Merchant, owner: User) -> None:
    invitation = people.invite(offer(merchant), actor=owner, now=NOON)
    first = sent_token()
    later = NOON + timedelta(days=3)

    people.resend_invitation(invitation, actor=owner, language="en", now=later)

    assert people.acceptable_invitation(first, later) is None
    found = people.acceptable_invitation(sent_token(), later + timedelta(days=6))
    assert found == invitation


def test_sending_again_at_once_is_refused(merchant: Merchant, owner: User) -> None:
    invitation = people.invite(offer(merchant), actor=owner, now=NOON)

    with pytest.raises(people.TooManyInvitationsError):
        people.resend_invitation(invitation, actor=owner, language="en", now=NOON)

    assert StaffMail.objects.count() == 1


@pytest.mark.parametrize("role", ["STAFF", "FINANCE", "SUPPORT", "ACCOUNTANT"])
def test_only_owners_invite(merchant: Merchant, role: str) -> None:
    user = make_user("somebody")
    make_membership(user, merchant, role)

    with pytest.raises(people.NotOwnerError):
        people.invite(offer(merchant), actor=user, now=NOON)

    assert (Invitation.objects.count(), StaffMail.objects.count()) == (0, 0)


def test_owners_invite_to_no_foreign_merchant(merchant: Merchant, owner: User) -> None:
    foreign = make_merchant(name="Annan AB")

    with pytest.raises(people.NotOwnerError):
        people.invite(offer(merchant, foreign), actor=owner, now=NOON)

    assert not Invitation.objects.exists()


def test_owners_of_one_merchant_end_no_invitation_to_two(merchant: Merchant, owner: User) -> None:
    invitation = make_invitation(owner, merchant, make_merchant(name="Annan AB"))

    with pytest.raises(people.NotOwnerError):
        people.withdraw_invitation(invitation, actor=owner, now=NOON)

    assert Invitation.objects.open().get() == invitation


def test_members_and_invited_people_are_not_invited_again(merchant: Merchant, owner: User) -> None:
    make_membership(make_user("anna", email="Anna@example.com"), merchant)
    with pytest.raises(people.AlreadyMemberError):
        people.invite(offer(merchant), actor=owner, now=NOON)

    people.invite(offer(merchant, email="bo@example.com"), actor=owner, now=NOON)
    with pytest.raises(people.AlreadyInvitedError):
        people.invite(offer(merchant, email="BO@example.com"), actor=owner, now=NOON)

    assert StaffMail.objects.count() == 1


def test_fifty_invitations_a_day_are_enough(merchant: Merchant, owner: User) -> None:
    for number in range(50):
        make_invitation(owner, merchant, token=str(number), email=f"{number}@example.com")

    with pytest.raises(people.TooManyInvitationsError):
        people.invite(offer(merchant), actor=owner, now=NOON)
    people.invite(offer(merchant), actor=owner, now=NOON + timedelta(days=1))

    assert StaffMail.objects.count() == 1


@pytest.mark.parametrize("lost", ["account", "role"])
def test_what_somebody_offered_ends_when_the_operator_takes_their_account_or_role(
    lost: str, merchant: Merchant, owner: User
) -> None:
    anna = make_user("anna")
    make_invitation(owner, merchant, token="t", role="OWNER")
    if lost == "account":
        User.objects.filter(pk=owner.pk).update(is_active=False)
    else:
        Membership.objects.filter(user=owner).delete()

    with pytest.raises(people.InvitationOverError):
        people.accept_invitation("t", anna, now=NOON)

    assert people.acceptable_invitation("t", NOON) is None
    assert not anna.memberships.exists()


def test_the_operators_invitations_need_no_role() -> None:
    merchant, anna = make_merchant(), make_user("anna")
    make_invitation(make_user("root", is_superuser=True), merchant, token="t", role="OWNER")

    people.accept_invitation("t", anna, now=NOON)

    assert anna.memberships.get().role == "OWNER"
