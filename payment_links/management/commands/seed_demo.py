"""manage.py seed_demo: the demo's tenants, merchants, people and payment links."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.module_loading import import_string

from payment_links import clock

# With fewer the stories do not show every state.
FEWEST_LINKS = 60


class Command(BaseCommand):
    """Make the demo's data where it is missing; refused in production."""

    help = "Makes the demo's data where it is missing. A second run changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--migrate", action="store_true", help="First bring every database's tables up to date."
        )
        parser.add_argument("--links", type=int, help="About how many there will be; else 300.")

    def handle(
        self, *_arguments: Any, migrate: bool = False, links: int | None = None, **_options: Any
    ) -> None:
        if settings.PRODUCTION:
            raise CommandError("seed_demo is refused in production: its passwords are public.")
        if migrate:
            for database in settings.DATABASES:
                # A database beside the default one holds the tables of one application, its own.
                application = [] if database == "default" else [database]
                call_command("migrate", *application, database=database, verbosity=0)
        if links is not None and links < FEWEST_LINKS:
            raise CommandError(f"--links must be at least {FEWEST_LINKS}.")
        count = {} if links is None else {"links": links}
        for line in import_string(settings.DEMO_DATA)(clock.now(), **count):
            self.stdout.write(line)
