"""The link object as the API shows it (API contract §1.3), made from plain rows."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from payment_links.models import Item, PaymentLink, Tenant
from payment_links.models.links import LANGUAGES, PaymentLinkQuerySet, checkout_address

ADDRESS = ("street_address", "zip", "city")
CUSTOMER = (
    *("email", "first_name", "last_name", "phone", "reference"),
    *("company_name", "organization_number", "vat_number"),
)
# Never null: some clients know them as plain text.
NAMES = ("first_name", "last_name")
SUPPLIER = ("name", "organization_number", "website", "city", "zip")
COLUMNS = (
    *("id", "tenant_id", "merchant_id", "has_one_merchant", "merchant__name"),
    *("status", "sms_status", "distributed_by_email", "invoice_created", "ocr"),
    *("total_amount", "currency", "locale", "due_date", "payment_order_id", "payment_id"),
    *("price_basis", "delivery_date", "buyer_reference"),
    *("delivery_address_id", "invoice_address_id", "supplier", "payment_provider_methods"),
    *("logo_image_link", "custom_checkout_url", "checkout_token", "checkout_success_url"),
    *("checkout_cancel_url", "payment_link_status_callback_url", "metadata"),
    *("created_at", "updated_at", "expires_at"),
    *(f"customer__{name}" for name in CUSTOMER),
    "customer__erased_at",
    *(f"delivery_address__{name}" for name in ADDRESS),
    *(f"invoice_address__{name}" for name in ADDRESS),
)
ITEM_COLUMNS = (
    *("payment_link_id", "description", "price", "quantity", "vat", "vat_treatment"),
    *("merchant_id", "item_number", "unit", "metadata", "tags"),
)
Row = dict[str, Any]


def link_rows(links: PaymentLinkQuerySet) -> list[Row]:
    """The rows that `link_objects` needs, in the order of the queryset: one query."""
    return list(links.values(*COLUMNS))


def link_objects(rows: Iterable[Row], tenant: Tenant) -> list[dict[str, Any]]:
    """The objects of the rows, all of one tenant; one query for the items of them all."""
    rows = list(rows)
    items = _items_of([row["id"] for row in rows])
    return [_link_object(row, items[row["id"]], tenant) for row in rows]


def link_object(link: PaymentLink, tenant: Tenant) -> dict[str, Any]:
    """The object of one link."""
    return link_objects(link_rows(PaymentLink.objects.filter(pk=link.pk)), tenant)[0]


def _link_object(row: Row, items: list[Row], tenant: Tenant) -> dict[str, Any]:
    return {
        "payment_link_id": str(row["id"]),
        "tenant_id": str(row["tenant_id"]),
        "merchant_id": str(row["merchant_id"]) if row["has_one_merchant"] else None,
        "merchant_name": row["merchant__name"],
        "status": row["status"],
        "sms_status": _sms_status(row["sms_status"], tenant),
        "distributed_by_email": row["distributed_by_email"],
        "invoice_created": row["invoice_created"],
        "ocr": row["ocr"] or None,
        "total_amount": row["total_amount"],
        "currency": row["currency"],
        "language": LANGUAGES.get(row["locale"]),
        "locale": row["locale"],
        "price_basis": row["price_basis"],
        "due_date": row["due_date"] and row["due_date"].isoformat(),
        "delivery_date": row["delivery_date"] and row["delivery_date"].isoformat(),
        "buyer_reference": row["buyer_reference"] or None,
        "customer": _customer(row),
        "delivery_address": _address(row, "delivery_address"),
        "invoice_address": _address(row, "invoice_address"),
        "items": items,
        "supplier": _supplier(row),
        "payment_provider_methods": [_method(m) for m in row["payment_provider_methods"]],
        "payment_order_id": str(row["payment_order_id"]),
        "payment_id": row["payment_id"] and str(row["payment_id"]),
        "logo_image_link": row["logo_image_link"] or None,
        "checkout_url": row["custom_checkout_url"] or checkout_address(row["checkout_token"]),
        "checkout_success_url": row["checkout_success_url"] or None,
        "checkout_cancel_url": row["checkout_cancel_url"] or None,
        "payment_link_status_callback_url": row["payment_link_status_callback_url"] or None,
        "metadata": row["metadata"],
        "created_at": _moment(row["created_at"]),
        "updated_at": _moment(row["updated_at"]),
        "expires_at": _moment(row["expires_at"]),
    }


def _items_of(link_ids: list[UUID]) -> dict[UUID, list[Row]]:
    items: dict[UUID, list[Row]] = defaultdict(list)
    rows = Item.objects.filter(payment_link_id__in=link_ids).order_by("payment_link", "position")
    for row in rows.values(*ITEM_COLUMNS):
        link_id = row.pop("payment_link_id")
        row["vat"] = _percent(row["vat"])
        row["merchant_id"] = str(row["merchant_id"])
        row["item_number"] = row["item_number"] or None
        items[link_id].append(row)
    return items


def _percent(vat: Decimal) -> int | float:
    """A JSON number as people write it: 12, not 12.00."""
    return int(vat) if vat == vat.to_integral_value() else float(vat)


def _sms_status(sms_status: str, tenant: Tenant) -> str:
    """One client knows no other spelling than its own, and fails on what it does not know."""
    is_delivered = sms_status == PaymentLink.SmsStatus.DELIVERED
    return "DELIVERD" if is_delivered and tenant.spells_delivered_without_e else sms_status


def _customer(row: Row) -> Row:
    """The payer; of one who is erased nothing, whatever the books still need."""
    is_erased = row["customer__erased_at"] is not None
    known = {name: "" if is_erased else row[f"customer__{name}"] for name in CUSTOMER}
    return {name: text if name in NAMES else text or None for name, text in known.items()}


def _address(row: Row, name: str) -> Row | None:
    if row[f"{name}_id"] is None:
        return None
    return {part: row[f"{name}__{part}"] or None for part in ADDRESS}


def _supplier(row: Row) -> Row:
    known = {"name": row["merchant__name"], **row["supplier"]}
    return {name: known.get(name) for name in SUPPLIER}


def _method(method: Row) -> Row:
    return {
        "provider": method["provider"],
        "method": method["method"],
        "parameters": method.get("parameters") or {},
    }


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")
