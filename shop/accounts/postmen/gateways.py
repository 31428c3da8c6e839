"""Asking a gateway that the operator has named, by HTTP: short, small, and straight.

Not through `Outbound` (shop/http/outbound.py), which guards against addresses that strangers name:
this one stands in the settings, as the database's does, and may well be in a network of ours. What
remains of those rules: no redirects, cookies, proxies or `.netrc`, little is read, and all of it
takes ten seconds at most. `http://` is let through by the settings for near machines only.
"""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Any

import httpx2
import orjson

from shop.accounts.postmen.letters import NotSentError

SECONDS = 10.0
MOST_BYTES = 64 * 1024
HEADERS = {"User-Agent": "sanvat", "Accept": "application/json", "Accept-Encoding": "identity"}
NEVER = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY})
"""Answers that the same letter gets at every attempt; a wrong key may be mended."""


@dataclass(frozen=True, slots=True)
class Gateway:
    """A gateway's address and how we show who we are."""

    name: str
    """As errors call it."""
    url: str
    headers: Mapping[str, str]

    async def post(self, path: str, body: dict[str, Any], **headers: str) -> dict[str, Any]:
        """Give what a gateway answers that has taken a letter, as JSON; empty: it is none.

        Raises NotSentError.
        """
        given = {"Content-Type": "application/json", **headers}
        return await self._ask("POST", path, given, content=orjson.dumps(body))

    async def get(self, path: str, **query: str) -> dict[str, Any]:
        """Give what a gateway knows. Raises NotSentError."""
        return await self._ask("GET", path, {}, params=query)

    async def _ask(
        self, method: str, path: str, headers: Mapping[str, str], **more: Any
    ) -> dict[str, Any]:
        sent = httpx2.Headers({**HEADERS, **self.headers, **headers}, encoding="utf-8")
        request = httpx2.Request(method, f"{self.url}{path}", headers=sent, **more)
        try:
            async with asyncio.timeout(SECONDS):
                status, body = await _answer(request)
        except (httpx2.ConnectError, httpx2.ConnectTimeout, ssl.SSLError):
            raise NotSentError(f"{self.name} cannot be reached") from None
        except TimeoutError:
            raise NotSentError(f"{self.name} was too slow", perhaps=True) from None
        except httpx2.HTTPError:
            raise NotSentError(f"{self.name} broke off", perhaps=True) from None
        if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            raise NotSentError(f"{self.name} answered {status}", for_good=status in NEVER)
        return body


async def _answer(request: httpx2.Request) -> tuple[int, dict[str, Any]]:
    """Ask by a bare transport of its own, for one question."""
    trust = _trust_of_this_machine()
    async with httpx2.AsyncHTTPTransport(verify=trust, trust_env=False) as transport:
        response = await transport.handle_async_request(request)
        try:
            return response.status_code, _read(await _start_of(response))
        finally:
            await response.aclose()


async def _start_of(response: httpx2.Response) -> bytes:
    body = b""
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > MOST_BYTES:
            return b""
    return body


def _read(body: bytes) -> dict[str, Any]:
    try:
        read = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return read if isinstance(read, dict) else {}


@cache
def _trust_of_this_machine() -> ssl.SSLContext:
    return ssl.create_default_context()
