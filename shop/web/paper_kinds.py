"""What pages call kinds of papers, by the rows that registrars keep."""

from dataclasses import dataclass

from media.sentences import Sentence
from shop import clock
from shop.catalogue.paper_kinds import Known, known_on
from shop.web.language import Language, Said, in_vietnamese
from shop.web.words import PAIRS

SCAN = "scan"
"""The kind of a scan of a decision: none that producers send."""


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kinds of papers, for one page in its language."""

    known: Known
    language: Language

    def said(self, code: str) -> Said:
        """Name a kind; one that was in no row is called by its code."""
        name = _scan() if code == SCAN else self.known.called(code)
        return in_words(name, self.language)

    def __contains__(self, code: str) -> bool:
        """Tell whether a paper of this kind may be sent today."""
        return code in self.known.today

    @property
    def codes(self) -> list[str]:
        """List what may be sent today."""
        return list(self.known.today)


def in_words(name: Sentence, language: Language) -> Said:
    """Say the name of a kind; one without an English name is said in Vietnamese, and marked so."""
    if language is Language.VI:
        return Said(name.vi)
    return Said(name.en) if name.en != name.vi else in_vietnamese(name.vi, language)


def _scan() -> Sentence:
    return PAIRS["paper_kind_scan"]


async def kinds_for(language: Language) -> Kinds:
    return Kinds(await known_on(clock.today()), language)
