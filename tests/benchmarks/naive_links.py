"""The reference for creating and listing links: nested ModelSerializers, as tutorials show them."""

from typing import Any, ClassVar

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from rest_framework import serializers
from rest_framework.parsers import JSONParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from payment_links import clock
from payment_links.api.tenancy import tenant_of
from payment_links.links import first_expiry
from payment_links.models import (
    TENANT,
    Address,
    Customer,
    Item,
    Merchant,
    PaymentLink,
    TimelineEntry,
)
from payment_links.payments_service import fetch_payment_order


class CustomerSerializer(serializers.ModelSerializer[Customer]):
    """The payer."""

    class Meta:
        model = Customer
        fields = ("email", "first_name", "last_name", "phone", "reference")


class AddressSerializer(serializers.ModelSerializer[Address]):
    """A place."""

    class Meta:
        model = Address
        fields = ("street_address", "zip", "city")


class ItemSerializer(serializers.ModelSerializer[Item]):
    """One line."""

    merchant_id = serializers.PrimaryKeyRelatedField(
        source="merchant", queryset=Merchant.objects.all()
    )

    class Meta:
        model = Item
        fields = (
            *("description", "price", "quantity", "vat", "merchant_id"),
            *("item_number", "unit", "metadata", "tags"),
        )


class LinkSerializer(serializers.ModelSerializer[PaymentLink]):
    """A link with everything in it, written and read by the same class."""

    payment_link_id = serializers.UUIDField(source="id", read_only=True)
    merchant_name = serializers.CharField(source="merchant.name", read_only=True)
    customer = CustomerSerializer()
    delivery_address = AddressSerializer(required=False, allow_null=True)
    invoice_address = AddressSerializer(required=False, allow_null=True)
    items = ItemSerializer(many=True)
    checkout_url = serializers.CharField(read_only=True)

    class Meta:
        model = PaymentLink
        fields = (
            *("payment_link_id", "tenant_id", "merchant_id", "merchant_name", "status"),
            *("sms_status", "distributed_by_email", "invoice_created", "ocr", "total_amount"),
            *("currency", "locale", "due_date", "customer", "delivery_address"),
            *("invoice_address", "items", "supplier", "payment_provider_methods"),
            *("payment_order_id", "payment_id", "logo_image_link", "checkout_url"),
            *("checkout_success_url", "checkout_cancel_url", "payment_link_status_callback_url"),
            *("metadata", "created_at", "updated_at", "expires_at"),
        )
        read_only_fields: ClassVar = (
            *("tenant_id", "merchant_id", "status", "sms_status", "distributed_by_email"),
            *("invoice_created", "ocr", "payment_id", "created_at", "updated_at", "expires_at"),
        )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        total = sum(item["price"] * item["quantity"] for item in attrs["items"])
        if total != attrs["total_amount"]:
            raise serializers.ValidationError({"total_amount": "not the sum of the items"})
        return attrs

    @transaction.atomic
    def create(self, validated_data: dict[str, Any]) -> PaymentLink:
        now = clock.now()
        tenant = self.context["tenant"]
        items = validated_data.pop("items")
        seller = items[0]["merchant"]
        customer = Customer.objects.create(
            tenant=tenant, merchant=seller, **validated_data.pop("customer")
        )
        for name in ("delivery_address", "invoice_address"):
            address = validated_data.pop(name, None)
            if address:
                validated_data[name] = Address.objects.create(customer=customer, **address)
        link = PaymentLink.objects.create(
            tenant=tenant,
            merchant=seller,
            customer=customer,
            expires_at=first_expiry(seller, validated_data.get("due_date"), now),
            created_at=now,
            **validated_data,
        )
        for position, item in enumerate(items):
            Item.objects.create(payment_link=link, position=position, **item)
        TimelineEntry.objects.record(link, TimelineEntry.Event.CREATED, actor=TENANT, now=now)
        return link


class NaiveLinks(APIView):
    """The same rights and the same payments service as the product's view; the rest is naive."""

    parser_classes = (JSONParser,)

    def get(self, request: Request) -> Response:
        links = (
            PaymentLink.objects.filter(tenant=tenant_of(request))
            .select_related("merchant", "customer", "delivery_address", "invoice_address")
            .prefetch_related("items")
            .order_by("-created_at", "-pk")
        )
        if "limit" in request.query_params:
            links = links[: int(request.query_params["limit"])]
        return Response(LinkSerializer(links, many=True).data)

    def post(self, request: Request) -> Response:
        tenant = tenant_of(request)
        serializer = LinkSerializer(data=request.data, context={"tenant": tenant})
        serializer.is_valid(raise_exception=True)
        fetch_payment_order(tenant, serializer.validated_data["payment_order_id"])
        serializer.save()
        return Response(serializer.data)


def no_operation(_: HttpRequest) -> HttpResponse:
    """What a request costs before it is answered with anything."""
    return HttpResponse()


NAIVE_LINKS = "/naive/payment_links"
NO_OPERATION = "/naive/nothing"
urlpatterns = [
    path("naive/payment_links", NaiveLinks.as_view()),
    path("naive/nothing", no_operation),
    path("", include("config.urls")),
]
