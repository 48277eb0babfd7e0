"""The search box of the list of links: it recognises what was typed and asks indexes for it.

Rows of other tables are found first: the list then compares columns of its own with values, so
that every part of an "or" can use an index.
"""

import re
from uuid import UUID

from django.db.models import Q, QuerySet
from stdnum import iso11649

from payment_links.admin.amount_search import amount_meant
from payment_links.admin.base import as_uuid
from payment_links.admin.customer_search import HOME_COUNTRY, in_name, words_of
from payment_links.models import Customer, LinkDocument, Payment, PaymentLink
from payment_links.phone import spellings

NUMBER = re.compile(r"[\d\s()+./-]+")
# Customers whose links are shown: the newest. More would make the list compare every link with
# thousands of keys; who searches for Andersson adds a first name.
MOST_MATCHES = 250


def find_links(
    links: QuerySet[PaymentLink], term: str, *, merchants: list[UUID] | None
) -> QuerySet[PaymentLink]:
    """The links that the term means: an id, an e-mail address, an amount, a number or a name.

    links: what the user may see; merchants: whose customers may match, None for everybody's.
    Digits are an OCR or KID, a document's number, a phone in any spelling or an amount; text is the
    RF form of an OCR or KID, a document's number or a name.
    """
    text = term.strip()
    searched_id = as_uuid(text)
    if searched_id is not None:
        return links.filter(_with_id(searched_id))
    customers = Customer.objects.in_use()
    if merchants is not None:
        customers = customers.filter(merchant__in=merchants)
    if "@" in text:
        return links.filter(customer__in=_keys(customers.with_email(text)))
    amount = amount_meant(text)
    if amount is not None and amount.is_certain:
        return links.filter(amount.condition())
    matches = Q(pk__in=_with_document(text, merchants))
    if amount is not None:
        matches |= amount.condition()
    if NUMBER.fullmatch(text):
        by_phone = _keys(customers.filter(phone__in=spellings(text, HOME_COUNTRY)))
        reference = re.sub(r"\D", "", text)
        return links.filter(matches | Q(ocr=reference) | Q(customer__in=by_phone))
    if iso11649.is_valid(text):
        matches |= Q(ocr=iso11649.compact(text)[4:])
    return links.filter(matches | Q(customer__in=_keys(_with_name(customers, text))))


def _with_id(searched: UUID) -> Q:
    attempts = Payment.objects.filter(payment_id=searched).order_by("-pk")
    return (
        Q(pk=searched)
        | Q(payment_order_id=searched)
        | Q(payment_id=searched)
        | Q(pk__in=list(attempts.values_list("payment_link_id", flat=True)[:MOST_MATCHES]))
        | Q(customer_id=searched)
    )


def _with_document(number: str, merchants: list[UUID] | None) -> list[UUID]:
    """The links that have a document of that number; every merchant has its own series."""
    documents = LinkDocument.objects.filter(number__iexact=number)
    if merchants is not None:
        documents = documents.filter(payment_link__merchant__in=merchants)
    found = documents.order_by("-pk").values_list("payment_link_id", flat=True)
    return list(found[:MOST_MATCHES])


def _with_name(customers: QuerySet[Customer], text: str) -> QuerySet[Customer]:
    for word in words_of(text):
        customers = customers.filter(in_name(word) | Q(reference__iexact=word))
    return customers


def _keys(customers: QuerySet[Customer]) -> list[UUID]:
    """The customers' keys, found first, so that the list of links then uses its own index."""
    return list(customers.order_by("-pk").values_list("pk", flat=True)[:MOST_MATCHES])
