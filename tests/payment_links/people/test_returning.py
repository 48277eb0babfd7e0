"""A deactivated person who is invited again: one account, and no right or factor from before."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from payment_links import people
from payment_links.models import Invitation, Merchant, User
from payment_links.sealing import hash_secret
from tests.back_office import signed_in
from tests.builders import make_invitation, make_membership, make_merchant, make_user
from tests.second_step import add_app

pytestmark = pytest.mark.django_db

ANNA = "anna@example.com"
PASSWORD = "Sju sjösjuka sjömän"
FORM = {"first_name": "Anna", "last_name": "Ek", "password": PASSWORD, "password_again": PASSWORD}


@pytest.fixture
def merchant() -> Merchant:
    return make_merchant()


@pytest.fixture
def anna(merchant: Merchant) -> User:
    """Somebody who owned two merchants and had an app for the second step, deactivated."""
    anna = make_user("anna", email="Anna@example.com", is_superuser=True)
    for place in (merchant, make_merchant(name="Annan AB")):
        make_membership(anna, place, "OWNER")
    add_app(anna)
    User.objects.filter(pk=anna.pk).update(is_active=False)
    return anna


def invited(merchant: Merchant) -> str:
    """The address of an invitation that works now."""
    owner = make_user("owner")
    make_membership(owner, merchant, "OWNER")
    offer = people.Offer(ANNA, "SUPPORT", (merchant.pk,), "en")
    invitation = people.invite(offer, actor=owner, now=timezone.now())
    token = "t" * 40
    Invitation.objects.filter(pk=invitation.pk).update(hashed_token=hash_secret(token))
    return reverse("invitation", args=[token])


def test_the_old_account_is_opened_with_the_offered_role_alone(
    merchant: Merchant, anna: User
) -> None:
    answer = Client().post(invited(merchant), FORM)

    assert answer.headers["Location"] == "/admin/"
    back = User.objects.get(email__iexact=ANNA)
    assert (back.pk, back.is_active, back.is_staff, back.is_superuser) == (
        *(anna.pk, True, True, False),
    )
    assert [(row.merchant, row.role) for row in back.memberships.all()] == [(merchant, "SUPPORT")]


def test_earlier_password_factors_and_sessions_open_nothing(merchant: Merchant, anna: User) -> None:
    earlier = signed_in(anna)

    Client().post(invited(merchant), FORM)

    anna.refresh_from_db()
    assert (anna.check_password(PASSWORD), anna.check_password("demo")) == (True, False)
    assert not Authenticator.objects.filter(user=anna).exists()
    assert earlier.get("/admin/").status_code == 302


def test_what_they_had_offered_as_an_owner_stays_closed(merchant: Merchant, anna: User) -> None:
    offered = make_invitation(anna, merchant, email="eve@example.com", token="e")

    Client().post(invited(merchant), FORM)

    offered.refresh_from_db()
    assert offered.withdrawn_at is not None


def test_the_page_says_that_the_account_is_opened_again(merchant: Merchant, anna: User) -> None:
    address = invited(merchant)

    shown = Client().get(address).content.decode()
    anna.refresh_from_db()

    assert "Your earlier account is opened again" in shown
    assert not anna.is_active


def test_an_account_in_use_is_not_touched_by_an_older_one(merchant: Merchant, anna: User) -> None:
    make_user("anna-2", email=ANNA)

    assert Client().get(invited(merchant)).context["mode"] == "sign_in"
    assert people.lock_returning(ANNA) is None
