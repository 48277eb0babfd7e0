"""The demo's links as they were made: with their payers and items, before anything happened."""

from collections.abc import Iterable
from uuid import UUID

from payment_links.demo.stories import Story
from payment_links.links import first_expiry
from payment_links.models import Address, Customer, Item, Merchant, PaymentLink


def make_links(told: list[Story], merchants: dict[UUID, Merchant]) -> list[PaymentLink]:
    """Write the links of all stories, in their order, with one statement per table.

    merchants: by id. A payer of several links has one row.
    """
    homes: dict[tuple[object, ...], Address] = {}
    for story in told:
        homes.setdefault(_payer(story), _address(story, merchants[story.shop.id]))
    links = [_link(story, merchants[story.shop.id], homes[_payer(story)]) for story in told]
    Customer.objects.bulk_create(address.customer for address in homes.values())
    Address.objects.bulk_create(homes.values())
    PaymentLink.objects.bulk_create(links)
    Item.objects.bulk_create(
        item for story, link in zip(told, links, strict=True) for item in _items(story, link)
    )
    return links


def _payer(story: Story) -> tuple[object, ...]:
    return (story.shop.id, story.person)


def _address(story: Story, merchant: Merchant) -> Address:
    person = story.person
    customer = Customer(
        tenant_id=merchant.tenant_id,
        merchant=merchant,
        first_name=person.first_name,
        last_name=person.last_name,
        email=person.email,
        phone=person.phone,
        reference="",
    )
    return Address(
        customer=customer, street_address=person.street_address, zip=person.zip, city=person.city
    )


def _link(story: Story, merchant: Merchant, address: Address) -> PaymentLink:
    return PaymentLink(
        id=story.link_id,
        tenant_id=merchant.tenant_id,
        merchant=merchant,
        customer=address.customer,
        invoice_address=address,
        delivery_address=address,
        currency="SEK",
        total_amount=story.total_amount,
        locale="en-US" if story.is_in_english else "sv-SE",
        due_date=story.due_date,
        expires_at=first_expiry(merchant, story.due_date, story.created_at),
        payment_order_id=story.order_id,
        payment_provider_methods=list(story.shop.methods),
        supplier={"name": merchant.name, "city": merchant.city},
        created_at=story.created_at,
    )


def _items(story: Story, link: PaymentLink) -> Iterable[Item]:
    for position, (goods, quantity) in enumerate(story.lines):
        yield Item(
            payment_link=link,
            position=position,
            description=goods.description,
            price=goods.price,
            quantity=quantity,
            vat=goods.vat,
            amount=goods.price * quantity,
            unit=goods.unit,
            merchant=link.merchant,
        )
