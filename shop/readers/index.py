"""Keeps the search index in step with the listings: a loop over the change log, with a cursor.

The cursor lives inside the index and is committed with what it describes. An index that is empty,
damaged, of another schema or of another epoch is filled anew beside the one that serves.
"""

import asyncio

import structlog

from search.engine import Engine, Position, Unavailable
from shop.publishing import Head, head
from shop.queries.entries import entry_of
from shop.queries.listings import changes, page_by_code
from shop.readers import known_words

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
