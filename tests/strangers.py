"""Servers of other people, and a name server that says where they are."""

import asyncio
import random
import socket
import ssl
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import ip_address

import trustme

from shop.http.outbound import IP, Outbound

HOST = "anh.nướcmắm.vn"
ASCII_HOST = "anh.xn--ncmm-qib4565bzia.vn"
HERE = ip_address("127.0.0.3")
"""Where the strangers' server stands: the only address that these tests allow."""
Page = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Stranger:
    """A stranger's server: what it holds, and what it heard."""

    port: int
    pages: dict[str, Page] = field(default_factory=dict)
    heard: list[list[str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)

    def at(self, path: str, host: str = HOST) -> str:
        return f"https://{host}:{self.port}{path}"

    def puts(self, path: str, body: bytes = b"", head: str = "", status: str = "200 OK") -> str:
        length = f"Content-Length: {len(body)}\r\n"
        self.pages[path] = f"HTTP/1.1 {status}\r\n{length}{head}\r\n".encode() + body
        return self.at(path)

    def redirects(self, path: str, location: str, head: str = "") -> str:
        return self.puts(path, head=f"Location: {location}\r\n{head}", status="302 Found")

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            lines = head.strip().split("\r\n")
            self.bodies.append(await reader.readexactly(_length(lines)))
            self.heard.append(lines)
            page = self.pages[head.split()[1]]
            if isinstance(page, bytes):
                writer.write(page)
                await writer.drain()
            else:
                await page(writer)
        except (ConnectionError, ssl.SSLError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.transport.abort() if writer.transport.is_closing() else writer.close()


def _length(head: list[str]) -> int:
    fields = dict(line.lower().split(": ", 1) for line in head[1:])
    return int(fields.get("content-length", 0))


def _free_port() -> int:
    """Give a port that is free on all our addresses, and is none that clients are given (ip(7))."""
    while True:
        port = random.randrange(10_000, 32_000)  # noqa: S311 - to differ from other workers
        with suppress(OSError):
            every = ("::", port)
            socket.create_server(every, family=socket.AF_INET6, dualstack_ipv6=True).close()
            return port


@asynccontextmanager
async def standing(certificate: trustme.LeafCert) -> AsyncIterator[Stranger]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    stranger = Stranger(_free_port())
    context.sni_callback = lambda _, name, __: stranger.names.append(name)
    server = await asyncio.start_server(stranger.answer, str(HERE), stranger.port, ssl=context)
    yield stranger
    server.close()


@dataclass
class Names:
    """A name server: each name has its answers, in turn; the last one stays."""

    answers: defaultdict[str, list[list[str]]] = field(
        default_factory=lambda: defaultdict(lambda: [[str(HERE)]])
    )
    asked: list[str] = field(default_factory=list)

    async def __call__(self, host: str) -> list[IP]:
        self.asked.append(host)
        answers = self.answers[host]
        return [ip_address(one) for one in (answers.pop(0) if answers[1:] else answers[0])]


def allowing(stranger: Stranger, names: Names, authority: trustme.CA) -> Outbound:
    """Ask as in service, but of this server only."""
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # it checks, and knows no authority yet
    authority.configure_trust(trust)
    return Outbound(
        resolve=names,
        is_allowed=lambda ip: ip == HERE,
        ports=frozenset({stranger.port}),
        trust=lambda: trust,
    )
