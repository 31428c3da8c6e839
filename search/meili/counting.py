"""Exact numbers: how many entries match, and how many of them have which value of a facet."""

from collections.abc import Mapping
from dataclasses import dataclass

from search.engine import Query
from search.looking import NUMBERS, counted_together
from search.meili.asking import Asking, Json
from search.meili.coding import read_key
from search.meili.filters import all_of, narrowing, valid_badges


@dataclass(frozen=True, slots=True)
class Counts:
    total: int
    facets: Mapping[str, Mapping[str, int]]


def total(asked: Json) -> Json:
    """Ask for `totalHits`, which is exact, where offset and limit (and federation) estimate."""
    return asked | {"page": 1, "hitsPerPage": 0}


async def counts(asking: Asking, asked: Json, query: Query) -> Counts:
    """Count what passes the filters, and the facets asked for, each without its own filter."""
    together = counted_together(query)
    queries = [total(_within(asked, query))]
    queries += [
        total(_within(asked, query, without, of_badges=of_badges)) | {"facets": facets}
        for (without, of_badges), facets in together.items()
    ]
    narrowed, *answers = await asking.separately(queries)
    counted: dict[str, dict[str, int]] = {}
    for answer, facets in zip(answers, together.values(), strict=True):
        counted |= {facet: _read(facet, answer) for facet in facets}
    return Counts(narrowed["totalHits"], {facet: counted[facet] for facet in query.facets})


def _within(
    asked: Json, query: Query, without: str | None = None, *, of_badges: bool = False
) -> Json:
    valid = valid_badges(query.now) if of_badges else ""
    return asked | {"filter": all_of([asked["filter"], narrowing(query, without), valid])}


def _read(facet: str, answer: Json) -> dict[str, int]:
    distribution: dict[str, int] = (answer.get("facetDistribution") or {}).get(facet, {})
    return {_text(facet, value): count for value, count in distribution.items() if count}


def _text(facet: str, value: str) -> str:
    return str(int(float(value))) if facet in NUMBERS else read_key(value)
