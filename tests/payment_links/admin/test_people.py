"""The page People and the link of an invitation, as owners and invited people use them."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from payment_links import people
from payment_links.models import Invitation, Membership, Merchant, StaffMail, User
from payment_links.sealing import unseal
from tests.back_office import member, page, signed_in, superuser
from tests.builders import make_invitation, make_membership, make_merchant, make_user
from tests.second_step import add_app
from tests.unrendered import filled_with

pytestmark = pytest.mark.django_db

ANNA = "anna@example.com"
PASSWORD = "Sju sjösjuka sjömän"
NEW = {"first_name": "Anna", "last_name": "Ek", "password": PASSWORD, "password_again": PASSWORD}


@pytest.fixture
def merchant() -> Merchant:
    return make_merchant()


@pytest.fixture
def owner(merchant: Merchant) -> Client:
    return member(merchant, "OWNER")


def invite(client: Client, *merchants: Merchant, **values: Any) -> Any:
    form = {"email": ANNA, "role": "SUPPORT", "language": "en", **values}
    return client.post(
        page(Invitation, "invite"), {**form, "merchants": [str(m.pk) for m in merchants]}
    )


def open_invitation(merchant: Merchant, **values: Any) -> str:
    """An invitation that works now; returns the address of its link."""
    now = timezone.now()
    times = {"created_at": now, "sent_at": now, "expires_at": now + people.LASTS}
    inviter = make_user("inviter")
    make_membership(inviter, merchant, "OWNER")
    make_invitation(inviter, merchant, token="t" * 40, **{**times, **values})
    return reverse("invitation", args=["t" * 40])


# The list


def test_owners_see_people_of_own_merchants_and_nobody_else(
    merchant: Merchant, owner: Client
) -> None:
    stefan = make_user("stefan", first_name="Stefan", last_name="Ståhl", email="s@example.com")
    make_membership(stefan, merchant)
    add_app(stefan)
    make_membership(make_user("stranger"), make_merchant(name="Annan AB"))

    shown = owner.get(page(Invitation, "people"))

    assert [(p["name"], p["is_protected"]) for p in shown.context["persons"]] == [
        (f"owner-{merchant.pk}", False),
        ("Stefan Ståhl", True),
    ]
    assert "s@example.com" in shown.content.decode()
    assert "Annan AB" not in shown.content.decode()


def test_a_person_with_several_roles_is_listed_once(merchant: Merchant, owner: Client) -> None:
    second = make_merchant(merchant.tenant, name="Andra AB")
    make_membership(User.objects.get(), second, "OWNER")

    (person,) = filled_with(owner, page(Invitation, "people"))["persons"]

    assert [m.merchant.name for m in person["memberships"]] == ["Andra AB", "Pizzeria Vesuvio AB"]


def test_an_invitation_to_a_foreign_merchant_as_well_is_shown_without_its_name(
    merchant: Merchant, owner: Client
) -> None:
    make_invitation(make_user("other"), merchant, make_merchant(name="Annan AB"))

    shown = owner.get(page(Invitation, "people"))

    (entry,) = shown.context["invitations"]
    assert (entry["names"], entry["is_own"]) == ("Pizzeria Vesuvio AB", False)
    assert "Annan AB" not in shown.content.decode()


def test_superusers_see_one_merchant_at_a_time(merchant: Merchant) -> None:
    make_merchant(name="Annan AB")

    shown = superuser().get(page(Invitation, "people"), {"merchant": str(merchant.pk)})

    assert shown.context["merchants"] == [merchant]


# Inviting and deciding


def test_an_owner_invites_and_it_is_written_down(merchant: Merchant, owner: Client) -> None:
    answer = invite(owner, merchant)

    invitation = Invitation.objects.get()
    assert answer.headers["Location"] == page(Invitation, "people")
    assert (invitation.email, invitation.role) == (ANNA, "SUPPORT")
    assert list(invitation.merchants.all()) == [merchant]
    assert "/admin/invitation/" in unseal(StaffMail.objects.get().sealed_text)
    assert LogEntry.objects.get().object_repr == ANNA


def test_a_foreign_merchant_cannot_be_chosen(merchant: Merchant, owner: Client) -> None:
    answer = invite(owner, make_merchant(name="Annan AB"))

    assert list(answer.context["form"].errors) == ["merchants"]
    assert not Invitation.objects.exists()


def test_refusals_are_told_in_the_form(merchant: Merchant, owner: Client) -> None:
    invite(owner, merchant)

    answer = invite(owner, merchant)

    assert "open invitation" in answer.content.decode()
    assert StaffMail.objects.count() == 1


def test_an_owner_changes_a_role_and_it_is_written_down(merchant: Merchant, owner: Client) -> None:
    other = make_membership(make_user("stefan"), merchant)

    owner.post(page(Invitation, "member", other.pk), {"role": "FINANCE"})

    other.refresh_from_db()
    assert other.role == "FINANCE"
    written = LogEntry.objects.get()
    assert (written.object_id, written.get_change_message()) == (
        str(other.user_id),
        "Role at Pizzeria Vesuvio AB: Staff → Finance.",
    )


def test_the_last_owner_is_told_why_they_stay(merchant: Merchant, owner: Client) -> None:
    own = Membership.objects.get()

    answer = owner.post(page(Invitation, "remove", own.pk), follow=True)

    assert "The last owner stays" in answer.content.decode()
    assert Membership.objects.filter(pk=own.pk).exists()


def test_a_removed_member_sees_nothing_any_more(merchant: Merchant, owner: Client) -> None:
    stefan = make_user("stefan")
    membership = make_membership(stefan, merchant)
    client = signed_in(stefan)
    assert client.get(page(Merchant, "change", merchant.pk)).status_code == 200

    owner.post(page(Invitation, "remove", membership.pk))

    assert client.get(page(Merchant, "change", merchant.pk)).status_code == 403


def test_an_owner_who_leaves_lands_on_the_overview(merchant: Merchant, owner: Client) -> None:
    make_membership(make_user("oskar"), merchant, "OWNER")
    own = Membership.objects.get(user__username=f"owner-{merchant.pk}")

    answer = owner.post(page(Invitation, "remove", own.pk))

    assert answer.headers["Location"] == "/admin/"


def test_withdrawing_kills_the_link(merchant: Merchant, owner: Client) -> None:
    address = open_invitation(merchant)

    owner.post(page(Invitation, "withdraw", Invitation.objects.get().pk))

    assert Client().get(address).status_code == 404


# Accepting


def test_somebody_new_makes_an_account_and_is_inside(merchant: Merchant) -> None:
    address, client = open_invitation(merchant, email="Anna@example.com"), Client()

    answer = client.post(address, NEW)

    anna = User.objects.get(email__iexact=ANNA)
    assert answer.headers["Location"] == "/admin/"
    assert (anna.username, anna.get_full_name(), anna.is_superuser) == (ANNA, "Anna Ek", False)
    assert anna.check_password(PASSWORD)
    assert anna.memberships.get().role == "STAFF"
    assert client.get("/admin/").status_code == 200
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "demo", "password_again": "demo"},
        {"password_again": "Something else"},
        {"password": ANNA, "password_again": ANNA},
        {"first_name": "A\u202e"},
        {"last_name": ""},
    ],
)
def test_a_form_with_a_fault_makes_no_account(merchant: Merchant, wrong: dict[str, str]) -> None:
    address = open_invitation(merchant)

    answer = Client().post(address, {**NEW, **wrong})

    assert answer.context["form"].errors
    assert not User.objects.filter(email=ANNA).exists()
    assert Invitation.objects.open().exists()


def test_somebody_with_an_account_signs_in_and_accepts(merchant: Merchant) -> None:
    anna, address = make_user("anna", email="ANNA@example.com"), open_invitation(merchant)
    client = Client()
    assert filled_with(client, address)["mode"] == "sign_in"
    client.post(address, NEW)
    assert not anna.memberships.exists()

    client.post("/admin/login/", {"login": "anna", "password": "demo", "next": address})
    shown = client.get(address)
    client.post(address)

    assert (shown.context["mode"], anna.memberships.get().merchant) == ("accept", merchant)


def test_opening_the_link_accepts_nothing(merchant: Merchant) -> None:
    address = open_invitation(merchant)

    signed_in(make_user("anna")).get(address)

    assert Invitation.objects.open().exists()


def test_a_taken_username_is_numbered(merchant: Merchant) -> None:
    make_user(ANNA, email="somebody@example.com")

    Client().post(open_invitation(merchant), NEW)

    assert User.objects.get(email=ANNA).username == f"{ANNA}-2"


def test_pages_of_a_link_are_not_kept_and_not_told_to_others(merchant: Merchant) -> None:
    answer = Client().get(open_invitation(merchant))

    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "same-origin"
