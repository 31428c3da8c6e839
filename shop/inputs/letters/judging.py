"""Which code page a cell is in: by words that only a reading makes Vietnamese.

A cell alone is certain, a clue, or nothing; clues are judged by the column and the sheet they
stand in (`mending.py`). What was never in an old code page must come out of this untouched.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from shop.inputs.letters.pages import READ, TCVN3, Page
from shop.inputs.letters.syllables import is_printed_syllable
from shop.inputs.letters.twice import BROKEN, TRACE, once_read

SIGNS = "".join(letter for letter in TCVN3 if not letter.isalpha())
"""What stands for letters in TCVN3 and is none."""
WORD = re.compile(f"[\\w{re.escape(SIGNS)}]+")
VIQR_WORD = re.compile(r"(?:[A-Za-z][\^(+]*['`?~.]?)+")
VIQR_KEPT = re.compile(r"\\([\^(+'`?~.\\])")
"""What stands for itself, as RFC 1456 has it."""
VIQR_INSIDE = re.compile(
    r"[aeo]\^|a\(|[ou]\+|[aeiouy][`~]|[aeiouy]['?.](?=[A-Za-z])", re.IGNORECASE
)
VIQR_ENDS = "?."
"""Marks that end a sentence, too."""
GOES_ON = re.compile(r"\S|\s+[a-z]")
QUOTED = re.compile("«([^«»]*)»(?![a-zA-Z])")
"""Quotes, for a ằ, which TCVN3 writes so, is always followed by a letter."""
DIGIT = re.compile("[0-9]")
VIQR_MARK = re.compile(r"[\^(+'`?~.]|[dD]{2}")
FOREIGN = "×÷·»½¼¾§£¥®©"
"""Signs that stand for what they are alone and behind foreign words: Lavie®, 60 × 40."""
OLD_SIGNS = set(SIGNS) - set(FOREIGN)
"""Signs that no text of today has within a word."""
UNITS = frozenset({"µm", "µl", "µg", "µs", "µw", "n·m", "l·h"})
_OF_1252 = "".join(
    bytes([n]).decode("cp1252")
    for n in range(0xFF, 0x7F, -1)
    if n not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
)
BEYOND_1252 = re.compile(f"[^\\x00-\\x7f{re.escape(_OF_1252)}]")
VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")
SUSPECT = re.compile(
    f"[{re.escape(''.join(sorted(OLD_SIGNS)))}äåæçëîïðñöøûüþÿßÄÅÆÇËÎÏÐÑÖØÛÜÞŸ]|[a-z][À-Ý]"
)
"""What Vietnamese words of today do not hold, and words of old code pages do."""
VIETNAMESE_LETTER = re.compile("[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")
ENOUGH = 2
"""Different words that a reading must make Vietnamese; one that two letters of it mark will do."""
FEW = 4
"""One word in so many may be none: abbreviations, names of peoples."""


class Sure(Enum):
    """How sure a reading is, of a cell that is looked at alone."""

    CERTAIN = 2
    CLUE = 1
    """As it stands it is no Vietnamese, or may be: others must tell."""
    UNSURE = 0
    """Something was in a code page, and not all of it: no reading is right."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell may have meant."""

    page: Page
    text: str
    sure: Sure
    odd: bool = True
    """Whether it has words that are none as they stand."""


@dataclass(frozen=True, slots=True)
class _Tally:
    """The different words of a text as a page reads them: how many are of which kind."""

    page: Page
    good: int
    """Syllables."""
    bad: int
    changed: int
    """Syllables that are other ones, or none, as they stand."""
    odd: int
    """Syllables that are none as they stand."""
    strong: bool
    """Whether one word alone tells it: two letters of it, or a sign in its midst."""

    @property
    def worth(self) -> int:
        return self.good - self.bad

    @property
    def fits(self) -> bool:
        return bool(self.changed) and self.bad * FEW <= self.good


