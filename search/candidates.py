"""What each typed word may have meant, and what believing it costs."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from math import inf

from search import vietnamese
from search.input_methods import decode
from search.numbers import is_amount
from search.segmentation import apart, part
from search.spelling import MISSING_MARK, PHONETIC, SLIP, SWAPPED, Spelling, disagreement
from search.tables import ABBREVIATIONS, COMMON_WORDS, is_common
from search.vocabulary import ANY, Vocabulary

LITERAL = "typed"
UNKNOWN = 3.0
_RARE, _BEGUN, _BEGUN_TOO = 0.2, 0.15, 0.35
_KEYS, _KEYS_OF_A_WORD = 0.2, 0.8
_KEY_FORGOTTEN = 0.5
_GLUED, _SHORTENED, _SHORTENED_WORD = 0.3, 0.3, 0.9
_ANY_MARKS = 0.4
_LONELY = 0.4
_SHORTEST = 4
"""Letters up to which a word without marks may be of any language, or of a chat."""
_DEAREST_DOUBT = SLIP + MISSING_MARK
"""What it may cost to take a good syllable for another: a letter, or a mark, not both."""
_MOST = 8
_MOST_READINGS = 3
_TEEN = {"w": ("qu",), "z": ("d", "gi", "v"), "f": ("ph",), "j": ("gi",)}
"""Letters that begin no Vietnamese word → those that chat puts them for."""


@dataclass(frozen=True, slots=True)
class Word:
    plain: str
    toned: str = ""
    """With its marks; empty when any marks will do."""
    unfinished: bool = False
    """It may go on."""

    @property
    def text(self) -> str:
        return self.toned or self.plain

    @property
    def spelling(self) -> str:
        """As a Vocabulary asks for it."""
        return self.toned or self.plain + ANY


@dataclass(frozen=True, slots=True)
class Typed:
    """One word as it was typed."""

    text: str
    toned: str
    plain: str
    last: bool
    among_marked: bool
    """Some word of the query has marks, so that a word without them may mean none."""
    settled: bool = False
    """It belongs to a phrase of the tables and is right as it is."""
    trusted: bool = False
    """It is a word of Vietnamese: no other is read in its place."""
    doubted: bool = False
    """All its words may be others."""

    @property
    def marked(self) -> bool:
        return self.toned != vietnamese.plain(self.toned)

    @property
    def is_number(self) -> bool:
        return self.plain.isdigit()

    @property
    def in_plural(self) -> bool:
        return self.plain != vietnamese.plain(self.text)


@dataclass(frozen=True, slots=True)
class Candidate:
    words: tuple[Word, ...]
    cost: float
    how: str = LITERAL


def typed_words(text: str, *, finished: bool) -> list[Typed]:
    spelt = vietnamese.spelt(apart(text))
    pairs = [(word, vietnamese.toned(word), vietnamese.plain(word)) for word in spelt]
    among_marked = any(toned != plain for _, toned, plain in pairs)
    last = len(pairs) - 1
    return [
        Typed(word, toned, vietnamese.singular(plain), at == last and not finished, among_marked)
        for at, (word, toned, plain) in enumerate(pairs)
    ]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The words that may stand before and after."""

    before: tuple[str, ...]
    after: tuple[str, ...]

    def fits(self, vocabulary: Vocabulary, word: str) -> int:
        """Count the sides on which a word has a neighbour that it is known to stand beside."""
        before = any(vocabulary.follow(one, word) for one in self.before)
        return before + any(vocabulary.follow(word, one) for one in self.after)


