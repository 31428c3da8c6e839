"""How long a task takes a practised person, by the keystroke-level model, from a recorded run.

The model is of Card, Moran and Newell ("The keystroke-level model for user performance time with
interactive systems", CACM 23(7), 1980): operators are counted and their times added. Its M is
theirs; the other times are our own statement for phones (portal.md §4), but those at a desk. It
predicts people who know the way, so the slow pace is the one to judge first visits by.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

CIRCUMFLEX, BREVE, HORN = "\u0302", "\u0306", "\u031b"
TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
"""Acute, grave, hook, tilde and dot below, as Telex types them."""
DOUBLE_HORN, SINGLE_HORN = "u\u031bo\u031b", "uo\u031b"
"""ươ: one w after both letters shapes both."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds of each operator."""

    key: float
    tap: float
    decision: float
    """Making up one's mind: what to press, what to write."""
    word: float
    """Reading a word that is new on the screen."""
    photo: float
    wait: float
    """For a code to arrive."""


USUAL = Pace(key=0.6, tap=1.0, decision=1.35, word=0.3, photo=6, wait=10)
DESKTOP = Pace(key=0.28, tap=1.1, decision=1.35, word=0.25, photo=0, wait=0)
"""At a desk, for officials: K, P and M are of the paper; a click is pointing at what is clicked."""
SLOW = Pace(key=1.2, tap=1.5, decision=2.0, word=0.45, photo=10, wait=20)


class Step(BaseModel):
    """One thing that a person or the screen did, as a browser recorded it; one field is given."""

    model_config = ConfigDict(extra="forbid")

    screen: str | None = None
    """All words that can be seen without scrolling."""
    tap: str | None = None
    """What was pressed, or scrolled to."""
    keys: str | None = None
    """What was written, as it stands in the field."""
    decision: str | None = None
    photo: str | None = None
    wait: str | None = None


class Run(BaseModel):
    """A recorded run; its first screen is the one on which the person begins, and has read."""

    model_config = ConfigDict(extra="forbid")

    task: str
    steps: list[Step]


@dataclass(frozen=True, slots=True)
class Operators:
    """How often a person does what."""

    keys: int
    taps: int
    decisions: int
    words: int
    photos: int
    waits: int

    def seconds(self, pace: Pace) -> float:
        times = (pace.key, pace.tap, pace.decision, pace.word, pace.photo, pace.wait)
        counts = (self.keys, self.taps, self.decisions, self.words, self.photos, self.waits)
        return round(sum(n * each for n, each in zip(counts, times, strict=True)), 2)


def operators_of(run: Run) -> Operators:
    """Count what a run took."""
    steps = run.steps
    return Operators(
        keys=sum(len(telex(one.keys)) for one in steps if one.keys),
        taps=sum(one.tap is not None for one in steps),
        decisions=sum(one.decision is not None for one in steps),
        words=_new_words(one.screen for one in steps if one.screen is not None),
        photos=sum(one.photo is not None for one in steps),
        waits=sum(one.wait is not None for one in steps),
    )


def _new_words(screens: Iterable[str]) -> int:
    """Count the words that no screen before showed; those of the first are known."""
    first, *others = list(screens) or [""]
    known, new = set(_words(first)), 0
    for screen in others:
        shown = set(_words(screen))
        new += len(shown - known)
        known |= shown
    return new


def _words(text: str) -> Iterable[str]:
    """Part a text into words; signs alone are none."""
    for part in text.casefold().split():
        if word := "".join(letter for letter in part if letter.isalnum()):
            yield word


def telex(text: str) -> str:
    """Give the keys that a text is typed by: Đổi giá is ⇧ddoori gias; a capital takes Shift (⇧)."""
    words = unicodedata.normalize("NFD", text).split(" ")
    return " ".join(_keys(word.replace(DOUBLE_HORN, SINGLE_HORN)) for word in words)


def _keys(word: str) -> str:
    """Give the keys of letters and of the marks that follow each of them."""
    keys, base = "", ""
    for letter in word:
        base = base if unicodedata.combining(letter) else letter
        keys += _key(letter, base.lower())
    return keys


def _key(letter: str, base: str) -> str:
    if letter == CIRCUMFLEX:
        return base
    if letter in {BREVE, HORN}:
        return "w"
    if mark := TONES.get(letter):
        return mark
    plain = "dd" if base == "đ" else base
    return f"⇧{plain}" if letter.isupper() else plain
