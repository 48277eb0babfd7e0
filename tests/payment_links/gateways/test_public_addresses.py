"""Which IP addresses count as public."""

import pytest

from payment_links.gateways.public_addresses import is_public


@pytest.mark.parametrize(
    "address",
    ["93.184.216.34", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"],
)
def test_ordinary_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104  this host
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",  # private
        "100.64.0.1",  # shared (CGNAT)
        "127.0.0.1",
        "127.255.0.1",  # loopback
        "169.254.169.254",  # link-local: metadata services of clouds
        "192.0.0.8",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",  # special, documentation
        "192.88.99.1",  # 6to4 relay
        "224.0.0.1",
        "239.1.2.3",  # multicast
        "240.0.0.1",
        "255.255.255.255",  # reserved
        "::",
        "::1",
        "::7f00:1",
        "::127.0.0.1",  # v4-compatible
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "::ffff:0:127.0.0.1",  # v4-mapped, v4-translated
        "64:ff9b::127.0.0.1",
        "64:ff9b::8.8.8.8",
        "64:ff9b:1::1",  # NAT64
        "2001::1",
        "2001:0:53aa::1",  # Teredo
        "2001:10::1",
        "2001:20::1",  # ORCHID
        "2001:db8::1",
        "3fff::1",  # documentation
        "2002:7f00:1::",
        "2002:808:808::1",  # 6to4
        "fc00::1",
        "fd12::1",  # unique local
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",  # link-local, site-local
        "ff02::1",  # multicast
        "100::1",  # discard
        "2606:4700::1%1",  # an ordinary one with a zone
        "localhost",
        "",
        "1.2.3",
        "0x7f.1",
        "2130706433",
    ],
)
def test_everything_else_is_not(address: str) -> None:
    assert not is_public(address)
