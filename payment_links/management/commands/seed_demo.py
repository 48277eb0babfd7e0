"""manage.py seed_demo: the demo's tenants, merchants, people and payment links."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

from payment_links import clock


class Command(BaseCommand):
    """Make the demo's data where it is missing; refused in production."""

    help = "Makes the demo's data where it is missing. A second run changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("seed_demo is refused in production: its passwords are public.")
        for line in import_string(settings.DEMO_DATA)(clock.now()):
            self.stdout.write(line)
