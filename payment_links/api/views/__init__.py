"""The views of the API: parse, one call, render."""
