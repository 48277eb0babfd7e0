"""The search box of the list of customers: an id, an e-mail, a phone in any spelling, or words."""

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from payment_links.admin.base import as_uuid
from payment_links.admin.link_search import phone_spellings
from payment_links.models import Customer

MOST_WORDS = 4


def find_customers(customers: QuerySet[Customer], term: str) -> QuerySet[Customer]:
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
        by_email = customers.alias(email_in_lower_case=Lower("email"))
        return by_email.filter(email_in_lower_case=text.lower())
    named = _with_words(text)
    if any(character.isdigit() for character in text):
        numbers = Q(phone__in=phone_spellings(text)) | Q(organization_number=text)
        return customers.filter(numbers | named)
    return customers.filter(named)


def _with_words(text: str) -> Q:
    """Every word is in the name, or the whole text is the reference."""
    condition = Q()
    for word in text.split()[:MOST_WORDS]:
        condition &= (
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(company_name__icontains=word)
        )
    return condition | Q(reference__iexact=text)
