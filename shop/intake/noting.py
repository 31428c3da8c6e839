"""What a report keeps of rows beside what was refused: what they become, and how they were read."""

from collections.abc import Sequence
from dataclasses import dataclass

from media.sentences import Sentence, phrase
from shop.errors.mistakes import shown
from shop.inputs.contacts import PERSONAL
from shop.inputs.labels import label
from shop.inputs.letters import Mending, What
from shop.intake.statements import Difference, Outcome

MOST_TOLD = 1_000
"""Letters of what a cell is read as; of what it was a few tell which it is."""
HOW = {
    What.LETTERS: phrase("chữ {page} “{was}” đọc là “{now}”", "{page} “{was}” is read as “{now}”"),
    What.MARKUP: phrase(
        "mã HTML “{was}” chỉ giữ chữ là “{now}”", "HTML “{was}” is taken for its text, “{now}”"
    ),
    What.CAPITALS: phrase(
        "viết hoa gần hết “{was}”, nên viết “{now}”",
        "“{was}” is mostly in capitals; better “{now}”",
    ),
}
HOW_IN_PERSON = {
    What.LETTERS: phrase("chữ {page} đã đọc được", "{page} letters were read"),
    What.MARKUP: phrase("mã HTML chỉ giữ chữ", "HTML was taken for its text"),
}
"""Of what is repeated nowhere."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that is new here, or changes what is here."""

    noun: str
    key: str
    name: str
    outcome: Outcome
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Reread:
    """A cell that is read as something else than it seems, or should be written otherwise."""

    file: str
    mending: Mending

    def __str__(self) -> str:
        return self.line.en

    @property
    def line(self) -> Sentence:
        """All of it on one line."""
        place = phrase(
            "{file}, dòng {row}, cột {column}: {said}", "{file}, row {row}, column {column}: {said}"
        )
        one = self.mending
        facts = {"file": shown(self.file), "row": one.row, "column": label(one.column)}
        return place.filled(**facts, said=self._said)

    @property
    def _said(self) -> Sentence:
        one = self.mending
        how = HOW_IN_PERSON if one.column in PERSONAL else HOW
        return how[one.what].filled(
            page=one.page, was=shown(one.was), now=shown(one.now, MOST_TOLD)
        )


@dataclass(frozen=True, slots=True)
class Sent:
    """A refused row: its columns and cells, in true letters where these are certain."""

    file: str
    row: int
    header: Sequence[str]
    record: Sequence[str]
