"""A long page of changes, read and sent in pieces, so that pages for people come in between."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass

from starlette.responses import Response, StreamingResponse

from media.sentences import Sentence
from shop.errors import ForeignCursorError
from shop.http.turns import Turns
from shop.publishing import head
from shop.queries.listings import NO_END, Changes, Published

PIECE = 100
"""Listings: some 130 kB, which keep the event loop busy for a few milliseconds."""
NEW_EPOCH = Sentence(
    "Danh mục vừa bắt đầu kỷ nguyên số mới. Hãy chép lại từ đầu.",
    "A new epoch of the catalogue has begun.",
)
Read = Callable[[int, int, int], Awaitable[Changes]]
"""Reads so many changes beyond one serial and up to another."""
Write = Callable[[Published], bytes]


@dataclass(frozen=True, slots=True)
class Copied:
    """A page of the change log, its listings written already."""

    epoch: str
    next: int
    head: int
    pieces: Sequence[bytes]

    @property
    def has_more(self) -> bool:
        return self.next < self.head


async def copied(turns: Turns, after: int, limit: int, read: Read, write: Write) -> Copied:
    """Read a page; a long one in turns, up to where the log ended at its first piece.

    So no listing stands twice in it, whatever is edited meanwhile: that lies beyond the end.
    Raises ForeignCursorError when another epoch begins in between.
    """
    if min(limit, (await head()).serial - after) <= PIECE:
        page = await read(after, limit, NO_END)
        return Copied(page.epoch, page.next, page.head, [_written(page, write)])
    async with turns.one():
        first = await read(after, PIECE, NO_END)
        pieces = [_written(first, write)]
    at, left = first.next, limit - len(first.items)
    while at < first.head and left > 0:
        async with turns.one():
            page = await read(at, min(left, PIECE), first.head)
            pieces.append(_written(page, write))
        if page.epoch != first.epoch:
            raise ForeignCursorError(NEW_EPOCH)
        ended = len(page.items) < min(left, PIECE)
        at, left = first.head if ended else page.next, left - len(page.items)
    return Copied(first.epoch, at, first.head, [one for one in pieces if one])


def _written(page: Changes, write: Write) -> bytes:
    return b",".join(map(write, page.items))


def sent(turns: Turns, parts: Sequence[bytes], kind: str, headers: dict[str, str]) -> Response:
    """Send a body of several parts, each of which is compressed in its turn."""
    if len(parts) == 1:
        return Response(parts[0], media_type=kind, headers=headers)
    whole = {**headers, "Content-Length": str(sum(map(len, parts)))}
    return StreamingResponse(_in_turns(turns, parts), media_type=kind, headers=whole)


async def _in_turns(turns: Turns, parts: Sequence[bytes]) -> AsyncIterator[bytes]:
    for part in parts:
        async with turns.one():
            pass  # a slow reader is waited for after it, so that no other copy waits too
        yield part
