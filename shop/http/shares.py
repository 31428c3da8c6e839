"""How much of a process one reader may use: so much a minute, and so much at once."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv6Address, IPv6Network, ip_address
from math import ceil
from time import monotonic
from typing import TYPE_CHECKING

from media.sentences import Sentence
from shop.errors import TooManyRequestsError

if TYPE_CHECKING:  # commands hold shares, too, and do without Starlette
    from starlette.requests import Request

MINUTE = 60
SHORTLY = 5
"""Seconds after which a request that was held has probably ended."""
OF_A_HOUSE = 64
"""Bits of an IPv6 address that name who has it: all below are one network's (RFC 6177)."""
TOO_MANY = Sentence(
    "Bạn đã gửi hơn {share} yêu cầu trong một phút. Hãy chờ một phút rồi gửi tiếp.",
    "More than {share} requests in a minute.",
)
TOO_MANY_AT_ONCE = Sentence(
    "Bạn đang giữ {most} yêu cầu chờ cùng lúc. Hãy đợi một yêu cầu kết thúc rồi gửi tiếp.",
    "{most} requests of yours are waiting; send another when one of them has ended.",
)


@dataclass(frozen=True, slots=True)
class Policy:
    """By what a reader is counted, and how many requests a minute that gives; 0: any number."""

    name: str
    share: int

    def told(self, left: int) -> dict[str, str]:
        """Say it and what is left of it as draft-ietf-httpapi-ratelimit-headers-10 does.

        By the sliding minute all that was taken until now has come back `t` seconds from now, or
        nearly so; `Retry-After` of a refusal says the same.
        """
        return {
            "RateLimit-Policy": f'"{self.name}";q={self.share};w={MINUTE}',
            "RateLimit": f'"{self.name}";r={left};t={MINUTE}',
        }


class Shares:
    """Counts in this process; with several web processes each counts for itself.

    Counted is the present minute and, in proportion, what of the last one is less than a minute
    ago. A hit costs a microsecond however many readers there are, and nothing is kept beyond two
    minutes; with the library `limits` it cost 0.3 ms, for it looks through all readers each time.
    """

    def __init__(self) -> None:
        self.minute = 0
        self.now: Counter[str] = Counter()
        self.before: Counter[str] = Counter()

    def take(self, reader: str, share: int) -> None:
        """Count a request. Raises TooManyRequestsError beyond the share; 0: there is no limit."""
        if not share:
            return
        if self._taken(reader) >= share:
            raise TooManyRequestsError(TOO_MANY.filled(share=share), MINUTE)
        self.now[reader] += 1

    def left(self, reader: str, share: int) -> int:
        """Tell how many requests more a reader may send now."""
        return max(0, share - self._taken(reader))

    def _taken(self, reader: str) -> int:
        minute, second = divmod(monotonic(), MINUTE)
        if minute != self.minute:
            self.before = self.now if minute == self.minute + 1 else Counter()
            self.now, self.minute = Counter(), int(minute)
        return self.now[reader] + ceil(self.before[reader] * (1 - second / MINUTE))


class Held:
    """What is held at once: requests that wait for something."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()

    @contextmanager
    def one_more(self, reader: str, most: int) -> Iterator[None]:
        """Hold one for the length of the block.

        Raises TooManyRequestsError where there are so many already; 0: there is no limit.
        """
        if most and self.count[reader] >= most:
            raise TooManyRequestsError(TOO_MANY_AT_ONCE.filled(most=most), SHORTLY)
        self.count[reader] += 1
        try:
            yield
        finally:
            self.count[reader] -= 1
            if not self.count[reader]:
                del self.count[reader]


def address_of(request: "Request") -> str:
    """Name the address that a request comes from as it is counted."""
    return f"address {_counted(request.client.host)}" if request.client else "address"


@lru_cache(maxsize=10_000)
def _counted(host: str) -> str:
    """Give an address itself, or the network of an IPv6 one; what is no address stays."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return host
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Network((int(address), OF_A_HOUSE), strict=False))
