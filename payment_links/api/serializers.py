"""The request bodies of the API: their fields and rules (API contract §1)."""

from collections.abc import Iterator
from typing import Any, ClassVar

from rest_framework import serializers

from payment_links.api.fields import (
    LARGEST_INTEGER,
    SMALLEST_INTEGER,
    ChoiceField,
    DateField,
    IntegerField,
    ObjectField,
    TextField,
    TextListField,
    UrlField,
    UuidField,
    VatField,
)
from payment_links.errors import FieldError, InvalidInputError
from payment_links.models.links import LANGUAGES
from payment_links.models.tenants import CURRENCIES
from payment_links.new_link import MOST_ITEMS
from payment_links.vat import PriceBasis, VatTreatment

# The legacy form's language → locale.
LOCALES = {language: locale for locale, language in LANGUAGES.items()}
METHODS = {
    "swish": ("e_commerce", "m_commerce"),
    "payment_iq": ("card", "vipps"),
    "quickpay": ("vipps",),
    "billmate": ("invoice",),
    "verifone": ("card",),
    "open_payments": ("pis",),
    "dummy": ("dummy",),
}
PROVIDER_ALIASES = {"open_banking": "open_payments"}
METHOD_ALIASES = {("swish", "mobile"): "m_commerce"}
MOST_METHODS = 20

# The framework's own codes in the words of API contract §1.4.
CODES = {"required": "missing_property", "null": "null_value", "invalid": "invalid_type"}
CODES |= {"not_a_list": "invalid_type", "empty": "invalid_value", "max_length": "invalid_value"}


class Body(serializers.Serializer[Any]):
    """An object of a body. One instance serves all requests: `run_validation` keeps no state."""

    default_error_messages = {
        "required": "object is missing",
        "null": "null value where object expected",
        "invalid": "object expected",
    }


class BodyList(serializers.ListSerializer[Any]):
    """A list of objects of a body."""

    default_error_messages = {
        "required": "list is missing",
        "null": "null value where list expected",
        "not_a_list": "list expected",
        "empty": "must not be empty",
        "max_length": "has more than {max_length} members",
    }


class CustomerSerializer(Body):
    """The payer; phone, e-mail and a company's numbers are free text until they are needed."""

    first_name = TextField(max_length=200)
    last_name = TextField(max_length=200)
    email = TextField(max_length=254, required=False)
    phone = TextField(max_length=40, required=False)
    reference = TextField(max_length=200, required=False)
    company_name = TextField(max_length=200, required=False)
    organization_number = TextField(max_length=20, required=False)
    vat_number = TextField(max_length=20, required=False)


class AddressSerializer(Body):
    """An address; `street_addres`, as one client spells it, is read too."""

    street_address = TextField(max_length=200, required=False)
    zip = TextField(max_length=20, required=False)
    city = TextField(max_length=100, required=False)

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict) and "street_address" not in data and "street_addres" in data:
            data = {**data, "street_address": data["street_addres"]}
        return super().to_internal_value(data)


class SupplierSerializer(Body):
    """The seller in the tenant's words; fills what the merchant's own record lacks."""

    name = TextField(max_length=200, required=False)
    organization_number = TextField(max_length=200, required=False)
    website = TextField(max_length=200, required=False)
    city = TextField(max_length=200, required=False)
    zip = TextField(max_length=200, required=False)


