"""Signing in: guesses are counted, the second step cannot be passed by, nobody is led astray."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from payment_links.models import Membership, StaffMail
from payment_links.sealing import unseal
from tests.back_office import confirmed, member, signed_in, superuser
from tests.builders import make_membership, make_merchant, make_user
from tests.second_step import add_app, code_of
from tests.unrendered import filled_with

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"
PASSWORD = "demo"


def enter(client: Client, login: str = "olle", password: str = PASSWORD, **values: str) -> str:
    """Send the form; returns where it leads, or nothing when it is shown again."""
    answer = client.post(LOGIN, {"login": login, "password": password, **values})
    return answer.headers.get("Location", "")


def is_inside(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


@pytest.mark.parametrize("login", ["olle", "OLLE", "olle@example.com"])
def test_people_sign_in_by_name_or_email(login: str) -> None:
    make_user("olle", email="olle@example.com")
    client = Client()

    assert enter(client, login) == "/admin/"

    assert is_inside(client)


@pytest.mark.parametrize("wrong", ["is_active", "is_staff"])
def test_people_without_post_get_the_answer_of_a_wrong_password(wrong: str) -> None:
    make_user("olle", **{wrong: False})
    client = Client()

    answer = client.post(LOGIN, {"login": "olle", "password": "demo"})

    assert "not correct" in answer.content.decode()
    assert not is_inside(client)


def test_after_five_wrong_guesses_the_right_password_has_to_wait() -> None:
    make_user("olle")
    client = Client()
    for _number in range(5):
        enter(client, password="guess")

    answer = client.post(LOGIN, {"login": "olle", "password": "demo"})

    assert "Too many failed login attempts" in answer.content.decode()
    assert not is_inside(client)


def test_guesses_are_counted_from_every_address_but_per_person() -> None:
    make_user("olle")
    make_user("anna")
    for number in range(5):
        enter(Client(REMOTE_ADDR=f"192.0.2.{number}"), password="guess")

    assert enter(Client(REMOTE_ADDR="192.0.2.99")) == ""
    assert enter(Client(REMOTE_ADDR="192.0.2.99"), "anna") == "/admin/"


def test_one_address_guesses_at_ten_people_at_most() -> None:
    make_user("olle")
    for number in range(10):
        enter(Client(), f"nobody-{number}", "guess")

    assert enter(Client()) == ""
    assert enter(Client(REMOTE_ADDR="192.0.2.1")) == "/admin/"


def test_behind_a_proxy_the_caller_is_counted(settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    make_user("olle")
    for number in range(10):
        enter(Client(HTTP_X_FORWARDED_FOR="203.0.113.1"), f"nobody-{number}", "guess")

    assert enter(Client(HTTP_X_FORWARDED_FOR="203.0.113.1")) == ""
    assert enter(Client(HTTP_X_FORWARDED_FOR="203.0.113.2")) == "/admin/"


def test_the_password_alone_does_not_pass_the_second_step() -> None:
    key = add_app(make_user("olle"))
    client = Client()

    assert enter(client) == reverse("mfa_authenticate")
    assert not is_inside(client)

    answer = client.post(reverse("mfa_authenticate"), {"code": code_of(key)})
    assert answer.headers["Location"] == "/admin/"
    assert is_inside(client)


def test_a_code_works_once() -> None:
    key = add_app(make_user("olle"))
    for client in (Client(), Client()):
        enter(client)
        client.post(reverse("mfa_authenticate"), {"code": code_of(key)})

    assert not is_inside(client)


def test_guesses_of_codes_are_counted() -> None:
    key = add_app(make_user("olle"))
    client = Client()
    enter(client)
    for _number in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "abcdef"})

    client.post(reverse("mfa_authenticate"), {"code": code_of(key)})

    assert not is_inside(client)


def test_keys_of_apps_are_sealed() -> None:
    key = add_app(make_user("olle"))

    assert key not in str(Authenticator.objects.get().data)


@pytest.mark.parametrize("astray", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_nobody_is_led_to_another_site(astray: str) -> None:
    make_user("olle")

    assert enter(Client(), next=astray) == "/admin/"


def test_people_go_on_where_they_wanted_to() -> None:
    make_user("olle")

    assert enter(Client(), next="/admin/payment_links/") == "/admin/payment_links/"


def test_somebody_whose_post_was_taken_away_begins_anew() -> None:
    client = signed_in(make_user("olle", is_staff=False))

    answer = client.get(LOGIN)

    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up() -> None:
    for word in ("signup", "account/signup", "account/two-step/keys/signup", "account/email"):
        assert Client().get(f"/admin/{word}/").status_code in {302, 404}


# A second factor that is required


def test_without_the_required_second_factor_every_page_leads_to_it(settings: Settings) -> None:
    settings.STAFF_MFA_REQUIRED = True
    client = member(make_merchant())

    for address in ("/admin/", "/admin/payment_links/paymentlink/", "/admin/password_change/"):
        assert client.get(address).headers["Location"] == reverse("mfa_index")

    shown = client.get(reverse("mfa_index")).content.decode()
    assert "needed before you can go on" in shown
    assert client.post("/admin/logout/").status_code == 200


def test_adding_an_app_opens_the_office_and_gives_recovery_codes(settings: Settings) -> None:
    settings.STAFF_MFA_REQUIRED = True
    client = confirmed(member(make_merchant()))
    key = filled_with(client, reverse("mfa_activate_totp"))["form"].secret

    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(key)})

    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    assert len(filled_with(client, answer.headers["Location"])["unused_codes"]) == 10
    assert is_inside(client)


def test_adding_an_app_asks_for_the_password_first() -> None:
    answer = member(make_merchant()).get(reverse("mfa_activate_totp"))

    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))


@pytest.mark.parametrize(
    ("role", "told"),
    [("OWNER", True), ("FINANCE", True), ("STAFF", False), ("ACCOUNTANT", False)],
)
def test_owners_and_finance_are_told_that_a_second_step_is_missing(role: str, told: bool) -> None:
    shown = member(make_merchant(), role).get("/admin/").content.decode()

    assert ("protected by a password alone" in shown) is told


def test_who_has_a_second_step_is_told_nothing() -> None:
    user = make_user("olle")
    make_membership(user, make_merchant(), Membership.Role.OWNER)
    add_app(user)

    shown = signed_in(user).get("/admin/").content.decode()

    assert "protected by a password alone" not in shown


def test_superusers_remove_a_lost_second_factor_after_their_password() -> None:
    user, root = make_user("olle"), superuser()
    add_app(user)
    action = {"action": "remove_second_factors", "_selected_action": [user.pk]}

    root.post("/admin/payment_links/user/", action)
    assert Authenticator.objects.exists()
    confirmed(root).post("/admin/payment_links/user/", action)

    assert not Authenticator.objects.exists()


# A forgotten password


def test_a_forgotten_password_is_chosen_anew_by_mail(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://pay.example"
    make_user("olle", email="olle@example.com")

    Client().post(reverse("account_reset_password"), {"email": "Olle@example.com"})

    mail = StaffMail.objects.get()
    _before, _host, path = unseal(mail.sealed_text).partition("https://pay.example")
    client = Client()
    form = client.get(path.split()[0], follow=True)
    chosen = {"password1": "Sju sjösjuka sjömän", "password2": "Sju sjösjuka sjömän"}
    client.post(form.redirect_chain[-1][0], chosen)
    assert (mail.recipient, mail.subject) == ("olle@example.com", "Choose a new password")
    assert enter(Client(), password="Sju sjösjuka sjömän") == "/admin/"
    assert not is_inside(client)


def test_an_unknown_address_gets_the_same_answer_and_no_mail() -> None:
    answer = Client().post(reverse("account_reset_password"), {"email": "nobody@example.com"})

    assert answer.headers["Location"] == reverse("account_reset_password_done")
    assert not StaffMail.objects.exists()


def test_requests_for_a_new_password_are_counted_per_address() -> None:
    make_user("olle", email="olle@example.com")

    answers = [
        Client().post(reverse("account_reset_password"), {"email": "olle@example.com"}).status_code
        for _number in range(4)
    ]

    assert answers == [302, 302, 302, 429]
    assert StaffMail.objects.count() == 3
