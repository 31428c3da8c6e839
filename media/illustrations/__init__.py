"""Drawn pictures, one for each kind of goods, plainly marked as illustrations.

They are files, read as they are; what draws them from their sources is `drawing.py`.
"""

from pathlib import Path

DRAWN = Path(__file__).parent / "drawn"
KEYS = tuple(sorted(path.stem for path in DRAWN.glob("*.webp")))
"""What is drawn; `nuoc-mam.2` is a variant of `nuoc-mam`."""


def picture(key: str) -> bytes:
    """Give a WebP of 1200 by 900. Raises KeyError for a key that is not in `KEYS`."""
    if key not in KEYS:
        raise KeyError(key)
    return (DRAWN / f"{key}.webp").read_bytes()


def variants(kind: str) -> list[str]:
    """Give the keys of all drawings of a kind, its first one first."""
    return [key for key in KEYS if key.split(".")[0] == kind]