class ItemSerializer(Body):
    """One line to be paid: price in minor units per unit, VAT included unless prices are NET."""

    description = TextField(max_length=500, one_line=False)
    price = IntegerField()
    quantity = IntegerField(min_value=1)
    vat = VatField()
    vat_treatment = ChoiceField(tuple(VatTreatment), required=False)
    merchant_id = UuidField(required=False)
    item_number = TextField(max_length=100, required=False)
    unit = TextField(max_length=20, required=False)
    metadata = ObjectField(required=False)
    tags = TextListField(most=50, max_length=200, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        faults = {}
        if not SMALLEST_INTEGER <= attrs["price"] * attrs["quantity"] <= LARGEST_INTEGER:
            faults["quantity"] = "price × quantity is out of range"
        treatment = attrs.get("vat_treatment") or VatTreatment.TAXED
        if treatment != VatTreatment.TAXED and attrs["vat"]:
            faults["vat_treatment"] = f"{treatment} needs vat 0"
        if faults:
            raise serializers.ValidationError(faults, code="invalid_value")
        return attrs


class PaymentProviderMethodSerializer(Body):
    """A way to pay; older names of providers and methods are read too."""

    provider = TextField(max_length=40)
    method = TextField(max_length=40)
    parameters = ObjectField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        provider, method = _canonical(attrs["provider"], attrs["method"])
        if provider not in METHODS:
            raise _invalid("provider", "not a known provider")
        if method not in METHODS[provider]:
            raise _invalid("method", f"not a method of {provider}")
        return {
            "provider": provider,
            "method": method,
            "parameters": attrs.get("parameters") or {},
        }


class NewPaymentLinkSerializer(Body):
    """What a tenant sends to create a payment link."""

    payment_order_id = UuidField()
    currency = ChoiceField(CURRENCIES, required=False)
    locale = ChoiceField(tuple(LANGUAGES), required=False)
    language = ChoiceField(tuple(LOCALES), required=False)
    customer = CustomerSerializer()
    merchant_id = UuidField(required=False)
    items = BodyList(child=ItemSerializer(), allow_empty=False, max_length=MOST_ITEMS)
    supplier = SupplierSerializer()
    payment_provider_methods = BodyList(
        child=PaymentProviderMethodSerializer(), max_length=MOST_METHODS
    )
    total_amount = IntegerField()
    price_basis = ChoiceField(tuple(PriceBasis), required=False)
    due_date = DateField(required=False)
    delivery_date = DateField(required=False)
    buyer_reference = TextField(max_length=200, required=False)
    delivery_address = AddressSerializer(required=False, allow_null=True)
    invoice_address = AddressSerializer(required=False, allow_null=True)
    logo_image_link = UrlField(required=False)
    payment_link_status_callback_url = UrlField(required=False)
    checkout_success_url = UrlField(required=False)
    checkout_cancel_url = UrlField(required=False)
    checkout_url = UrlField(required=False)
    metadata = ObjectField(required=False)


class DistributeSerializer(Body):
    """How a link is to reach its payer; without a phone or e-mail the customer's own is used."""

    CHANNELS: ClassVar = ("sms", "email")

    methods = TextListField(most=2, max_length=5)
    customer_phone = TextField(max_length=40, required=False)
    customer_email = TextField(max_length=254, required=False)

    def validate_methods(self, methods: list[str]) -> list[str]:
        unknown = {
            str(position): ["not a way to distribute"]
            for position, method in enumerate(methods)
            if method not in self.CHANNELS
        }
        if unknown:
            raise serializers.ValidationError(unknown, code="invalid_value")
        if not methods:
            raise serializers.ValidationError("must not be empty", code="invalid_value")
        return list(dict.fromkeys(methods))


class InitiatePaymentSerializer(Body):
    """One of the link's payment methods, and what the provider needs to know of the payer."""

    provider = TextField(max_length=40)
    method = TextField(max_length=40)
    parameters = ObjectField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        provider, method = _canonical(attrs["provider"], attrs["method"])
        parameters = attrs.get("parameters") or {}
        return {"provider": provider, "method": method, "parameters": parameters}


def validate(serializer: Body, body: dict[str, Any], *more: FieldError) -> dict[str, Any]:
    """The body's values; raises InvalidInputError with every fault found, `more` among them."""
    errors = list(more)
    try:
        values: dict[str, Any] = serializer.run_validation(body)
    except serializers.ValidationError as error:
        errors = [*_flatten(error.detail, ()), *errors]
    if errors:
        raise InvalidInputError(errors)
    return values


def _canonical(provider: str, method: str) -> tuple[str, str]:
    """The names we emit, for older ones too."""
    provider = PROVIDER_ALIASES.get(provider, provider)
    return provider, METHOD_ALIASES.get((provider, method), method)


def _invalid(field: str, description: str) -> serializers.ValidationError:
    return serializers.ValidationError({field: [description]}, code="invalid_value")


def _flatten(detail: Any, path: tuple[str, ...]) -> Iterator[FieldError]:
    """The framework's nested errors one by one, each with its dotted path."""
    if isinstance(detail, dict):
        for key, inner in detail.items():
            here = path if key == "non_field_errors" else (*path, str(key))
            yield from _flatten(inner, here)
    elif isinstance(detail, list):
        for inner in detail:
            yield from _flatten(inner, path)
    else:
        yield FieldError(CODES.get(detail.code, detail.code), str(detail), ".".join(path))
