"""Goal 6: a list page of 50 links, against ModelSerializers with everything prefetched."""

from functools import partial

import pytest

from tests.benchmarks.many_links import make_many_links
from tests.benchmarks.measuring import Goal, Report, compare
from tests.benchmarks.naive_links import NAIVE_LINKS
from tests.builders import make_merchant
from tests.payment_links.api.calls import LINKS, Api, listed

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.django_db,
    pytest.mark.urls("tests.benchmarks.naive_links"),
]
PAGE = "?limit=50"
ROUNDS = 60


def test_list_page(report: Report) -> None:
    merchant = make_merchant()
    make_many_links(merchant, 1000)
    api = Api(merchant.tenant_id)
    ours, naive = (listed(api.get(f"{path}{PAGE}")) for path in (LINKS, NAIVE_LINKS))
    assert [(link["payment_link_id"], len(link["items"])) for link in ours] == [
        (link["payment_link_id"], 3) for link in naive
    ]

    times = compare(
        partial(api.get, f"{LINKS}{PAGE}"), partial(api.get, f"{NAIVE_LINKS}{PAGE}"), rounds=ROUNDS
    )

    report(
        Goal(6, "list page of 50 ÷ DRF with prefetch", times.ratio, at_most=0.4),
        ours_ms=times.ours,
        naive_ms=times.naive,
    )
