"""What pages say of a paper, on either side of the desk: how it stands, and what is on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from shop import clock
from shop.models import Paper, PaperPage, PaperState, Visibility
from shop.papers.reasons import told
from shop.web.language import Language, Said
from shop.web.paper_kinds import Kinds
from shop.web.words import word, words
from shop.web.writing import counted, day

SOON = 90
"""Days before its end from which on a paper says so."""
TONES = {PaperState.CONFIRMED: "shown", PaperState.REFUSED: "off"}
"""State → how it is coloured, beside what is said in words."""


@dataclass(frozen=True, slots=True)
class PaperSaid:
    """A paper in words."""

    id: int
    kind: Said
    number: str
    state: str
    tone: str
    ends: str
    """That it ends soon; empty: it does not."""
    until: str
    """Its last day, where it is known and not over."""
    reasons: list[str]
    """What is to be mended, of one that was given back."""
    is_unsent: bool
    version: int
    url: str


@dataclass(frozen=True, slots=True)
class PageSaid:
    id: int
    src: str
    width: int
    height: int


def said_of(paper: Paper, kinds: Kinds, url: str = "") -> PaperSaid:
    language = kinds.language
    has_ended = has_ended_by(paper, clock.today())
    return PaperSaid(
        paper.id,
        kinds.said(paper.kind),
        paper.number,
        _state(paper, language),
        "off" if has_ended else TONES.get(paper.state, "waiting"),
        "" if has_ended else _ends(paper, language),
        "" if has_ended else _until(paper, language),
        reasons_of(paper, language),
        paper.state == PaperState.DRAFT,
        paper.version,
        url,
    )


def has_ended_by(paper: Paper, today: date) -> bool:
    return paper.expires_on is not None and paper.expires_on < today


def _state(paper: Paper, language: Language) -> str:
    """Say how a paper stands; one that was confirmed and has ended says only that."""
    t = words(language)
    is_over = has_ended_by(paper, clock.today())
    if paper.state == PaperState.CONFIRMED and is_over and paper.expires_on:
        return str(t.paper_ended.format(day=day(paper.expires_on, language)))
    pattern = word(f"paper_state_{paper.state}", language)
    if paper.state == PaperState.CONFIRMED and paper.decided_at:
        return pattern.format(day=day(clock.today(paper.decided_at), language))
    return pattern


def _ends(paper: Paper, language: Language) -> str:
    left = (paper.expires_on - clock.today()).days if paper.expires_on else SOON + 1
    return counted(words(language).paper_ends_soon, left, language) if left <= SOON else ""


def _until(paper: Paper, language: Language) -> str:
    if paper.expires_on is None:
        return ""
    return str(words(language).paper_until.format(day=day(paper.expires_on, language)))


def reasons_of(paper: Paper, language: Language) -> list[str]:
    if paper.state != PaperState.REFUSED:
        return []
    place = 0 if language is Language.VI else 1
    return [said[place] for said in told(paper.reason)]


def facts_of(paper: Paper, language: Language) -> list[tuple[str, str]]:
    """List what is noted of a paper, each with what it is called; what is not known is left out."""
    t = words(language)
    facts = [
        (t.paper_number, paper.number),
        (t.paper_issuer, paper.issuer),
        (t.paper_issued, day(paper.issued_on, language) if paper.issued_on else ""),
        (t.paper_expires, day(paper.expires_on, language) if paper.expires_on else ""),
        (t.paper_seen_by, shows_of(paper, language)),
    ]
    return [(label, value) for label, value in facts if value]


def shows_of(paper: Paper, language: Language) -> str:
    return word(f"paper_shows_{paper.visibility}", language)


def shows(language: Language) -> list[tuple[str, str]]:
    """List how much of a paper its owner may let others see."""
    return [(one.value, word(f"paper_shows_{one}", language)) for one in Visibility]


def known_of(paper: Paper | None) -> dict[str, Any]:
    """Give what stands in the fields of a paper, as people write it."""
    if paper is None:
        blank = dict.fromkeys(("kind", "number", "issuer", "issued_on", "expires_on"), "")
        return {**blank, "product": "", "visibility": Visibility.PRIVATE}
    return {
        "kind": paper.kind,
        "number": paper.number,
        "issuer": paper.issuer,
        "issued_on": _written(paper.issued_on),
        "expires_on": _written(paper.expires_on),
        "product": paper.product_id or "",  # type: ignore[attr-defined] # Tortoise adds it
        "visibility": paper.visibility,
    }


def _written(one: date | None) -> str:
    return f"{one.day}/{one.month}/{one.year}" if one else ""


def options_of(asked: Sequence[str], kinds: Kinds) -> list[tuple[str, list[tuple[str, Said]]]]:
    """Part the kinds for a list to choose from: those that are asked for, then the others."""
    t = words(kinds.language)
    first = [code for code in asked if code in kinds]
    others = [code for code in kinds.codes if code not in first]
    parts = [(t.paper_kinds_asked, first), (t.paper_kinds_other, others)]
    return [
        (str(title), [(code, kinds.said(code)) for code in codes])
        for title, codes in parts
        if codes
    ]


def pages_said(pages: Sequence[PaperPage], root: str) -> list[PageSaid]:
    """Give the pages of a paper with their addresses below `root`."""
    return [PageSaid(one.id, f"{root}/{one.position}", one.width, one.height) for one in pages]
