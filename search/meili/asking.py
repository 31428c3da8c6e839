"""The search request: one shared connection pool, a time limit, a breaker."""

import asyncio
import json
import logging
from collections.abc import Sequence
from typing import Any

import httpx2
from meilisearch.errors import MeilisearchError

from search.engine import Unavailable
from search.meili.breaker import Breaker
from search.meili.keys import NO_RIGHT, KeyRing

Json = dict[str, Any]
_NO_INDEX = {"index_not_found", "invalid_search_filter", "invalid_search_sort"}
"""What a server says when the index is missing, or has not got our settings."""
_OVERLOADED = 429
_SERVER_ERROR = 500
_FAILURES = (httpx2.HTTPError, MeilisearchError, TimeoutError, ValueError)
log = logging.getLogger("search.meili")


class Asking:
    def __init__(self, url: str, ring: KeyRing, breaker: Breaker, timeout: float) -> None:
        self._url = f"{url.rstrip('/')}/multi-search"
        self._ring = ring
        self._breaker = breaker
        self._timeout = timeout
        # It streams what it compresses, in packets that wait for each other: 44 ms where plain
        # bytes take 2 (measured on 1.50, loopback).
        plain = {"Accept-Encoding": "identity"}
        encrypted = url.startswith("https:")  # only then are authorities worth 50 ms of reading
        self._client = httpx2.AsyncClient(timeout=timeout, headers=plain, verify=encrypted)

    async def separately(self, queries: Sequence[Json]) -> list[Json]:
        """Ask several queries at once, each for its own answer. Raises Unavailable."""
        answers: list[Json] = (await self._post({"queries": queries}))["results"]
        return answers

    async def close(self) -> None:
        await self._client.aclose()

    async def _post(self, body: Json) -> Json:
        if not self._breaker.allows():
            raise Unavailable("Meilisearch failed several times: it is left alone for a while")
        try:
            async with asyncio.timeout(self._timeout):  # the keys and slow trickles included
                response = await self._sent(body)
                answer: Json = response.json()
        except (*_FAILURES, Unavailable) as error:
            self._breaker.note_failure()
            raise Unavailable("Meilisearch does not answer") from error
        self._breaker.note_success()
        if not response.is_success:
            raise self._refused(response.status_code, answer)
        return answer

    async def _sent(self, body: Json) -> httpx2.Response:
        key = (await self._ring.keys()).search
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        response = await self._client.post(self._url, json=body, headers=headers)
        if response.status_code == _OVERLOADED or response.status_code >= _SERVER_ERROR:
            response.raise_for_status()
        return response

    def _refused(self, status: int, answer: Json) -> Unavailable:
        if status in NO_RIGHT:
            self._ring.forget()
        if answer.get("code") not in _NO_INDEX:
            log.error("Meilisearch refused a search: %s", json.dumps(answer))
        return Unavailable(f"Meilisearch cannot answer: {answer.get('code')}")
