"""Our protocol on a port of its own, in the tests' process: its patience can be shortened there."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from uvicorn import Config
from uvicorn.server import ServerState

from shop.http.connections import Connection

ENOUGH = 60
"""Seconds that a test waits for what should come much sooner."""


@asynccontextmanager
async def listening(app, **options: Any) -> AsyncIterator[int]:
    """Serve an application; give the port."""
    config = Config(app, lifespan="off", log_config=None, **options)
    config.load()
    state = ServerState()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(config, state, {}), "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for connection in list(state.connections):
            connection.transport.abort()
        await asyncio.gather(*state.tasks, return_exceptions=True)


async def until(is_so: Callable[[], Any]) -> None:
    for _ in range(ENOUGH * 100):
        if is_so():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not come")


class Sender:
    """A client that writes what no library would."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    @classmethod
    async def to(cls, port: int) -> "Sender":
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def drip(self, data: bytes, every: float = 0.05) -> None:
        """Send the same again and again, until the other side has had enough."""
        while not self.writer.is_closing():
            self.writer.write(data)
            await asyncio.sleep(every)

    async def status(self) -> int:
        """Read the head of an answer, and its body as far as its length is stated."""
        async with asyncio.timeout(ENOUGH):
            self.head = await self.reader.readuntil(b"\r\n\r\n")
            length = self.head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
            self.body = await self.reader.readexactly(int(length or 0))
        return int(self.head.split()[1])

    async def all(self) -> bytes:
        """Read until the other side closes."""
        try:
            async with asyncio.timeout(ENOUGH):
                return await self.reader.read()
        except ConnectionError:
            return b""

    def close(self) -> None:
        self.writer.transport.abort()


@asynccontextmanager
async def sender(port: int) -> AsyncIterator[Sender]:
    made = await Sender.to(port)
    try:
        yield made
    finally:
        made.close()
