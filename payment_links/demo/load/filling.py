"""Fills the database up to a number of links, by the thousand, and goes on where it stopped."""

from collections.abc import Iterator

from django.db import connection, transaction

from payment_links.demo.load.platforms import Platforms, make_platforms
from payment_links.demo.load.rows import BATCH, ORDER, Batch
from payment_links.demo.load.writing import insert_rows
from payment_links.models import PaymentLink


def load_links(count: int) -> Iterator[int]:
    """Bring the data set to so many links, rounded up to thousands; yields how many there are.

    Links that are there stay as they are, so a second run, or one after an interruption, adds what
    is missing. Each thousand is written in a transaction of its own. At the end the planner gets
    to know the new sizes.
    """
    with transaction.atomic():
        platforms = make_platforms()
    for number in range(-(-count // BATCH)):
        _make_batch(number, platforms)
        yield (number + 1) * BATCH
    with connection.cursor() as cursor:
        # Counting from an index alone needs what VACUUM notes; it runs in no transaction.
        is_free = connection.vendor == "postgresql" and not connection.in_atomic_block
        cursor.execute("VACUUM (ANALYZE)" if is_free else "ANALYZE")


def _make_batch(number: int, platforms: Platforms) -> None:
    batch = Batch(number, platforms)
    if PaymentLink.objects.filter(pk=batch.first_link_id).exists():
        return
    rows = batch.rows()
    with transaction.atomic():
        for model in ORDER:
            insert_rows(model, rows[model])
