"""The rows of a thousand links of the data set: the same ones every time they are asked for."""

import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Model
from stdnum import luhn

from payment_links.demo.load.names import Payer, make_payer
from payment_links.demo.load.platforms import Platforms, Seller
from payment_links.demo.load.stories import Story, tell_story
from payment_links.demo.load.writing import Row
from payment_links.demo.shops import Goods
from payment_links.demo.stories import uuid7_at
from payment_links.genuine_codes import make_genuine_code
from payment_links.models import (
    Address,
    Customer,
    Distribution,
    Item,
    LinkDocument,
    LinkException,
    Payment,
    PaymentLink,
    StatusCallback,
    TimelineEntry,
)
from payment_links.models.fields import random_token

BATCH = 1000
CUSTOMERS_OF_BATCH = BATCH // 3
SHARE_OF_BIG_MERCHANT = 0.5
# Rows that others refer to come first.
ORDER: tuple[type[Model], ...] = (
    Customer,
    Address,
    PaymentLink,
    Item,
    Payment,
    Distribution,
    LinkDocument,
    LinkException,
    StatusCallback,
    TimelineEntry,
)
SMS_STATUS = {True: "DELIVERED", False: "FAILED"}
HELD_BACK = "Made by seed_load: there is no file."


@dataclass(frozen=True, slots=True)
class Buyer:
    """A customer of the batch."""

    id: UUID
    seller: Seller
    payer: Payer


