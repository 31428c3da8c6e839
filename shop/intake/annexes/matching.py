"""Which product a line of an annex is: for sure, perhaps one of three, or none that is here.

For sure is what no reader would doubt: the name word for word, of the producer by that name, at
no other place, and no second one like it. Marks count: Dưa is not Dừa. A text that is typed without
any mark may be either, and is sure only where one product alone answers to it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from search.vietnamese import marks, plain, spelt, toned
from shop.inputs.alike import are_alike, core_of, is_same_word
from shop.inputs.packs import BEHIND_A_NAME
from shop.intake.annexes.reading import Line
from shop.models import Match

MOST = 3
"""Candidates of a line."""
OF_NAME, OF_PRODUCER, OF_PLACE = 0.6, 0.3, 0.1
"""What each weighs in the order of candidates."""
LIKE, A_LITTLE_LIKE = 0.5, 0.3
"""Of a name, that a product may be meant; the lesser where its producer is the line's."""
NEAR = 0.8
NEAREST = 50
"""Products that a line is compared with: those whose names share most words with it."""
KINDS = (
    ("thi", "tran"),
    ("dac", "khu"),
    ("thanh", "pho"),
    ("xa",),
    ("phuong",),
    ("huyen",),
    ("quan",),
)
"""What stands before names of places, folded."""
FORMS = {
    "cong ti": "company", "cti": "company", "cty": "company", "doanh nghiep": "company",
    "dntn": "company", "hop tac xa": "cooperative", "htx": "cooperative", "to hop tac": "group",
    "tht": "group", "ho kinh doanh": "household", "hkd": "household", "ho san xuat": "household",
    "ho sx": "household", "trang trai": "farm",
}  # fmt: skip
"""Words that say what a producer is in law, folded."""
DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Known:
    """A product as it can be named."""

    code: str
    name: str
    producers: tuple[str, ...]
    """The name of its producer, and those it had."""
    places: tuple[str, ...]
    """Its commune and that of its producer, with what these were called and where they lay."""


class Matched(NamedTuple):
    match: Match
    candidates: list[str]
    """Codes, the likeliest first."""

    @property
    def code(self) -> str | None:
        """Give the product that it is for sure."""
        return self.candidates[0] if self.match is Match.SURE else None


class Likeness(NamedTuple):
    score: float
    is_sure: bool
    code: str


def matched(
    lines: Sequence[Line], known: Iterable[Known], taken: Iterable[str] = ()
) -> list[Matched]:
    """Match lines with products; one that two lines would have, or that is `taken`, is not sure."""
    catalogue = _Catalogue(known)
    found = [catalogue.match(line) for line in lines]
    wanted = Counter([*taken, *(one.code for one in found if one.code)])
    return [
        one._replace(match=Match.CHOOSE) if one.code and wanted[one.code] > 1 else one
        for one in found
    ]


