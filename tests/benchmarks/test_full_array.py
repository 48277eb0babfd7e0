"""Goal 8: the whole array of links in bounded memory, its first byte at once."""

import gc
import time
import tracemalloc
from collections.abc import Callable
from statistics import median

import pytest

from tests.benchmarks.many_links import make_many_links
from tests.benchmarks.measuring import Goal, Report, seconds_of
from tests.benchmarks.naive_links import NAIVE_LINKS
from tests.builders import make_merchant
from tests.payment_links.api.calls import LINKS, Api

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.django_db,
    pytest.mark.urls("tests.benchmarks.naive_links"),
]
COUNT = 20_000
ID = b'"payment_link_id":'
MEBIBYTE = 1024 * 1024


def peak_of(action: Callable[[], int]) -> float:
    """MiB that Python's objects take at most, over what they took before."""
    gc.collect()
    tracemalloc.start()
    try:
        assert action() == COUNT
        return tracemalloc.get_traced_memory()[1] / MEBIBYTE
    finally:
        tracemalloc.stop()


def read_stream(api: Api) -> int:
    """The number of links in the array, each part forgotten when the next one comes."""
    return sum(part.count(ID) for part in api.get(LINKS).streaming_content)


def milliseconds_to_first_byte(api: Api) -> float:
    start = time.perf_counter()
    content = api.get(LINKS).streaming_content
    assert next(content)
    waited = time.perf_counter() - start
    # A stream that is cut short would close the test's connection.
    assert sum(part.count(ID) for part in content) > 0
    return waited * 1000


def test_full_array(report: Report) -> None:
    merchant = make_merchant()
    make_many_links(merchant, COUNT)
    api = Api(merchant.tenant_id)
    first_bytes = [milliseconds_to_first_byte(api) for _ in range(3)]
    seconds = seconds_of(lambda: read_stream(api))

    peak = peak_of(lambda: read_stream(api))
    naive_peak = peak_of(lambda: api.get(NAIVE_LINKS).content.count(ID))

    report(
        Goal(8, "full array: MiB over base", peak, at_most=15),
        links=COUNT,
        naive_mib=naive_peak,
        seconds=seconds,
    )
    report(Goal(8, "full array: ms to first byte", median(first_bytes), at_most=250), links=COUNT)
