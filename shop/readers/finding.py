"""A search as the shop answers it: by the engine, or plainly by the database without one."""

from dataclasses import dataclass

import structlog

from search.engine import Answer, Engine, Query, Sort, Unavailable
from search.vietnamese import compose, words
from shop.database import select
from shop.readers.listings import Published, documents

log = structlog.get_logger()
MOST_HITS = 100
"""Listings on one page of a search."""
DEEPEST = 10_000
"""Hits that can be paged through; a search that needs more wants narrowing."""


@dataclass(frozen=True, slots=True)
class Found:
    answer: Answer
    listings: list[Published]
    plain: bool = False
    """True when the database answered: no typos, no ranking, no facets."""


async def find(engine: Engine, query: Query) -> Found:
    """Search, and give the listings as they are published now.

    A hit that has left the catalogue since the index saw it is dropped.
    """
    try:
        answer, plain = await engine.search(query), False
    except Unavailable:
        log.warning("search without an index", query=query.text[:200])
        answer, plain = await _plainly(query), True
    found = await documents(answer.hits)
    return Found(answer, [found[code] for code in answer.hits if code in found], plain)


PLAIN_FILTERS = {
    "kind": "p.kind",
    "commune_code": "p.commune_id",
    "producer_code": "p.producer_id",
    "group": "COALESCE(p.ocop_set_id, p.agri_group_id)",
}
PLAIN_ORDER = {Sort.NAME: "p.name_sort, p.code"}


async def _plainly(query: Query) -> Answer:
    """Find products whose names and keywords hold every word, by folded text."""
    conditions, values = ["l.live"], []
    for word in words(compose(query.text))[:10]:
        conditions.append("p.name_fold LIKE ?")
        values.append(f"%{word}%")
    for name, column in PLAIN_FILTERS.items():
        if wanted := sorted(getattr(query, name)):
            conditions.append(f"{column} IN ({', '.join('?' * len(wanted))})")
            values += wanted
    source = f"FROM product p JOIN listing l ON l.code = p.code WHERE {' AND '.join(conditions)}"
    order = PLAIN_ORDER.get(query.sort, "p.code")
    [counted] = await select(f"SELECT COUNT(*) AS total {source}", *values)
    rows = await select(
        f"SELECT p.code {source} ORDER BY {order} LIMIT ? OFFSET ?",
        *values,
        query.limit,
        query.offset,
    )
    return Answer(
        understood=query.text, total=counted["total"], hits=tuple(row["code"] for row in rows)
    )
