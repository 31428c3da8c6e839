"""The catalogue over HTTP: waits while it is busy or away, and says when to start over.

No answer is read further than a catalogue would send, packed or unpacked: what is asked may lie.
"""

import asyncio
import random
import zlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import aclosing, suppress
from dataclasses import dataclass
from math import inf
from typing import Any, TypeVar

import httpx2

from shop.mirror.reading import (
    MirrorError,
    OddError,
    TooMuchError,
    UnreadableError,
    bucket_listed,
    buckets_of,
    decoded,
    digest_of,
    page_of,
)

BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
GONE = 410
NOT_THERE = frozenset({404, 410})
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
LONGEST_RETRY_AFTER = 3600.0
TIMEOUT = 60.0
"""Seconds without a byte; twice as long as the catalogue lets a partner wait."""
LONGEST_ANSWER = 600.0
"""Seconds until an answer must be complete, however steadily it drips."""
MOST_BYTES = 64 * 1024 * 1024
"""Of one answer, as it comes and as it unpacks; a page of 1,000 products has some 5 MB."""
IDENTITY, GZIP = "identity", "gzip"
PIECE = 1024 * 1024
TRIES = 3
"""Readings of a page before its documents are asked for one by one."""
T = TypeVar("T")


class StartOverError(Exception):
    """The catalogue does not know our cursor: it begins a new epoch (410)."""


class _NotJsonError(Exception):
    pass


@dataclass(frozen=True, slots=True)
class Answer:
    url: str
    status: int
    headers: httpx2.Headers
    content: bytes


@dataclass
class Source:
    """Asks one catalogue; a failure is asked again after longer and longer pauses."""

    client: httpx2.AsyncClient
    patience: float = inf
    """Seconds to wait, all pauses of one question together, before MirrorError is raised."""
    key: str = ""
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    @property
    def url(self) -> str:
        return str(self.client.base_url).rstrip("/")

    async def changes(self, since: str, wait: int = 0) -> dict[str, Any]:
        """Read the page beyond a cursor. Raises StartOverError for a foreign one.

        One document that cannot be decoded must not hide the others of its page: such a page is
        asked for without documents, and each is fetched by itself. So is one that is too large.
        """
        asked: dict[str, Any] = {"since": since, **({"wait": wait} if wait else {})}
        try:
            return await self._ask("/api/v1/changes", _page, tries=TRIES, **asked)
        except (_NotJsonError, TooMuchError):
            return await self._ask("/api/v1/changes", _page, fields="ids", **asked)

    async def document(self, code: str) -> bytes | None:
        """Read the present document of a code; None if it has none.

        Raises UnreadableError if the bytes are not what their ETag says, or too many.
        """
        try:
            answer = await self._ask(f"/api/v1/listings/{code}", _whole)
        except TooMuchError as refused:
            raise UnreadableError(str(refused)) from None
        if answer.status in NOT_THERE:
            return None
        tag = answer.headers.get("etag", "").strip('"').partition(";")[0]
        if digest_of(answer.content) != tag:
            raise UnreadableError("its bytes are not what their digest says")
        return answer.content

    async def digest(self) -> dict[str, Any]:
        return await self._ask("/api/v1/digest", _buckets)

    async def bucket(self, number: int) -> dict[str, Any]:
        return await self._ask("/api/v1/digest", _bucket, bucket=number)

    async def send_checkpoint(self, cursor: str) -> None:
        """Say how far we are, if we have a key; nothing depends on it, so failing is no failure."""
        if self.key:
            with suppress(httpx2.HTTPError, TimeoutError, MirrorError, ValueError):
                await self._sent("PUT", "/api/v1/checkpoint", json={"cursor": cursor})

    async def _ask(
        self, path: str, read: Callable[[Answer], T], *, tries: float = inf, **query: Any
    ) -> T:
        failures, nonsense, waited = 0, 0, 0.0
        while True:
            answer, reason = None, ""
            try:
                answer = await self._sent("GET", path, params=query)
                if answer.status not in BUSY:
                    return read(answer)
                reason = f"answers {answer.status}"
            except (httpx2.TransportError, httpx2.DecodingError, TimeoutError) as broken:
                reason = str(broken) or type(broken).__name__
            except OddError as odd:
                raise MirrorError(f"{self.url}{path} does not answer as it must: {odd}.") from None
            except (ValueError, RecursionError) as broken:
                answer, reason = None, f"answers nonsense ({broken})"
                nonsense += 1
                if nonsense >= tries:
                    raise _NotJsonError from None
            failures += 1
            waited += (pause := _pause(failures, answer))
            if waited > self.patience:
                raise MirrorError(f"{self.url} {_printable(reason)}.")
            await self.sleep(pause)

    async def _sent(self, method: str, path: str, **more: Any) -> Answer:
        """Ask once, and read the answer as far as it may go. Raises TooMuchError."""
        headers = {"Accept-Encoding": GZIP}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        asking = self.client.stream(method, path, headers=headers, timeout=TIMEOUT, **more)
        async with asyncio.timeout(LONGEST_ANSWER), asking as answer:
            return Answer(
                str(answer.url), answer.status_code, answer.headers, await _content(answer)
            )


