"""What is known of a customer as plain values, and the lock under which it is changed."""

import hashlib
from dataclasses import fields
from uuid import UUID

from payment_links.errors import DomainError
from payment_links.models import Customer
from payment_links.new_link import NewCustomer

CONTACT_FIELDS = tuple(field.name for field in fields(NewCustomer))


class CustomerNotInUseError(DomainError):
    code = "customer_not_in_use"
    http_status = 409
    description = "The customer was merged into another or erased."


class CustomerChangedError(DomainError):
    code = "customer_changed"
    http_status = 409
    description = "Somebody changed the customer meanwhile. Look again, then repeat it."


def contacts_of(customer: Customer) -> NewCustomer:
    """The customer's values."""
    return NewCustomer(**{name: getattr(customer, name) for name in CONTACT_FIELDS})


def version_of(customer: Customer) -> str:
    """A short text that changes whenever a value of the customer does."""
    values = repr([getattr(customer, name) for name in CONTACT_FIELDS])
    return hashlib.sha256(values.encode()).hexdigest()[:32]


def lock_in_use(versions: dict[UUID, str]) -> list[Customer]:
    """The customers, locked, in the order of the keys; versions: as somebody looked at them.

    Raises Customer.DoesNotExist, CustomerNotInUseError and CustomerChangedError.
    """
    locked = Customer.objects.lock(*versions)
    found = []
    for pk, version in versions.items():
        customer = locked.get(pk)
        if customer is None:
            raise Customer.DoesNotExist
        if customer.merged_into_id is not None or customer.is_erased:
            raise CustomerNotInUseError
        if version_of(customer) != version:
            raise CustomerChangedError
        found.append(customer)
    return found
