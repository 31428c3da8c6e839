"""What the catalogue sends, checked before anything of it is believed."""

import json
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

CODE = re.compile(r"[A-Z0-9-]{1,40}", re.ASCII)
"""A code is also the name of a file: nothing else may ever become one."""
DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
CURSOR = re.compile(r"[!-~]{1,1000}", re.ASCII)
"""It is kept as it is and sent back in an address: letters that can stand in one."""
MOST_REV = 2**63 - 1
"""What a database can keep."""
BUCKETS = 256
MOST_VALUES = 1_000_000
"""In one answer: in memory even an empty list takes twenty times what it takes as text."""


class MirrorError(Exception):
    """Why the copy cannot be kept up, in a sentence for the person who runs it."""


class TooMuchError(MirrorError):
    """An answer beyond all that a catalogue would send."""


class UnreadableError(Exception):
    """An item that is not what docs/partners.md says; it is put aside, and the others go on."""


class OddError(Exception):
    """A whole answer that is JSON, and not what docs/partners.md says."""


@dataclass(frozen=True, slots=True)
class Item:
    """One change; `document` is None for a deletion, and for bytes that have yet to be fetched."""

    code: str
    rev: int
    digest: str
    """Empty for a deletion."""
    document: bytes | None = None


def decoded(content: bytes) -> Any:
    """Decode an answer. Raises TooMuchError, or ValueError for what is no JSON."""
    if sum(map(content.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise TooMuchError(f"holds more than {MOST_VALUES} values")
    return json.loads(content)


def page_of(told: Any) -> dict[str, Any]:
    """Read a page of changes, but for its items. Raises OddError."""
    items, has_more = _need(told, "items", list), _need(told, "has_more", bool)
    return {"items": items, "has_more": has_more, "next": _cursor(told, "next")}


def buckets_of(told: Any) -> dict[str, Any]:
    """Read the digest of a catalogue. Raises OddError."""
    buckets = _need(told, "buckets", list)
    if len(buckets) != BUCKETS:
        raise OddError(f"it has {len(buckets)} buckets instead of {BUCKETS}")
    if not all(_is(DIGEST, one) for one in buckets):
        raise OddError("one of its buckets is no digest")
    return {"head": _cursor(told, "head"), "buckets": buckets}


def bucket_listed(told: Any) -> dict[str, Any]:
    """Read the list of one bucket: code, revision and digest of each. Raises OddError."""
    items = [_held(item) for item in _need(told, "items", list)]
    return {"head": _cursor(told, "head"), "items": items}


def _held(item: Any) -> tuple[str, int, str]:
    return _need(item, "code", str), _need(item, "rev", int), _need(item, "digest", str)


def _need(told: Any, name: str, kind: type) -> Any:
    if not isinstance(told, dict):
        raise OddError(f"there is {_shown(told)} where an object should be")
    if not isinstance(told.get(name), kind):
        raise OddError(f"its {name} is {_shown(told.get(name))}")
    return told[name]


def _cursor(told: Any, name: str) -> str:
    cursor = _need(told, name, str)
    if not _is(CURSOR, cursor):
        raise OddError(f"its {name} is {_shown(cursor)}")
    return str(cursor)


def _is(pattern: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and bool(pattern.fullmatch(value))


def _shown(value: Any) -> str:
    """Show a value on one short line; what is nested deeply could not even be written."""
    is_nested = isinstance(value, list | dict)
    return f"a {type(value).__name__}" if is_nested else f"{value!r:.50}"


def item_of(given: Any) -> Item:
    """Read one item of a page. Raises UnreadableError."""
    if not isinstance(given, dict):
        raise UnreadableError("it is not an object")
    code, rev, op = given.get("code"), given.get("rev"), given.get("op")
    if not isinstance(code, str) or not CODE.fullmatch(code):
        raise UnreadableError(f"{_shown(code)} is not a code")
    if not isinstance(rev, int) or not 0 <= rev <= MOST_REV:
        raise UnreadableError(f"{_shown(rev)} is not a revision")
    if op == "delete":
        return Item(code, rev, "")
    if op != "upsert":
        raise UnreadableError(f"{_shown(op)} is neither upsert nor delete")
    digest = given.get("digest")
    if not isinstance(digest, str) or not DIGEST.fullmatch(digest):
        raise UnreadableError(f"{_shown(digest)} is not a digest")
    listing = given.get("listing")
    if isinstance(listing, dict) and listing.get("code") != code:
        raise UnreadableError("its document is that of another product")
    return Item(code, rev, digest, _document(listing, digest))


def _document(listing: Any, digest: str) -> bytes | None:
    """Give the bytes of a document if they are what the digest says.

    A page is decoded as a whole, so the bytes are written again. Should our writing of a number or
    a letter differ from the catalogue's, the digest tells, and the bytes are fetched as they are.
    """
    try:
        text = json.dumps(listing, ensure_ascii=False, separators=(",", ":"))
        document = text.encode()
    except (ValueError, RecursionError):
        return None
    return document if digest_of(document) == digest else None


def digest_of(document: bytes) -> str:
    return sha256(b"everyone\n" + document).hexdigest()


def check(document: bytes, code: str) -> None:
    """Raise UnreadableError unless these bytes are the document of a code."""
    try:
        listing = decoded(document)
    except (ValueError, RecursionError):
        raise UnreadableError("its document is not JSON") from None
    except TooMuchError as refused:
        raise UnreadableError(f"its document {refused}") from None
    if not isinstance(listing, dict) or listing.get("code") != code:
        raise UnreadableError("its document is that of another product")


def bucket_of(code: str) -> int:
    """Give the bucket of a code in the digest: the first byte of its SHA-256."""
    return sha256(code.encode()).digest()[0]
