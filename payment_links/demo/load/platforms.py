"""Who sells in the data set: one merchant that makes half of all links, and fifty small ones."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from payment_links.demo.shops import SANDBOX_SHOPS, Shop
from payment_links.models import CallbackEndpoint, Merchant, Tenant

SMALL_MERCHANTS = 50
TENANT_IDS = (
    UUID("77777777-7777-4777-8777-000000000001"),
    UUID("77777777-7777-4777-8777-000000000002"),
)
BIG_MERCHANT_ID = UUID("77777777-7777-4777-8777-100000000000")
# Every tenth small merchant sells in the second currency, and so on.
CURRENCIES = ("SEK",) * 7 + ("NOK", "DKK", "EUR")


@dataclass(frozen=True, slots=True)
class Seller:
    """A merchant of the data set: number 0 is the big one. shop: what it sells and where."""

    number: int
    merchant_id: UUID
    tenant_id: UUID
    endpoint_id: int
    currency: str
    shop: Shop


@dataclass(frozen=True, slots=True)
class Platforms:
    """Who sells, and the day on which the data set ends."""

    sellers: tuple[Seller, ...]
    ends_at: datetime


def make_platforms() -> Platforms:
    """Make what is missing. The data set ends when its first platform was made, then and later."""
    endpoints = []
    for number, tenant_id in enumerate(TENANT_IDS, start=1):
        tenant, _is_new = Tenant.objects.get_or_create(
            pk=tenant_id, defaults={"name": f"Load platform {number}"}
        )
        url = f"https://platform-{number}.example/callbacks"
        endpoints.append(CallbackEndpoint.objects.get_or_create(tenant=tenant, url=url)[0])
    sellers = [_seller(number, endpoints) for number in range(SMALL_MERCHANTS + 1)]
    return Platforms(tuple(sellers), Tenant.objects.get(pk=TENANT_IDS[0]).created_at)


def _seller(number: int, endpoints: list[CallbackEndpoint]) -> Seller:
    shop = SANDBOX_SHOPS[number % len(SANDBOX_SHOPS)]
    endpoint = endpoints[1 if number > SMALL_MERCHANTS // 2 else 0]
    currency = CURRENCIES[number % len(CURRENCIES)]
    merchant_id = UUID(int=BIG_MERCHANT_ID.int + number)
    name = f"{shop.record['name'].removesuffix(' AB')} {number} AB" if number else "Storkedjan AB"
    record = {**shop.record, "name": name, "currency": currency, "tenant_id": endpoint.tenant_id}
    Merchant.objects.get_or_create(
        pk=merchant_id, defaults={**record, "payment_provider_methods": list(shop.methods)}
    )
    return Seller(number, merchant_id, endpoint.tenant_id, endpoint.pk, currency, shop)
