"""Connections that close by themselves: heads, silence and numbers have an end.

uvicorn's protocol sets no limit to a request's head and no time for it, and its parser joins the
pieces of a long field anew with each that arrives, so one sender could keep the whole process busy.
"""

import asyncio
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from uvicorn.server import ServerState

from media.sentences import Sentence
from shop.http.descriptors import most_connections, note_turned_away
from shop.metrics import CLOSED, CONNECTIONS

MOST_BYTES = 32 * 1024
"""Of a request's head; also of anything between two pieces of its body."""
MOST_FIELDS = 100
SECONDS = 10.0
"""For a whole head, and for the rest of a request that was answered before its end."""
STALLED = 60.0
"""Seconds in which the reader of an answer must take LEAST_TAKEN of it, or the rest."""
LEAST_TAKEN = 16 * 1024
LINGER = 5.0
"""Seconds for a sender to read why it is cut off: closed at once, the reason would be lost
(RFC 9112 §9.6)."""
TOO_LONG = Sentence(
    "Phần đầu của yêu cầu quá dài. Hãy gửi tối đa {bytes} byte và {fields} trường.",
    "The head of the request is too long; send at most {bytes} bytes and {fields} fields.",
).filled(bytes=MOST_BYTES, fields=MOST_FIELDS)
TOO_LATE = Sentence(
    "Yêu cầu đến quá chậm. Hãy gửi lại trong {seconds} giây.",
    "The request came too slowly; send it again within {seconds} seconds.",
).filled(seconds=round(SECONDS))
FULL = Sentence(
    "Đang có quá nhiều kết nối. Hãy thử lại sau vài giây.",
    "There are too many connections; try again in a few seconds.",
)
RETRY = b"retry-after: 5\r\n"
for _why in ("head", "late", "full", "stalled"):
    CLOSED.labels(_why)  # from 0 on, or the first of a kind is no rise


