"""The link that a row asks for, as the verb that makes links takes it."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from payment_links import clock
from payment_links.models import LinkBatchRow
from payment_links.new_link import NewAddress, NewCustomer, NewItem, NewLink
from payment_links.vat import PriceBasis


def asked_link(row: LinkBatchRow, order_id: UUID) -> NewLink:
    """What the row asks for, on the terms of its merchant. row: with its batch and merchant.

    Without a due date it is the merchant's days to pay from the day the batch was started.
    """
    asked, batch = row.asked, row.batch
    merchant = batch.merchant
    address = NewAddress(**asked["address"]) if asked["address"] else None
    return NewLink(
        payment_order_id=order_id,
        locale=asked["locale"],
        currency=row.currency,
        customer=NewCustomer(**asked["customer"]),
        items=[
            NewItem(
                description=line["description"],
                price=line["price"],
                quantity=line["quantity"],
                vat=Decimal(line["vat"]),
                merchant_id=merchant.pk,
            )
            for line in asked["lines"]
        ],
        payment_provider_methods=merchant.payment_provider_methods,
        total_amount=row.total_amount,
        supplier={},
        price_basis=PriceBasis(batch.price_basis),
        due_date=_due_date(row),
        buyer_reference=asked["buyer_reference"],
        delivery_address=address,
        invoice_address=address,
        metadata={"own_reference": row.own_reference} if row.own_reference else {},
    )


def _due_date(row: LinkBatchRow) -> date:
    if row.asked["due_date"]:
        return date.fromisoformat(row.asked["due_date"])
    merchant, started_at = row.batch.merchant, row.batch.started_at
    if started_at is None:
        raise ValueError("Only rows of started batches become links.")
    return clock.day_of(started_at, merchant.time_zone) + timedelta(days=merchant.payment_days)
