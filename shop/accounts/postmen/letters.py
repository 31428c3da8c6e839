"""What is handed to a postman, and how one says that it was not taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from shop.accounts.people import Address


class Way(StrEnum):
    """How a person is told."""

    CONSOLE = "console"
    MAIL = "mail"
    SMS = "sms"
    ZALO = "zalo"


PAID = frozenset({Way.SMS, Way.ZALO})


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it goes out, with the code in it: it is never logged or stored."""

    id: str
    """The same at every attempt, so that a gateway can tell a repetition."""
    address: Address
    language: str
    what: str
    subject: str
    text: str
    facts: Mapping[str, str]
    """What is filled in, for gateways that have texts of their own."""


class NotSentError(Exception):
    """A letter that was not taken; says so in our words, for a gateway's may repeat a number."""

    def __init__(self, why: str, *, perhaps: bool = False, for_good: bool = False) -> None:
        super().__init__(why)
        self.perhaps = perhaps
        """It may have been sent all the same."""
        self.for_good = for_good
        """The same letter will not be taken later either."""


class Postman(Protocol):
    """One way to tell people."""

    way: Way

    def knows(self, what: str) -> bool:
        """Tell whether it can send this text."""

    async def send(self, letter: Letter) -> str:
        """Send a letter; give what it may be asked after by, empty where that cannot be.

        Raises NotSentError.
        """


@runtime_checkable
class Tracing(Protocol):
    """A postman that can tell later whether a letter arrived."""

    async def has_arrived(self, letter: Letter, receipt: str) -> bool:
        """Tell whether it is with its person. Raises NotSentError where there is no answer."""
