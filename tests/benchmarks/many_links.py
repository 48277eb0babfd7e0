"""A tenant with many links, written in bulk."""

from datetime import timedelta
from decimal import Decimal

from payment_links.models import Item, Merchant, PaymentLink
from tests.builders import NOON, SEK_ORDER_ID, SWISH, TODAY, make_customer

ITEMS = (("Hawaii Pizza", 7000, "12"), ("Läsk", 2500, "12"), ("Utkörning", 4900, "25"))
TOTAL_AMOUNT = sum(price for _, price, _ in ITEMS)
BATCH = 1000


def make_many_links(merchant: Merchant, count: int) -> None:
    """So many links of three items each, a minute apart, shared by a hundred customers."""
    customers = [make_customer(merchant, reference=f"kund {n}") for n in range(100)]
    for start in range(0, count, BATCH):
        links = PaymentLink.objects.bulk_create(
            PaymentLink(
                tenant_id=merchant.tenant_id,
                merchant=merchant,
                customer=customers[n % len(customers)],
                currency="SEK",
                total_amount=TOTAL_AMOUNT,
                due_date=TODAY + timedelta(days=n % 60),
                expires_at=NOON + timedelta(days=90),
                payment_order_id=SEK_ORDER_ID,
                payment_provider_methods=[SWISH],
                created_at=NOON + timedelta(minutes=n),
            )
            for n in range(start, min(start + BATCH, count))
        )
        Item.objects.bulk_create(
            Item(
                payment_link=link,
                position=position,
                description=description,
                price=price,
                quantity=1,
                vat=Decimal(vat),
                amount=price,
                merchant=merchant,
            )
            for link in links
            for position, (description, price, vat) in enumerate(ITEMS)
        )
