"""Batches: from a file with many customers to a payment link for each of them."""
