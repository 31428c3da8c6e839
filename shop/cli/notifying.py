"""What systemd is told of a service: that it is up, that it gets on, that it stops (sd_notify(3)).

Each is one datagram to a socket that systemd names. Where it names none, nothing is said.
"""

import os
import socket
from contextlib import suppress

NAMED_BY = "NOTIFY_SOCKET"
READY, GETS_ON, STOPPING = b"READY=1", b"WATCHDOG=1", b"STOPPING=1"


class Notifier:
    """The line to systemd; what it cannot take is lost, for a service must not wait for it."""

    def __init__(self, address: str) -> None:
        """Take the path of a socket, or `@…` of an abstract one, or nothing."""
        self._address = f"\0{address[1:]}" if address.startswith("@") else address
        self._next = READY

    @classmethod
    def from_environment(cls) -> "Notifier":
        """Take the address away from where processes of ours would find it and speak for us."""
        return cls(os.environ.pop(NAMED_BY, ""))

    def say(self) -> None:
        """Say that the service is up, and from then on that it gets on."""
        self._send(self._next)
        self._next = GETS_ON

    def stop(self) -> None:
        self._send(STOPPING)

    def _send(self, said: bytes) -> None:
        if not self._address:
            return
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
            line.setblocking(False)  # noqa: FBT003 - the name is theirs
            line.sendto(said, self._address)
