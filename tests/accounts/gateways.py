"""Gateways that take messages to people: small HTTP servers on loopback that hear and answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson

HERE = "127.0.0.1"
ACCEPTED = {"error": 0, "message": "Success", "data": {"msg_id": "0d53c0c0", "sent_time": "1"}}
ARRIVED = {"error": 0, "data": {"status": 1, "delivery_time": "1"}}
ON_ITS_WAY = {"error": 0, "data": {"status": 0}}
HANGS, BREAKS_OFF = "hangs", "breaks off"
Answer = tuple[int, Any] | str


@dataclass
class Heard:
    method: str
    path: str
    headers: dict[str, str]
    body: Any


@dataclass
class Gateway:
    """What it says to each path, in turn (the last answer stays), and what it heard."""

    port: int = 0
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://{HERE}:{self.port}"

    def says(self, *answers: Answer, to: str = "/") -> None:
        self.answers[to] = list(answers)

    def at(self, path: str) -> list[Heard]:
        return [one for one in self.heard if one.path.partition("?")[0] == path]

    @property
    def texts(self) -> list[str]:
        return [one.body["text"] for one in self.at("/")]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            heard = await _read(reader)
            self.heard.append(heard)
            answers = self.answers[heard.path.partition("?")[0]]
            answer = answers.pop(0) if answers[1:] else answers[0]
            if answer == HANGS:
                await reader.read()  # until the asker gives up
            elif answer != BREAKS_OFF:
                status, body = answer
                writer.write(_written(status, body))
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


async def _read(reader: asyncio.StreamReader) -> Heard:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    method, path, _ = first.split()
    return Heard(method, path, headers, orjson.loads(body) if body else None)


def _written(status: int, body: Any) -> bytes:
    told = body if isinstance(body, bytes) else orjson.dumps(body)
    more = "Location: /elsewhere\r\n" if status in {301, 302, 307} else ""
    return f"HTTP/1.1 {status} X\r\n{more}Content-Length: {len(told)}\r\n\r\n".encode() + told


@asynccontextmanager
async def a_gateway() -> AsyncIterator[Gateway]:
    gateway = Gateway()
    gateway.says((200, {}))
    server = await asyncio.start_server(gateway.serve, HERE, 0)
    gateway.port = server.sockets[0].getsockname()[1]
    yield gateway
    server.close()
