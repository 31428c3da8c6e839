"""Parts of a file on request (RFC 9110 §14): one range at a time, more are never needed."""

import re
from dataclasses import dataclass

ONE = re.compile(r"bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Range:
    start: int
    stop: int
    """The first byte that is not wanted any more."""

    @property
    def length(self) -> int:
        return self.stop - self.start

    def of(self, size: int) -> str:
        """Give the `Content-Range` of a 206."""
        return f"bytes {self.start}-{self.stop - 1}/{size}"


@dataclass(frozen=True, slots=True)
class Unsatisfiable:
    """Nothing of what is asked for exists (416)."""

    def of(self, size: int) -> str:
        """Give the `Content-Range` of a 416."""
        return f"bytes */{size}"


def wanted_range(
    header: str | None, if_range: str | None, etag: str, size: int
) -> Range | Unsatisfiable | None:
    """Tell which part of `size` bytes is wanted; None: all of it.

    All of it is also the answer to several ranges, to what is malformed, and to an `If-Range` that
    is not exactly the strong `etag`: a date never is, for two versions may share a second.
    """
    asked = ONE.fullmatch(header or "")
    if not asked or (if_range is not None and (if_range != etag or etag.startswith("W/"))):
        return None
    first, last = asked.groups()
    return _from(int(first), last, size) if first else _last(last, size)


def _from(start: int, last: str, size: int) -> Range | Unsatisfiable | None:
    if last and int(last) < start:
        return None
    if start >= size:
        return Unsatisfiable()
    return Range(start, min(int(last) + 1, size) if last else size)


def _last(length: str, size: int) -> Range | Unsatisfiable | None:
    if not length or (size == 0 and int(length)):
        return None  # an empty file has a last part, but no Content-Range can say so
    return Range(max(0, size - int(length)), size) if int(length) else Unsatisfiable()
