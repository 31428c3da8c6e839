"""A line of the status: how one thing stands, and whether a person must do something about it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from media.sentences import Sentence, number, phrase
from search.engine import Engine
from shop.config import Settings
from shop.database import DATABASE_ERRORS, AwayError
from shop.models import Heartbeat
from shop.publishing import Head

UNKNOWN = phrase("không xem được: {why}", "cannot be told: {why}")
WORKER = "worker"
"""What is behind where none has ever run (shop/database/heartbeats.py)."""
MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Line:
    about: str
    said: Sentence
    needs: bool = False
    """A person."""
    figures: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seen:
    """What several looks go by."""

    settings: Settings
    engine: Engine
    at: datetime
    head: Head
    beats: dict[str, Heartbeat]
    behind: dict[str, str]
    """Duties that are behind, and what is known of each."""

    def is_stuck(self, duty: str) -> bool:
        """Tell whether nothing moves a duty's work on."""
        return duty in self.behind or WORKER in self.behind


Look = Callable[[Seen], Awaitable[Line]]
InWords = Callable[[BaseException], str]
"""How an error is said to the person who looks."""


async def told(about: str, look: Look, seen: Seen, in_words: InWords) -> Line:
    """Look at one thing; one that cannot be looked at takes no other along."""
    try:
        return await look(seen)
    except (AwayError, OSError, *DATABASE_ERRORS) as error:
        return Line(about, UNKNOWN.filled(why=in_words(error)), needs=True)


def passed(span: timedelta) -> Sentence:
    """Say how long something is, roughly: 40 s, 12 min, 5 h, 3 days."""
    seconds = max(0, round(span.total_seconds()))
    if seconds < 2 * MINUTE:
        return phrase("{n} giây", "{n} s").filled(n=seconds)
    if seconds < 2 * HOUR:
        return phrase("{n} phút", "{n} min").filled(n=seconds // MINUTE)
    if seconds < 2 * DAY:
        return phrase("{n} giờ", "{n} h").filled(n=seconds // HOUR)
    return phrase("{n} ngày", "{n} days").filled(n=number(seconds // DAY))
