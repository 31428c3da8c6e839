"""What sets entries apart that answer a query equally well: neighbours, beginnings, quality."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import tantivy

from search.embedded.clauses import all_of, any_of, scored, valid_badges
from search.embedded.schema import NEIGHBOURS, PICTURED, TONED, UNPRICED, UNSELLABLE, schema
from search.embedded.vocabulary import pair_term
from search.looking import month_of
from search.phrases import Slot
from search.query import Reading, Word
from search.tables import KINDS, key

_TOGETHER = dict(zip(NEIGHBOURS, (12.0, 10.0, 9.0, 4.0), strict=True))
"""What it is worth that neighbours of the query are neighbours there, too."""
_BEGINS = 24.0
_BEGINS_OTHERWISE = 6.0
"""For a name that begins with another word for it."""
_WHOLE = {"whole_name": 20.0, "whole_alias": 8.0}
"""The query is the name, or a keyword."""
_LIKELY_MARKS = {"name": 16.0, "alias": 12.0}
"""For what is typed without marks: the reading that is best known."""

# Quality parts equals only: together it is less than anything above. What is rare is counted, as
# each clause looks at every hit.
_ROLES = {UNSELLABLE: -1.0, PICTURED: 0.25, UNPRICED: -0.125}
_FRESH, _IN_SEASON = 0.5, 0.125
FRESH = KINDS[key("hàng tươi")].name
_STARS = {3: 0.125, 4: 0.25, 5: 0.375}


def ranked(reading: Reading, matching: tantivy.Query, now: int) -> tantivy.Query:
    """Add to the score of what matches; nothing more matches."""
    words = [word for slot in reading.slots for word in slot.words]
    bonuses = [*_bonuses(words, reading.likely), *_beginnings(reading.slots), *_quality(now)]
    parts = [(tantivy.Occur.Should, bonus) for bonus in bonuses]
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, matching), *parts])


def _bonuses(words: Sequence[Word], likely: Sequence[str]) -> Iterator[tantivy.Query]:
    for first, second in pairwise(words):
        yield any_of(_neighbours(first, second))
    if words:
        yield any_of(_whole(words))
    for word, toned in zip(words, likely, strict=True):
        if not word.toned:
            yield any_of(_in_marks(toned))


def _beginnings(slots: Sequence[Slot]) -> Iterator[tantivy.Query]:
    """Prefer names that begin with what was asked for first: its other names count as well."""
    first = next((slot for slot in slots if not slot.optional), None)
    meant = first.alternatives if first else ()
    beginnings = {_plain(one.words): _BEGINS_OTHERWISE for one in meant if one.words}
    if first and _plain(first.words) in beginnings:
        beginnings[_plain(first.words)] = _BEGINS
    if beginnings:
        yield any_of(
            scored(tantivy.Query.term_query(schema(), "begins", beginning), worth)
            for beginning, worth in sorted(beginnings.items())
        )


def _whole(words: Sequence[Word]) -> Iterator[tantivy.Query]:
    for field, worth in _WHOLE.items():
        yield scored(tantivy.Query.term_query(schema(), field, _plain(words)), worth)


def _plain(words: Sequence[Word]) -> str:
    return " ".join(word.plain for word in words)


def _in_marks(toned: str) -> Iterator[tantivy.Query]:
    for field, worth in _LIKELY_MARKS.items():
        yield scored(tantivy.Query.term_query(schema(), TONED[field], toned), worth)


def _neighbours(first: Word, second: Word) -> Iterator[tantivy.Query]:
    pair = pair_term(first.plain, second.plain)
    for field, bonus in _TOGETHER.items():
        if second.unfinished:
            yield scored(_beginning_with(field, pair), bonus)
        else:
            yield scored(tantivy.Query.term_query(schema(), field, pair), bonus)


def _beginning_with(field: str, letters: str) -> tantivy.Query:
    return tantivy.Query.fuzzy_term_query(schema(), field, letters, distance=0, prefix=True)


def _quality(now: int) -> Iterator[tantivy.Query]:
    for role, worth in _ROLES.items():
        yield scored(tantivy.Query.term_query(schema(), "role", role), worth)
    fresh = tantivy.Query.term_query(schema(), "kinds", FRESH)
    yield scored(fresh, _FRESH)
    yield _valid_stars(now)
    in_season = tantivy.Query.term_query(schema(), "season_months", month_of(now))
    yield scored(in_season, _IN_SEASON)


def _valid_stars(now: int) -> tantivy.Query:
    stars = (
        scored(tantivy.Query.term_query(schema(), "stars", number), worth)
        for number, worth in _STARS.items()
    )
    return all_of([any_of(stars), scored(valid_badges(now), 0.0)])
