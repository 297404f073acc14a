"""Which callers stand on the internal network."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network


def networks_of(words: Iterable[str]) -> tuple[Network, ...]:
    """Networks from CIDR words; ValueError for what is none."""
    return tuple(ip_network(word.strip(), strict=False) for word in words if word.strip())


def all_inside(addresses: Iterable[str], networks: Iterable[Network]) -> bool:
    """Whether every address lies in one of the networks. No address, or one that cannot be read: no."""
    allowed = tuple(networks)
    seen = [address.strip() for address in addresses]
    return bool(seen) and all(_inside(address, allowed) for address in seen)


def _inside(address: str, networks: tuple[Network, ...]) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return any(found in network for network in networks if network.version == found.version)
