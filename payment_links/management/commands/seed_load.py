"""manage.py seed_load --links N: a data set as large as a busy platform's, to measure against."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from payment_links.demo.load import BATCH, load_links

MOST_LINKS = 10_000_000
TOLD_EVERY = 50_000


class Command(BaseCommand):
    """Fill the database with links; refused in production."""

    help = (
        "Fills the database with payment links of two years, made up: half of them of one"
        " merchant, the rest of fifty. Adds what is missing up to N; what is there stays."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--links", type=int, required=True, metavar="N", help="How many; whole thousands."
        )

    def handle(self, *_arguments: Any, links: int, **_options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("seed_load is refused in production: its links are made up.")
        if not 1 <= links <= MOST_LINKS:
            raise CommandError(f"--links must be from 1 to {MOST_LINKS}.")
        start = time.monotonic()
        self.stdout.write(f"Filling up to {-(-links // BATCH) * BATCH} payment links …")
        for there in load_links(links):
            if there % TOLD_EVERY == 0:
                self.stdout.write(f"{there} after {time.monotonic() - start:.0f} s")
        self.stdout.write(f"Done after {time.monotonic() - start:.0f} s.")
