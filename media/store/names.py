"""The names of pictures, and the keys they lie under: `pictures/ab/…` and `originals/ab/…`.

Those of pictures that are not approved lie apart, below `waiting/`, and papers below `papers/`:
nothing public names them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

PICTURE_NAME = re.compile(r"[0-9a-f]{64}\.(webp|jpg)")
DIGEST = re.compile(r"[0-9a-f]{64}")
WAITING = "waiting/"
PAPERS = "papers/"
"""Pages of papers, and the PDFs that they were drawn from."""
APART = f"(?:{WAITING}|{PAPERS})?"
PUBLIC = "pictures/"
KEY = re.compile(
    rf"{APART}(?:pictures/(?P<p>[0-9a-f]{{2}})/(?P=p)[0-9a-f]{{62}}\.(webp|jpg)"
    r"|originals/(?P<o>[0-9a-f]{2})/(?P=o)[0-9a-f]{62})"
)
LEFTOVER = re.compile(rf"{APART}(pictures|originals)/[0-9a-f]{{2}}/\.[0-9a-f]{{32}}\.part")
SORTS = ("pictures", "originals", "waiting", "papers")
CONTENT_TYPES = {"webp": "image/webp", "jpg": "image/jpeg"}
FOREVER = "public, max-age=31536000, immutable"
PRIVATE = "private, no-store"
PIECE = 1 << 20
"""Bytes that are held at once while a file is read."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One file in a store, as a listing shows it."""

    key: str
    bytes: int
    changed: float
    """Seconds since 1970, by the clock of the store that keeps the file."""

    @property
    def is_ours(self) -> bool:
        """Whether it is a rendition or an original, going by its key."""
        return bool(KEY.fullmatch(self.key))

    @property
    def is_leftover(self) -> bool:
        """Whether a writer that was killed left it behind."""
        return bool(LEFTOVER.fullmatch(self.key))


def picture_key(name: str) -> str:
    if not PICTURE_NAME.fullmatch(name):
        raise ValueError(f"not the name of a picture: {name!r}")
    return f"pictures/{name[:2]}/{name}"


def original_key(digest: str) -> str:
    if not DIGEST.fullmatch(digest):
        raise ValueError(f"not a digest: {digest!r}")
    return f"originals/{digest[:2]}/{digest}"


def known_key(key: str) -> str:
    """Give the key back. Raises ValueError if nothing of ours can lie under it."""
    if not KEY.fullmatch(key) and not LEFTOVER.fullmatch(key):
        raise ValueError(f"not a key: {key!r}")
    return key


def digest_of(key: str) -> str:
    return key.rpartition("/")[2][:64]


def attributes_of(key: str) -> dict[str, str]:
    ending = key.rpartition(".")[2]
    if ending not in CONTENT_TYPES:
        return {"Content-Type": "application/octet-stream"}
    kept = PRIVATE if key.startswith((WAITING, PAPERS)) else FOREVER
    return {"Content-Type": CONTENT_TYPES[ending], "Cache-Control": kept}


def agree(digest: str, data: bytes) -> None:
    """Raise ValueError unless the data is what the digest names."""
    if sha256(data).hexdigest() != digest:
        raise ValueError(f"the data is not what {digest} names")


def pieces(source: Path, digest: str) -> Iterator[bytes]:
    """Read a file piece by piece; after the last one raise ValueError if it is another file.

    A writer of the pieces must let the error through before its file gets its name.
    """
    seen = sha256()
    with source.open("rb") as file:
        while piece := file.read(PIECE):
            seen.update(piece)
            yield piece
    if seen.hexdigest() != digest:
        raise ValueError(f"the data is not what {digest} names")
