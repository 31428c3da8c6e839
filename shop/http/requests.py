"""What a request is called in answers, logs and the audit, and from which network it comes."""

import re
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from secrets import token_hex

from starlette.types import Scope

HEADER = b"x-request-id"
SANE = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._-]{15,63}")
"""What a proxy or partner may call a request; any other name is not repeated.

It is longer than any telephone number, for the audit, which outlives persons, repeats it.
"""
TRACE = re.compile(
    rb"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?"
)
"""`traceparent`, of which a later version may have more fields (W3C Trace Context, 3.2)."""
KNOWN = 256
"""Addresses whose networks are remembered: one client asks many times in a row."""
OF_A_PLACE = {4: 24, 6: 48}
"""Bits of an address that a log keeps: enough to find a network, too few to name a household."""


def called(scope: Scope) -> str:
    """Give the name that a request came with, if it is sane and the only one, or else a new one."""
    told = _only(scope, HEADER)
    return told.decode() if SANE.fullmatch(told) else token_hex(6)


def trace_of(scope: Scope) -> str | None:
    """Give the trace that a request is part of."""
    told = _only(scope, b"traceparent")
    found = TRACE.fullmatch(told)
    if not found or (found[2] and told.startswith(b"00")):
        return None
    return found[1].decode()


def network_of(scope: Scope) -> str | None:
    """Give the network that a request comes from: its address would be a person's."""
    return _network((scope.get("client") or ("",))[0].partition("%")[0])


@lru_cache(maxsize=KNOWN)
def _network(written: str) -> str | None:
    try:
        address = ip_address(written)
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(ip_network(f"{address}/{OF_A_PLACE[address.version]}", strict=False))


def _only(scope: Scope, name: bytes) -> bytes:
    """Give a field that a request has once; nothing where it has two that may differ."""
    told: list[bytes] = [value for field, value in scope["headers"] if field == name]
    return told[0] if len(told) == 1 else b""