class Candidates:
    """Finds candidates among the words of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, spelling: Spelling) -> None:
        self._vocabulary = vocabulary
        self._spelling = spelling

    def as_typed(self, typed: Typed) -> list[Candidate]:
        """Give the readings that change no letter, the literal one first and always."""
        word = Word(typed.plain, typed.toned if typed.marked else "")
        candidates = [Candidate((word,), self._strangeness(typed))]
        if typed.is_number:
            return candidates
        if typed.among_marked and not typed.marked:
            exact = Candidate((Word(typed.plain, typed.toned),), candidates[0].cost)
            if typed.trusted and typed.toned in COMMON_WORDS:
                candidates = [exact]
            elif typed.toned in self._vocabulary.words:
                candidates = [exact, Candidate((word,), _ANY_MARKS, "marks")]
        if typed.last and self._vocabulary.names_begin(word.text, marked=typed.marked):
            begun = Word(word.plain, word.toned, unfinished=True)
            known = candidates[0].cost < UNKNOWN
            candidates.append(Candidate((begun,), _BEGUN_TOO if known else _BEGUN))
        return candidates

    def _strangeness(self, typed: Typed) -> float:
        known_names = (
            typed.toned in self._vocabulary.words
            if typed.marked
            else self._vocabulary.names(typed.plain)
        )
        if known_names:
            return 0.0
        known = (
            typed.toned in self._vocabulary.prose
            if typed.marked
            else self._vocabulary.knows(typed.plain)
        )
        return _RARE if known else UNKNOWN

    def reread(self, typed: Typed, *, known: bool) -> list[Candidate]:
        """Give the readings of other keys, of a shortened word, and of words without a space."""
        found = [*self._decoded(typed, known=known), *self._shortened(typed, known=known)]
        return found if known or found else list(self._parted(typed))

    def keyed(self, typed: Typed) -> list[Candidate]:
        """Give what a word is whose last s is a Telex key and no plural."""
        return [one for one in self._decoded(typed, known=False) if one.how == "keys"]

    def slips(self, typed: Typed, beside: Neighbours, *, known: bool) -> list[Candidate]:
        """Give the words one slip away; what could be right needs a neighbour that speaks for it.

        Without that, sầu riêng (durian) would become riềng (galangal).
        """
        if typed.trusted or any(char.isdigit() for char in typed.plain):
            return []
        found = sorted(self._slips(typed, beside, known=known), key=lambda one: one.cost)
        return found[:_MOST]

    def _decoded(self, typed: Typed, *, known: bool) -> Iterator[Candidate]:
        if typed.marked or not typed.text.isascii():
            return
        cost = _KEYS_OF_A_WORD if known else _KEYS
        for meant in decode(typed.text):
            plain = vietnamese.plain(meant)
            if self._vocabulary.count(meant):
                yield Candidate((Word(plain, meant),), cost, "keys")
            elif typed.last and self._vocabulary.names_begin(meant, marked=True):
                begun = Word(plain, meant, unfinished=True)
                yield Candidate((begun,), cost + _BEGUN, "keys")
            elif not known:
                for reading in self._vocabulary.readings(plain)[:_MOST_READINGS]:
                    extra = _KEY_FORGOTTEN + disagreement(meant, reading)
                    yield Candidate((Word(plain, reading),), cost + extra, "slip")

    def _shortened(self, typed: Typed, *, known: bool) -> Iterator[Candidate]:
        for phrase in ABBREVIATIONS.get((typed.toned,), ()):
            words = tuple(Word(vietnamese.plain(one), one) for one in phrase)
            yield Candidate(words, _SHORTENED_WORD if known else _SHORTENED, "shortened")
        for begins in () if known else _TEEN.get(typed.plain[0], ()):
            word = vietnamese.toned(begins + typed.toned[1:])
            plain = vietnamese.plain(word)
            if self._vocabulary.count(word) if typed.marked else self._vocabulary.names(plain):
                toned = word if typed.marked else ""
                yield Candidate((Word(plain, toned),), _SHORTENED, "shortened")

    def _parted(self, typed: Typed) -> Iterator[Candidate]:
        parted = (
            None
            if is_amount(typed.text) or is_common([typed.toned])
            else part(self._vocabulary, typed.text, unfinished=typed.last)
        )
        if parted:
            *finished, last = (_word(piece) for piece in parted.pieces)
            open_end = typed.last and not self._vocabulary.count(last.text)
            words = (*finished, Word(last.plain, last.toned, unfinished=open_end))
            how = LITERAL if typed.text[0].isdigit() else "glued"  # 500g says what 500 g says
            yield Candidate(words, _GLUED + parted.cost, how)

    def _slips(self, typed: Typed, beside: Neighbours, *, known: bool) -> Iterator[Candidate]:
        alone = not (beside.before or beside.after or typed.marked)
        is_right = not alone and vietnamese.is_syllable(typed.text)
        short = len(typed.plain) <= _SHORTEST
        most = SWAPPED if alone and short else _DEAREST_DOUBT if typed.doubted and is_right else inf
        of_chat = len(typed.plain) < _SHORTEST and typed.among_marked and not typed.marked
        if of_chat and not is_right:
            return
        for plain, cost in self._respelt(typed):
            for reading, extra in self._readings(typed, plain):
                word = Word(plain, reading)
                fits = beside.fits(self._vocabulary, word.spelling)
                forgotten = plain == typed.plain and extra <= MISSING_MARK
                needed = 0 if forgotten else is_right + known
                if typed.doubted or cost + extra <= PHONETIC or not known:
                    needed = min(needed, 1)
                if cost + extra > most:
                    continue
                if fits >= max(needed, int(known)):
                    lonely = 0.0 if fits else _LONELY
                    yield Candidate((word,), cost + extra + lonely, "slip")

    def _respelt(self, typed: Typed) -> Iterator[tuple[str, float]]:
        if typed.marked:
            yield typed.plain, 0.0
        yield from self._spelling.near(typed.plain).items()

    def _readings(self, typed: Typed, plain: str) -> Iterator[tuple[str, float]]:
        if not typed.marked and not typed.among_marked:
            yield "", 0.0
            return
        readings = self._vocabulary.readings(plain)
        agreeing = ((one, disagreement(typed.toned, one)) for one in readings if one != typed.toned)
        yield from islice(sorted(agreeing, key=lambda pair: pair[1]), _MOST_READINGS)


def _word(piece: str) -> Word:
    plain = vietnamese.plain(piece)
    return Word(plain, piece if piece != plain else "")