class _Catalogue:
    """The products, to be looked up by the words of their names."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._known = list(known)
        self._by_word: defaultdict[str, list[int]] = defaultdict(list)
        self._lengths: list[int] = []
        for at, one in enumerate(self._known):
            words = {plain(word) for word in _words(one.name)}
            self._lengths.append(len(words))
            for word in words:
                self._by_word[word].append(at)

    def match(self, line: Line) -> Matched:
        likely = [like for one in self._near(line.name) if (like := _likeness(line, one))]
        likely.sort(key=lambda one: (not one.is_sure, -one.score, one.code))
        sure = sum(one.is_sure for one in likely)
        codes = [one.code for one in likely[:MOST]]
        if not codes:
            return Matched(Match.MISSING, [])
        return Matched(Match.SURE if sure == 1 else Match.CHOOSE, codes)

    def _near(self, name: str) -> list[Known]:
        """Give the products that share most words of a name, and at least a third of them."""
        said = {plain(word) for word in _words(name)}
        shared = Counter(at for word in said for at in self._by_word.get(word, ()))
        near = [at for at, n in shared.items() if n / len(said) >= A_LITTLE_LIKE]
        near.sort(key=lambda at: (-shared[at] / (len(said) + self._lengths[at]), at))
        return [self._known[at] for at in near[:NEAREST]]


def _likeness(line: Line, one: Known) -> Likeness | None:
    if (name := _name_likeness(line.name, one)) < A_LITTLE_LIKE:
        return None
    producer = max(_producer_likeness(line.producer, known) for known in one.producers)
    place = _is_there(line.commune, one.places)
    is_same = _are_same(line.name, one.name)
    is_like = name >= LIKE and (producer >= LIKE or place is True)
    if not (is_same or is_like or (name >= A_LITTLE_LIKE and producer == 1)):
        return None
    at = {True: 1.0, None: 0.5, False: 0.0}[place]
    score = OF_NAME * name + OF_PRODUCER * producer + OF_PLACE * at
    return Likeness(score, is_same and producer == 1 and place is not False, one.code)


def _name_likeness(said: str, one: Known) -> float:
    """Tell how like two names of products are, but for the name of the producer in them."""
    makers = _words_of(one.producers)
    own, its = ([w for w in _words(n) if plain(w) not in makers] for n in (said, one.name))
    return _share(own, its) if own and its else _share(_words(said), _words(one.name))


@lru_cache(maxsize=10_000)
def _words_of(makers: tuple[str, ...]) -> frozenset[str]:
    return frozenset(plain(word) for name in makers for word in core_of(name))


def maker_of(said: str, commune: str, makers: Iterable[Known]) -> str:
    """Give the code of the only producer that a name means at a place; empty: none, or several."""
    found = [
        one.code
        for one in makers
        if any(_producer_likeness(said, name) == 1 for name in one.producers)
        and _is_there(commune, one.places) is not False
    ]
    return found[0] if len(found) == 1 else ""


def _are_same(said: str, name: str) -> bool:
    return _same_words(_words(said), _words(name))


def _same_words(said: Sequence[str], words: Sequence[str]) -> bool:
    """Compare word by word; only a text without any mark may have lost them."""
    if len(said) != len(words):
        return False
    is_bare = not any(map(marks, said))
    same = is_same_word if is_bare else _is_just
    return all(map(same, said, words))


def _is_just(one: str, other: str) -> bool:
    return toned(one) == toned(other)


@lru_cache(maxsize=10_000)
def _words(name: str) -> list[str]:
    return spelt(BEHIND_A_NAME.sub("", name).lower())


def _share(said: Sequence[str], words: Sequence[str]) -> float:
    """Tell how much of two texts is the same, from 0 to 1; a word that differs in marks is not."""
    left, same = list(words), 0.0
    for word in said:
        found = next((one for one in left if is_same_word(word, one)), None)
        if found is not None:
            left.remove(found)
            same += 1
    return 2 * same / ((len(said) + len(words)) or 1)


@lru_cache(maxsize=100_000)
def _producer_likeness(said: str, name: str) -> float:
    """Tell how like two names of producers are: 1 is the same, but for words of their kind."""
    core, other = core_of(said), core_of(name)
    if not core or not other:
        core, other = tuple(spelt(said.lower())), tuple(spelt(name.lower()))
    has_same_numbers = DIGITS.findall(said) == DIGITS.findall(name)
    forms = {_form(said), _form(name)} - {""}
    if has_same_numbers and _same_words(core, other):
        return 1.0 if len(forms) < 2 else NEAR  # noqa: PLR2004 - a household became a company?
    if has_same_numbers and are_alike(said, name):
        return NEAR
    return _share(core, other) * LIKE


@lru_cache(maxsize=10_000)
def _form(name: str) -> str:
    folded = f" {' '.join(plain(word) for word in spelt(name.lower()))} "
    return next((form for sign, form in FORMS.items() if f" {sign} " in folded), "")


def _is_there(said: str, places: Sequence[str]) -> bool | None:
    """Tell whether a text names one of some places; None: it names none at all."""
    words = spelt(said.lower())
    return any(_holds(words, _bare(place)) for place in places) if words else None


@lru_cache(maxsize=10_000)
def _bare(place: str) -> list[str]:
    words = spelt(place.lower())
    folded = tuple(plain(word) for word in words)
    kind = next((one for one in KINDS if folded[: len(one)] == one), ())
    return words[len(kind) :] or words


def _holds(words: Sequence[str], wanted: Sequence[str]) -> bool:
    is_bare = not any(map(marks, words))
    same = is_same_word if is_bare else _is_just
    spans = range(len(words) - len(wanted) + 1) if wanted else range(0)
    return any(all(map(same, words[at:], wanted)) for at in spans)
