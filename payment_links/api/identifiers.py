"""Identifiers in addresses, headers and bodies: UUIDs in their canonical form only."""

import re
from uuid import UUID

_CANONICAL = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def read_uuid(text: str) -> UUID | None:
    """The UUID, or None for every other text: no braces, no `urn:uuid:`, no missing hyphens."""
    return UUID(text) if len(text) == 36 and _CANONICAL.fullmatch(text) else None
