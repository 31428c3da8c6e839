"""What keeps each product out of a channel: the catalogue's products by code, page by page.

What the documents themselves tell is found by shop/formats/obstacles.py, by which the files are
made; here stand the two reasons for which there is no document that a channel might have.
"""

from collections import Counter
from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass

import orjson
from anyio import to_thread

from shop.database import select
from shop.formats.document import Document
from shop.formats.obstacles import Obstacle, obstacle, obstacles
from shop.formats.rules import Setting
from shop.models import Audience, Purpose, State
from shop.models.columns import Row
from shop.partners.channels import Terms
from shop.partners.scopes import EVERYTHING, Scope
from shop.queries.buying import buyable

PAGE = 500
NO_ORIGIN = ""
NEEDED = (Purpose.CATALOGUE, Purpose.MARKETPLACES)
SQL = """
    SELECT p.code, p.producer_id, p.name_vi, p.state, l.live, l.audience, l.document, (
        SELECT count(DISTINCT c.purpose) FROM consent c WHERE c.producer_id = p.producer_id
        AND c.purpose IN (?, ?) AND c.withdrawn_at IS NULL) AS consents
    FROM product p LEFT JOIN listing l ON l.code = p.code WHERE {which} ORDER BY p.code LIMIT ?
"""
OUR_EYES = "p.code > ?"
EVERYONE_S = f"l.live AND l.audience = '{Audience.EVERYONE}' AND p.code > ?"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A product, and all that is in its way to a channel."""

    code: str
    producer: str
    name: str
    document: Document | None
    """As everyone may see it; None: a channel may not."""
    obstacles: list[Obstacle]


@dataclass(frozen=True, slots=True)
class Page:
    diagnoses: list[Diagnosis]
    after: str | None
    """Go on from here; None: that was all."""


async def diagnose(
    terms: Terms,
    after: str = "",
    *,
    limit: int = PAGE,
    hidden: bool = False,
    scope: Scope = EVERYTHING,
) -> Page:
    """Diagnose the next products in a scope by code; `hidden` ones too, for our eyes only."""
    which = OUR_EYES if hidden else EVERYONE_S
    rows = await select(SQL.format(which=which), *NEEDED, after, limit)
    setting = await _setting(terms, rows)
    found = await to_thread.run_sync(_all, terms, setting, rows, scope)
    return Page(found, rows[-1]["code"] if len(rows) == limit else None)


async def diagnose_some(
    terms: Terms, codes: Collection[str], *, hidden: bool = False, scope: Scope = EVERYTHING
) -> list[Diagnosis]:
    """Diagnose some products; codes that are not there, or not in the scope, are left out."""
    marks = ", ".join("?" * len(codes))
    which = f"{OUR_EYES if hidden else EVERYONE_S} AND p.code IN ({marks})"
    rows = await select(SQL.format(which=which), *NEEDED, "", *codes, len(codes)) if codes else []
    return _all(terms, await _setting(terms, rows), rows, scope)


async def diagnose_all(
    terms: Terms, *, hidden: bool = False, scope: Scope = EVERYTHING
) -> AsyncIterator[list[Diagnosis]]:
    """Diagnose every product, a page at a time."""
    after: str | None = ""
    while after is not None:
        page = await diagnose(terms, after, hidden=hidden, scope=scope)
        yield page.diagnoses
        after = page.after


async def summary(terms: Terms, *, hidden: bool = False) -> dict[str, int]:
    """Count the products that each obstacle concerns, most first."""
    counted: Counter[str] = Counter()
    async for page in diagnose_all(terms, hidden=hidden):
        for diagnosis in page:
            counted.update({one.code for one in diagnosis.obstacles})
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


async def _setting(terms: Terms, rows: Sequence[Row]) -> Setting:
    """Say for what the channel's obstacles are looked for; of addresses they ask nothing."""
    needed = terms.channel.needs_way_to_buy
    codes = await buyable([row["code"] for row in rows]) if needed else frozenset[str]()
    return Setting(NO_ORIGIN, terms.rule, codes)


def _all(terms: Terms, setting: Setting, rows: Sequence[Row], scope: Scope) -> list[Diagnosis]:
    found = (_diagnosis(terms, setting, row) for row in rows)
    return [one for one in found if one.document is None or scope.holds(one.document)]


def _diagnosis(terms: Terms, setting: Setting, row: Row) -> Diagnosis:
    document: Document | None = orjson.loads(row["document"]) if row["live"] else None
    found = obstacles(terms.channel, document, setting) if document else []
    if reason := _reason(row):
        found.insert(0, obstacle(reason, terms.channel, row["code"], {"name": row["name_vi"]}))
    shown = None if reason else document
    return Diagnosis(row["code"], row["producer_id"], row["name_vi"], shown, found)


def _reason(row: Row) -> str | None:
    """Say why there is no document for everyone (docs/adr/0004)."""
    if row["live"] and row["audience"] == Audience.EVERYONE:
        return None
    if row["state"] != State.PUBLISHED:
        return str(row["state"])
    return "waiting" if row["consents"] == len(NEEDED) else "no_consent"
