"""The rows that a catalogue begins with: what sets are asked for, and the kinds of papers.

They come with the release, as the groups do; what a registrar changed, ended or verified is theirs
and stays. An empty catalogue gets them with its first import: a backup goes into empty tables only.
"""

import csv
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from tortoise.transactions import in_transaction

from shop.audit import record
from shop.audit.recording import digest_of
from shop.database import take_turns
from shop.models import AgriGroup, PaperKind, SetNeed
from shop.models.columns import Row

FOLDER = Path(__file__).parents[1] / "data" / "needs"
TURN = "sowing"


async def sow(*, by: str) -> None:
    """Write the rows of the release that are not here, or were not changed here; again: nothing."""
    if not await AgriGroup.exists():
        return
    async with in_transaction():
        await take_turns(TURN)
        for model, file, read in (
            (PaperKind, "paper_kinds.csv", _kind),
            (SetNeed, "set_needs.csv", _need),
        ):
            if written := await _sow(model, _read(FOLDER / file, read)):
                await record(by, "needs.sow", model._meta.db_table, rows=written)  # noqa: SLF001 - Tortoise has no other way to it


async def _sow(model: type[SetNeed | PaperKind], stated: Iterable[Row]) -> list[str]:
    """Give the codes of the rows that were written."""
    new: list[Any] = []
    changed, held = [], await _rows_of(model)
    for columns in stated:
        digest = digest_of(columns)
        rows = held.get(columns["code"], [])
        if not rows:
            new.append(model(**columns, imported_digest=digest))
        elif len(rows) == 1 and _is_as_sown(rows[0], columns) and rows[0].imported_digest != digest:
            row = rows[0].update_from_dict({**columns, "imported_digest": digest})
            await row.save(update_fields=[*columns, "imported_digest"])
            changed.append(row)
    await model.bulk_create(new)
    return [row.code for row in (*new, *changed)]


async def _rows_of(model: type[SetNeed | PaperKind]) -> dict[str, list[SetNeed | PaperKind]]:
    found: dict[str, list[SetNeed | PaperKind]] = {}
    for row in await model.all().order_by("id"):
        found.setdefault(row.code, []).append(row)
    return found


def _is_as_sown(row: SetNeed | PaperKind, columns: Row) -> bool:
    """Tell whether a row was left alone here: it says what the last release said."""
    here = {name: getattr(row, name) for name in columns}
    return row.version == 1 and digest_of(here) == row.imported_digest


def _read(file: Path, of: Callable[[Row], Row]) -> list[Row]:
    with file.open(encoding="utf-8", newline="") as opened:
        return [of(row) for row in csv.DictReader(opened)]


def _need(row: Row) -> Row:
    return {
        **_dated(row),
        "sets": row["sets"].split(";"),
        "what": row["what"].split(";"),
        "need": row["need"],
    }


def _kind(row: Row) -> Row:
    return {**_dated(row), "counts_as": row["counts_as"] or None}


def _dated(row: Row) -> Row:
    return {
        "code": row["code"],
        "words_vi": row["words_vi"],
        "words_en": row["words_en"],
        "basis": row["basis"],
        "since": _day(row["from"]),
        "until": _day(row["to"]),
    }


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
