"""What a group of products is asked for besides the first facts: by shops, by officials. Data.

The law under it moves, so each row of `shop/data/needs/set_needs.csv` has its days and its basis;
what was not verified may advise, and never keeps a product from being sent or approved.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from shop.models import CertificateKind, Kind
from shop.models.columns import Row
from shop.proposals.reading import MORE

ADVISE = "advise"
FILE = Path(__file__).parents[1] / "data" / "needs" / "set_needs.csv"


@dataclass(frozen=True, slots=True)
class Need:
    """A field, or a paper, that products of a group should have."""

    what: str
    """A field of proposals, a kind of certificates, or another paper's name."""
    need: str
    """`submit`, `approve` or `advise`: from when it must be there, if at all."""
    words: str
    basis: str
    since: date | None
    until: date | None
    """The last day on which it is asked for."""
    verified: bool

    @property
    def is_field(self) -> bool:
        return self.what in MORE

    @property
    def is_checked(self) -> bool:
        """Tell whether lacking it is a finding; of papers, rows hold certificates alone."""
        is_known = self.is_field or self.what in {*CertificateKind}
        return is_known and self.verified and self.need != ADVISE

    def holds(self, day: date) -> bool:
        return (self.since or day) <= day <= (self.until or day)


def needs_of(product: Row, day: date) -> list[Need]:
    """List what a product's group is asked for on a day: fields first, then papers."""
    found = [one for one in all_needs().get(group_key(product), ()) if one.holds(day)]
    return sorted(found, key=lambda one: not one.is_field)


def group_key(product: Row) -> str:
    """Name what a product is sorted in: a set of OCOP, or a group; empty: nothing yet."""
    is_ocop = product["kind"] == Kind.OCOP
    return str(product["ocop_set_id" if is_ocop else "agri_group_id"] or "")


@cache
def all_needs() -> dict[str, list[Need]]:
    """Read the table: set or group → what it is asked for."""
    found: dict[str, list[Need]] = {}
    for key, need in _rows():
        found.setdefault(key, []).append(need)
    return found


def _rows() -> Iterator[tuple[str, Need]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            need = Need(
                row["what"],
                row["need"],
                row["words_vi"],
                row["basis"],
                _day(row["from"]),
                _day(row["to"]),
                row["verified"] == "yes",
            )
            yield from ((key, need) for key in row["set"].split(";"))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
