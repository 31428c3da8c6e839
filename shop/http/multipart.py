"""Reading `multipart/form-data` as it arrives, every limit holding while it is read.

Files go where the caller says as they come, so that memory stays flat.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from media.sentences import Sentence
from shop.errors import InvalidError, TooLargeError, TooSlowError, UnsupportedError

if TYPE_CHECKING:  # it is not there at run time
    from python_multipart.multipart import MultipartCallbacks

LONGEST = 600
"""Seconds that a form may take, however steadily it trickles."""
PATIENCE = 30
"""Seconds that a sender may be silent."""
NO_FORM = Sentence(
    "Nội dung không phải biểu mẫu multipart, xem RFC 7578. Hãy gửi lại đúng cách.",
    "The body is no multipart form: see RFC 7578.",
)
TOO_SLOW = Sentence(
    "Gửi biểu mẫu mất hơn {minutes} phút. Hãy gửi ít ảnh hơn mỗi lần.",
    "The form took more than {minutes} minutes.",
)
CUT_OFF = Sentence(
    "Nội dung bị cắt giữa biểu mẫu. Hãy gửi lại.",
    "The body ends in the middle of the form; send it again.",
)
TOO_MANY_BYTES = Sentence(
    "Mỗi lần chỉ gửi được tối đa {most} MiB. Hãy chia thành nhiều lần.",
    "A request has at most {most} MiB.",
)
SILENT = Sentence(
    "Không nhận được gì trong {seconds} giây. Hãy gửi lại.",
    "Nothing arrived for {seconds} seconds; send it again.",
)
NO_BOUNDARY = Sentence(
    "Hãy gửi multipart/form-data kèm boundary.", "Send multipart/form-data with a boundary."
)
NO_NAME = Sentence(
    "Mỗi phần của biểu mẫu cần một tên. Hãy đặt tên rồi gửi lại.",
    "Every part of the form needs a name.",
)
TOO_MANY_FILES = Sentence(
    "Mỗi lần chỉ gửi được tối đa {most} tệp. Hãy chia thành nhiều lần.",
    "A request has at most {most} files.",
)
LONG_FIELD = Sentence(
    "{field} dài quá {most} byte. Hãy rút ngắn lại.", "{field} has more than {most} bytes."
)
TOO_MANY_FIELDS = Sentence(
    "Mỗi biểu mẫu có tối đa {most} trường. Hãy bỏ bớt.", "A form has at most {most} fields."
)
TWICE = Sentence(
    "{field} được gửi hai lần. Hãy chỉ gửi một lần.", "{field} is given twice; give it once."
)
NOT_UTF_8 = Sentence(
    "Tên và trường của biểu mẫu không phải UTF-8. Hãy gửi lại bằng UTF-8.",
    "Names and fields of a form are UTF-8.",
)


class Sink(Protocol):
    """Where the bytes of a file go as they arrive; what it raises ends the reading."""

    def write(self, chunk: bytes, /) -> None: ...


S = TypeVar("S", bound=Sink)


@dataclass(frozen=True, slots=True)
class Limits:
    size: int = 60 * 1024 * 1024
    """Bytes of a whole request."""
    files: int = 20
    fields: int = 20
    longest_field: int = 4000
    """Bytes."""


ORDINARY = Limits()


@dataclass(slots=True)
class Upload(Generic[S]):
    field: str
    name: str
    """As the sender calls it: to be said back, never to be part of a path."""
    file: S


@dataclass(slots=True)
class Form(Generic[S]):
    fields: dict[str, str] = field(default_factory=dict)
    uploads: list[Upload[S]] = field(default_factory=list)


async def read_form(
    request: Request, open_file: Callable[[], S], limits: Limits = ORDINARY
) -> Form[S]:
    """Read a form; `open_file` gives each of its files a place.

    Raises UnsupportedError for another kind of body, TooLargeError beyond a limit, TooSlowError
    for a silent sender, InvalidError for what is no form.
    """
    form: Form[S] = Form()
    boundary = _boundary(request)
    reader = _Reader(form, open_file, limits)
    try:
        async with asyncio.timeout(LONGEST):
            await _feed(MultipartParser(boundary, reader.callbacks()), request, limits.size)
    except FormParserError:
        raise InvalidError(NO_FORM) from None
    except TimeoutError:
        raise TooSlowError(TOO_SLOW.filled(minutes=LONGEST // 60)) from None
    if not reader.ended:
        raise InvalidError(CUT_OFF)
    return form


async def _feed(parser: MultipartParser, request: Request, most: int) -> None:
    read = 0
    async for chunk in _chunks(request):
        read += len(chunk)
        if read > most:
            raise TooLargeError(TOO_MANY_BYTES.filled(most=most >> 20))
        parser.write(chunk)
    parser.finalize()


async def _chunks(request: Request) -> AsyncIterator[bytes]:
    stream = request.stream()
    while True:
        try:
            async with asyncio.timeout(PATIENCE):
                chunk = await anext(stream, None)
        except TimeoutError:
            raise TooSlowError(SILENT.filled(seconds=PATIENCE)) from None
        if chunk is None:
            return
        yield chunk


def _boundary(request: Request) -> bytes:
    kind, options = parse_options_header(request.headers.get("content-type"))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise UnsupportedError(NO_BOUNDARY)
    return options[b"boundary"]


class _Reader(Generic[S]):
    """Takes what the parser finds, part by part."""

    def __init__(self, form: Form[S], open_file: Callable[[], S], limits: Limits) -> None:
        self.form = form
        self.open_file = open_file
        self.limits = limits
        self.ended = False
        self.header = b""
        self.value = b""
        self.disposition = b""
        self.name = ""
        self.text: bytearray | None = None
        self.file: S | None = None

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
            raise InvalidError(NO_NAME)
        self.name = _text(options[b"name"])
        if b"filename" in options:
            self._open_file(_text(options[b"filename"]))
        else:
            self.text = bytearray()

    def _open_file(self, name: str) -> None:
        if len(self.form.uploads) == self.limits.files:
            raise TooLargeError(TOO_MANY_FILES.filled(most=self.limits.files))
        self.file = self.open_file()
        self.form.uploads.append(Upload(self.name, name, self.file))

    def read(self, data: bytes, start: int, end: int) -> None:
        if self.file is not None:
            self.file.write(data[start:end])
        elif self.text is not None:
            self.text += data[start:end]
            most = self.limits.longest_field
            if len(self.text) > most:
                raise TooLargeError(LONG_FIELD.filled(field=self.name[:40], most=most))

    def close(self) -> None:
        if self.text is None:
            return
        if len(self.form.fields) == self.limits.fields:
            raise TooLargeError(TOO_MANY_FIELDS.filled(most=self.limits.fields))
        if self.name in self.form.fields:
            raise InvalidError(TWICE.filled(field=self.name[:40]))
        self.form.fields[self.name] = _text(bytes(self.text))

    def end(self) -> None:
        self.ended = True


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise InvalidError(NOT_UTF_8) from None
