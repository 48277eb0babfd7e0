"""The query of GET /payment_links: filters and paging, judged together."""

from django.http import QueryDict

from payment_links.api.filters import filter_links
from payment_links.api.pagination import Page, read_page
from payment_links.errors import FieldError, InvalidInputError
from payment_links.models import Tenant
from payment_links.models.links import PaymentLinkQuerySet


def read_list_parameters(tenant: Tenant, parameters: QueryDict) -> tuple[PaymentLinkQuerySet, Page]:
    """The links and the page asked for; raises InvalidInputError with every fault of both."""
    try:
        page = read_page(parameters)
    except InvalidInputError as faults:
        raise InvalidInputError([*_faults_of_filters(tenant, parameters), *faults.errors]) from None
    return filter_links(tenant, parameters), page


def _faults_of_filters(tenant: Tenant, parameters: QueryDict) -> list[FieldError]:
    try:
        filter_links(tenant, parameters)
    except InvalidInputError as faults:
        return faults.errors
    return []
