"""What the child process hands back, written by it and read with distrust of it.

No pickle: a picture may have taken the child over. One line of JSON, then the files it measures.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

from media.accept import Kind
from media.limits import LONGEST_SIDE, MOST_PAGES
from media.pipeline import WIDTHS, Rendered, Rendition
from media.refusing import BY_NAME, Refused

MOST_BYTES = 32 * 1024 * 1024
WIDEST = 2400
"""Pixels of a paper's page that lies on its side."""
LONGEST_HEAD = 16 * 1024
STARTED = b"+"
"""The child's first byte: from here on a silence is the picture's fault, not the foreman's."""
SIGNATURES = {
    "image/webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
    "image/jpeg": re.compile(b"\xff\xd8\xff"),
    "application/pdf": re.compile(b"%PDF-"),
}
PLACEHOLDER = re.compile(r"data:image/webp;base64,[A-Za-z0-9+/]{20,4000}={0,2}")
LIKENESS = re.compile(r"[0-9a-f]{16}")


class Torn(Exception):  # noqa: N818 - says what the parcel is
    """The answer is not one that our own code would have given."""


class Alarm(Exception):  # noqa: N818 - an answer, beside the other one
    """The child met an unexpected exception."""


def of_rendered(rendered: Rendered) -> list[bytes]:
    head = {
        "likeness": rendered.likeness,
        "kind": rendered.kind,
        "placeholder": rendered.placeholder,
        "files": [[len(r.data), r.width, r.height, r.content_type] for r in rendered.files],
        "square": rendered.square is not None,
    }
    return [_line(head), *(rendition.data for rendition in rendered.files)]


def of_pages(pages: Sequence[Rendition]) -> list[bytes]:
    files = [[len(page.data), page.width, page.height] for page in pages]
    return [_line({"files": files}), *(page.data for page in pages)]


def of_pdf(data: bytes) -> list[bytes]:
    return [_line({}), data]


def of_jpeg(data: bytes) -> list[bytes]:
    return [_line({}), data]


def of_refusal(refused: Refused) -> list[bytes]:
    [name] = [name for name, said in BY_NAME.items() if said is refused.said]
    return [_line({"refused": name})]


def of_alarm(what: str) -> list[bytes]:
    return [_line({"alarm": what[-LONGEST_HEAD // 8 :]})]


def _line(head: dict[str, Any]) -> bytes:
    return json.dumps(head).encode() + b"\n"


def rendered(parcel: bytes, original: str) -> Rendered:
    """Read what `of_rendered` wrote. Raises `Refused`, `Alarm` and `Torn`."""
    head, rest = _unpacked(parcel)
    try:
        files = [_file(*measures) for measures in head["files"]]
        renditions = _renditions(files, rest)
        square = _square(renditions.pop()) if head["square"] else None
        largest = renditions[-1]
        return Rendered(
            width=largest.width,
            height=largest.height,
            placeholder=_matching(PLACEHOLDER, head["placeholder"]),
            renditions=tuple(renditions),
            original=original,
            likeness=_matching(LIKENESS, head["likeness"]),
            kind=Kind(head["kind"]),
            square=square,
        )
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise Torn(repr(error)) from error


def jpeg(parcel: bytes) -> bytes:
    """Read what `of_jpeg` wrote. Raises `Refused`, `Alarm` and `Torn`."""
    _, data = _unpacked(parcel)
    return _signed(data, "image/jpeg")


def pages(parcel: bytes) -> tuple[Rendition, ...]:
    """Read what `of_pages` wrote. Raises `Refused`, `Alarm` and `Torn`."""
    head, rest = _unpacked(parcel)
    try:
        measured = head["files"][:MOST_PAGES]
        files = [_file(size, wide, high, "image/jpeg", WIDEST) for size, wide, high in measured]
        return tuple(_pieces(files, rest))
    except (KeyError, TypeError, ValueError) as error:
        raise Torn(repr(error)) from error


def pdf(parcel: bytes) -> bytes:
    """Read what `of_pdf` wrote. Raises `Refused`, `Alarm` and `Torn`."""
    _, data = _unpacked(parcel)
    return _signed(data, "application/pdf")


def _unpacked(parcel: bytes) -> tuple[dict[str, Any], bytes]:
    end = parcel.find(b"\n", 0, LONGEST_HEAD)
    try:
        head = json.loads(parcel[: max(end, 0)])
    except (ValueError, RecursionError) as error:
        raise Torn(repr(error)) from error
    if not isinstance(head, dict):
        raise Torn("no object")
    if "alarm" in head:
        raise Alarm(str(head["alarm"]))
    if head.get("refused") in BY_NAME:
        raise Refused(BY_NAME[head["refused"]])
    return head, parcel[end + 1 :]


def _file(
    length: int, width: int, height: int, content_type: str, widest: int = WIDTHS[-1]
) -> tuple[int, int, int, str]:
    measures = (length, width, height)
    if not all(type(measure) is int and measure > 0 for measure in measures):
        raise ValueError(measures)
    if width > widest or height > LONGEST_SIDE * WIDTHS[-1]:
        raise ValueError(measures)
    return length, width, height, content_type


def _renditions(files: list[tuple[int, int, int, str]], data: bytes) -> list[Rendition]:
    if len(files) > len(WIDTHS) + 2:
        raise ValueError(files)
    return _pieces(files, data)


def _square(one: Rendition) -> Rendition:
    if one.width != one.height or one.content_type != "image/jpeg":
        raise ValueError(one.width, one.height, one.content_type)
    return one


def _pieces(files: list[tuple[int, int, int, str]], data: bytes) -> list[Rendition]:
    if not files or sum(file[0] for file in files) != len(data):
        raise ValueError(files)
    renditions, at = [], 0
    for length, width, height, content_type in files:
        blob = _signed(data[at : at + length], content_type)
        renditions.append(Rendition.of(blob, width, height, content_type))
        at += length
    return renditions


def _signed(data: bytes, content_type: str) -> bytes:
    if not SIGNATURES[content_type].match(data):
        raise Torn(f"no {content_type}")
    return data


def _matching(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.fullmatch(text):
        raise ValueError(text)
    return text