class Connection(HttpToolsProtocol):
    """uvicorn's protocol, which counts what arrives before the parser sees it."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.most = most_connections(config.limit_concurrency)
        self.limit_concurrency = None  # it would answer old connections that there are too many
        self.surplus = False
        self.at_head = self.in_body = False
        self.leaving = False
        self.unread = 0
        """Bytes since the last whole head or piece of a body."""
        self.deadline: asyncio.TimerHandle | None = None
        self.stalled: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        CONNECTIONS.inc()
        held = len(self.connections)
        self.surplus = held > self.most
        if held > self.most + max(8, self.most // 8):  # there is not even room to say so
            self._count("full")
            transport.abort()
        else:
            self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        CONNECTIONS.dec()
        self._cancel_deadline()
        self._cancel_stall()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        at = 0
        while at < len(data) and self._may_answer():
            piece = data[at : at + MOST_BYTES - self.unread]
            at += len(piece)
            self.unread += len(piece)
            super().data_received(piece)
            if self.unread >= MOST_BYTES or (self.at_head and len(self.headers) > MOST_FIELDS):
                self._refuse(431, TOO_LONG, "head")
        if not self.leaving:
            self._watch()

    def on_message_begin(self) -> None:
        self.at_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self.at_head, self.unread = False, 0
        if self.leaving:
            return
        if len(self.headers) > MOST_FIELDS:
            self._refuse(431, TOO_LONG, "head")
        elif self.surplus and len(self.connections) > self.most:
            self._refuse(503, FULL, "full")
        else:
            self.surplus, self.in_body = False, True
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self.unread = 0
        if not self.leaving:
            super().on_body(body)

    def on_message_complete(self) -> None:
        self.in_body, self.unread = False, 0
        if not self.leaving:
            super().on_message_complete()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.transport.is_closing():
            self._watch_reader()
        elif self.in_body and self.timeout_keep_alive_task:  # which is for whole requests
            self._unset_keepalive_if_required()
            self._watch()

    def timeout_keep_alive_handler(self) -> None:
        self._leave()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._watch_reader()

    def resume_writing(self) -> None:
        super().resume_writing()
        if not self.transport.is_closing():
            self._cancel_stall()

    def send_400_response(self, msg: str) -> None:
        if self._may_answer():
            self._answer(400, f"{msg}\n")

    def _unsupported_upgrade_warning(self) -> None:
        """Say nothing: a server may pass over an upgrade (RFC 9110 §7.8), and anyone may ask."""

    def _watch(self) -> None:
        """Give the sender some time whenever it is the sender who is waited for.

        While a request is answered it is the application that knows how long its body may take;
        between two requests uvicorn's own timer runs.
        """
        answering = self.cycle is not None and not self.cycle.response_complete
        if (answering and not self.at_head) or self.timeout_keep_alive_task:
            self._cancel_deadline()
        elif not self.deadline:
            self.deadline = self.loop.call_later(SECONDS, self._come_too_late)

    def _cancel_deadline(self) -> None:
        if self.deadline:
            self.deadline.cancel()
            self.deadline = None

    def _come_too_late(self) -> None:
        if self.at_head:
            self._refuse(408, TOO_LATE, "late")
        else:  # it is silent, or sends what no answer hangs on any more
            self._count("late")
            self._leave()

    def _watch_reader(self) -> None:
        if not self.stalled:
            left = self.transport.get_write_buffer_size()
            self.stalled = self.loop.call_later(STALLED, self._look_at_reader, left)

    def _look_at_reader(self, before: int) -> None:
        self.stalled = None
        left = self.transport.get_write_buffer_size()
        if left and left > before - LEAST_TAKEN:
            self._count("stalled")
            self.transport.abort()
        elif left:
            self._watch_reader()

    def _cancel_stall(self) -> None:
        if self.stalled:
            self.stalled.cancel()
            self.stalled = None

    def _count(self, why: str) -> None:
        CLOSED.labels(why).inc()
        if why == "full":
            note_turned_away()

    def _refuse(self, status: int, said: Sentence, why: str) -> None:
        if self._may_answer():
            self._count(why)
            self._answer(status, f"{said.vi}\n{said.en}\n")

    def _may_answer(self) -> bool:
        return not self.leaving and not self.transport.is_closing()

    def _answer(self, status: int, text: str) -> None:
        """Say why, unless this would be taken for the answer to another request; then close."""
        if self._is_next():
            self._end_cycle()
            body = text.encode()
            self.transport.write(_head(status, len(body)) + body)
            self.transport.write_eof()
            self._wait_for_end()
        else:
            self._leave()

    def _is_next(self) -> bool:
        """Tell whether what we write would answer the request that arrives."""
        if self.cycle is None or self.cycle.response_complete:
            return True
        return self.in_body and not self.cycle.response_started and not self.pipeline

    def _end_cycle(self) -> None:
        """Let the application know that nothing it says is sent any more."""
        if self.cycle:
            self.cycle.disconnected = True
            self.cycle.message_event.set()

    def _wait_for_end(self) -> None:
        """Read on without looking until the sender has seen our answer, but not for long."""
        self.leaving = True
        self._cancel_deadline()
        self.flow.resume_reading()
        self.deadline = self.loop.call_later(LINGER, self.transport.abort)

    def _leave(self) -> None:
        self.leaving = True
        self._cancel_deadline()
        self.transport.close()
        self._watch_reader()  # one that never takes the last of our answer would keep it open


def _head(status: int, length: int) -> bytes:
    fields = (
        b"content-type: text/plain; charset=utf-8\r\nx-content-type-options: nosniff\r\n"
        b"cache-control: no-store\r\nconnection: close\r\n"
    )
    retry = RETRY if status == 503 else b""  # noqa: PLR2004
    return b"%bcontent-length: %d\r\n%b%b\r\n" % (STATUS_LINE[status], length, fields, retry)
