"""What became of every row of an import."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from media.sentences import Sentence, joined, phrase
from shop.errors.mistakes import shown
from shop.inputs.contacts import PERSONAL
from shop.inputs.labels import label
from shop.intake import refusing
from shop.intake.noting import Entry, Reread, Sent
from shop.intake.statements import Difference, Outcome

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
DIFFERS = phrase(
    "{column} trên hệ thống là {current} và trong danh sách là {stated}",
    "{column} is {current} there and {stated} in the list",
)
DIFFERS_IN_PERSON = phrase(
    "{column} trên hệ thống khác với danh sách", "{column} is another there than in the list"
)
"""Of what is repeated nowhere: telephone numbers, addresses."""
NOTHING = phrase("trống", "empty")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a row, or with row 0 a whole file, was refused: what was given and what is right."""

    file: str
    row: int = 0
    column: str = ""
    value: str = ""
    said: Sentence
    """Of a value, which it mostly repeats; else the line does."""

    def __str__(self) -> str:
        return self.line.en

    @property
    def line(self) -> Sentence:
        """All of it on one line."""
        return phrase(
            self._line(self.said.vi, "dòng", "cột"), self._line(self.said.en, "row", "column")
        )

    def _line(self, said: str, row: str, column: str) -> str:
        place = _long(self.file)
        if self.row:
            place += f", {row} {self.row}"
        if self.column:
            place += f", {column} {shown(self.column)}"
        value = f"“{shown(self.value)}”"
        place += f": {value}" if self.value and value not in said else ""
        return f"{place}: {_long(said)}"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row that stays as it is here: edited since the last import, or with other consents."""

    file: str
    row: int
    key: str
    differences: tuple[Difference, ...] = ()
    doubt: Sentence | None = None
    """Of a price that waits to be confirmed."""

    def __str__(self) -> str:
        return self.line.en

    @property
    def line(self) -> Sentence:
        """All of it on one line; with row 0 it is about the whole list."""
        place = phrase("{file}, dòng {row}: {said}", "{file}, row {row}: {said}")
        place = place if self.row else phrase("{file}: {said}", "{file}: {said}")
        return place.filled(file=_long(self.file), row=self.row, said=self.said)

    @property
    def said(self) -> Sentence:
        if self.doubt:
            return self.doubt
        of_consents = [one.column for one in self.differences] == ["consents"]
        said = refusing.OTHER_CONSENTS if of_consents else refusing.EDITED_HERE
        return said.filled(key=self.key, differences=joined(map(told_difference, self.differences)))


@dataclass(frozen=True, slots=True)
class Note:
    """What was left aside on purpose, and is no fault."""

    file: str
    said: Sentence

    def __str__(self) -> str:
        return self.line.en

    @property
    def line(self) -> Sentence:
        """All of it on one line."""
        return phrase("{file}: {said}", "{file}: {said}").filled(
            file=_long(self.file), said=self.said
        )


@dataclass(slots=True)
class Report:
    """Counts per noun (`products`, `producers` …), with each refusal and conflict."""

    counts: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    refusals: list[Refusal] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    pictures: Counter[str] = field(default_factory=Counter)
    """Pictures that rows name, which are no rows: `new`, `unchanged`, `refused`."""
    entries: list[Entry] = field(default_factory=list)
    """What is new or changed, by name."""
    reread: list[Reread] = field(default_factory=list)
    """Cells that mean something else than they seem to."""
    sent: list[Sent] = field(default_factory=list)
    """The refused rows, as they were sent."""

    def note(self, noun: str, outcome: Outcome) -> None:
        self.counts[noun][outcome] += 1

    def refuse(self, noun: str, refusals: list[Refusal]) -> None:
        self.counts[noun]["refused"] += 1
        self.refusals += refusals

    def lines(self) -> list[str]:
        """Say for each noun how many rows were created, updated, unchanged, kept and refused.

        For scripts; `telling.py` says it to people.
        """
        lines = [f"{noun}: {_counted(counted)}" for noun, counted in self.counts.items()]
        lines.append(f"all: {_counted(sum(self.counts.values(), Counter()))}")
        if self.pictures.total():
            counted = (f"{self.pictures[word]} {word}" for word in ("new", "unchanged", "refused"))
            lines.append(f"pictures: {', '.join(counted)}")
        return lines


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{counts[word]} {word}" for word in [*Outcome, "refused"])


def told_difference(one: Difference) -> Sentence:
    column = label(TITLES.get(one.column, one.column))
    if one.column in PERSONAL:
        return DIFFERS_IN_PERSON.filled(column=column)
    return DIFFERS.filled(column=column, current=_quoted(one.current), stated=_quoted(one.stated))


def _quoted(value: Any) -> Sentence | str:
    return f"“{shown(str(value))}”" if value not in (None, "", []) else NOTHING


def _long(text: str) -> str:
    return shown(text, LONGEST)
