"""What the demo shows: its tenants, merchants, people and three months of their payment links."""
