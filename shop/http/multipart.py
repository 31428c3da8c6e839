"""Reading `multipart/form-data` as it arrives, every limit holding while it is read.

Files go to a folder as they come, so that memory stays flat; they are gone when the block is left.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

from media.accept import Incoming
from media.refusing import TOO_HEAVY, Refused
from shop.errors import InvalidError, TooLargeError, TooSlowError, UnsupportedError

if TYPE_CHECKING:  # it is not there at run time
    from python_multipart.multipart import MultipartCallbacks

LONGEST = 600
"""Seconds that a form may take, however steadily it trickles."""
MOST_BYTES = 60 * 1024 * 1024
MOST_FILES = 20
MOST_FIELDS = 20
LONGEST_FIELD = 4000
PATIENCE = 30
"""Seconds that a sender may be silent."""


@dataclass(slots=True)
class Upload:
    field: str
    name: str
    """As the sender calls it: to be said back, never to be part of a path."""
    file: Incoming
    refusal: Refused | None = None
    """Set when its first bytes told enough; the rest of it was not kept."""


@dataclass(slots=True)
class Form:
    fields: dict[str, str] = field(default_factory=dict)
    uploads: list[Upload] = field(default_factory=list)


async def read_form(request: Request, folder: Path, stack: ExitStack) -> Form:
    """Read a form; its files stay until the stack is closed.

    Raises UnsupportedError for another kind of body, TooLargeError beyond a limit, TooSlowError
    for a silent sender, InvalidError for what is no form.
    """
    form, boundary = Form(), _boundary(request)
    reader = _Reader(form, folder, stack)
    try:
        async with asyncio.timeout(LONGEST):
            await _feed(MultipartParser(boundary, reader.callbacks()), request)
    except FormParserError:
        raise InvalidError("The body is no multipart form: see RFC 7578.") from None
    except TimeoutError:
        raise TooSlowError(f"The form took more than {LONGEST // 60} minutes.") from None
    if not reader.ended:
        raise InvalidError("The body ends in the middle of the form; send it again.")
    return form


async def _feed(parser: MultipartParser, request: Request) -> None:
    read = 0
    async for chunk in _chunks(request):
        read += len(chunk)
        if read > MOST_BYTES:
            raise TooLargeError(f"A request has at most {MOST_BYTES >> 20} MiB.")
        parser.write(chunk)
    parser.finalize()


async def _chunks(request: Request) -> AsyncIterator[bytes]:
    stream = request.stream()
    while True:
        try:
            async with asyncio.timeout(PATIENCE):
                chunk = await anext(stream, None)
        except TimeoutError:
            raise TooSlowError(f"Nothing arrived for {PATIENCE} seconds; send it again.") from None
        except ClientDisconnect:
            raise InvalidError("The sender went away.") from None
        if chunk is None:
            return
        yield chunk


def _boundary(request: Request) -> bytes:
    kind, options = parse_options_header(request.headers.get("content-type"))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise UnsupportedError("Send multipart/form-data with a boundary.")
    return options[b"boundary"]


class _Reader:
    """Takes what the parser finds, part by part."""

    def __init__(self, form: Form, folder: Path, stack: ExitStack) -> None:
        self.form = form
        self.folder = folder
        self.stack = stack
        self.ended = False
        self.header = b""
        self.value = b""
        self.disposition = b""
        self.name = ""
        self.text: bytearray | None = None
        self.file: Incoming | None = None

    def callbacks(self) -> "MultipartCallbacks":
        return {
            "on_part_begin": self.begin,
            "on_header_field": self.read_header,
            "on_header_value": self.read_value,
            "on_header_end": self.end_header,
            "on_headers_finished": self.open,
            "on_part_data": self.read,
            "on_part_end": self.close,
            "on_end": self.end,
        }

    def begin(self) -> None:
        self.disposition = b""
        self.text = self.file = None

    def read_header(self, data: bytes, start: int, end: int) -> None:
        self.header += data[start:end]

    def read_value(self, data: bytes, start: int, end: int) -> None:
        self.value += data[start:end]

    def end_header(self) -> None:
        if self.header.lower() == b"content-disposition":
            self.disposition = self.value
        self.header = self.value = b""

    def open(self) -> None:
        _, options = parse_options_header(self.disposition)
        if b"name" not in options:
            raise InvalidError("Every part of the form needs a name.")
        self.name = _text(options[b"name"])
        if b"filename" in options:
            self._open_file(_text(options[b"filename"]))
        else:
            self.text = bytearray()

    def _open_file(self, name: str) -> None:
        if len(self.form.uploads) == MOST_FILES:
            raise TooLargeError(f"A request has at most {MOST_FILES} pictures.")
        self.file = self.stack.enter_context(Incoming(self.folder))
        self.form.uploads.append(Upload(self.name, name, self.file))

    def read(self, data: bytes, start: int, end: int) -> None:
        if self.file is not None:
            self._keep(data[start:end])
        elif self.text is not None:
            self.text += data[start:end]
            if len(self.text) > LONGEST_FIELD:
                raise TooLargeError(f"{self.name[:40]}: at most {LONGEST_FIELD} bytes.")

    def _keep(self, data: bytes) -> None:
        if self.form.uploads[-1].refusal or self.file is None:
            return
        try:
            self.file.write(data)
        except Refused as refused:
            if refused.reason is TOO_HEAVY:
                raise TooLargeError(refused.en) from None
            self.form.uploads[-1].refusal = refused

    def close(self) -> None:
        if self.text is None:
            return
        if len(self.form.fields) == MOST_FIELDS:
            raise TooLargeError(f"A form has at most {MOST_FIELDS} fields.")
        if self.name in self.form.fields:
            raise InvalidError(f"{self.name[:40]} is given twice; give it once.")
        self.form.fields[self.name] = _text(bytes(self.text))

    def end(self) -> None:
        self.ended = True


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise InvalidError("Names and fields of a form are UTF-8.") from None
