"""The two links of the demo whose ids are published, so that any client can be pointed at them."""

from datetime import datetime, timedelta
from uuid import UUID

from payment_links.demo.people import Person
from payment_links.demo.shops import PIZZERIA, Goods
from payment_links.demo.stories import Attempt, Story

PAID_LINK_ID = UUID("b299d88a-1d8a-4d54-8352-aa90479aab46")
UNPAID_LINK_ID = UUID("b299d88a-1d8a-4d54-8352-aa90479aab47")
ORDER_ID = UUID("a3710107-26e5-434c-8c5b-ebc19a77f372")
PAYMENT_ID = UUID("d43b87f9-9e28-4802-8eaa-6ee91a40ea71")
BERTIL = Person(
    first_name="Bertil",
    last_name="Jönsson",
    email="bertil.jonsson@example.com",
    phone="070-174 06 15",
    street_address="Nygatan 15",
    zip="702 10",
    city="Örebro",
)
PIZZAS = ((Goods("Hawaii Pizza", 7000, "12"), 2),)


def paid_link(now: datetime) -> Story:
    """COMPLETED, with an invoice that was issued before the payment, and a receipt."""
    created_at = now - timedelta(days=9)
    attempt = Attempt("dummy", "dummy", "COMPLETED", 14000, timedelta(hours=5), PAYMENT_ID)
    return Story(
        link_id=PAID_LINK_ID,
        order_id=ORDER_ID,
        shop=PIZZERIA,
        person=BERTIL,
        lines=PIZZAS,
        created_at=created_at,
        due_date=created_at.date() + timedelta(days=30),
        channels=("sms", "email"),
        opened_after=timedelta(hours=4),
        attempts=(attempt,),
        has_invoice=True,
        tells_tenant="delivered",
    )


def unpaid_link(now: datetime) -> Story:
    """CREATED, with an invoice; it can be paid."""
    created_at = now - timedelta(days=1)
    return Story(
        link_id=UNPAID_LINK_ID,
        order_id=ORDER_ID,
        shop=PIZZERIA,
        person=BERTIL,
        lines=PIZZAS,
        created_at=created_at,
        due_date=created_at.date() + timedelta(days=30),
        channels=("sms",),
        has_invoice=True,
    )
