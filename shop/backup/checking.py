"""A backup read whole before anything of it is stored: cut off, altered, or not of our making.

What only the database can tell (two rows of one key, a row that refers to none) it tells later, in
the transaction that writes all rows or none.
"""

from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import orjson

from media.sentences import Sentence
from shop.backup import archive, rows
from shop.backup.archive import (
    COMPLETE,
    DAMAGED,
    MOST_ROWS,
    NO_PLACE,
    TOO_MUCH,
    Contents,
    DamagedError,
    Member,
)

NOT_WHOLE = Sentence(
    "{path} không trọn vẹn: tệp bị cắt hoặc bị sửa. Hãy dùng bản sao lưu khác.",
    "{path} is not whole: it was cut off or altered.",
)
NO_ROW = Sentence(
    "Trong {path}, dòng {line} của {member} không đọc được ({why}). Hãy dùng bản sao lưu khác.",
    "In {path}, row {line} of {member} is none that can be restored ({why}).",
)


def check(path: Path, told: dict[str, Any]) -> dict[str, Any]:
    """Read all of a backup, and give the rows of each table and how many files it has.

    Raises DamagedError unless it is whole, and each row one of a table and columns that were told.
    """
    seen, complete = Contents(), None
    for member in archive.members(path):
        if member.table:
            packed = member.data()
            seen.note_rows(member.table, packed, _check_rows(member, packed, path, told))
        elif member.is_picture:
            seen.files += 1
            _check_file(member, path)
        elif member.name == COMPLETE:
            complete = _told_at_the_end(member)
    if complete != seen.described():
        raise DamagedError(NOT_WHOLE.filled(path=path))
    return seen.described()


def _told_at_the_end(member: Member) -> dict[str, Any] | None:
    try:
        told = orjson.loads(member.data())
    except ValueError:
        return None
    is_told = isinstance(told, dict)
    return {name: told.get(name) for name in ("rows", "files", "sha256")} if is_told else None


def _check_rows(member: Member, packed: bytes, path: Path, told: dict[str, Any]) -> int:
    """Check rows one by one, and count them."""
    if member.table not in told["tables"]:
        raise DamagedError(NO_PLACE.filled(path=path, member=member.name))
    checks = rows.checks(member.table, told["tables"], told["head"])
    number = 0
    for line in archive.lines(Member(member.name, BytesIO(packed)), path):
        number += 1
        if number > MOST_ROWS:
            raise DamagedError(TOO_MUCH.filled(path=path, member=member.name))
        if wrong := rows.wrong_in(line, checks):
            said = NO_ROW.filled(path=path, line=number, member=member.name, why=wrong)
            raise DamagedError(said)
    return number


def _check_file(member: Member, path: Path) -> None:
    seen = sha256()
    for piece in member.pieces():
        seen.update(piece)
    if seen.hexdigest() != member.name.rpartition("/")[2][:64]:
        raise DamagedError(DAMAGED.filled(path=path, member=member.name))
