"""E-invoices: an issued invoice or credit note as UBL 2.1 that follows EN 16931."""
