"""The search for a known customer in the form of a new payment link."""

from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from payment_links.admin import acting_merchants, new_link_start
from payment_links.admin.base import StaffAdmin
from payment_links.admin.link_search import phone_spellings
from payment_links.models import Customer, Merchant, PaymentLink

MOST_CUSTOMERS = 8
SHORTEST_SEARCH = 2
LONGEST_SEARCH = 100


def customers_view(page: StaffAdmin[PaymentLink], request: HttpRequest) -> HttpResponse:
    """The merchant's customers that a text means, with the fields that each of them fills.

    Asked by POST: names and addresses do not belong into the lines of a log.
    """
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        merchant = acting_merchants.chosen(request, request.POST.get("merchant", ""))
    except Http404:
        return page.gone(request)
    found = _found(merchant, request.POST.get("term", ""))
    return JsonResponse({"customers": [_choice(customer) for customer in found]})


def _found(merchant: Merchant, term: str) -> list[Customer]:
    """The merchant's newest customers that a name, company, reference, phone or e-mail means."""
    text = term.strip()[:LONGEST_SEARCH]
    if len(text) < SHORTEST_SEARCH or "\x00" in text:
        return []
    known = Customer.objects.in_use()
    customers = known.filter(tenant_id=merchant.tenant_id, merchant=merchant)
    return list(_meant(customers, text).order_by("-pk")[:MOST_CUSTOMERS])


def _meant(customers: QuerySet[Customer], text: str) -> QuerySet[Customer]:
    if "@" in text:
        lower = customers.alias(lower_email=Lower("email"))
        return lower.filter(lower_email__startswith=text.lower())
    if any(character.isdigit() for character in text):
        return customers.filter(Q(phone__in=phone_spellings(text)) | Q(reference=text))
    for word in text.split()[:4]:
        customers = customers.filter(
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(company_name__icontains=word)
        )
    return customers


def _choice(customer: Customer) -> dict[str, Any]:
    contact = (customer.company_name, customer.phone, customer.email)
    return {
        "name": customer.full_name,
        "contact": " · ".join(part for part in contact if part),
        "values": new_link_start.customer_values(customer),
    }
