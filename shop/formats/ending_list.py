"""The officials’ list of what expires as CSV (shop/formats/csv.py)."""

from collections.abc import Iterable
from typing import Any

from shop.formats.csv import MARK, line, shown

COLUMNS = (
    "code", "name_vi", "proof", "proof_vi", "ends_on", "days_left", "stars", "decision",
    "producer_code", "producer_name", "commune_code", "commune", "evidence", "owner_reminded_on",
    "helper_reminded_on", "registrar_reminded_on", "applied_on", "applied_said_on", "applied_note",
)  # fmt: skip


def head() -> bytes:
    return MARK.encode() + line(COLUMNS)


def lines(rows: Iterable[Iterable[Any]]) -> bytes:
    return b"".join(line(map(shown, row)) for row in rows)
