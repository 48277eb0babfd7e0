"""A form of a bulk action that arrives again: after it was done, and while it is under way."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from payment_links.models import BulkRun, Distribution, Merchant, User
from tests.back_office import bulk_address, member, run_in_bulk
from tests.builders import NOON, make_link, make_merchant

pytestmark = pytest.mark.django_db

LIST = "/admin/payment_links/paymentlink/"
RESULT = f"{LIST}bulk/result/"
RUN_KEY = "0f8fad5bd9cb469fa16570867728950e"


@pytest.fixture
def merchant() -> Merchant:
    return make_merchant()


@pytest.fixture
def staff(merchant: Merchant) -> Client:
    return member(merchant)


def test_a_form_that_is_sent_twice_acts_once(merchant: Merchant, staff: Client) -> None:
    link = make_link(merchant)

    first = run_in_bulk(staff, "send_sms", link, run_key=RUN_KEY)
    second = run_in_bulk(staff, "send_sms", link, run_key=RUN_KEY)

    assert first == second == ["Bertil Jönsson: Queued to be sent to +46701740615."]
    assert Distribution.objects.count() == 1


def test_the_double_of_a_form_that_is_worked_on_does_nothing(
    merchant: Merchant, staff: Client
) -> None:
    link = make_link(merchant)
    BulkRun.objects.create(key=RUN_KEY, user=User.objects.get(), started_at=NOON)
    form = {"links": str(link.pk), "run_key": RUN_KEY, "back": "view=waiting"}

    answer = staff.post(bulk_address("send_sms"), form)

    assert answer["Location"] == f"{LIST}?view=waiting"
    assert RESULT in staff.get(LIST).content.decode()
    assert Distribution.objects.count() == 0


def test_runs_are_forgotten_in_the_end(merchant: Merchant, staff: Client) -> None:
    user = User.objects.get()
    BulkRun.objects.claim(UUID(RUN_KEY), user, NOON - timedelta(days=31))

    assert not BulkRun.objects.claim(UUID(RUN_KEY), user, NOON - timedelta(days=2))
    assert BulkRun.objects.claim(UUID(RUN_KEY), user, NOON)
