"""S3 for tests: moto's server in a process of its own, and one that fails as real ones do."""

import asyncio
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from email.utils import formatdate
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

import httpx2

PATIENCE = 30
BEGUN = b"<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>"
BUCKET = "sanvat"
KEYS = {"access_key_id": "test", "secret_access_key": "test", "region": "us-east-1"}


@contextmanager
def s3_server() -> Iterator[str]:
    """Run moto on loopback, with an empty bucket; give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, **quiet)
    address = f"http://127.0.0.1:{port}"
    try:
        _make_bucket(process, address)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def _make_bucket(process: subprocess.Popen, address: str) -> None:
    """Make the bucket by plain HTTP, which obstore cannot, as soon as the server answers."""
    deadline = monotonic() + PATIENCE
    while monotonic() < deadline:
        assert process.poll() is None, "moto stopped"
        with suppress(httpx2.TransportError):
            if httpx2.put(f"{address}/{BUCKET}", timeout=5).status_code == 200:
                return
        sleep(0.05)  # it needs the processor more than we do
    raise AssertionError("moto did not get ready")


def a_place() -> str:
    """Give a place in the bucket that no other test uses."""
    return f"s3://{BUCKET}/{uuid4().hex}"


def s3_options(address: str, **client: Any) -> dict[str, Any]:
    return {"endpoint": address, **KEYS, "client_options": {"allow_http": True, **client}}


class FailingS3:
    """Keeps what it is given, until it is told how to fail; remembers what it was asked."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.status = 0
        self.wrong = 0
        """How many answers carry other bytes than were put."""
        self.lost = False
        self.silent = False
        self.delay = 0.0
        """Seconds that each answer takes."""
        self.mute = False
        """Whether it takes what it is given and does not say so."""
        self.parts: dict[str, bytes] = {}
        """What has arrived of files that come in parts, which here is one."""
        self.trickling = False
        self.address = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                await self._answer(head.decode(), reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(
        self, head: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        method, path, _ = head.split(" ", 2)
        self.asked.append(method)
        body = await reader.readexactly(_length(head))
        if self.silent or (self.mute and method == "HEAD" and path in self.kept):
            await asyncio.Event().wait()
        await asyncio.sleep(self.delay)
        status, answer = self._judge(method, path, body)
        written = formatdate(usegmt=True)  # lately: what is old is written again when it is put
        said = {"ETag": '"x"', "Last-Modified": written, "Content-Length": len(answer)}
        lines = [f"HTTP/1.1 {status} -", *[f"{k}: {v}" for k, v in said.items()], "", ""]
        writer.write("\r\n".join(lines).encode())
        while self.trickling:
            writer.write(answer[:1])
            await writer.drain()
            await asyncio.sleep(0.1)
        writer.write(b"" if method == "HEAD" else answer)
        await writer.drain()

    def _judge(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        if self.status:
            return self.status, b""
        if method in {"PUT", "POST"}:
            return 200, self._take(method, path, body)
        if self.lost or path not in self.kept:
            return 404, b""
        data = self.kept[path]
        if self.wrong and method == "GET":
            self.wrong -= 1
            data = bytes([data[0] ^ 1]) + data[1:]
        return 200, data

    def _take(self, method: str, path: str, body: bytes) -> bytes:
        """Take a file whole, or begin, take or put together one that comes in parts."""
        key, _, query = path.partition("?")
        if method == "PUT" and not query:
            self.kept[key] = body
        elif method == "PUT":
            self.parts[key] = body
        elif "uploadId" in query:
            self.kept[key] = self.parts.pop(key)
            return b"<CompleteMultipartUploadResult><ETag>x</ETag></CompleteMultipartUploadResult>"
        else:
            return BEGUN
        return b""


def _length(head: str) -> int:
    fields = [line.partition(":") for line in head.lower().splitlines()]
    return next((int(value) for name, _, value in fields if name == "content-length"), 0)


@asynccontextmanager
async def failing_s3() -> AsyncIterator[FailingS3]:
    held = FailingS3()
    connections: set[asyncio.Task] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.add(asyncio.current_task())
        with suppress(asyncio.CancelledError):  # asyncio would report it as an error
            await held.serve(reader, writer)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    held.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield held
    server.close()
    for connection in connections:
        connection.cancel()
    await asyncio.gather(*connections, return_exceptions=True)
