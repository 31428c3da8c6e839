"""Exact numbers: how many entries match, and how many of them have which value of a facet."""

from collections import Counter
from collections.abc import Mapping, Sequence

from search.engine import Query
from search.looking import NUMBERS, counted
from search.matching import EVERYTHING
from search.meili.asking import Json
from search.meili.coding import read_key
from search.meili.filters import Filters, every
from search.meili.hits import Hit
from search.meili.weighing import weighing

Facets = Mapping[str, Mapping[str, int]]


def total(asked: Json, *, shown: int = 0) -> Json:
    """Ask for `totalHits`, which is exact, where offset and limit estimate."""
    return asked | {"page": 1, "hitsPerPage": shown}


def counts(asked: Json, query: Query, filters: Filters) -> list[Json]:
    """Ask for the facets of a query; `asked` is not yet narrowed."""
    return [
        total(asked | {"filter": every([asked["filter"], filters.expression(within)])})
        | {"facets": facets}
        for within, facets in counted(EVERYTHING, query)
    ]


def read_counts(answers: Sequence[Json], query: Query) -> Facets:
    """Read the answers to `counts`."""
    found: dict[str, dict[str, int]] = {}
    for answer, (_, facets) in zip(answers, counted(EVERYTHING, query), strict=True):
        found |= {facet: _read(facet, answer) for facet in facets}
    return {facet: found[facet] for facet in query.facets}


def count(hits: Sequence[Hit], query: Query) -> Facets:
    """Count the facets of a query in all that is found, as the server would."""
    found: dict[str, dict[str, int]] = {}
    for within, facets in counted(EVERYTHING, query):
        weigh = weighing(within)
        passing = [hit for hit in hits if weigh(hit) is not None]
        for facet in facets:
            values = Counter(str(value) for hit in passing for value in hit.values[facet])
            found[facet] = dict(values.most_common())
    return {facet: found[facet] for facet in query.facets}


def _read(facet: str, answer: Json) -> dict[str, int]:
    distribution: dict[str, int] = (answer.get("facetDistribution") or {}).get(facet, {})
    return {_text(facet, value): count for value, count in distribution.items() if count}


def _text(facet: str, value: str) -> str:
    return str(int(float(value))) if facet in NUMBERS else read_key(value)
