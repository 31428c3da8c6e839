"""What a check found: all right, a warning, or wrong, with what would be right."""

from dataclasses import dataclass
from enum import StrEnum

from media.sentences import Sentence


class Level(StrEnum):
    OK = "ok"
    WARNING = "warning"
    """It runs so, and should not for long."""
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Verdict:
    about: str
    """The subject: `database`, `store` …"""
    level: Level
    said: Sentence


@dataclass(frozen=True, slots=True)
class Subject:
    """Makes the verdicts of one subject."""

    about: str

    def ok(self, said: Sentence, **facts: object) -> Verdict:
        return Verdict(self.about, Level.OK, said.filled(**facts))

    def warning(self, said: Sentence, **facts: object) -> Verdict:
        return Verdict(self.about, Level.WARNING, said.filled(**facts))

    def wrong(self, said: Sentence, *, because: Sentence | None = None, **facts: object) -> Verdict:
        told = said.filled(**facts)
        return Verdict(self.about, Level.WRONG, told.then(because) if because else told)
