"""What happened to the demo's links, as plain data: the same stories every time, ending now."""

import random
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from payment_links.demo.people import BOUNCING_EMAIL, UNREACHABLE_PHONE, Person, make_person
from payment_links.demo.shops import OUTDOOR_SHOP, SANDBOX_SHOPS, Goods, Shop

LINKS = 300
LIVE_LINKS = 8
DAYS = 90
# How often a link ends so, in percent; the rest is never paid.
PAID = 64
CANCELLED = 8
# The first story with one has the last of them: only an old link can be paid late.
EXCEPTIONS = ("PAID_TWICE", "AMOUNT_MISMATCH", "PAID_AFTER_CANCEL", "PAID_LATE")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to pay. status: of the payments service; amount: öre; after: from the creation."""

    provider: str
    method: str
    status: str
    amount: int
    after: timedelta
    payment_id: UUID


@dataclass(frozen=True, slots=True)
class Story:
    """One link. Everything that happens is told as a time after its creation.

    failing: "sms" or "email" when that message did not arrive; tells_tenant: "", "delivered" or
    "given_up"; exception: a kind of LinkException that the last attempt raised.
    """

    link_id: UUID
    order_id: UUID
    shop: Shop
    person: Person
    lines: tuple[tuple[Goods, int], ...]
    created_at: datetime
    due_date: date
    channels: tuple[str, ...]
    failing: str = ""
    opened_after: timedelta | None = None
    attempts: tuple[Attempt, ...] = ()
    cancelled_after: timedelta | None = None
    has_invoice: bool = False
    exception: str = ""
    is_resolved: bool = False
    tells_tenant: str = ""
    is_in_english: bool = False

    @property
    def total_amount(self) -> int:
        return sum(goods.price * quantity for goods, quantity in self.lines)


def tell(seed: int, now: datetime, *, count: int = LINKS) -> list[Story]:
    """All stories in the order in which their links were made.

    count: links of the sandbox's merchants; some of another tenant's are added.
    """
    source = random.Random(seed)  # noqa: S311
    moments = sorted(_opening_hours(source, now) for _ in range(count + LIVE_LINKS))
    live = set(source.sample(range(count + LIVE_LINKS), LIVE_LINKS))
    weights = [shop.weight for shop in SANDBOX_SHOPS]
    stories = []
    for number, created_at in enumerate(moments):
        shop = OUTDOOR_SHOP if number in live else source.choices(SANDBOX_SHOPS, weights)[0]
        story = _story(source, shop, created_at, number)
        stories.append(_with_exception(story, source, now) if story.exception else story)
    return stories


def uuid7_at(moment: datetime, random_source: random.Random) -> UUID:
    """A UUID of version 7 (RFC 9562) made then, so that the demo's rows sort by their time."""
    milliseconds = int(moment.timestamp() * 1000)
    version, variant = 7, 2
    value = milliseconds << 80 | version << 76 | random_source.getrandbits(12) << 64
    return UUID(int=value | variant << 62 | random_source.getrandbits(62))


def _opening_hours(source: random.Random, now: datetime) -> datetime:
    day = now - timedelta(days=source.randint(0, DAYS))
    moment = day.replace(hour=source.randint(7, 18), minute=source.randint(0, 59), second=0)
    return min(moment, now - timedelta(hours=source.randint(2, 6)))


