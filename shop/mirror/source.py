"""The catalogue over HTTP: waits while it is busy or away, and says when to start over."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from math import inf
from typing import Any, TypeVar

import httpx2

from shop.mirror.reading import MirrorError, UnreadableError, digest_of

BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
GONE = 410
NOT_THERE = frozenset({404, 410})
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
LONGEST_RETRY_AFTER = 3600.0
TIMEOUT = 60.0
"""Seconds; twice as long as the catalogue lets a partner wait."""
TRIES = 3
"""Readings of a page before its documents are asked for one by one."""
T = TypeVar("T")


class StartOverError(Exception):
    """The catalogue does not know our cursor: it begins a new epoch (410)."""


class _NotJsonError(Exception):
    pass


@dataclass
class Source:
    """Asks one catalogue; a failure is asked again after longer and longer pauses."""

    client: httpx2.AsyncClient
    patience: float = inf
    """Seconds to wait, all pauses of one question together, before MirrorError is raised."""
    key: str = ""
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def changes(self, since: str, wait: int = 0) -> dict[str, Any]:
        """Read the page beyond a cursor. Raises StartOverError for a foreign one.

        One document that cannot be decoded must not hide the others of its page: such a page is
        asked for without documents, and each is fetched by itself.
        """
        asked: dict[str, Any] = {"since": since, **({"wait": wait} if wait else {})}
        try:
            return await self._ask("/api/v1/changes", _page, tries=TRIES, **asked)
        except _NotJsonError:
            return await self._ask("/api/v1/changes", _page, fields="ids", **asked)

    async def document(self, code: str) -> bytes | None:
        """Read the present document of a code; None if it has none.

        Raises UnreadableError if the bytes are not what their ETag says.
        """
        answer = await self._ask(f"/api/v1/listings/{code}", _whole)
        if answer.status_code in NOT_THERE:
            return None
        tag = answer.headers.get("etag", "").strip('"').partition(";")[0]
        if digest_of(answer.content) != tag:
            raise UnreadableError("its bytes are not what their digest says")
        return answer.content

    async def digest(self) -> dict[str, Any]:
        return await self._ask("/api/v1/digest", _buckets)

    async def bucket(self, number: int) -> dict[str, Any]:
        return await self._ask("/api/v1/digest", _page_of_bucket, bucket=number)

    async def send_checkpoint(self, cursor: str) -> None:
        """Say how far we are, if we have a key; nothing depends on it, so failing is no failure."""
        if self.key:
            try:
                await self.client.put(
                    "/api/v1/checkpoint", json={"cursor": cursor}, headers=self._headers()
                )
            except httpx2.HTTPError:
                return

    async def _ask(
        self, path: str, read: Callable[[httpx2.Response], T], *, tries: float = inf, **query: Any
    ) -> T:
        failures, nonsense, waited = 0, 0, 0.0
        while True:
            try:
                answer = await self.client.get(
                    path, params=query, headers=self._headers(), timeout=TIMEOUT
                )
                if answer.status_code not in BUSY:
                    return read(answer)
                reason: str = f"answers {answer.status_code}"
            except (httpx2.TransportError, httpx2.DecodingError) as broken:
                answer, reason = None, str(broken) or type(broken).__name__
            except (ValueError, KeyError, TypeError, RecursionError) as broken:
                answer, reason = None, f"answers nonsense ({broken})"
                nonsense += 1
                if nonsense >= tries:
                    raise _NotJsonError from None
            failures += 1
            waited += (pause := _pause(failures, answer))
            if waited > self.patience:
                raise MirrorError(f"{str(self.client.base_url).rstrip('/')} {reason}.")
            await self.sleep(pause)

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"} if self.key else {}


def _pause(failures: int, answer: httpx2.Response | None) -> float:
    """Double the pause each time, with chance in it, or mirrors would all come back at once."""
    pause = min(FIRST_PAUSE * 2.0 ** min(failures - 1, 10), LONGEST_PAUSE)
    asked_for = answer.headers.get("retry-after", "") if answer is not None else ""
    if asked_for.isdecimal():
        pause = max(pause, min(float(asked_for), LONGEST_RETRY_AFTER))
    return pause * random.uniform(1, 1.2)  # noqa: S311 - no secret


def _ok(answer: httpx2.Response) -> Any:
    if answer.status_code == GONE:
        raise StartOverError
    if answer.status_code != httpx2.codes.OK:
        raise MirrorError(f"{answer.url} answers {answer.status_code}: {answer.text[:300]}")
    return answer.json()


def _page(answer: httpx2.Response) -> dict[str, Any]:
    page = _ok(answer)
    _need(page["items"], list)
    _need(page["next"], str)
    _need(page["has_more"], bool)
    return dict(page)


def _whole(answer: httpx2.Response) -> httpx2.Response:
    if answer.status_code not in {httpx2.codes.OK, *NOT_THERE}:
        raise UnreadableError(f"its address answers {answer.status_code}")
    return answer


def _buckets(answer: httpx2.Response) -> dict[str, Any]:
    digest = _ok(answer)
    _need(digest["head"], str)
    _need(digest["buckets"], list)
    return dict(digest)


def _page_of_bucket(answer: httpx2.Response) -> dict[str, Any]:
    bucket = _ok(answer)
    _need(bucket["head"], str)
    return {"head": bucket["head"], "items": [_held(item) for item in bucket["items"]]}


def _held(item: dict[str, Any]) -> tuple[str, int, str]:
    return str(item["code"]), int(item["rev"]), str(item["digest"])


def _need(value: object, kind: type) -> None:
    if not isinstance(value, kind):
        raise TypeError(f"{value!r:.50} is no {kind.__name__}")
