"""The list of OCOP recognitions as CSV, for people with a spreadsheet (shop/formats/csv.py)."""

from collections.abc import Iterable, Mapping
from typing import Any

from shop.formats.csv import MARK, line, shown
from shop.formats.vouching import ILLUSTRATIVE, is_made_up
from shop.formats.words import said

COLUMNS = (
    "code", "name_vi", "name_en", "producer_code", "producer_name", "commune_code", "commune",
    "stars", "type", "type_vi", "decision", "issuer", "signed_on", "expires_on", "revoked_on",
    "standing", "standing_vi", "evidence",
)  # fmt: skip


def head() -> bytes:
    return MARK.encode() + line(COLUMNS)


def lines(rows: Iterable[tuple[Mapping[str, Any], str]]) -> bytes:
    """Write a line for each recognition and what has become of it."""
    return b"".join(line(map(shown, _cells(row, standing))) for row, standing in rows)


def _cells(row: Mapping[str, Any], standing: str) -> list[Any]:
    return [
        row["product_id"],
        row["name_vi"],
        row["name_en"],
        row["producer"],
        row["producer_name"],
        row["commune"],
        row["commune_name"],
        row["stars"],
        str(row["type"]),
        said(f"recognised_{row['type']}"),
        row["decision"],
        row["issuer"],
        row["signed_on"].isoformat(),
        row["expires_on"].isoformat(),
        row["revoked_on"] and row["revoked_on"].isoformat(),
        standing,
        said(f"standing_{standing}"),
        ILLUSTRATIVE if is_made_up(row["decision"]) else str(row["evidence"]),
    ]