@lru_cache(maxsize=20_000)
def reading_of(text: str) -> Reading | None:
    """Tell how a cell is to be read, None for one that says what it seems to say."""
    if text.isascii():
        return _of_viqr(text)
    if (twice := once_read(text)) is not None:
        is_whole = not TRACE.search(twice)
        return Reading(Page.TWICE, twice, Sure.CERTAIN if is_whole else Sure.UNSURE)
    if _lost_a_byte(text):
        return Reading(Page.TWICE, text, Sure.UNSURE)
    if not is_of_1252(text) and not SUSPECT.search(text):
        return None
    has_letters = any(letter.isalpha() and not letter.isascii() for letter in text)
    return _of_a_page(text) if has_letters else _of_a_page(text) or _of_viqr(text)


def reading_in(page: Page, text: str) -> Reading | None:
    """Read a cell as one among others of a page, None where that page would leave it as it is.

    Unsure where the page makes no sense of it.
    """
    if page is Page.VIQR:
        return _in_viqr(text)
    if page is Page.TWICE or not is_of_1252(text) or (read := read_as(page, text)) == text:
        return None
    tally = _tally(page, text)
    is_odd = bool(tally.odd) or not tally.changed
    return Reading(page, read, Sure.UNSURE if tally.bad else Sure.CERTAIN, is_odd)


def _in_viqr(text: str) -> Reading | None:
    read = read_as(Page.VIQR, text)
    if VIETNAMESE_LETTER.search(text) or not (
        VIETNAMESE_LETTER.search(read) or VIQR_INSIDE.search(text)
    ):
        return None
    marked = [word for word in VIQR_WORD.findall(text) if VIQR_INSIDE.search(word)]
    is_doubted = _tally_of_viqr(marked).bad or _has_two_ends(text)
    return Reading(Page.VIQR, read, Sure.UNSURE if is_doubted else Sure.CERTAIN)


def is_of_1252(text: str) -> bool:
    """Tell whether windows-1252 has all letters of a text, as it has those of old code pages."""
    return not BEYOND_1252.search(text)


def _lost_a_byte(text: str) -> bool:
    """Tell whether some of it was read as another code page, and cannot be read back."""
    found = TRACE.findall(text)
    return bool(found) and (len(found) > 1 or bool(BROKEN.search(text)) or not is_of_1252(text))


def _of_a_page(text: str) -> Reading | None:
    tallies = [_tally(page, text) for page in (Page.TCVN3, Page.VNI, Page.WINDOWS_1258)]
    found = [one for one in tallies if one.changed]
    if not found:
        return None
    best = max(found, key=lambda one: (one.worth, one.odd))
    read = read_as(best.page, text)
    if best.odd and best.fits and is_of_1252(text):
        if best.changed < ENOUGH and not best.strong:
            has_sign = best.page is Page.TCVN3 and any(sign in text for sign in OLD_SIGNS)
            return Reading(best.page, read, Sure.UNSURE if has_sign else Sure.CLUE)
        others = (one for one in found if one.page != best.page and one.worth == best.worth)
        differs = any(read_as(one.page, text) != read for one in others)
        return Reading(best.page, read, Sure.UNSURE if differs else Sure.CERTAIN)
    if best.odd and best.strong:
        return Reading(best.page, read, Sure.UNSURE)
    if not best.odd and not best.bad and is_of_1252(text):
        return Reading(best.page, read, Sure.CLUE, odd=False)
    return None


