"""A proxy before the S3 stand-in that delays, cuts and refuses, as networks and stores do."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from time import sleep
from typing import Literal

Fault = Literal["none", "refuse", "503", "hang", "cut", "slow"]
BUSY = b"HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
RESET = b"\1\0\0\0\0\0\0\0"
"""Of SO_LINGER: close by a reset, which is what a refusal looks like behind an open port."""
SHORT = 700
"""Bytes; an answer beyond them carries a picture, which is cut in the middle."""
SLOW = 4.0
"""Seconds that each request takes then."""


@dataclass
class Proxy:
    port: int
    """Of the store behind it."""
    fault: Fault = "none"
    asked: int = 0
    """Connections since the last fault began."""
    listening: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))
    connections: set[socket.socket] = field(default_factory=set)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.listening.getsockname()[1]}"

    def set(self, fault: Fault) -> None:
        """Begin a fault; connections that are kept open end, as they do when a store goes."""
        self.fault, self.asked = fault, 0
        for one in list(self.connections):
            _shut(one)

    def serve(self) -> None:
        with suppress(OSError):  # it was closed
            while True:
                client, _ = self.listening.accept()
                self.asked += 1
                threading.Thread(target=self._pass_on, args=(client,), daemon=True).start()

    def _pass_on(self, client: socket.socket) -> None:
        with client, suppress(OSError):
            if self.fault == "refuse":
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                return
            with socket.create_connection(("127.0.0.1", self.port)) as store:
                pair = {client, store}
                self.connections |= pair
                back = threading.Thread(target=self._answer, args=(store, client), daemon=True)
                back.start()
                self._ask(client, store)
                back.join()
                self.connections -= pair

    def _ask(self, client: socket.socket, store: socket.socket) -> None:
        with suppress(OSError):
            while data := client.recv(1 << 16):
                if self.fault == "503":
                    client.sendall(BUSY)
                    break
                if self.fault != "hang":
                    store.sendall(data)
        _shut(client, store)

    def _answer(self, store: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while data := store.recv(1 << 20):
                if self.fault == "slow":
                    sleep(SLOW)
                if self.fault == "cut" and len(data) > SHORT:
                    client.sendall(data[: len(data) // 2])
                    break
                client.sendall(data)
        _shut(client, store)


def _shut(*connections: socket.socket) -> None:
    for one in connections:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)


@contextmanager
def before(address: str) -> Iterator[Proxy]:
    """Stand before a store, whose port is the last part of its address."""
    proxy = Proxy(int(address.rpartition(":")[2]))
    serving = threading.Thread(target=proxy.serve, daemon=True)
    serving.start()
    try:
        yield proxy
    finally:
        _shut(proxy.listening)
        proxy.listening.close()
        proxy.set("none")
        serving.join(5)
