"""Other products that go with one: of its group and like it by name, of its maker, its place."""

from collections.abc import Awaitable, Callable
from functools import cache
from math import inf
from time import monotonic

from search.vietnamese import words
from shop.database import select, select_by_key
from shop.formats.document import Document
from shop.formats.listing import group_of
from shop.models import Kind, SaleRestriction, State
from shop.models.columns import Row

MOST = 8
FEWEST = 4
SMALL = 200
"""Products of a group; so many are weighed in half a millisecond."""
MOST_WORDS = 4
"""Of a name; its first two mostly say what it is: nước mắm, bánh đa."""
SAME_HEAD, PICTURED, SAME_WORD = 7, 5, 2
NEAR = {"p.producer_id": 2, "p.commune_id": 1}
"""What speaks for a product, in points."""
GROUPS = {Kind.OCOP: "p.ocop_set_id", Kind.AGRICULTURAL: "p.agri_group_id"}
COUNTED_EVERY = 60.0
"""Seconds that the size of a group is taken for what it was."""
Read = Callable[..., Awaitable[list[Row]]]
HAS_PICTURE = "EXISTS (SELECT 1 FROM photo f WHERE f.product_id = p.code)"
_small: dict[str, tuple[bool, float]] = {}


async def related(document: Document) -> dict[str, str]:
    """Give what goes with a product, code → published document, best first, what is not sold last.

    Those of its group, and of its producer and commune only where the group has too few. Among
    equals the next codes are taken, so that every product is shown beside some other.
    """
    column, key = GROUPS[Kind(document["kind"])], group_of(document["category"])
    read = select_by_key if await _is_small(column, key) else select
    found = await _among({column: key}, document, read)
    if len(found) < FEWEST:
        found |= await _among(_near(document), document, select)
    return dict(list(found.items())[:MOST])


async def _is_small(column: str, key: str) -> bool:
    """Tell whether a group is read sooner than a thread wakes up to read it."""
    known, counted_at = _small.get(key, (False, -inf))
    if monotonic() - counted_at < COUNTED_EVERY:
        return known
    few = f"SELECT 1 FROM product p WHERE {column} = ? LIMIT {SMALL}"
    [row] = await select_by_key(f"SELECT count(*) AS n FROM ({few}) few", key)
    _small[key] = (row["n"] < SMALL, monotonic())
    return bool(row["n"] < SMALL)


async def _among(same: dict[str, str], document: Document, read: Read) -> dict[str, str]:
    """Give the best products that have one of some columns in common with a product."""
    code, near, alike = document["code"], _near(document), _alike(document["name"]["vi"])
    rows = await read(
        _statement(tuple(same), tuple(alike.values())),
        *(SaleRestriction.NOT_ONLINE, *near.values(), *alike, code, code, *same.values()),
    )
    return {row["code"]: row["document"] for row in rows}


@cache
def _statement(same: tuple[str, ...], alike: tuple[int, ...]) -> str:
    """Write the query: it weighs rows first, and reads the documents of those it has chosen."""
    points = [
        _points(HAS_PICTURE, PICTURED),
        *(_points(f"{column} = ?", n) for column, n in NEAR.items()),
        *(_points("p.name_fold LIKE ?", n) for n in alike),
    ]
    return (
        "SELECT l.code, l.document FROM ("
        f"SELECT p.code, {_points('p.sale_restriction = ?', 1)} AS unsold,"
        f" {' + '.join(points)} AS points, {_points('p.code < ?', 1)} AS earlier"
        f" FROM product p WHERE p.code <> ? AND p.state = '{State.PUBLISHED}'"
        f" AND ({' OR '.join(f'{column} = ?' for column in same)})"
        f" ORDER BY unsold, points DESC, earlier, p.code LIMIT {MOST}) best"
        " JOIN listing l ON l.code = best.code WHERE l.live"
        " ORDER BY unsold, points DESC, earlier, l.code"
    )


def _near(document: Document) -> dict[str, str]:
    of = (document["producer"]["code"], document["origin"]["commune"]["code"])
    return dict(zip(NEAR, of, strict=True))


def _alike(name: str) -> dict[str, int]:
    """Give patterns of what a name begins with and holds, with the points that each is worth."""
    first, *others = list(dict.fromkeys(words(name)))[:MOST_WORDS] or [name]
    patterns = {f"{first} %": SAME_HEAD}
    for at, word in enumerate(others):
        patterns |= {f"{first} {word} %": SAME_HEAD} if at == 0 else {f"% {word} %": SAME_WORD}
    return patterns


def _points(condition: str, points: int) -> str:
    return f"CASE WHEN {condition} THEN {points} ELSE 0 END"
