"""What sets entries apart that answer a query equally well: neighbours, beginnings, quality."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from search.candidates import Word
from search.clauses import Begins, Clause, Raised, all_of, any_of, has, scored, valid_badges
from search.fields import (
    BEGINS,
    NEIGHBOURS,
    PICTURED,
    UNPRICED,
    UNSELLABLE,
    WHOLE_ALIAS,
    WHOLE_NAME,
    pair,
)
from search.looking import month_of
from search.phrases import Slot
from search.query import Reading
from search.tables import KINDS, key

_TOGETHER = dict(zip(NEIGHBOURS, (12.0, 10.0, 9.0), strict=True))
"""What it is worth that neighbours of the query are neighbours there, too."""
_BEGINS = 24.0
_WHOLE = {WHOLE_NAME: 20.0, BEGINS: 12.0, WHOLE_ALIAS: 8.0}
"""The query is the name, or its beginning, or a keyword."""

# Quality parts equals only: together it is less than anything above. What is rare is counted, as
# each clause looks at every hit.
_ROLES = {UNSELLABLE: -1.0, PICTURED: 0.25, UNPRICED: -0.125}
_FRESH, _IN_SEASON = 0.5, 0.125
FRESH = KINDS[key("hàng tươi")].name
_STARS = {3: 0.125, 4: 0.25, 5: 0.375}


def standing(roles: Iterable[str], kinds: Iterable[str], stars: int | None) -> float:
    """Tell the quality of an entry as far as it does not change by itself; stars that hold."""
    roled = sum(_ROLES.get(role, 0.0) for role in roles)
    return roled + _FRESH * (FRESH in kinds) + _STARS.get(stars or 0, 0.0)


def ranked(reading: Reading, matching: Clause, now: int) -> Clause:
    """Add to the score of what matches; nothing more matches."""
    words = [word for slot in reading.slots for word in slot.words]
    bonuses = [*_bonuses(words), *_beginnings(reading.slots), *_quality(now)]
    return Raised(matching, tuple(bonuses))


def by_quality(matching: Clause, now: int) -> Clause:
    """Add what sets apart entries that no word of a query speaks for."""
    return Raised(matching, tuple(_quality(now)))


def _bonuses(words: Sequence[Word]) -> Iterator[Clause]:
    for first, second in pairwise(words):
        yield any_of(_neighbours(first, second))
    if words:
        yield any_of(_whole(words))


def _beginnings(slots: Sequence[Slot]) -> Iterator[Clause]:
    """Prefer names that begin with what was asked for first."""
    for first in [slot for slot in slots if not slot.optional][:1]:
        yield scored(has(BEGINS, _plain(first.words)), _BEGINS)


def _whole(words: Sequence[Word]) -> Iterator[Clause]:
    for field, worth in _WHOLE.items():
        yield scored(has(field, _plain(words)), worth)


def _plain(words: Sequence[Word]) -> str:
    return " ".join(word.plain for word in words)


def _neighbours(first: Word, second: Word) -> Iterator[Clause]:
    together = pair(first.plain, second.plain)
    for field, bonus in _TOGETHER.items():
        neighbours = Begins(field, together) if second.unfinished else has(field, together)
        yield scored(neighbours, bonus)


def _quality(now: int) -> Iterator[Clause]:
    for role, worth in _ROLES.items():
        yield scored(has("role", role), worth)
    yield scored(has("kinds", FRESH), _FRESH)
    yield _valid_stars(now)
    yield scored(has("season_months", month_of(now)), _IN_SEASON)


def _valid_stars(now: int) -> Clause:
    stars = (scored(has("stars", number), worth) for number, worth in _STARS.items())
    return all_of([any_of(stars), valid_badges(now)])
