"""The search box of the list of links: it recognises what was typed and asks one index."""

import re
from uuid import UUID

import phonenumbers
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from phonenumbers import NumberParseException, PhoneNumberFormat
from stdnum import iso11649

from payment_links.admin.base import as_uuid
from payment_links.models import Customer, LinkDocument, Payment, PaymentLink

NUMBER = re.compile(r"[\d\s()+./-]+")
HOME_COUNTRY = "SE"
# Customers whose links are shown: the newest. More would make the list compare every link with
# thousands of keys; who searches for Andersson adds a first name.
MOST_MATCHES = 250


def find_links(
    links: QuerySet[PaymentLink], term: str, *, merchants: list[UUID] | None
) -> QuerySet[PaymentLink]:
    """The links that the term means: an id, an e-mail address, a number or a name.

    links: what the user may see; merchants: whose customers may match, None for everybody's.
    Digits are an OCR or KID, a document's number or a phone in any spelling; text is the RF form of
    an OCR or KID, a document's number or a name.
    """
    text = term.strip()
    searched_id = as_uuid(text)
    if searched_id is not None:
        return links.filter(_with_id(searched_id))
    customers = Customer.objects.in_use()
    if merchants is not None:
        customers = customers.filter(merchant__in=merchants)
    if "@" in text:
        by_email = customers.alias(email_in_lower_case=Lower("email"))
        return links.filter(customer__in=_keys(by_email.filter(email_in_lower_case=text.lower())))
    document = Q(pk__in=LinkDocument.objects.filter(number__iexact=text).values("payment_link_id"))
    if NUMBER.fullmatch(text):
        by_phone = _keys(customers.filter(phone__in=phone_spellings(text)))
        reference = re.sub(r"\D", "", text)
        return links.filter(Q(ocr=reference) | Q(customer__in=by_phone) | document)
    if iso11649.is_valid(text):
        document |= Q(ocr=iso11649.compact(text)[4:])
    return links.filter(Q(customer__in=_keys(_with_name(customers, text))) | document)


def phone_spellings(text: str) -> set[str]:
    """The ways in which tenants write the number that was typed: +46…, 070…, with gaps or not."""
    spellings = {text, re.sub(r"[^\d+]", "", text)}
    try:
        number = phonenumbers.parse(text, HOME_COUNTRY)
    except NumberParseException:
        return spellings
    for shape in (
        PhoneNumberFormat.E164,
        PhoneNumberFormat.NATIONAL,
        PhoneNumberFormat.INTERNATIONAL,
    ):
        written = phonenumbers.format_number(number, shape)
        spellings |= {written, written.replace(" ", ""), re.sub(r"[^\d+]", "", written)}
    return spellings


def _with_id(searched: UUID) -> Q:
    attempts = Payment.objects.filter(payment_id=searched).values("payment_link_id")
    return (
        Q(pk=searched)
        | Q(payment_order_id=searched)
        | Q(payment_id=searched)
        | Q(pk__in=attempts)
        | Q(customer_id=searched)
    )


def _with_name(customers: QuerySet[Customer], text: str) -> QuerySet[Customer]:
    for word in text.split()[:4]:
        customers = customers.filter(
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(company_name__icontains=word)
            | Q(reference__iexact=word)
        )
    return customers


def _keys(customers: QuerySet[Customer]) -> list[UUID]:
    """The customers' keys, found first, so that the list of links then uses its own index."""
    return list(customers.order_by("-pk").values_list("pk", flat=True)[:MOST_MATCHES])
