"""In which order the list of links stands, and what of it needs a person."""

from datetime import timedelta
from typing import Any

import pytest

from payment_links.admin.link_views import needs_action
from payment_links.models import LinkException, PaymentLink
from tests.back_office import furnish, page, superuser
from tests.builders import NOON, TODAY, make_distribution, make_link, make_payment

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def listed(**query: str) -> list[PaymentLink]:
    answer: Any = superuser().get(page(PaymentLink, "changelist"), query)
    return list(answer.context["cl"].result_list)


def test_the_newest_link_stands_first() -> None:
    links = [make_link(due_date=TODAY + n * DAY) for n in (2, 1)]

    assert listed() == links[::-1]


def test_links_of_certain_days_stand_by_those_days() -> None:
    early, late = (make_link(due_date=TODAY + n * DAY) for n in (2, 1))

    assert listed(due_date_from=str(TODAY)) == [early, late]


def test_what_needs_action_is_collected_from_exceptions_messages_and_callbacks() -> None:
    _merchant, rows = furnish("Vesuvio")
    untold: Any = rows[PaymentLink]
    LinkException.objects.update(resolved_at=NOON)
    odd, lost, paid, _fine = make_link(), make_link(), make_link(status="COMPLETED"), make_link()
    LinkException.objects.create(
        payment_link=odd, payment=make_payment(odd), kind="PAID_LATE", created_at=NOON
    )
    for link in (odd, lost, paid):
        make_distribution(link, status="FAILED")

    found = needs_action(PaymentLink.objects.all())

    assert set(found) == {untold, odd, lost}
    assert found.count() == 3
