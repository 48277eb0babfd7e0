"""Migrations of the sandbox, for its own database."""
