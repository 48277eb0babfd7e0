"""The books of a merchant: what is entered, on which accounts, and what a period comes to."""
