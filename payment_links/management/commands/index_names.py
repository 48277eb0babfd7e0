"""manage.py index_names: makes the index of names where a migration was not allowed to."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from payment_links.name_index import make_name_index


class Command(BaseCommand):
    """For a database in which an administrator has installed pg_trgm afterwards."""

    help = "Makes PostgreSQL's index of parts of customers' names; nothing happens if it is there."

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Only PostgreSQL has such an index.")
        if not make_name_index(connection):
            raise CommandError("pg_trgm is not installed: CREATE EXTENSION pg_trgm was refused.")
        self.stdout.write("The index of names is there.")
