"""The disks that we write to, and how much room each should have."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import gettempdir

from shop.config import Settings

MB, GB = 10**6, 10**9
LEAST_BYTES, LEAST_INODES = 500 * MB, 10_000
"""Below it something will soon be refused: a picture with its renditions takes up to 40 MB."""
FEW_BYTES, FEW_INODES = 2 * GB, 100_000


def disks_of(settings: Settings) -> list[list[Path]]:
    """Give the places that we write to, those of one disk together."""
    sharing: dict[int, dict[Path, None]] = {}
    for place in _places(settings):
        if place.is_dir():
            sharing.setdefault(place.stat().st_dev, {})[place] = None
    return [list(places) for places in sharing.values()]


def _places(settings: Settings) -> Iterator[Path]:
    yield settings.data
    yield settings.data / "incoming"
    if settings.sqlite_file:
        yield settings.sqlite_file.parent
    yield Path(gettempdir())
