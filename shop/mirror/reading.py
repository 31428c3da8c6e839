"""What the catalogue sends, checked before anything of it is believed."""

import json
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

CODE = re.compile(r"[A-Z0-9-]{1,40}", re.ASCII)
"""A code is also the name of a file: nothing else may ever become one."""
DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


class MirrorError(Exception):
    """Why the copy cannot be kept up, in a sentence for the person who runs it."""


class UnreadableError(Exception):
    """An item that is not what docs/partners.md says; it is put aside, and the others go on."""


@dataclass(frozen=True, slots=True)
class Item:
    """One change; `document` is None for a deletion, and for bytes that have yet to be fetched."""

    code: str
    rev: int
    digest: str
    """Empty for a deletion."""
    document: bytes | None = None


def item_of(given: Any) -> Item:
    """Read one item of a page. Raises UnreadableError."""
    if not isinstance(given, dict):
        raise UnreadableError("it is not an object")
    code, rev, op = given.get("code"), given.get("rev"), given.get("op")
    if not isinstance(code, str) or not CODE.fullmatch(code):
        raise UnreadableError(f"{code!r} is not a code")
    if not isinstance(rev, int):
        raise UnreadableError(f"{rev!r} is not a revision")
    if op == "delete":
        return Item(code, rev, "")
    if op != "upsert":
        raise UnreadableError(f"{op!r} is neither upsert nor delete")
    digest = given.get("digest")
    if not isinstance(digest, str) or not DIGEST.fullmatch(digest):
        raise UnreadableError(f"{digest!r} is not a digest")
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
    except ValueError:
        return None
    return document if digest_of(document) == digest else None


def digest_of(document: bytes) -> str:
    return sha256(b"everyone\n" + document).hexdigest()


def check(document: bytes, code: str) -> None:
    """Raise UnreadableError unless these bytes are the document of a code."""
    try:
        listing = json.loads(document)
    except (ValueError, RecursionError):
        raise UnreadableError("its document is not JSON") from None
    if not isinstance(listing, dict) or listing.get("code") != code:
        raise UnreadableError("its document is that of another product")


def bucket_of(code: str) -> int:
    """Give the bucket of a code in the digest: the first byte of its SHA-256."""
    return sha256(code.encode()).digest()[0]
