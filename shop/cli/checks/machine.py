"""The machine: the data folder and who may look into it, room on its disks, and the clock."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from media.sentences import Sentence, fraction, number
from shop.cli import rights
from shop.cli.checks.verdicts import Subject, Verdict
from shop.config import Settings
from shop.publishing.timekeeping import looked
from shop.standing.disks import (
    FEW_BYTES,
    FEW_INODES,
    GB,
    LEAST_BYTES,
    LEAST_INODES,
    disks_of,
)

FOLDER, DISK, CLOCK = Subject("data folder"), Subject("disk"), Subject("clock")
NO_FOLDER = Sentence(
    "Chưa có thư mục {folder}. Hãy xem SANVAT_DATA, hoặc chạy sanvat migrate để tạo.",
    "There is no folder {folder}. Look at SANVAT_DATA, or make it by sanvat migrate.",
)
NOT_WRITABLE = Sentence(
    "Không ghi được vào {folder} ({why}). Hãy trao thư mục cho người dùng {user}.",
    "{folder} cannot be written to ({why}). Hand it to the user {user}.",
)
FOREIGN = Sentence(
    "{path} thuộc người dùng {owner}, lệnh này chạy bằng {user}. Hãy chạy bằng đúng người dùng.",
    "{path} belongs to user {owner}, and this ran as {user}. Run it as the service’s own user.",
)
OPEN = Sentence(
    "Người khác xem được {path} ({mode}). Hãy chạy: chmod -R go= {path}.",
    "Others may look into {path} ({mode}). Run: chmod -R go= {path}.",
)
FOLDER_RIGHT = Sentence(
    "Ghi được vào {folder}, và không ai khác xem được.",
    "{folder} can be written to, and none but its owner may look into it.",
)
ROOM = Sentence("Ổ đĩa của {places} còn {free} GB.", "The disk of {places} has {free} GB left.")
FULL = Sentence(
    "Ổ đĩa của {places} chỉ còn {free} GB, cần ít nhất {least} GB. Hãy dọn bớt hoặc thêm chỗ.",
    "The disk of {places} has only {free} GB left, of {least} GB that it should have. Make room.",
)
INODES = Sentence(
    "Ổ đĩa của {places} chỉ tạo thêm được {free} tệp, cần {least}. Hãy xoá bớt tệp nhỏ.",
    "The disk of {places} takes only {free} more files, of {least} it should. Remove small ones.",
)
RIGHT_CLOCK = Sentence(
    "Đồng hồ máy này đáng tin, lệch cơ sở dữ liệu {apart} giây.",
    "This machine’s clock is believed, {apart} s apart from the database’s.",
)
RIGHT_ALONE = Sentence(
    "Đồng hồ máy này khớp với những gì đã ghi trước đó.",
    "This machine’s clock agrees with what was written before.",
)
WRONG_CLOCK = Sentence(
    "Chưa thể tin đồng hồ máy này (lệch {ahead} giây: {reason}). Hãy chạy sanvat clock.",
    "This machine’s clock is not believed, {ahead} s off: {reason}. Run sanvat clock.",
)
YOUNG = Sentence(
    "Máy vừa khởi động, đồng hồ được tin sau năm phút. Hãy chạy lại lúc đó.",
    "The machine has just been started; its clock is believed after five minutes. Look again then.",
)


def folder(settings: Settings) -> Iterator[Verdict]:
    """Tell whether the data folder is there, writable, and private."""
    data = settings.data
    if not data.is_dir():
        yield FOLDER.wrong(NO_FOLDER, folder=data)
        return
    found = [*_foreign(data), *_not_writable(data)]
    found += [FOLDER.warning(OPEN, path=path, mode=mode) for path, mode in _open(settings)]
    yield from found or [FOLDER.ok(FOLDER_RIGHT, folder=data)]


def disks(settings: Settings) -> Iterator[Verdict]:
    """Tell of each disk that we write to whether there is room, in bytes and in files."""
    for places in disks_of(settings):
        named = ", ".join(map(str, places))
        yield _room(shutil.disk_usage(places[0]).free, named)
        yield from _inodes(places[0], named)


async def clock(settings: Settings) -> Verdict:
    """Tell whether the worker would believe this clock, now that the database is open."""
    look = await looked(settings.data)
    if look.doubt and not look.doubt.ahead:
        return CLOCK.warning(YOUNG)
    if look.doubt:
        ahead = f"{look.doubt.ahead.total_seconds():+.0f}"
        return CLOCK.wrong(WRONG_CLOCK, ahead=ahead, reason=look.doubt.reason)
    if look.apart is None:
        return CLOCK.ok(RIGHT_ALONE)
    return CLOCK.ok(RIGHT_CLOCK, apart=fraction(look.apart.total_seconds(), "+"))


def _open(settings: Settings) -> Iterator[tuple[Path, str]]:
    for path, mode in rights.open_to_others(settings):
        yield path, f"{mode:04o}"


def _foreign(data: Path) -> Iterator[Verdict]:
    owner, user = data.stat().st_uid, os.geteuid()
    if owner != user:
        yield FOLDER.warning(FOREIGN, path=data, owner=owner, user=user)


def _not_writable(data: Path) -> Iterator[Verdict]:
    try:
        with TemporaryFile(dir=data) as file:
            file.write(b"sanvat check")
            file.flush()
    except OSError as error:
        yield FOLDER.wrong(NOT_WRITABLE, folder=data, why=error.strerror, user=os.geteuid())


def _room(free: int, named: str) -> Verdict:
    told: dict[str, Any] = {
        "places": named,
        "free": fraction(free / GB),
        "least": f"{FEW_BYTES / GB:g}",
    }
    if free < LEAST_BYTES:
        return DISK.wrong(FULL, **told)
    return DISK.warning(FULL, **told) if free < FEW_BYTES else DISK.ok(ROOM, **told)


def _inodes(place: Path, named: str) -> Iterator[Verdict]:
    """Tell where few more files can be made; file systems that count none have no such limit."""
    counted = os.statvfs(place)
    if counted.f_files and counted.f_favail < FEW_INODES:
        say = DISK.wrong if counted.f_favail < LEAST_INODES else DISK.warning
        yield say(INODES, places=named, free=number(counted.f_favail), least=number(FEW_INODES))