class Batch:
    """A thousand links and what belongs to them; one source of chance for all of it.

    first_link_id says whether they are in a database: it, and what happens to the links, depends on
    nothing but the batch's number and platforms.ends_at.
    """

    def __init__(self, number: int, platforms: Platforms) -> None:
        self.number = number
        self.platforms = platforms
        self.source = random.Random(number)  # noqa: S311 (no secret comes of it)
        stories = [tell_story(self.source, platforms.ends_at) for _ in range(BATCH)]
        self.stories = sorted(stories, key=lambda story: story.created_at)
        self.first_link_id = uuid7_at(self.stories[0].created_at, self.source)

    def rows(self) -> dict[type[Model], list[Row]]:
        """The rows by table; may be asked for once."""
        self._rows: dict[type[Model], list[Row]] = defaultdict(list)
        buyers: dict[int, Buyer] = {}
        for n, story in enumerate(self.stories):
            link_id = uuid7_at(story.created_at, self.source) if n else self.first_link_id
            # Some come back often, most come once or twice.
            place = int(CUSTOMERS_OF_BATCH * self.source.random() ** 1.5)
            if place not in buyers:
                buyers[place] = self._buyer(self.number * CUSTOMERS_OF_BATCH + place, story)
            self._link(link_id, self.number * BATCH + n, story, buyers[place])
        return self._rows

    def _buyer(self, number: int, story: Story) -> Buyer:
        """A customer who became one with the link of the story."""
        sellers = self.platforms.sellers
        is_of_big = self.source.random() < SHARE_OF_BIG_MERCHANT
        seller = sellers[0] if is_of_big else self.source.choice(sellers[1:])
        payer = make_payer(number, self.source)
        customer_id = uuid7_at(story.created_at, self.source)
        self._add(
            Customer,
            id=customer_id,
            tenant_id=seller.tenant_id,
            merchant_id=seller.merchant_id,
            first_name=payer.first_name,
            last_name=payer.last_name,
            email=payer.email,
            phone=payer.phone,
            reference=f"K{number:07d}",
            company_name=payer.company,
            created_at=story.created_at,
        )
        zip_code, city = self.source.choice(seller.shop.places)
        self._add(
            Address,
            id=uuid7_at(story.created_at, self.source),
            customer_id=customer_id,
            street_address=payer.street_address,
            zip=zip_code,
            city=city,
        )
        return Buyer(customer_id, seller, payer)

    def _link(self, link_id: UUID, number: int, story: Story, buyer: Buyer) -> None:
        total_amount = self._items(link_id, buyer.seller)
        payment_id = self._payments(link_id, story, buyer.seller, total_amount)
        has_sms = story.channel == "SMS"
        self._add(
            PaymentLink,
            id=link_id,
            tenant_id=buyer.seller.tenant_id,
            merchant_id=buyer.seller.merchant_id,
            customer_id=buyer.id,
            status=story.status,
            sms_status=SMS_STATUS[story.is_delivered] if has_sms else "NOT_CREATED",
            distributed_by_email=story.channel == "EMAIL",
            invoice_created=story.is_invoiced,
            ocr=_ocr(number) if story.is_invoiced else "",
            currency=buyer.seller.currency,
            total_amount=total_amount,
            due_date=story.due_date,
            expires_at=story.expires_at,
            payment_order_id=uuid4(),
            payment_id=payment_id,
            payment_provider_methods=list(buyer.seller.shop.methods),
            checkout_token=random_token(),
            genuine_code=make_genuine_code(),
            created_at=story.created_at,
            updated_at=story.changed_at,
            completed_at=story.paid_at,
            cancelled_at=story.cancelled_at,
        )
        self._messages(link_id, story, buyer.payer)
        self._documents(number, link_id, story)
        self._telling(link_id, story, buyer.seller)

    def _items(self, link_id: UUID, seller: Seller) -> int:
        """One or two lines; returns their sum."""
        total_amount = 0
        for position in range(self.source.choice((1, 1, 2))):
            goods: Goods = self.source.choice(seller.shop.goods)
            quantity = self.source.randint(1, goods.most)
            total_amount += goods.price * quantity
            self._add(
                Item,
                payment_link_id=link_id,
                position=position,
                description=goods.description,
                price=goods.price,
                quantity=quantity,
                vat=Decimal(goods.vat),
                amount=goods.price * quantity,
                merchant_id=seller.merchant_id,
                unit=goods.unit,
            )
        return total_amount

    def _payments(self, link_id: UUID, story: Story, seller: Seller, amount: int) -> UUID | None:
        """The attempts; returns the payments service's id of the one that paid."""
        if story.paid_at is None:
            return None
        paid_by = uuid4()
        attempts = [("COMPLETED", paid_by)]
        if story.was_declined_first:
            attempts.insert(0, ("DECLINED", uuid4()))
        method = self.source.choice(seller.shop.methods)
        for status, payment_id in attempts:
            completed_at = story.paid_at if status == "COMPLETED" else None
            self._add(
                Payment,
                id=uuid7_at(story.paid_at, self.source),
                payment_link_id=link_id,
                payment_id=payment_id,
                provider=method["provider"],
                method=method["method"],
                status=status,
                amount=amount,
                currency=seller.currency,
                callback_token=random_token(),
                created_at=story.paid_at,
                updated_at=story.paid_at,
                completed_at=completed_at,
            )
        return paid_by

    def _messages(self, link_id: UUID, story: Story, payer: Payer) -> None:
        if not story.channel:
            return
        sent_at = story.created_at + timedelta(seconds=20)
        self._add(
            Distribution,
            id=uuid7_at(sent_at, self.source),
            payment_link_id=link_id,
            channel=story.channel,
            recipient=payer.phone if story.channel == "SMS" else payer.email,
            status="DELIVERED" if story.is_delivered else "FAILED",
            segments=1 if story.channel == "SMS" else 0,
            report_token=random_token(),
            failure_reason="" if story.is_delivered else "The number is not in use.",
            state="DONE" if story.is_delivered else "DEAD",
            not_before=story.created_at,
            attempts=1,
            created_at=story.created_at,
            sent_at=sent_at if story.is_delivered else None,
            delivered_at=sent_at if story.is_delivered else None,
        )

    def _documents(self, number: int, link_id: UUID, story: Story) -> None:
        if not story.is_invoiced:
            return
        document_number = f"{story.created_at.year}{number:07d}"
        self._add(
            LinkDocument,
            id=uuid7_at(story.created_at, self.source),
            payment_link_id=link_id,
            kind="INVOICE",
            number=document_number,
            file_name=f"{document_number}.pdf",
            issued_at=story.created_at,
            # The file will never be there; no worker is to look for one to make.
            state="BLOCKED",
            not_before=story.created_at,
            last_error=HELD_BACK,
        )

    def _telling(self, link_id: UUID, story: Story, seller: Seller) -> None:
        """The few links about which somebody had to look, and those whose tenant was told."""
        at = story.changed_at
        if story.exception:
            payment = self._rows[Payment][-1]
            resolved_at = at + timedelta(hours=3) if story.is_resolved else None
            self._add(
                LinkException,
                payment_link_id=link_id,
                payment_id=payment["id"],
                kind=story.exception,
                description="Two payments were made.",
                created_at=at,
                resolved_at=resolved_at,
            )
            self._record(link_id, "EXCEPTION_RAISED", at, {"kind": story.exception})
        if story.tells_tenant:
            self._record(link_id, "STATUS_CHANGED", at, {"to": story.status})
            self._add(
                StatusCallback,
                id=uuid7_at(at, self.source),
                payment_link_id=link_id,
                endpoint_id=seller.endpoint_id,
                status=story.status,
                occurred_at=at,
                body="{}",
                created_at=at,
                delivered_at=at if story.tells_tenant == "DONE" else None,
                state=story.tells_tenant,
                not_before=at,
            )

    def _record(self, link_id: UUID, event: str, at: Any, details: dict[str, str]) -> None:
        self._add(
            TimelineEntry,
            payment_link_id=link_id,
            event=event,
            actor="SYSTEM",
            details=details,
            occurred_at=at,
        )

    def _add(self, model: type[Model], **columns: Any) -> None:
        self._rows[model].append(columns)


def _ocr(number: int) -> str:
    """An OCR number with its check digit; none is had by two links."""
    base = f"{10_000_000 + number}"
    return base + str(luhn.calc_check_digit(base))
