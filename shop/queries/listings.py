"""Reading what is published: by code, by serial, by page."""

import re
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import orjson

from media.sentences import Sentence
from shop.database import AwayError, select, select_by_key
from shop.errors import GoneError, NotFoundError
from shop.models import Audience
from shop.partners.scopes import EVERYTHING, Scope
from shop.publishing import STALE_FOR, head, last_seen, silent_for

CODE = re.compile(r"[A-Z0-9-]{1,16}", re.ASCII)
MOST_CHANGES = 1000
"""Listings on one page of changes; also the default."""
NO_LISTING = Sentence(
    "Không có sản phẩm nào mang mã này. Hãy xem lại mã sản phẩm.",
    "There is no product under this code.",
)
WITHDRAWN = Sentence(
    "Sản phẩm {code} không còn trong danh mục. Hãy tìm sản phẩm khác.",
    "The product {code} is no longer in the catalogue.",
)


@dataclass(frozen=True, slots=True)
class Published:
    """One listing as its readers see it; `document` is None for a tombstone."""

    code: str
    serial: int
    rev: int
    live: bool
    audience: Audience
    document: str | None
    digest: str
    changed_at: str
    """ISO 8601 in UTC."""
    changes_at: str | None


Contact = dict[str, str]
"""Columns of a producer's contact that are known → their values; empty: nothing may be shown."""


@dataclass(frozen=True, slots=True)
class Changes:
    """One page of the change log."""

    epoch: str
    items: list[Published]
    next: int
    """Serial to go on from."""
    head: int

    @property
    def has_more(self) -> bool:
        return self.next < self.head


COLUMNS = "code, serial, rev, live, audience, document, digest, changed_at, changes_at"
NO_DOCUMENT = "CASE WHEN document IS NULL THEN NULL ELSE '' END AS document"


async def listing_of(code: str) -> Published:
    """Give the listing that is on show under a code.

    Raises GoneError for a tombstone and NotFoundError for what was never shown.
    """
    return published(await _row_of(code, COLUMNS))


async def with_contact(code: str) -> tuple[Published, Contact]:
    """Give the listing, and how to reach its producer, for our own pages alone (docs/adr/0024).

    Raises what `listing_of` does.
    """
    row = await _row_of(code, f"{COLUMNS}, contact")
    return published(row), orjson.loads(row["contact"] or "{}")


async def with_contacts(codes: Collection[str]) -> list[tuple[Published, Contact]]:
    """Give listings with how to reach their producers, in the order of some codes.

    A tombstone is among them, for our own pages to tell; what was never shown is not.
    """
    if not codes:
        return []
    marks = ", ".join("?" * len(codes))
    rows = await select(f"SELECT {COLUMNS}, contact FROM listing WHERE code IN ({marks})", *codes)
    found = {row["code"]: (published(row), orjson.loads(row["contact"] or "{}")) for row in rows}
    return [found[code] for code in codes if code in found]


async def _row_of(code: str, columns: str) -> Any:
    known = CODE.fullmatch(code)
    sql = f"SELECT {columns} FROM listing WHERE code = ?"
    rows = await select_by_key(sql, code) if known else []
    if not rows:
        raise NotFoundError(NO_LISTING)
    if not rows[0]["live"]:
        raise GoneError(WITHDRAWN.filled(code=code))
    return rows[0]


MOST_KNOWN = 2000
_known: OrderedDict[tuple[str, str], Published] = OrderedDict()
"""Listings that lists showed, by epoch and code: some ten megabytes at most."""


async def documents(codes: Collection[str]) -> dict[str, Published]:
    """Give the listings on show among some codes.

    While the database is away, those that were shown shortly before, as they were then.
    """
    if not codes:
        return {}
    marks = ", ".join("?" * len(codes))
    try:
        rows = await select(
            f"SELECT {COLUMNS} FROM listing WHERE live AND code IN ({marks})", *codes
        )
    except AwayError:
        if silent_for() > STALE_FOR:
            raise
        epoch = last_seen().epoch
        return {code: _known[epoch, code] for code in codes if (epoch, code) in _known}
    found = {row["code"]: published(row) for row in rows}
    _remember(found)
    return found


def _remember(found: dict[str, Published]) -> None:
    epoch = last_seen().epoch
    for code, listing in found.items():
        _known[epoch, code] = listing
        _known.move_to_end((epoch, code))
    while len(_known) > MOST_KNOWN:
        _known.popitem(last=False)


async def changes(after: int, limit: int = MOST_CHANGES, *, documents: bool = True) -> Changes:
    """Read the change log beyond a serial; the head is looked at first, so nothing is missed.

    Without `documents` those of live listings are read as empty text.
    """
    seen = await head()
    columns = COLUMNS if documents else COLUMNS.replace("document", NO_DOCUMENT)
    rows = await select(
        f"SELECT {columns} FROM listing WHERE serial > ? ORDER BY serial LIMIT ?", after, limit
    )
    items = [published(row) for row in rows]
    last = items[-1].serial if items else after
    exhausted = len(items) < limit
    return Changes(
        seen.epoch, items, last if not exhausted else max(last, seen.serial), max(last, seen.serial)
    )


async def changes_offered(
    after: int, limit: int, *, documents: bool, scope: Scope = EVERYTHING
) -> Changes:
    """Read the change log as a partner may: what is not offered to it is read as a tombstone."""
    page = await changes(after, limit, documents=documents or not scope.is_everything)
    offered = [_as_offered(one, scope, documents) for one in page.items]
    return replace(page, items=offered)


def is_offered(listing: Published, scope: Scope = EVERYTHING) -> bool:
    """Tell whether a listing is for others than our own pages, and in their scope."""
    offered = listing.document is not None and listing.audience == Audience.EVERYONE
    return offered and scope.holds_text(listing.document or "")


def _as_offered(listing: Published, scope: Scope, documents: bool) -> Published:  # noqa: FBT001
    if not is_offered(listing, scope):
        return replace(listing, document=None)
    return listing if documents else replace(listing, document="")


async def page_by_code(after: str, limit: int) -> list[Published]:
    """Page over live listings by code, which does not move while they are edited."""
    rows = await select(
        f"SELECT {COLUMNS} FROM listing WHERE live AND code > ? ORDER BY code LIMIT ?", after, limit
    )
    return [published(row) for row in rows]


def published(row: Any) -> Published:
    return Published(
        code=row["code"],
        serial=row["serial"],
        rev=row["rev"],
        live=bool(row["live"]),
        audience=Audience(row["audience"]),
        document=row["document"],
        digest=row["digest"],
        changed_at=as_moment(row["changed_at"]),
        changes_at=row["changes_at"] and as_moment(row["changes_at"]),
    )


def as_moment(value: datetime | str) -> str:
    """Write a moment as ISO 8601 in UTC; SQLite gives text, PostgreSQL a datetime."""
    text = value if isinstance(value, str) else value.isoformat()
    return text.replace(" ", "T").replace("+00:00", "Z")
