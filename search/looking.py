"""How entries are looked for, whichever engine looks: what both must do alike is said here once."""

import time
from collections import defaultdict
from collections.abc import Iterator

from search.clauses import Clause, Has, Within, all_of, scored, valid_badges
from search.engine import SETS, Query
from search.fields import storable

BADGES = frozenset({"stars", "certificates"})
"""Fields that hold only until `badges_until`."""
NUMBERS = frozenset({"stars", "season_months"})
"""Facets whose values are numbers."""
PRICE_BANDS = "price_bands"
"""A facet that is narrowed by a range of prices, and counted in bands (search/bands.py)."""
NOW = "now"
"""As a value of a fact: this month."""
FEW_SURE, NEAR = 3, 8
"""Fewer hits than that, and so many that are only near are listed beneath."""


def narrowed(clause: Clause, query: Query, without: str | None = None) -> Clause:
    """Keep of what matches only what passes the filters of the query, `without` one of them."""
    return all_of([clause, *(scored(one, 0.0) for one in _filters(query, without))])


def _filters(query: Query, without: str | None) -> Iterator[Clause]:
    for field in SETS:
        if field != without and (values := getattr(query, field)):
            yield Has(field, tuple(map(_storable, values)))
    if any(getattr(query, field) for field in BADGES - {without}):
        yield valid_badges(query.now)
    if without != PRICE_BANDS and _has_range(query):
        yield Within("price", query.price_from, query.price_to)


def _storable(value: str | int) -> str | int:
    return value if isinstance(value, int) else storable(value)


def counted(clause: Clause, query: Query) -> Iterator[tuple[Clause, list[str]]]:
    """Yield in what the wanted facets are counted: each without its own filter.

    Badges count only while they hold. Facets that are counted in the same come together.
    """
    together: dict[tuple[str | None, bool], list[str]] = defaultdict(list)
    for facet in dict.fromkeys(query.facets):
        own_filter = facet if _is_narrowed(query, facet) else None
        together[own_filter, facet in BADGES].append(facet)
    for (without, of_badges), facets in together.items():
        within = narrowed(clause, query, without)
        yield all_of([within, valid_badges(query.now)]) if of_badges else within, facets


def _is_narrowed(query: Query, facet: str) -> bool:
    return _has_range(query) if facet == PRICE_BANDS else bool(getattr(query, facet))


def _has_range(query: Query) -> bool:
    return query.price_from is not None or query.price_to is not None


def month_of(now: int) -> int:
    """Tell the month in Việt Nam, which keeps no summer time."""
    return time.gmtime(now + 7 * 3600).tm_mon
