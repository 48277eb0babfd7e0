"""The commands themselves, one per file."""
