"""From the body of a create request to the link it asks for."""

from typing import Any, cast
from uuid import UUID

from payment_links.api.serializers import LOCALES, NewPaymentLinkSerializer, validate
from payment_links.errors import FieldError, InvalidInputError
from payment_links.models import Tenant
from payment_links.new_link import NewAddress, NewCustomer, NewItem, NewLink
from payment_links.vat import PriceBasis, VatTreatment

SERIALIZER = NewPaymentLinkSerializer()


def read_new_link(body: dict[str, Any], tenant: Tenant) -> NewLink:
    """The link a tenant asks for; raises InvalidInputError with every fault of the body."""
    values = validate(SERIALIZER, body, *_missing(body))
    _refuse_dummies(values["payment_provider_methods"], tenant)
    return NewLink(
        payment_order_id=values["payment_order_id"],
        locale=values.get("locale") or LOCALES[values["language"]],
        currency=values.get("currency"),
        customer=NewCustomer(**_given(values["customer"])),
        items=[_item(item, values.get("merchant_id")) for item in values["items"]],
        payment_provider_methods=values["payment_provider_methods"],
        total_amount=values["total_amount"],
        supplier=cast(dict[str, str], _given(values["supplier"])),
        price_basis=_price_basis(values.get("price_basis")),
        due_date=values.get("due_date"),
        delivery_date=values.get("delivery_date"),
        buyer_reference=values.get("buyer_reference") or "",
        delivery_address=_address(values.get("delivery_address")),
        invoice_address=_address(values.get("invoice_address")),
        logo_image_link=values.get("logo_image_link") or "",
        custom_checkout_url=values.get("checkout_url") or "",
        checkout_success_url=values.get("checkout_success_url") or "",
        checkout_cancel_url=values.get("checkout_cancel_url") or "",
        payment_link_status_callback_url=values.get("payment_link_status_callback_url") or "",
        metadata=values.get("metadata") or {},
    )


def _missing(body: dict[str, Any]) -> list[FieldError]:
    """What is required only in the presence or absence of something else."""
    errors = []
    has_locale, has_language = (body.get(name) is not None for name in ("locale", "language"))
    if not has_locale and not has_language:
        errors.append(_missing_error(body, "locale", "locale"))
    if body.get("currency") is None and (has_locale or not has_language):
        errors.append(_missing_error(body, "currency", "currency"))
    items = body.get("items")
    if body.get("merchant_id") is None and isinstance(items, list):
        errors += [
            _missing_error(item, "merchant_id", f"items.{position}.merchant_id")
            for position, item in enumerate(items)
            if isinstance(item, dict) and item.get("merchant_id") is None
        ]
    return errors


def _missing_error(values: dict[str, Any], name: str, path: str) -> FieldError:
    if name in values:
        return FieldError("null_value", "null value where string expected", path)
    return FieldError("missing_property", "string is missing", path)


def _refuse_dummies(methods: list[dict[str, Any]], tenant: Tenant) -> None:
    """Dummy payments pay nothing: they are for sandbox tenants."""
    if tenant.mode == Tenant.Mode.SANDBOX:
        return
    errors = [
        FieldError(
            "invalid_value", "not a known provider", f"payment_provider_methods.{n}.provider"
        )
        for n, method in enumerate(methods)
        if method["provider"] == "dummy"
    ]
    if errors:
        raise InvalidInputError(errors)


def _item(values: dict[str, Any], merchant_id: UUID | None) -> NewItem:
    treatment = VatTreatment(values.get("vat_treatment") or VatTreatment.TAXED)
    given = {**_given(values), "vat_treatment": treatment}
    return NewItem(**{"merchant_id": merchant_id, **given})


def _price_basis(given: str | None) -> PriceBasis | None:
    return PriceBasis(given) if given else None


def _address(values: dict[str, Any] | None) -> NewAddress | None:
    return None if values is None else NewAddress(**_given(values))


def _given(values: dict[str, Any]) -> dict[str, Any]:
    """Without the optional values that were null or empty: they get their defaults."""
    return {name: value for name, value in values.items() if value not in (None, "")}
