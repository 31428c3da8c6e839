"""What became of every row of an import."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from shop.intake.statements import Outcome


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row was refused: where it stands, what was given and what would be right."""

    file: str
    row: int
    column: str
    value: str
    message: str

    def __str__(self) -> str:
        given = f"“{self.value[:80]}” " if self.value else ""
        return f"{self.file}, row {self.row}, column {self.column}: {given}{self.message}"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row whose product, producer or commune was edited here since the last import."""

    file: str
    row: int
    key: str

    def __str__(self) -> str:
        return (
            f"{self.file}, row {self.row}: {self.key} was edited in the service since it was last "
            "imported and is kept as it is there; change it there, or take the edit into the list"
        )


@dataclass(slots=True)
class Report:
    """Counts per noun (`products`, `producers` …), with each refusal and conflict."""

    counts: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    refusals: list[Refusal] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)

    def note(self, noun: str, outcome: Outcome) -> None:
        self.counts[noun][outcome] += 1

    def refuse(self, noun: str, refusals: list[Refusal]) -> None:
        self.counts[noun]["refused"] += 1
        self.refusals += refusals

    def lines(self) -> list[str]:
        """Say for each noun how many rows were created, updated, unchanged, kept and refused."""
        words = [*Outcome, "refused"]
        return [
            f"{noun}: " + ", ".join(f"{counted[word]} {word}" for word in words)
            for noun, counted in self.counts.items()
        ]
