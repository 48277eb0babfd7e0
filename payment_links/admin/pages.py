"""The pages of the back office, registered when this index is imported."""

from payment_links.admin import (
    addresses,
    callbacks,
    customer_events,
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
    "addresses",
    "callbacks",
    "customer_events",
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
