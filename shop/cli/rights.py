"""Files of ours are for their owner only; what others may read is told when the service starts."""

from collections.abc import Iterator
from pathlib import Path
from stat import S_IMODE
from urllib.parse import unquote, urlsplit

import structlog

from shop.config import Settings

OTHERS = 0o077
"""What the owner's group and all others may do, as bits of a mode."""
log = structlog.get_logger()


def tell_what_is_open(settings: Settings) -> None:
    """Warn of folders and files that others may look into: an earlier version made such."""
    for path, mode in open_to_others(settings):
        mend = f"chmod -R go= {path}"
        log.warning("others may read this", path=str(path), mode=f"{mode:04o}", mend=mend)


def open_to_others(settings: Settings) -> Iterator[tuple[Path, int]]:
    for path in _ours(settings):
        if path.exists() and (mode := S_IMODE(path.stat().st_mode)) & OTHERS:
            yield path, mode


def _ours(settings: Settings) -> list[Path]:
    """Name the data folder and what lies elsewhere: all that is in a private folder is private."""
    apart = [settings.sqlite_file, _folder_of_pictures(settings)]
    data = settings.data.resolve()
    return [data, *(path for path in apart if path and not path.resolve().is_relative_to(data))]


def _folder_of_pictures(settings: Settings) -> Path | None:
    place = urlsplit(settings.storage_url)
    return Path(unquote(place.path)) if place.scheme == "file" else None
