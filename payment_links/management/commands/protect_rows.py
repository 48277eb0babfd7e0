"""manage.py protect_rows: makes the triggers again that keep issued rows as they are."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from payment_links.final_rows import missing_triggers, protect_all


class Command(BaseCommand):
    """For a database that lost them, by a restore or by hand; migrations make them at first."""

    help = (
        "Makes the triggers that refuse to change issued rows, and names those that were missing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        missing = missing_triggers(connection)
        protect_all(connection)
        for name in missing:
            self.stdout.write(f"Made {name}.")
        self.stdout.write(f"Triggers that were missing: {len(missing)}.")
