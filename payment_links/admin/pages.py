"""The pages of the back office, registered when this index is imported."""

from payment_links.admin import (
    callbacks,
    customers,
    distributions,
    items,
    links,
    logos,
    merchants,
    payments,
    staff,
    tenants,
    timeline,
)

__all__ = [
    "callbacks",
    "customers",
    "distributions",
    "items",
    "links",
    "logos",
    "merchants",
    "payments",
    "staff",
    "tenants",
    "timeline",
]
