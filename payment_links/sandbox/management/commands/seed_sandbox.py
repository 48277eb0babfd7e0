"""The command that writes the demo's fixed data at the sandbox's Payments API."""

from typing import Any

from django.core.management.base import BaseCommand

from payment_links.sandbox.demo_data import seed


class Command(BaseCommand):
    """Writes the fixed data; running it again changes nothing but re-opens the fixed orders."""

    help = "Write the demo's tenants, merchants, orders and payment at the sandbox."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seed and say so in one line."""
        seed()
        self.stdout.write("The sandbox has its demo data.")
