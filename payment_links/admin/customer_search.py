"""The search box of the list of customers: an id, an e-mail, a phone in any spelling, or words."""

import re

from django.db.models import Q

from payment_links.admin.base import as_uuid
from payment_links.models.customers import CustomerQuerySet
from payment_links.phone import spellings

MOST_WORDS = 4
HOME_COUNTRY = "SE"
LETTER = re.compile(r"[^\W\d_]")


def find_customers(customers: CustomerQuerySet, term: str) -> CustomerQuerySet:
    """The customers that the term means, of those the user may see.

    An id also finds the customer that one with that id was merged into. An erased customer is found
    by id alone.
    """
    text = term.strip()
    searched_id = as_uuid(text)
    if searched_id is not None:
        return customers.filter(Q(pk=searched_id) | Q(merged_customers=searched_id)).distinct()
    customers = customers.filter(erased_at__isnull=True)
    if "@" in text:
        return customers.with_email(text)
    if LETTER.search(text):
        return customers.filter(_with_words(text))
    return customers.filter(
        Q(phone__in=spellings(text, HOME_COUNTRY))
        | Q(organization_number__in=_number_spellings(text))
        | Q(reference__iexact=text)
    )


def words_of(text: str) -> list[str]:
    """The words to look for; further ones would only make the search slow."""
    return text.split()[:MOST_WORDS]


def in_name(word: str) -> Q:
    """Customers of whose name or company the word is a part; see name_index."""
    return (
        Q(first_name__icontains=word)
        | Q(last_name__icontains=word)
        | Q(company_name__icontains=word)
    )


def _number_spellings(text: str) -> set[str]:
    digits = re.sub(r"\D", "", text)
    return {text, digits, f"{digits[:-4]}-{digits[-4:]}"}


def _with_words(text: str) -> Q:
    """Every word is in the name, or the whole text is the reference."""
    condition = Q()
    for word in words_of(text):
        condition &= in_name(word)
    return condition | Q(reference__iexact=text)
