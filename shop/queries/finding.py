"""A search as the shop answers it: by the engine, or plainly by the database without one."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import Any

import structlog

from search.codes import codes_in
from search.engine import Answer, Engine, Entry, Query, Sort, Unavailable
from search.vietnamese import words
from shop.database import select
from shop.queries.entries import entry_of
from shop.queries.identifiers import GTIN_LENGTHS, as_gtins
from shop.queries.listings import Published, documents

log = structlog.get_logger()
MOST_HITS = 100
"""Listings on one page of a search."""
MOST_WORDS = 10
DEEPEST = 10_000
"""Hits that can be paged through; a search that needs more wants narrowing."""


@dataclass(frozen=True, slots=True)
class Found:
    answer: Answer
    listings: list[Published]
    plain: bool = False
    """True when the database answered: no typos, no ranking, no facets."""
    near: tuple[Published, ...] = ()
    """What is no hit but near, of the same audience."""


async def find(engine: Engine, query: Query) -> Found:
    """Search, and give the listings as they are published now.

    A hit that has left the catalogue, or its audience, since the index saw it is dropped.
    """
    try:
        answer, plain = await engine.search(query), False
    except Unavailable:
        log.warning("search without an index", query=query.text[:200])
        answer, plain = await _plainly(query), True
    found = await documents([*answer.hits, *answer.near])
    if query.audience:
        found = {code: one for code, one in found.items() if one.audience in query.audience}
    shown = [found[code] for code in answer.hits if code in found]
    near = tuple(found[code] for code in answer.near if code in found)
    if answer.total == len(answer.hits):  # all of them are here, so their number is known
        answer = replace(answer, total=len(shown))
    return Found(answer, shown, plain, near)


COLUMNS = {
    "audience": "l.audience",
    "kind": "p.kind",
    "commune_code": "p.commune_id",
    "producer_code": "p.producer_id",
    "group": "COALESCE(p.ocop_set_id, p.agri_group_id)",
}
"""Filters that are columns; the others are looked up in the documents."""
NAMED = (
    "? IN (p.code, p.producer_id) OR p.code IN (SELECT product_id FROM variant"
    f" WHERE gtin IN ({', '.join('?' * len(GTIN_LENGTHS))}))"
)
"""A code is its own, its producer's, or a GTIN of one of its packs; decisions need the index."""
ORDER = {Sort.NAME: "p.name_sort, p.code"}
PRICED: dict[Sort, Callable[[Entry], Any]] = {
    Sort.PRICE_UP: lambda entry: _after(entry.price, 1),
    Sort.PRICE_DOWN: lambda entry: _after(entry.price, -1),
    Sort.UNIT_PRICE: lambda entry: _after(entry.unit_price, 1),
}
"""Orders by what only a document tells."""
AT_ONCE = 500


async def _plainly(query: Query) -> Answer:
    """Find products whose names and keywords hold every word: no typos, no ranking, no facets."""
    codes = await _candidates(query)
    if _asks_more(query) or query.sort in PRICED:
        passing = [entry async for entry in _passing(codes, query)]
        if key := PRICED.get(query.sort):
            passing.sort(key=key)
        codes = [entry.code for entry in passing]
    hits = codes[query.offset : query.offset + query.limit]
    return Answer(understood=query.text, total=len(codes), hits=tuple(hits))


async def _candidates(query: Query) -> list[str]:
    codes, text = codes_in(query.text)
    conditions, values = ["l.live"], []
    if codes:
        conditions.append(f"({' OR '.join([NAMED] * len(codes))})")
        values += [value for code in codes for value in (code, *as_gtins(code))]
    for word in () if codes else words(text)[:MOST_WORDS]:
        conditions.append("p.name_fold LIKE ?")
        values.append(f"%{word}%")
    for name, column in COLUMNS.items():
        if wanted := sorted(getattr(query, name)):
            conditions.append(f"{column} IN ({', '.join('?' * len(wanted))})")
            values += wanted
    rows = await select(
        "SELECT p.code FROM product p JOIN listing l ON l.code = p.code"
        f" WHERE {' AND '.join(conditions)} ORDER BY {ORDER.get(query.sort, 'p.code')}",
        *values,
    )
    return [row["code"] for row in rows]


def _asks_more(query: Query) -> bool:
    prices = (query.price_from, query.price_to)
    sets = (query.stars, query.certificates, query.season_months, query.uses)
    return any(sets) or any(price is not None for price in prices)


async def _passing(codes: list[str], query: Query) -> AsyncIterator[Entry]:
    for start in range(0, len(codes), AT_ONCE):
        page = codes[start : start + AT_ONCE]
        found = await documents(page)
        for code in page:
            if code in found and _passes(entry := entry_of(found[code]), query):
                yield entry


def _passes(entry: Entry, query: Query) -> bool:
    badges_hold = entry.badges_until is None or entry.badges_until > query.now
    stars = {entry.stars} if badges_hold else set()
    certificates = {*entry.certificates} if badges_hold else set()
    wanted = (
        (query.stars, stars),
        (query.certificates, certificates),
        (query.season_months, {*entry.season_months}),
        (query.uses, {*entry.uses}),
    )
    return all(not ask or ask & has for ask, has in wanted) and _costs(entry.price, query)


def _after(price: int | None, direction: int) -> tuple[bool, int]:
    return price is None, direction * (price or 0)


def _costs(price: int | None, query: Query) -> bool:
    if query.price_from is None and query.price_to is None:
        return True
    if price is None:
        return False
    return (query.price_from or 0) <= price <= (query.price_to or price)
