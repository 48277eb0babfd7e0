"""Create, list and show payment links."""

from dataclasses import dataclass
from functools import partial

from django.http import QueryDict
from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response

from payment_links import clock, links
from payment_links.api.base_view import ApiView
from payment_links.api.idempotency import WriteView
from payment_links.api.link_objects import link_object, link_objects
from payment_links.api.list_parameters import read_list_parameters
from payment_links.api.new_links import read_new_link
from payment_links.api.pagination import (
    encode_cursor,
    pages_of,
    position_of,
    rows_after,
)
from payment_links.api.parsers import read_body
from payment_links.api.schema import operations
from payment_links.api.streaming import PAGE_SIZE, LinkStream, stream_response
from payment_links.api.tenancy import get_link, tenant_of
from payment_links.gateways.payments_api import PaymentOrder
from payment_links.models import TENANT
from payment_links.new_link import NewLink
from payment_links.payments_service import fetch_payment_order


@dataclass(frozen=True, slots=True)
class Wish:
    """A link as asked for, and the payment order it is for."""

    new_link: NewLink
    order: PaymentOrder


class PaymentLinks(WriteView[None, Wish]):
    """GET lists the tenant's links, POST creates one."""

    @operations.list_links
    def get(self, request: Request) -> HttpResponseBase:
        parameters: QueryDict = request.query_params
        tenant = tenant_of(request)
        found, page = read_list_parameters(tenant, parameters)
        if page.limit is None:
            pages = pages_of(found, page.ordering, PAGE_SIZE)
            make_objects = partial(link_objects, tenant=tenant)
            return stream_response(LinkStream(tenant.pk, pages, make_objects))
        rows = rows_after(found, page.ordering, page.start, page.limit + 1)
        response = Response(link_objects(rows[: page.limit], tenant))
        if len(rows) > page.limit:
            last = position_of(rows[page.limit - 1], page.ordering)
            address = _address_with_cursor(request, encode_cursor(last, page.ordering))
            response.headers["Link"] = f'<{address}>; rel="next"'
        return response

    @operations.create_link
    def post(self, request: Request) -> HttpResponseBase:
        return self.write(request, None)

    def prepare(self, request: Request, subject: None) -> Wish:
        tenant = tenant_of(request)
        new_link = read_new_link(read_body(request), tenant)
        return Wish(new_link, fetch_payment_order(tenant, new_link.payment_order_id))

    def commit(self, request: Request, prepared: Wish) -> Response:
        link = links.create_link(
            tenant_of(request),
            prepared.new_link,
            order=prepared.order,
            actor=TENANT,
            now=clock.now(),
        )
        return Response({"id": str(link.pk), "checkout_url": link.checkout_url})


class PaymentLinkDetail(ApiView):
    """GET shows one link."""

    @operations.get_link
    def get(self, request: Request, payment_link_id: str) -> Response:
        return Response(link_object(get_link(request, payment_link_id), tenant_of(request)))


def _address_with_cursor(request: Request, cursor: str) -> str:
    parameters = request.query_params.copy()
    parameters["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}")
