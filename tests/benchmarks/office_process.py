"""A process that asks pages of the back office on one database and tells what each one cost.

Reads lines of JSON, [reader, address], and answers each with a line: what the page cost. Its first
line says which terms to search for. Run it as `python -m tests.benchmarks.office_process`, with
DATABASE_URL and VAR_DIR set.
"""

import gc
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection  # noqa: E402 (the models need the settings)
from django.test import Client  # noqa: E402

from payment_links import clock  # noqa: E402
from payment_links.demo.load.platforms import BIG_MERCHANT_ID, TENANT_IDS  # noqa: E402
from payment_links.models import (  # noqa: E402
    LinkDocument,
    Membership,
    Merchant,
    PaymentLink,
    User,
)

NANOSECONDS = 1_000_000
# So many links back in the list stands the one that is searched for.
SEARCHED_LINK = 5
# Of so many the commonest amount is searched for.
LINKS_ASKED = 2000
# What "a month" means: one that ended so many days ago, in the middle of the data.
MONTH_ENDED = 300
SHOP_NUMBER = 7
# Pages take no notice of it; totals are told without a page around them.
AS_SCRIPT = {"X-Requested-With": "fetch"}


def main() -> None:
    """Serve until the input ends."""
    settings.ROOT_URLCONF = "tests.benchmarks.naive_back_office"
    desk = Desk()
    _answer(_terms())
    gc.freeze()
    for line in sys.stdin:
        reader, address = json.loads(line)
        _answer(desk.ask(reader, address))


def _answer(told: dict[str, Any]) -> None:
    sys.stdout.write(f"{json.dumps(told)}\n")
    sys.stdout.flush()


class Desk:
    """The browsers of those who read, and the meter of what a page costs."""

    def __init__(self) -> None:
        self._queries = 0
        connection.execute_wrappers.append(self._count)
        shop = Merchant.objects.filter(pk__gt=BIG_MERCHANT_ID).order_by("pk")[SHOP_NUMBER]
        self._browsers = {
            "operator": _signed_in("operator", is_superuser=True),
            "chain": _signed_in("chain", merchants=Merchant.objects.filter(pk=BIG_MERCHANT_ID)),
            "platform": _signed_in(
                "platform", merchants=Merchant.objects.filter(tenant=TENANT_IDS[0])
            ),
            "shop": _signed_in("shop", merchants=Merchant.objects.filter(pk=shop.pk)),
        }

    def ask(self, reader: str, address: str) -> dict[str, Any]:
        """One page: status, rows, queries, milliseconds; of CPU both ours and the database's."""
        gc.collect()
        self._queries = 0
        cpu, wall = _cpu_ms(), time.perf_counter()
        answer = self._browsers[reader].get(address, headers=AS_SCRIPT)
        return {
            "status": answer.status_code,
            "rows": answer.content.count(b"<tr"),
            "queries": self._queries,
            "wall_ms": (time.perf_counter() - wall) * 1000,
            "cpu_ms": _cpu_ms() - cpu,
        }

    def _count(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        self._queries += 1
        return execute(*arguments)


def _signed_in(name: str, *, merchants: Any = (), is_superuser: bool = False) -> Client:
    user, _is_new = User.objects.get_or_create(
        username=f"benchmark-{name}", defaults={"is_staff": True, "is_superuser": is_superuser}
    )
    for merchant in merchants:
        Membership.objects.get_or_create(
            user=user, merchant=merchant, defaults={"role": Membership.Role.OWNER}
        )
    browser = Client()
    browser.force_login(user)
    return browser


def _terms() -> dict[str, str]:
    """What the addresses of the benchmark name: of a link of the big merchant, and days."""
    links = PaymentLink.objects.filter(merchant=BIG_MERCHANT_ID).order_by("-pk")
    # Two first names are rare enough to be one person's among a million.
    of_one_person = links.exclude(ocr="").filter(customer__first_name__contains=" ")
    link = of_one_person.select_related("customer")[SEARCHED_LINK]
    amounts = Counter(links.values_list("total_amount", flat=True)[:LINKS_ASKED])
    ((amount, _count),) = amounts.most_common(1)
    last_day = clock.today(settings.TIME_ZONE) - timedelta(days=MONTH_ENDED)
    return {
        "link": str(link.pk),
        "ocr": link.ocr,
        "phone": link.customer.phone,
        "email": link.customer.email,
        "name": link.customer.full_name,
        "number": LinkDocument.objects.filter(payment_link=link)[0].number,
        "order": str(link.payment_order_id),
        "amount": f"{amount // 100},{amount % 100:02d}",
        "customer": str(link.customer_id),
        "from": str(last_day - timedelta(days=30)),
        "to": str(last_day),
        "merchant": str(BIG_MERCHANT_ID),
    }


def _cpu_ms() -> float:
    """CPU time of this process and, where the system tells it, of its process of the database."""
    spent = time.process_time() * 1000
    pid = connection.connection.info.backend_pid if connection.connection else 0
    with suppress(OSError):
        spent += int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / NANOSECONDS
    return spent


if __name__ == "__main__":
    main()
