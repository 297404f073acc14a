"""From where something came, as far as limits need it."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network


def sender_of(remote: str, forwarded: str = "") -> str:
    """The address to count by: the caller's, or what the nearest proxy wrote last of it when the caller is our own proxy.

    Only the last hop is believed, since a caller can write all others himself. Of IPv6 the /64 counts, which is what one
    connection is given. Empty where nothing can be read: such callers share one share.
    """
    caller = _read(remote)
    if caller is not None and (caller.is_private or caller.is_loopback) and forwarded:
        caller = _read(forwarded.rsplit(",", 1)[-1]) or caller
    if caller is None:
        return ""
    if isinstance(caller, IPv6Address):
        return str(ip_network((caller, 64), strict=False))
    return str(caller)


def _read(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text.strip())
    except ValueError:
        return None
    mapped = getattr(found, "ipv4_mapped", None)
    return mapped or found
