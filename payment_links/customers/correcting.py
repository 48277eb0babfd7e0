"""Correcting what a tenant said of a customer; issued documents stay as they are."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from payment_links.check_digits import has_vat_check_digits, is_organization_number, vat_country
from payment_links.customers.contacts import CONTACT_FIELDS, contacts_of, lock_in_use
from payment_links.email_address import InvalidEmailError, usable_email
from payment_links.errors import FieldError, InvalidInputError
from payment_links.models import Actor, Customer, CustomerEvent, PaymentLink
from payment_links.new_link import NewCustomer
from payment_links.phone import InvalidPhoneError
from payment_links.text import has_invalid_characters, is_blank

NAMES = ("first_name", "last_name")
LONGEST = {field.name: field.max_length or 0 for field in Customer._meta.concrete_fields}


def correct_customer(
    customer_id: UUID, contacts: NewCustomer, *, version: str, actor: Actor, now: datetime
) -> list[str]:
    """Give the customer these values; returns the names of the fields that changed.

    What the customer's links show follows; the next link that the tenant makes with the former
    values gets a customer of its own. version: version_of what was looked at. Raises
    InvalidInputError with every fault, CustomerChangedError and CustomerNotInUseError.
    """
    with transaction.atomic():
        (customer,) = lock_in_use({customer_id: version})
        faults = faults_of(customer, contacts)
        if faults:
            raise InvalidInputError(faults)
        usable = _in_usable_form(customer, contacts)
        changed = changed_fields(customer, usable)
        if not changed:
            return []
        for name in changed:
            setattr(customer, name, getattr(usable, name))
        customer.save(update_fields=changed)
        PaymentLink.objects.filter(customer=customer).update(updated_at=now)
        CustomerEvent.objects.record(
            customer, CustomerEvent.Kind.CORRECTED, actor=actor, now=now, fields=changed
        )
    return changed


def changed_fields(customer: Customer, contacts: NewCustomer) -> list[str]:
    """The names of the values that differ from the customer's."""
    known = contacts_of(customer)
    return [name for name in CONTACT_FIELDS if getattr(known, name) != getattr(contacts, name)]


def faults_of(customer: Customer, contacts: NewCustomer) -> list[FieldError]:
    """What is wrong with values that differ from the customer's; what a tenant said may stay."""
    found = []
    for name in changed_fields(customer, contacts):
        fault = _fault(customer, name, contacts)
        if fault:
            found.append(FieldError("invalid_value", fault, name))
    return found


def _fault(customer: Customer, name: str, contacts: NewCustomer) -> str:
    text: str = getattr(contacts, name)
    if len(text) > LONGEST[name]:
        return "is too long"
    if has_invalid_characters(text):
        return "holds characters that cannot be used"
    if is_blank(text):
        return "is missing" if name in NAMES else ""
    if name == "phone":
        return _phone_fault(customer, text)
    if name == "email":
        return _email_fault(text)
    if name == "organization_number":
        # Whose register knows the company: that of its VAT number, else that of the seller.
        country = vat_country(contacts.vat_number) or customer.merchant.country
        return "" if is_organization_number(text, country) else "is not an organisation number"
    if name == "vat_number" and not has_vat_check_digits(text):
        return "is not a VAT number"
    return ""


def _phone_fault(customer: Customer, text: str) -> str:
    try:
        _e164(customer, text)
    except InvalidPhoneError as error:
        return str(error)
    return ""


def _email_fault(text: str) -> str:
    try:
        usable_email(text)
    except InvalidEmailError as error:
        return str(error)
    return ""


def _in_usable_form(customer: Customer, contacts: NewCustomer) -> NewCustomer:
    """The values without blanks around them; a new phone number in E.164 form."""
    values = {name: getattr(contacts, name).strip() for name in CONTACT_FIELDS}
    for name in CONTACT_FIELDS:
        if getattr(contacts, name) == getattr(customer, name):
            values[name] = getattr(customer, name)
    if values["phone"] and values["phone"] != customer.phone:
        values["phone"] = _e164(customer, values["phone"])
    return NewCustomer(**values)


def _e164(customer: Customer, text: str) -> str:
    return customer.tenant.mobile_number(text)
