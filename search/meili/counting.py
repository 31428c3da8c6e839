"""Exact numbers: how many entries match, and how many of them have which value of a facet."""

from collections import Counter
from collections.abc import Mapping, Sequence

from search.clauses import all_of, valid_badges
from search.engine import Query
from search.looking import NUMBERS, counted_together, narrowed
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
    """Ask for the facets of a query, each without its own filter; `asked` is not yet narrowed."""
    queries = []
    for (without, of_badges), facets in counted_together(query).items():
        within = narrowed(EVERYTHING, query, without)
        if of_badges:
            within = all_of([within, valid_badges(query.now)])
        narrow = every([asked["filter"], filters.expression(within)])
        queries.append(total(asked | {"filter": narrow}) | {"facets": facets})
    return queries


def read_counts(answers: Sequence[Json], query: Query) -> Facets:
    """Read the answers to `counts`."""
    counted: dict[str, dict[str, int]] = {}
    for answer, facets in zip(answers, counted_together(query).values(), strict=True):
        counted |= {facet: _read(facet, answer) for facet in facets}
    return {facet: counted[facet] for facet in query.facets}


def count(hits: Sequence[Hit], query: Query) -> Facets:
    """Count the facets of a query in all that is found, as the server would."""
    counted: dict[str, dict[str, int]] = {}
    for (without, of_badges), facets in counted_together(query).items():
        within = narrowed(EVERYTHING, query, without)
        weigh = weighing(all_of([within, valid_badges(query.now)]) if of_badges else within)
        passing = [hit for hit in hits if weigh(hit) is not None]
        for facet in facets:
            values = Counter(str(value) for hit in passing for value in hit.values[facet])
            counted[facet] = dict(values.most_common())
    return {facet: counted[facet] for facet in query.facets}


def _read(facet: str, answer: Json) -> dict[str, int]:
    distribution: dict[str, int] = (answer.get("facetDistribution") or {}).get(facet, {})
    return {_text(facet, value): count for value, count in distribution.items() if count}


def _text(facet: str, value: str) -> str:
    return str(int(float(value))) if facet in NUMBERS else read_key(value)
