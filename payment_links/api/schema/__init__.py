"""The OpenAPI document: what the API says of itself at /api/v1/schema."""
