"""Stores the x-api-secret with which we call the payments service for a tenant."""

import sys
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from payment_links.models import Tenant
from payment_links.sealing import seal


class Command(BaseCommand):
    """Reads the secret from standard input, so that it stands in no shell's history."""

    help = "Store a tenant's secret at the payments service, sealed; read from standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("tenant_id", type=UUID)

    def handle(self, *_arguments: Any, tenant_id: UUID, **_options: Any) -> None:
        secret = sys.stdin.readline().strip()
        if not secret:
            raise CommandError("No secret on standard input.")
        updated = Tenant.objects.filter(pk=tenant_id).update(
            sealed_payments_api_secret=seal(secret)
        )
        if not updated:
            raise CommandError(f"There is no tenant {tenant_id}.")
        self.stdout.write("Stored.")
