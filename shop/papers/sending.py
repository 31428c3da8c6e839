"""Papers are sent: their pages drawn and stored, then the rows that name them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from media.accept import Incoming
from media.limits import MOST_PAGES
from shop.models import Visibility
from shop.photos.files import Room

DAY = timedelta(hours=24)

__all__ = ["MOST_PAGES", "Of", "Told", "add", "amend", "let_see"]


@dataclass(frozen=True, slots=True)
class Of:
    """Whose paper it is: exactly one of the three."""

    producer: str | None = None
    product: str | None = None
    decision: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What its sender says of a paper."""

    kind: str
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    visibility: Visibility = Visibility.OFFICIAL


async def add(
    of: Of, told: Told, sent: Sequence[Incoming], room: Room, *, by: str, most_a_day: int = 0
) -> int:
    """Keep a paper that has arrived, as photos in their order or as one PDF; give its number.

    The same pages sent again while they wait are the same paper. Raises Refused for a file that
    cannot be taken, InvalidError, NotFoundError without such an owner, and UnavailableError; also
    Refused when `by` has sent `most_a_day` papers in 24 hours (0: no limit).
    """
    raise NotImplementedError


async def amend(paper: int, told: Told, *, by: str, seen: int) -> None:
    """Say anew what a waiting paper is. Raises InvalidError, and what `lock` raises."""
    raise NotImplementedError


async def let_see(paper: int, visibility: Visibility, *, by: str, seen: int) -> None:
    """Let others see more or less of a paper; its products are published anew."""
    raise NotImplementedError
