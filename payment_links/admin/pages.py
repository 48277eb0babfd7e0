"""The pages of the back office, registered when this index is imported."""

from payment_links.admin import (
    addresses,
    batches,
    callbacks,
    customer_events,
    customers,
    distributions,
    items,
    link_export,
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
    "batches",
    "callbacks",
    "customer_events",
    "customers",
    "distributions",
    "items",
    "link_export",
    "links",
    "logos",
    "merchants",
    "payments",
    "staff",
    "tenants",
    "timeline",
]