def _tally(page: Page, text: str) -> _Tally:
    found = {judged for word in _words_of(text) if (judged := _judged(page, word))}
    good = {one for one in found if one.good}
    changed = [one for one in good if one.changed]
    odd = [one for one in changed if one.odd]
    many = len(good), len(found) - len(good), len(changed), len(odd)
    return _Tally(page, *many, any(one.strong for one in odd))


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as a page reads it."""

    read: str
    good: bool
    changed: bool = False
    odd: bool = False
    strong: bool = False


@lru_cache(maxsize=50_000)
def _judged(page: Page, word: str) -> _Word | None:
    """Judge what a page makes of a word, None where it tells nothing."""
    read = read_as(page, word)
    if not is_printed_syllable(read):
        tells = not _is_short_for(read) and not read.strip(FOREIGN).isascii()
        return _Word(read, good=False) if tells else None
    is_odd = not is_printed_syllable(word)
    has_sign = any(sign in word[1:-1] for sign in SIGNS)
    strong = _marks_in(word) >= ENOUGH or has_sign
    return _Word(read, good=True, changed=read != word, odd=is_odd, strong=strong)


def _words_of(text: str) -> Iterator[str]:
    """Give the words that a page has a say in: of letters, more than one, and not all plain."""
    for word in WORD.findall(QUOTED.sub(r" \1 ", text)):
        is_one = not word.isascii() and len(word) > 1 and word.lower() not in UNITS
        if is_one and not DIGIT.search(word):
            yield word


def _marks_in(word: str) -> int:
    return sum(not letter.isascii() for letter in word)


def _is_short_for(word: str) -> bool:
    """Tell whether a word may be an abbreviation: QĐ, HĐND."""
    return word.isupper() and not re.search("[AEIOUYÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝ\u1ea0-\u1ef9]", word)


def read_as(page: Page, text: str) -> str:
    """Read a text as of a page, word by word where signs of it are also signs of ours."""
    if page is Page.TCVN3:
        apart = QUOTED.split(text)  # what is quoted is every second
        parts = [WORD.sub(lambda word: _word_of_tcvn3(word[0]), part) for part in apart]
        return "".join(f"«{part}»" if n % 2 else part for n, part in enumerate(parts))
    if page is Page.VIQR:
        read = VIQR_WORD.sub(lambda word: _word_of_viqr(word[0]), text)
        return VIQR_KEPT.sub(r"\1", read)
    return READ[page](text)


def _word_of_tcvn3(word: str) -> str:
    """Read a word; what stands alone, beside digits or behind a foreign word stays what it is.

    TCVN3 has no capitals with tones, so a word of capitals gets them.
    """
    if DIGIT.search(word) or word in FOREIGN or word.lower() in UNITS:
        return word
    read = READ[Page.TCVN3](word)
    plain = [letter for letter in word if letter.isascii() and letter.isalpha()]
    if len(plain) >= ENOUGH and all(map(str.isupper, plain)):
        read = read.upper()
    is_foreign = word.strip(FOREIGN).isascii() and not is_printed_syllable(read)
    return word if is_foreign and not _is_short_for(read) else read


def _word_of_viqr(word: str) -> str:
    """Read a word; what is no syllable, as an address and an English one, stays."""
    for end in (len(word), len(word) - 1):
        read = READ[Page.VIQR](word[:end])
        if is_printed_syllable(read) and (end == len(word) or word[end] in VIQR_ENDS):
            return read + word[end:]
    read = READ[Page.VIQR](word)
    return read if "Đ" in read and _is_short_for(read) else word


def _has_two_ends(text: str) -> bool:
    """Tell whether a mark behind a word may as well end a sentence there."""
    for word in VIQR_WORD.finditer(text):
        ends = word[0][-1] in VIQR_ENDS and not GOES_ON.match(text, word.end())
        if ends and all(
            is_printed_syllable(READ[Page.VIQR](one)) for one in (word[0], word[0][:-1])
        ):
            return True
    return False


def _of_viqr(text: str) -> Reading | None:
    """Read what has only plain letters, and marks of VIQR inside its words."""
    if not VIQR_INSIDE.search(text):
        return None
    tally = _tally_of_viqr([word for word in VIQR_WORD.findall(text) if VIQR_INSIDE.search(word)])
    if not tally.fits or not (tally.changed >= ENOUGH or tally.strong):
        return None
    sure = Sure.UNSURE if tally.bad or _has_two_ends(text) else Sure.CERTAIN
    return Reading(Page.VIQR, read_as(Page.VIQR, text), sure)


def _tally_of_viqr(words: Iterable[str]) -> _Tally:
    good: set[str] = set()
    bad: set[str] = set()
    strong = False
    for word in words:
        read = _word_of_viqr(word)
        is_one = is_printed_syllable(read.rstrip(VIQR_ENDS))
        (good if is_one else bad).add(read)
        strong |= is_one and len(VIQR_MARK.findall(word)) >= ENOUGH
    return _Tally(Page.VIQR, len(good), len(bad), len(good), len(good), strong)
