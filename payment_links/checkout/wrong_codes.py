"""How many wrong codes an address may try: so that nobody finds one by trying.

Counted in the shared cache, which is a table of the database, for all processes together. A cache
cannot add up two tries at the same moment, but only one of them can add an entry: every try takes
a place of its own before its code is looked up, and the right ones give theirs back.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv6Address, IPv6Network, ip_address

from django.core.cache import cache

MOST = 10
SECONDS = 600
# What one customer of a network is given whole; with less, everybody has endless addresses.
NETWORK_BITS = 64


@dataclass(frozen=True, slots=True)
class WrongCodes:
    """The wrong codes of one address in the running ten minutes. address: IPv4 or IPv6."""

    address: str
    now: datetime

    def take_place(self) -> str | None:
        """A place for one more try, which stays taken unless it is given back; None: all are."""
        return next((p for p in self._free_places() if cache.add(p, 1, SECONDS)), None)

    def give_back(self, place: str) -> None:
        """The code was right: the try does not count."""
        cache.delete(place)

    @property
    def retry_after(self) -> int:
        """Seconds until the next ten minutes begin."""
        return SECONDS - int(self.now.timestamp()) % SECONDS

    def _free_places(self) -> list[str]:
        window = int(self.now.timestamp()) // SECONDS
        who = hashlib.sha256(_network(self.address).encode(errors="replace")).hexdigest()
        places = [f"wrong-code:{window}:{who}:{number}" for number in range(MOST)]
        taken = cache.get_many(places)
        return [place for place in places if place not in taken]


def _network(address: str) -> str:
    """The address; of IPv6 the part that its customer cannot choose."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return str(IPv6Network((parsed, NETWORK_BITS), strict=False))
    return address
