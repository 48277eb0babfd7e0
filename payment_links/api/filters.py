"""Filters of the list of links; an unknown name or value is refused, never passed over."""

from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict

from payment_links.api.parameters import (
    ParameterError,
    Parse,
    parse_choice,
    parse_date,
    parse_integer,
    parse_last_moment,
    parse_moment,
    parse_text,
    parse_uuid,
)
from payment_links.errors import FieldError, InvalidInputError
from payment_links.models import Customer, Item, PaymentLink, Tenant
from payment_links.models.customers import CustomerQuerySet
from payment_links.models.links import PaymentLinkQuerySet
from payment_links.models.tenants import CURRENCIES

PAGING = frozenset({"limit", "cursor", "ordering"})


class ParameterField(forms.Field):
    """A form field around one of the functions of `parameters`."""

    def __init__(self, *, parse: Parse, **options: Any) -> None:
        self.parse = parse
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        if value is None:
            return None
        try:
            return self.parse(value)
        except ParameterError as error:
            raise forms.ValidationError(str(error), code=error.code) from error


class ParameterFilter(django_filters.Filter):  # type: ignore[misc]  # No types of its own.
    """A filter whose value is read strictly."""

    field_class = ParameterField


class LinkFilters(django_filters.FilterSet):  # type: ignore[misc]  # No types of its own.
    """The filters of GET /payment_links (API contract §1.3)."""

    status = ParameterFilter(parse=parse_choice(tuple(PaymentLink.Status.values)))
    merchant_id = ParameterFilter(parse=parse_uuid, method="filter_merchant")
    currency = ParameterFilter(parse=parse_choice(CURRENCIES))
    ocr = ParameterFilter(parse=parse_text(25))
    payment_order_id = ParameterFilter(parse=parse_uuid)
    customer_email = ParameterFilter(parse=parse_text(254), method="filter_email")
    customer_phone = ParameterFilter(parse=parse_text(40), method="filter_phone")
    created_at_from = ParameterFilter("created_at", "gte", parse=parse_moment)
    created_at_to = ParameterFilter("created_at", "lte", parse=parse_last_moment)
    due_date_from = ParameterFilter("due_date", "gte", parse=parse_date)
    due_date_to = ParameterFilter("due_date", "lte", parse=parse_date)
    updated_since = ParameterFilter("updated_at", "gte", parse=parse_moment)
    total_amount_min = ParameterFilter("total_amount", "gte", parse=parse_integer)
    total_amount_max = ParameterFilter("total_amount", "lte", parse=parse_integer)

    class Meta:
        model = PaymentLink
        fields: ClassVar[list[str]] = []

    def filter_merchant(
        self, links: PaymentLinkQuerySet, name: str, value: Any
    ) -> PaymentLinkQuerySet:
        """Links of the merchant, and those it shares with others."""
        items = Item.objects.filter(payment_link=OuterRef("pk"), merchant_id=value)
        return links.filter(Q(merchant_id=value) | (Q(has_one_merchant=False) & Exists(items)))

    def filter_email(
        self, links: PaymentLinkQuerySet, name: str, value: str
    ) -> PaymentLinkQuerySet:
        return links.filter(customer_id__in=self._customers().with_email(value).values("pk"))

    def filter_phone(
        self, links: PaymentLinkQuerySet, name: str, value: str
    ) -> PaymentLinkQuerySet:
        return links.filter(customer_id__in=self._customers().filter(phone=value).values("pk"))

    def _customers(self) -> CustomerQuerySet:
        """The tenant stands on both sides of the join, so that its index serves."""
        return Customer.objects.filter(tenant=self.request)


def filter_links(tenant: Tenant, parameters: QueryDict) -> PaymentLinkQuerySet:
    """The tenant's links that the parameters ask for.

    Raises InvalidInputError with every parameter that is unknown, empty, given twice or wrong.
    """
    links = PaymentLink.objects.for_tenant(tenant.pk)
    filters = LinkFilters(parameters, links, request=tenant)
    errors = [*_misnamed(parameters, filters), *_invalid(filters)]
    if errors:
        raise InvalidInputError(errors)
    found: PaymentLinkQuerySet = filters.qs
    return found


def _misnamed(parameters: QueryDict, filters: LinkFilters) -> list[FieldError]:
    known = PAGING | set(filters.filters)
    errors = []
    for name, values in parameters.lists():
        if name not in known:
            errors.append(FieldError("invalid_value", "unknown parameter", name[:100]))
        elif len(values) > 1:
            errors.append(FieldError("invalid_value", "given more than once", name))
        elif not values[0].strip():
            errors.append(FieldError("blank", "is blank", name))
    return errors


def _invalid(filters: LinkFilters) -> list[FieldError]:
    return [
        FieldError(fault.code or "invalid_value", "; ".join(fault.messages), name)
        for name, faults in filters.form.errors.as_data().items()
        for fault in faults
    ]
