"""What is kept and grows: pictures, disks, the clock, backups, the database and its long tables."""

import os
from datetime import datetime, timedelta
from typing import Any

from media.sentences import Sentence, fraction, joined, number, phrase
from shop.database import database, select
from shop.database.heartbeats import BACKUP
from shop.publishing.timekeeping import looked
from shop.standing.disks import FEW_BYTES, GB, LEAST_INODES, MB, disks_of
from shop.standing.lines import Line, Seen, passed

OLD_BACKUP = timedelta(hours=26)
"""A daily one that is two hours late."""
LATELY = timedelta(hours=24)
GROWING = ("listing_version", "audit_entry")
NEVER_SWEPT = phrase("chưa từng dò tệp", "files were never looked for")
LOST = phrase("thiếu {n} tệp", "{n} files are lost")
DISK = phrase("{place} còn {free} GB, {inodes} tệp", "{place} {free} GB and {inodes} files left")
RIGHT = phrase(
    "được tin, lệch cơ sở dữ liệu {apart} giây", "believed, {apart} s from the database’s"
)
ALONE = phrase("được tin", "believed")
DOUBTED = phrase("không được tin: {reason}", "not believed: {reason}")
NO_BACKUP = phrase("chưa từng sao lưu", "none was ever made")
BACKED_UP = phrase("lần cuối cách đây {ago}", "the last one {ago} ago")
FAILING = phrase("{n} lần lỗi: {why}", "failed {n} times: {why}")
GROWN = phrase("{table} {rows} dòng, +{new} trong 24 giờ", "{table} {rows} rows, +{new} in 24 h")
BYTES = phrase("{size}, khoảng +{grown}", "{size}, about +{grown}")
SIZES = """
    SELECT pg_database_size(current_database()) AS whole,
        pg_total_relation_size('listing_version') AS listing_version,
        pg_total_relation_size('audit_entry') AS audit_entry
"""


async def pictures(seen: Seen) -> Line:
    """Tell how many files the last sweep missed."""
    swept = seen.beats.get("sweep")
    if swept is None or swept.counted is None:
        return Line("pictures", NEVER_SWEPT, figures={"missing": None})
    said = LOST.filled(n=number(swept.counted))
    return Line("pictures", said, swept.counted > 0, {"missing": swept.counted})


async def disks(seen: Seen) -> Line:
    """Tell what is left on each disk that we write to, in bytes and in files."""
    parts: list[Sentence] = []
    figures: dict[str, Any] = {}
    needs = False
    for places in disks_of(seen.settings):
        place = places[0]
        disk = os.statvfs(place)
        free, inodes = disk.f_bavail * disk.f_frsize, disk.f_favail if disk.f_files else None
        needs |= free < FEW_BYTES or (inodes is not None and inodes < LEAST_INODES)
        told = {"place": place, "free": fraction(free / GB)}
        parts.append(DISK.filled(inodes="∞" if inodes is None else number(inodes), **told))
        figures[str(place)] = {"bytes": free, "inodes": inodes}
    return Line("disk", joined(parts, "; "), needs, figures)


async def clock(seen: Seen) -> Line:
    look = await looked(seen.settings.data)
    apart = look.apart.total_seconds() if look.apart is not None else None
    if doubt := look.doubt:
        figures = {"apart": apart, "ahead": doubt.ahead.total_seconds(), "reason": doubt.reason}
        return Line("clock", DOUBTED.filled(reason=doubt.reason), bool(doubt.ahead), figures)
    said = ALONE if apart is None else RIGHT.filled(apart=fraction(apart, "+"))
    return Line("clock", said, figures={"apart": apart})


async def backup(seen: Seen) -> Line:
    """Tell when the last backup was made by `sanvat backup`, and whether it fails since."""
    row = seen.beats.get(BACKUP)
    last = row.last_ok if row else None
    parts = [BACKED_UP.filled(ago=passed(seen.at - last)) if last else NO_BACKUP]
    if row and row.failures:
        parts.append(FAILING.filled(n=row.failures, why=row.why))
    needs = last is None or seen.at - last > OLD_BACKUP or len(parts) > 1
    figures = {"last": last, "failures": row.failures if row else 0}
    return Line("backup", joined(parts, "; "), needs, figures)


async def grown(seen: Seen) -> Line:
    """Tell how large the database is, and how the tables grow that nothing shortens."""
    sizes = await _sizes(seen)
    figures: dict[str, Any] = {"bytes": sizes["whole"]}
    parts: list[Sentence] = [_size(sizes["whole"])]
    for table in GROWING:
        rows, new = await _rows(table, seen.at - LATELY)
        told = GROWN.filled(table=table, rows=number(rows), new=number(new))
        if held := sizes.get(table):
            size, more = _size(held), _size(held * new // max(rows, 1))
            told = joined([told, BYTES.filled(size=size, grown=more)], " – ")
        parts.append(told)
        figures[table] = {"rows": rows, "new": new, "bytes": sizes.get(table)}
    return Line("database", joined(parts, "; "), figures=figures)


async def _sizes(seen: Seen) -> dict[str, int]:
    """Give bytes; SQLite tells them of the whole file only."""
    if database().capabilities.dialect == "postgres":
        [row] = await select(SIZES)
        return dict(row)
    file = seen.settings.sqlite_file
    beside = [file, file.with_name(f"{file.name}-wal")] if file else []
    return {"whole": sum(one.stat().st_size for one in beside if one.exists())}


async def _rows(table: str, since: datetime) -> tuple[int, int]:
    """Count the rows of a table that is only added to: all of them, and those since a moment."""
    [row] = await select(f"SELECT count(*) AS n, max(id) AS last FROM {table}")  # noqa: S608 - ours
    first = await _first_since(table, since, row["last"] or 0)
    sql = f"SELECT count(*) AS n FROM {table} WHERE id >= ?"  # noqa: S608 - a name of ours
    [new] = await select(sql, first)
    return row["n"], new["n"]


async def _first_since(table: str, since: datetime, last: int) -> int:
    """Find the first id since a moment by halving: rows came in the order of their numbers."""
    sql = f"SELECT at FROM {table} WHERE id >= ? ORDER BY id LIMIT 1"  # noqa: S608 - a name of ours
    low, high = 1, last + 1
    while low < high:
        middle = (low + high) // 2
        [row] = await select(sql, middle)
        at = _moment(row["at"])
        low, high = (middle + 1, high) if at < since else (low, middle)
    return low


def _moment(at: datetime | str) -> datetime:
    """Read a moment as either database tells it."""
    return at if isinstance(at, datetime) else datetime.fromisoformat(at)


def _size(count: int) -> Sentence:
    large = count >= GB
    return joined([fraction(count / (GB if large else MB)), "GB" if large else "MB"], " ")
