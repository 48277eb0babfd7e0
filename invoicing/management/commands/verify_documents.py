"""manage.py verify_documents: names what is missing or changed among all that was issued."""

import sys
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandParser

from invoicing.verification import Finding, Scope, findings
from payment_links import clock


class Command(BaseCommand):
    """Findings go to standard output, progress to standard error; errors make the exit code 1."""

    help = (
        "Checks every stored document against its SHA-256, the number series for gaps and doubles, "
        "and the database's triggers. Exit code 1 when something is wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--merchant", type=UUID, help="only this merchant's documents (id)")
        parser.add_argument(
            "--since",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="only documents issued on that day (UTC) or later",
        )
        parser.add_argument(
            "--patience",
            type=int,
            default=60,
            metavar="MINUTES",
            help="how long a document may wait for its file (60)",
        )

    def handle(
        self,
        *_arguments: Any,
        merchant: UUID | None,
        since: date | None,
        patience: int,
        **_options: Any,
    ) -> None:
        midnight = datetime(since.year, since.month, since.day, tzinfo=UTC) if since else None
        scope = Scope(merchant, midnight)
        documents, series = scope.documents().count(), scope.series().count()
        errors = warnings = 0
        for finding in findings(
            scope,
            clock.now(),
            patience=timedelta(minutes=patience),
            progress=lambda done: self._tell_progress(done, documents),
        ):
            self._tell(finding)
            warnings += finding.is_warning
            errors += not finding.is_warning
        self.stdout.write(
            f"Documents: {documents}, number series: {series}, errors: {errors}, "
            f"warnings: {warnings}."
        )
        if errors:
            sys.exit(1)

    def _tell(self, finding: Finding) -> None:
        self.stdout.write(f"{finding.fault:<12} {finding.subject}: {finding.detail}")

    def _tell_progress(self, done: int, documents: int) -> None:
        # Progress is no error: str leaves it uncoloured.
        self.stderr.write(f"{done} of {documents} documents", style_func=str)
