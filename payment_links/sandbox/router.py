"""The rule that keeps the sandbox's tables in a database of their own."""

from typing import Any

from django.db.models import Model

DATABASE = "sandbox"
APP_LABEL = "sandbox"


class SandboxRouter:
    """Sends the sandbox's models to its database and keeps all other models out of it."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        """The sandbox's database for its own models, no opinion on others."""
        return DATABASE if model._meta.app_label == APP_LABEL else None

    def db_for_write(self, model: type[Model], **hints: Any) -> str | None:
        """The same database as for reading."""
        return self.db_for_read(model, **hints)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        """The sandbox's tables belong to its database, and nothing else does."""
        if app_label == APP_LABEL:
            return db == DATABASE
        return False if db == DATABASE else None
