"""What became of every row of an import."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from shop.intake.statements import Difference, Outcome

MOST_SHOWN = 80
LONGEST = 1000
"""Letters of a value that a report repeats."""
TITLES = {
    "commune_id": "commune_code",
    "producer_id": "producer_code",
    "ocop_set_id": "set_no",
    "agri_group_id": "group",
    "price": "price_vnd",
    "quantity": "net_quantity",
    "unit": "net_unit",
}
"""Columns that lists call by another name than our tables do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a row, or with row 0 a whole file, was refused: what was given and what is right."""

    file: str
    row: int = 0
    column: str = ""
    value: str = ""
    message: str

    def __str__(self) -> str:
        if not self.row:
            return f"{_long(self.file)}: {_long(self.message)}"
        given = f"“{_shown(self.value)}” " if self.value else ""
        column = f", column {_shown(self.column)}" if self.column else ""
        place = f"{_long(self.file)}, row {self.row}{column}"
        return f"{place}: {given}{_long(self.message)}"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row that stays as it is here: edited since the last import, or with other consents."""

    file: str
    row: int
    key: str
    differences: tuple[Difference, ...] = ()

    def __str__(self) -> str:
        place = f"{_long(self.file)}, row {self.row}: {self.key}"
        if [one.column for one in self.differences] == ["consents"]:
            return (
                f"{place} has other consents in the service and stays as it is there "
                f"({self._differing()}); a list neither gives nor takes back the consents of a "
                "producer that is known: change them there, or correct the list"
            )
        return (
            f"{place} was edited in the service since it was last imported and stays as it is "
            f"there ({self._differing()}); change it there, or take the edit into the list"
        )

    def _differing(self) -> str:
        return ", ".join(
            f"{TITLES.get(one.column, one.column)} is {_quoted(one.current)} there and "
            f"{_quoted(one.stated)} in the list"
            for one in self.differences
        )


@dataclass(slots=True)
class Report:
    """Counts per noun (`products`, `producers` …), with each refusal and conflict."""

    counts: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    refusals: list[Refusal] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    pictures: Counter[str] = field(default_factory=Counter)
    """Pictures that rows name, which are no rows: `new`, `unchanged`, `refused`."""

    def note(self, noun: str, outcome: Outcome) -> None:
        self.counts[noun][outcome] += 1

    def refuse(self, noun: str, refusals: list[Refusal]) -> None:
        self.counts[noun]["refused"] += 1
        self.refusals += refusals

    def lines(self) -> list[str]:
        """Say for each noun how many rows were created, updated, unchanged, kept and refused."""
        lines = [f"{noun}: {_counted(counted)}" for noun, counted in self.counts.items()]
        lines.append(f"all: {_counted(sum(self.counts.values(), Counter()))}")
        if self.pictures.total():
            counted = (f"{self.pictures[word]} {word}" for word in ("new", "unchanged", "refused"))
            lines.append(f"pictures: {', '.join(counted)}")
        return lines


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{counts[word]} {word}" for word in [*Outcome, "refused"])


def _quoted(value: Any) -> str:
    return f"“{_shown(str(value))}”" if value not in (None, "", []) else "empty"


def _long(text: str) -> str:
    return _shown(text, LONGEST)


def _shown(text: str, most: int = MOST_SHOWN) -> str:
    """Write text of strangers so that it stays on its line and steers no terminal."""
    plain = "".join(letter if letter.isprintable() else "�" for letter in " ".join(text.split()))
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"
