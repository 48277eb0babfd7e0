"""The verbs on customers: correct, merge, erase."""

from payment_links.customers.correcting import correct_customer
from payment_links.customers.doubles import find_doubles
from payment_links.customers.erasing import erase_customer, erase_kept_parts
from payment_links.customers.merging import merge_customers
from payment_links.customers.plans import plan_erasure

__all__ = [
    "correct_customer",
    "erase_customer",
    "erase_kept_parts",
    "find_doubles",
    "merge_customers",
    "plan_erasure",
]
