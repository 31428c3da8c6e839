"""Backups one after another in a folder: dated names, and old ones go once a new one stands.

Only files with a name of ours that are whole count; all else in the folder is left alone.
"""

import fcntl
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from media.naming import naming
from media.sentences import Sentence
from shop import clock
from shop.backup import archive
from shop.backup.archive import COMPLETE, DamagedError
from shop.errors import SetupError

NAME = re.compile(r"sanvat-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.tar", re.ASCII)
PARTS = re.compile(rf"\.{NAME.pattern}\.[0-9a-f]{{8}}\.part", re.ASCII)
LOCK = ".sanvat-backup.lock"
UNDER_WAY = Sentence(
    "Một bản sao lưu khác đang được ghi vào {folder}. Hãy chờ bản đó xong.",
    "Another backup is being written into {folder}; wait until it is done.",
)


@dataclass(slots=True)
class Kept:
    removed: list[Path] = field(default_factory=list)
    broken: list[Path] = field(default_factory=list)
    """Files with a name of ours that are not whole: left for a person to look at."""


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Keep a second backup out of the folder, and clear away what killed ones left there.

    Raises SetupError when another is under way.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = folder / LOCK
    with naming(lock), lock.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SetupError(UNDER_WAY.filled(folder=folder)) from None
        for left in folder.iterdir():
            if PARTS.fullmatch(left.name):
                left.unlink()
        yield


def next_in(folder: Path) -> Path:
    """Name the next backup by the time of now, in UTC: names sort as times do."""
    return folder / f"sanvat-{clock.now():%Y-%m-%dT%H-%M-%SZ}.tar"


def keep_newest(folder: Path, new: Path, keep: int) -> Kept:
    """Remove whole backups beyond the newest; the new one stays whatever the clock says."""
    whole: list[Path] = []
    done = Kept()
    for file in sorted(folder.iterdir(), reverse=True):
        if file != new and NAME.fullmatch(file.name):
            (whole if is_whole(file) else done.broken).append(file)
    for old in whole[keep - 1 :]:
        old.unlink()
        done.removed.append(old)
    return done


def is_whole(file: Path) -> bool:
    """Tell whether its last member is the one that is written last; what is in it is not read."""
    last = ""
    try:
        for member in archive.members(file):
            last = member.name
    except DamagedError:
        return False
    return last == COMPLETE
