"""Keeps the search index in step with the listings: a loop over the change log, with a cursor.

The cursor lives inside the index and is committed with what it describes. An index that is empty,
damaged, of another schema or of another epoch is filled anew beside the one that serves.
"""

import asyncio
from datetime import date, datetime
from typing import Any

import orjson
import structlog

from search.engine import Engine, Entry, Position, Unavailable
from shop.formats.listing import group_of, is_sold_online, lowest_price
from shop.publishing import Head, head
from shop.readers import known_words
from shop.readers.listings import Published, changes, page_by_code

PAGE = 1000
SOON = 2.0
"""Seconds after which an engine that does not say how far it is counts as away."""
log = structlog.get_logger()


async def follow(engine: Engine) -> int:
    """Bring the index up to the head; tell how many listings were written to it."""
    read, seen = await engine.position(), await head()
    if read is None or read.epoch != seen.epoch or read.serial > seen.serial:
        return await rebuild(engine)
    written = 0
    while read.serial < seen.serial:
        page = await changes(read.serial, PAGE)
        if page.epoch != read.epoch:  # it began since we looked: serials mean something else
            return await rebuild(engine)
        read = Position(page.epoch, page.next)
        live = [entry_of(listing) for listing in page.items if listing.live]
        gone = [listing.code for listing in page.items if not listing.live]
        if engine.needs_words:
            await known_words.add(live, Head(page.epoch, page.next))
        await engine.write(live, gone, read)
        written += len(page.items)
    return written


async def standing(engine: Engine) -> tuple[Position | None, str]:
    """Tell how far an index has read, and what is wrong when that cannot be told soon."""
    try:
        async with asyncio.timeout(SOON):
            position = await engine.position()
    except TimeoutError:
        return None, "the search server does not answer"
    except Unavailable as error:
        return None, str(error)
    return position, "" if position else "there is no finished index"


async def rebuild(engine: Engine) -> int:
    """Fill a new index beside the serving one, from the head as it was before the first page."""
    seen, after, written = await head(), "", 0
    counting = known_words.Counting()
    async with engine.rebuild() as fresh:
        while page := await page_by_code(after, PAGE):
            entries = [entry_of(listing) for listing in page]
            await fresh.write(entries)
            if engine.needs_words:
                counting.add(entries)
            after, written = page[-1].code, written + len(page)
        if engine.needs_words:
            await counting.keep(seen)
        await fresh.finish(_position(seen))
    log.info("index rebuilt", listings=written, serial=seen.serial)
    return written


def _position(seen: Head) -> Position:
    return Position(seen.epoch, seen.serial)


def entry_of(listing: Published) -> Entry:
    """Say what the index knows of a listing; everything is read from its document."""
    document = orjson.loads(listing.document or "{}")
    origin, category, ocop = document["origin"], document["category"], document.get("ocop", {})
    return Entry(
        code=listing.code,
        name=document["name"]["vi"],
        name_en=document["name"].get("en", ""),
        keywords=tuple(document.get("keywords", ())),
        producer=document["producer"]["name"],
        places=_places(origin),
        category=tuple(_names(category)),
        text=_text(document),
        kind=document["kind"],
        group=group_of(category),
        commune_code=origin["commune"]["code"],
        producer_code=document["producer"]["code"],
        certificates=tuple(sorted({c["kind"] for c in document.get("certificates", ())})),
        stars=ocop.get("stars"),
        badges_until=_seconds(listing.changes_at),
        season_months=tuple(document.get("season_months", ())),
        price=lowest_price(document),
        pictured=bool(document.get("photos")),
        sellable=is_sold_online(document),
        audience=listing.audience,
        recognised_on=date.fromisoformat(ocop["signed_on"]).toordinal() if ocop else 0,
    )


def _places(origin: dict[str, Any]) -> tuple[str, ...]:
    former = (origin.get("former_commune", ""), origin.get("former_district", ""))
    return tuple(place for place in (origin["commune"]["name"], *former) if place)


def _names(category: dict[str, Any]) -> list[str]:
    parts = (category.get(part, {}) for part in ("group", "set_name", "section"))
    return [name for part in parts for name in part.values()]


def _text(document: dict[str, Any]) -> str:
    texts = [*document.get("description", {}).values()]
    texts += [document.get(key, "") for key in ("story", "variety", "ingredients", "storage")]
    texts += [variant.get("pack", "") for variant in document.get("variants", ())]
    return "\n".join(text for text in texts if text)


def _seconds(moment: str | None) -> int | None:
    return int(datetime.fromisoformat(moment).timestamp()) if moment else None
