"""Which addresses on the internet we let strangers send us to."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# IANA special-purpose registries, 2026-11. `is_global` covers private, loopback, link-local and
# shared (CGNAT) space; these are the networks it calls global although they lead elsewhere.
REFUSED_V4 = [
    IPv4Network("192.0.0.0/24"),  # protocol assignments
    IPv4Network("192.88.99.0/24"),  # 6to4 relays
    IPv4Network("224.0.0.0/4"),  # multicast
    IPv4Network("240.0.0.0/4"),  # reserved, broadcast
]
# Everything outside global unicast is refused: loopback, unique local, link-local, multicast, and
# the forms that carry an IPv4 address (v4-mapped ::ffff:0:0/96, v4-compatible ::/96, NAT64
# 64:ff9b::/96 and 64:ff9b:1::/48).
GLOBAL_UNICAST = IPv6Network("2000::/3")
REFUSED_V6 = [
    IPv6Network("2001::/23"),  # protocol assignments, with Teredo 2001::/32
    IPv6Network("2001:db8::/32"),  # documentation
    IPv6Network("2002::/16"),  # 6to4
    IPv6Network("3fff::/20"),  # documentation
]


def is_public(text: str) -> bool:
    """Whether the IP address is an ordinary public one; False for text that is no address."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv4Address):
        return _is_public_v4(address)
    return _is_public_v6(address)


def _is_public_v4(address: IPv4Address) -> bool:
    return address.is_global and not any(address in network for network in REFUSED_V4)


def _is_public_v6(address: IPv6Address) -> bool:
    return (
        address.scope_id is None
        and address in GLOBAL_UNICAST
        and address.is_global
        and not any(address in network for network in REFUSED_V6)
    )
