"""Lists whose rows must be read to be counted stop counting early."""

import pytest
from django.contrib import admin

from payment_links.admin.base import ShortPaginator
from payment_links.models import CallbackAttempt, Customer, StatusCallback
from tests.back_office import page, superuser
from tests.builders import make_customer, make_merchant

pytestmark = pytest.mark.django_db

SHORT = (StatusCallback, CallbackAttempt, Customer)


def test_rows_that_are_read_to_be_counted_are_counted_to_a_thousand() -> None:
    paginators = {model: admin.site._registry[model].paginator for model in SHORT}

    assert paginators == dict.fromkeys(SHORT, ShortPaginator)
    assert ShortPaginator.limit == 1_000


def test_a_list_has_no_more_pages_than_it_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    merchant = make_merchant()
    for number in range(3):
        make_customer(merchant, phone=f"070-174 06 0{number}")
    monkeypatch.setattr(ShortPaginator, "limit", 2)

    answer = superuser().get(page(Customer, "changelist"))

    assert answer.context["cl"].result_count == 2
    assert answer.context["cl"].count_text == "At least 2 rows"


def test_a_list_that_is_counted_to_its_end_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    make_customer(make_merchant())
    monkeypatch.setattr(ShortPaginator, "limit", 2)

    answer = superuser().get(page(Customer, "changelist"))

    assert answer.context["cl"].count_text == "1 row"
