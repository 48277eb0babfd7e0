"""Customers of one merchant that may be one and the same, with the reason why."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q, QuerySet

from payment_links.check_digits import compact_organization_number
from payment_links.models import Address, Customer
from payment_links.phone import spellings

MOST_DOUBLES = 10


class Likeness(StrEnum):
    """What two customers have in common."""

    PHONE = "PHONE"
    EMAIL = "EMAIL"
    ORGANIZATION = "ORGANIZATION"
    NAME_AND_ADDRESS = "NAME_AND_ADDRESS"


@dataclass(frozen=True, slots=True)
class Double:
    """Another customer of the same merchant, and what speaks for it being the same."""

    customer: Customer
    likenesses: tuple[Likeness, ...]


def find_doubles(customer: Customer) -> list[Double]:
    """Customers of the same merchant with the same phone, e-mail, organisation number, or name and
    address; at most MOST_DOUBLES, the most alike first. One query per likeness, on its index.
    """
    found: dict[Customer, list[Likeness]] = {}
    for likeness, rows in _alike(customer).items():
        for other in rows.order_by("pk")[:MOST_DOUBLES]:
            found.setdefault(other, []).append(likeness)
    most_alike = sorted(found.items(), key=lambda entry: (-len(entry[1]), entry[0].pk))
    return [Double(other, tuple(reasons)) for other, reasons in most_alike[:MOST_DOUBLES]]


def _alike(customer: Customer) -> dict[Likeness, QuerySet[Customer]]:
    others = Customer.objects.in_use().filter(
        tenant_id=customer.tenant_id, merchant_id=customer.merchant_id
    )
    others = others.exclude(pk=customer.pk)
    alike: dict[Likeness, QuerySet[Customer]] = {}
    if any(character.isdigit() for character in customer.phone):
        numbers = spellings(customer.phone, customer.tenant.default_country)
        alike[Likeness.PHONE] = others.filter(phone__in=numbers)
    if customer.email.strip():
        alike[Likeness.EMAIL] = others.with_email(customer.email)
    if customer.organization_number.strip():
        alike[Likeness.ORGANIZATION] = others.filter(
            organization_number__in=_number_spellings(customer)
        )
    if customer.last_name.strip():
        places = _places(customer)
        if places:
            same_name = others.filter(last_name=customer.last_name, first_name=customer.first_name)
            alike[Likeness.NAME_AND_ADDRESS] = same_name.filter(places).distinct()
    return alike


def _places(customer: Customer) -> Q:
    """The addresses of the customer, as a condition on others; empty when none tells anything."""
    condition = Q()
    for address in customer.addresses.exclude(street_address="").order_by("pk")[:20]:
        condition |= Q(
            addresses__street_address__iexact=address.street_address, addresses__zip=address.zip
        )
    return condition


def _number_spellings(customer: Customer) -> set[str]:
    number = customer.organization_number.strip()
    compact = compact_organization_number(number, customer.merchant.country)
    dashed = f"{compact[:-4]}-{compact[-4:]}" if len(compact) > 4 else compact
    return {number, compact, dashed}


def addresses_of(customer: Customer) -> list[Address]:
    """The customer's different addresses, oldest first; empty ones tell nothing."""
    shown: dict[str, Address] = {}
    for address in customer.addresses.order_by("pk")[:100]:
        shown.setdefault(str(address).casefold(), address)
    shown.pop("", None)
    return list(shown.values())