def _story(source: random.Random, shop: Shop, created_at: datetime, number: int) -> Story:
    goods = source.sample(shop.goods, k=source.choice((1, 1, 2, 2, 3, 3)))
    lines = tuple((one, source.randint(1, one.most)) for one in goods)
    total = sum(one.price * quantity for one, quantity in lines)
    channels = source.choice((("sms",), ("sms",), ("email",), ("sms", "email")))
    failing = channels[0] if source.random() < 0.07 else ""
    ending = source.randint(1, 100)
    attempts: tuple[Attempt, ...] = ()
    cancelled_after = None
    exception = EXCEPTIONS[number % 4] if number % 41 == 7 else ""
    if exception or (ending <= PAID and not failing):
        attempts = _attempts(source, shop, total)
    elif ending <= PAID + CANCELLED:
        cancelled_after = timedelta(hours=source.randint(3, 90))
    elif source.random() < 0.35:
        attempts = (_failed(source, shop, total, timedelta(hours=source.randint(1, 60))),)
    opened_after = attempts[0].after - timedelta(minutes=2) if attempts else None
    if opened_after is None and not failing and source.random() < 0.4:
        opened_after = timedelta(hours=source.randint(1, 70))
    return Story(
        link_id=uuid7_at(created_at, source),
        order_id=uuid7_at(created_at, source),
        shop=shop,
        person=_reachable(make_person(source, shop.places), failing),
        lines=lines,
        created_at=created_at,
        due_date=created_at.date() + timedelta(days=source.choice((5, 10, 14, 30))),
        channels=channels,
        failing=failing,
        opened_after=opened_after,
        attempts=attempts,
        cancelled_after=cancelled_after,
        has_invoice=source.random() < 0.45,
        exception=exception,
        is_resolved=source.random() < 0.3,
        tells_tenant=source.choice(("", "delivered", "delivered", "given_up"))
        if number % 5 == 0
        else "delivered",
        is_in_english=source.random() < 0.06,
    )


def _attempts(source: random.Random, shop: Shop, total: int) -> tuple[Attempt, ...]:
    """A payment that succeeds, sometimes after one that did not."""
    first = timedelta(minutes=source.choice((6, 20, 55, 180, 600, 1500, 4000)))
    method = source.choice(shop.methods)
    payment_id = UUID(int=source.getrandbits(128), version=4)
    paid = Attempt(method["provider"], method["method"], "COMPLETED", total, first, payment_id)
    if source.random() < 0.18:
        failed = _failed(source, shop, total, first - timedelta(minutes=4))
        return (failed, paid)
    return (paid,)


def _with_exception(story: Story, source: random.Random, now: datetime) -> Story:
    """The story with its payment moved to where it raises its exception; without one if too new."""
    paid = story.attempts[-1]
    if story.exception == "PAID_LATE":
        expired_after = timedelta(days=(story.due_date - story.created_at.date()).days + 32)
        if story.created_at + expired_after > now:
            return replace(story, exception="")
        opened_after = expired_after - timedelta(minutes=3)
        late = replace(paid, after=expired_after)
        return replace(story, attempts=(late,), opened_after=opened_after)
    if story.exception == "PAID_AFTER_CANCEL":
        cancelled_after = timedelta(minutes=50)
        late = replace(paid, after=timedelta(minutes=85))
        return replace(
            story,
            attempts=(late,),
            cancelled_after=cancelled_after,
            opened_after=timedelta(minutes=40),
        )
    if story.exception == "PAID_TWICE":
        again_id = UUID(int=source.getrandbits(128), version=4)
        again = replace(paid, after=paid.after + timedelta(minutes=9), payment_id=again_id)
        return replace(story, attempts=(paid, again))
    return story


def _failed(source: random.Random, shop: Shop, total: int, after: timedelta) -> Attempt:
    status = source.choice(("DECLINED", "DECLINED", "ABORTED", "CRASHED"))
    method = source.choice(shop.methods)
    payment_id = UUID(int=source.getrandbits(128), version=4)
    return Attempt(method["provider"], method["method"], status, total, after, payment_id)


def _reachable(person: Person, failing: str) -> Person:
    """The person, with an address that fails when the story says so."""
    return Person(
        person.first_name,
        person.last_name,
        BOUNCING_EMAIL if failing == "email" else person.email,
        UNREACHABLE_PHONE if failing == "sms" else person.phone,
        person.street_address,
        person.zip,
        person.city,
    )
