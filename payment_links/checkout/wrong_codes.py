"""How many wrong codes an address may try: so that nobody finds one by trying.

Counted in the shared cache, which is a table of the database, for all processes together.
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

    def are_too_many(self) -> bool:
        tried: int = cache.get(self._name(), 0)
        return tried >= MOST

    @property
    def retry_after(self) -> int:
        """Seconds until the next ten minutes begin."""
        return SECONDS - int(self.now.timestamp()) % SECONDS

    def count(self) -> None:
        """One more. Of two at the very same moment one may be missed; they are still few."""
        if not cache.add(self._name(), 1, SECONDS):
            cache.set(self._name(), cache.get(self._name(), 0) + 1, SECONDS)

    def _name(self) -> str:
        window = int(self.now.timestamp()) // SECONDS
        who = hashlib.sha256(_network(self.address).encode(errors="replace")).hexdigest()
        return f"wrong-code:{window}:{who}"


def _network(address: str) -> str:
    """The address; of IPv6 the part that its customer cannot choose."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return str(IPv6Network((parsed, NETWORK_BITS), strict=False))
    return address