async def _content(answer: httpx2.Response) -> bytes:
    pieces, size = [], 0
    async with aclosing(_unpacked(answer)) as unpacked:
        async for piece in unpacked:
            pieces.append(piece)
            if (size := size + len(piece)) > MOST_BYTES:
                raise _too_large(answer.url)
    return b"".join(pieces)


async def _unpacked(answer: httpx2.Response) -> AsyncGenerator[bytes]:
    """Read an answer piece by piece. Raises ValueError for what is oddly packed.

    By ourselves, for httpx2 goes on to read behind the end of a gzip, and to keep that.
    """
    stream: Any = answer.stream
    coding = answer.headers.get("content-encoding", IDENTITY).lower()
    if coding not in {IDENTITY, GZIP}:
        raise ValueError(f"it is packed as {coding:.30}")
    unpack, came = _gunzip() if coding == GZIP else _as_it_is, 0
    async for packed in stream:
        for piece in unpack(packed):
            yield piece
        if (came := came + len(packed)) > MOST_BYTES:
            raise _too_large(answer.url)


def _as_it_is(piece: bytes) -> Iterator[bytes]:
    yield piece


def _gunzip() -> Callable[[bytes], Iterator[bytes]]:
    """Make what unpacks one gzip (RFC 1952), a MiB at a time."""
    unpacking = zlib.decompressobj(wbits=31)

    def unpack(packed: bytes) -> Iterator[bytes]:
        try:
            while packed and not unpacking.eof:
                yield unpacking.decompress(packed, PIECE)
                packed = unpacking.unconsumed_tail
        except zlib.error as broken:
            raise ValueError(str(broken)) from None
        if packed or unpacking.unused_data:
            raise ValueError("something follows what is packed")

    return unpack


def _too_large(url: httpx2.URL) -> TooMuchError:
    return TooMuchError(f"{url} answers more than {MOST_BYTES >> 20} MiB.")


def _pause(failures: int, answer: Answer | None) -> float:
    """Double the pause each time, with chance in it, or mirrors would all come back at once."""
    pause = min(FIRST_PAUSE * 2.0 ** min(failures - 1, 10), LONGEST_PAUSE)
    asked_for = answer.headers.get("retry-after", "") if answer is not None else ""
    if asked_for.isdecimal():
        pause = max(pause, min(float(asked_for), LONGEST_RETRY_AFTER))
    return pause * random.uniform(1, 1.2)  # noqa: S311 - no secret


def _ok(answer: Answer) -> Any:
    if answer.status == GONE:
        raise StartOverError
    if answer.status != httpx2.codes.OK:
        begins = _printable(answer.content[:300].decode(errors="replace"))
        raise MirrorError(f"{answer.url} answers {answer.status}: {begins}")
    try:
        return decoded(answer.content)
    except TooMuchError as refused:
        raise TooMuchError(f"{answer.url} {refused}.") from None


def _printable(text: str) -> str:
    """Leave out what would steer the terminal that it is shown on."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _page(answer: Answer) -> dict[str, Any]:
    return page_of(_ok(answer))


def _whole(answer: Answer) -> Answer:
    if answer.status not in {httpx2.codes.OK, *NOT_THERE}:
        raise UnreadableError(f"its address answers {answer.status}")
    return answer


def _buckets(answer: Answer) -> dict[str, Any]:
    return buckets_of(_ok(answer))


def _bucket(answer: Answer) -> dict[str, Any]:
    return bucket_listed(_ok(answer))
