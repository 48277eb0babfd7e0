"""manage.py rebuild_daily_figures: counts the overview's figures anew from the links."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from payment_links import clock
from payment_links.daily_figures import rebuild
from payment_links.daily_figures.closing import DAYS_READY


class Command(BaseCommand):
    """Needed only after links with times of the past were brought in past the API."""

    help = "Counts the figures of the overview anew, day by day; may be stopped and run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--days", type=int, default=DAYS_READY, help="How many days back from yesterday."
        )

    def handle(self, *_arguments: Any, days: int, **_options: Any) -> None:
        if days < 1:
            raise CommandError("--days takes 1 or more.")
        self.stdout.write(f"{rebuild(days=days, now=clock.now())} days counted.")
