"""A client that costs next to nothing: one connection, requests made before, bodies not parsed."""

import socket
from time import perf_counter


class Knocker:
    def __init__(self, port: int) -> None:
        self.connection = socket.create_connection(("127.0.0.1", port))
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = bytearray(1 << 20)

    def get(self, path: str, *headers: str) -> tuple[int, bytes]:
        """Ask once; give the status and the answer's head."""
        lines = [f"GET {path} HTTP/1.1", "Host: localhost", *headers, "", ""]
        self.connection.sendall("\r\n".join(lines).encode())
        return self._answer()

    def seconds(self, path: str, *headers: str) -> float:
        began = perf_counter()
        self.get(path, *headers)
        return perf_counter() - began

    def body(self, path: str) -> bytes:
        """Ask once, and keep the body."""
        self.connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        head, rest = self._head()
        body = bytearray(rest)
        while len(body) < _length(head):
            body += self.connection.recv(1 << 20)
        return bytes(body)

    def _answer(self) -> tuple[int, bytes]:
        head, rest = self._head()
        missing = _length(head) - len(rest)
        while missing > 0:
            missing -= self.connection.recv_into(self.buffer)
        return int(head.split(b" ", 2)[1]), head

    def _head(self) -> tuple[bytes, bytes]:
        received = b""
        while b"\r\n\r\n" not in received:
            piece = self.connection.recv(1 << 20)
            assert piece, "the server hung up"
            received += piece
        head, _, rest = received.partition(b"\r\n\r\n")
        return head, rest


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0
