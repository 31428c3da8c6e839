"""What a query means: its words with their alternatives, and what it says of facts and kinds.

Pure: a text and a Vocabulary give a Reading, which any engine turns into clauses of its own. No
reading replaces the literal one; each is an alternative with a price.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, partial
from itertools import chain

from search import vietnamese
from search.candidates import (
    LITERAL,
    UNKNOWN,
    Candidate,
    Candidates,
    Neighbours,
    Typed,
    Word,
    typed_words,
)
from search.chunks import Chunk, chunks_of, is_wish
from search.codes import codes_in
from search.lattice import Choice, weigh
from search.phrases import Alternative, Slot, known_phrases, slots_of
from search.places import spelt_out
from search.spelling import Spelling
from search.tables import CHAT, STOP_WORDS, is_common
from search.vocabulary import Vocabulary

__all__ = ["Alternative", "Reader", "Reading", "Slot", "Word"]

LONGEST = 200
MOST_WORDS, MOST_SLOTS, SENTENCE = 24, 10, 6
_GUESSED = frozenset({"slip", "glued"})
"""How a word is read that might be another."""
_THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Reading:
    """A query as it is understood."""

    slots: tuple[Slot, ...]
    understood: str
    """In proper Vietnamese where that differs from what was typed, else as it was typed."""
    changed: bool = False
    """Something was read as other than its letters say."""
    cut: bool = False
    """It was too long; the rest was not read."""
    chunks: tuple[Chunk, ...] = ()
    """What may be let go of it at once, when nothing has it all."""
    talk: bool = False
    """It is a sentence or a question rather than a name."""
    chat: bool = False
    """It is said to a shop, or asked."""
    odd: bool = False
    """Some word is none of the language, nor of the catalogue."""
    taken_back: Callable[[], "Reading"] | None = field(default=None, compare=False, repr=False)
    """Reads again without slips that prove nothing."""
    reread: Callable[[], tuple["Reading", ...]] = field(default=tuple, compare=False, repr=False)
    """Reads again, less trusting: some word may be another, or the marks may be wrong."""

    @property
    def asks(self) -> frozenset[str]:
        """What its questions want to know."""
        return frozenset(slot.asks for slot in self.slots if slot.asks)

    @property
    def sober(self) -> "Reading":
        """Without slips that only all of the query could prove."""
        return self.taken_back() if self.taken_back else self

    @property
    def others(self) -> tuple["Reading", ...]:
        """Less trusting readings, made when they are first asked for."""
        return self.reread()

    @property
    def words(self) -> tuple[str, ...]:
        """Every word that is looked for, folded, for marking it in texts."""
        words = (word for slot in self.slots for one in slot.alternatives for word in one.words)
        return tuple(dict.fromkeys(word.plain for word in words))


@dataclass(slots=True)
class _Place:
    """One typed word with its candidates."""

    typed: Typed
    candidates: list[Candidate]
    known: bool = field(init=False)

    def __post_init__(self) -> None:
        self.known = any(one.cost < UNKNOWN for one in self.candidates)

    def ends(self) -> tuple[str, ...]:
        return tuple({one.words[-1].spelling for one in self.candidates})

    def starts(self) -> tuple[str, ...]:
        return tuple({one.words[0].spelling for one in self.candidates})


class Reader:
    """Reads queries with one vocabulary; what it takes from it is worked out once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    @cached_property
    def _candidates(self) -> Candidates:
        return Candidates(self.vocabulary, Spelling(self.vocabulary.plain_words))

    def read(self, text: str, *, literal: bool = False) -> Reading:
        """Read a query; `literal`: just the words as they were typed."""
        said, cut = _cut(text)
        codes, rest = ((), said) if literal else codes_in(said)
        reading = self._read(rest, literal=literal)
        cut = cut or reading.cut
        if not reading.changed:
            reading = replace(reading, understood=" ".join(said.split()))
        if codes:  # they say it all; what else is said puts what has it first
            others = (replace(slot, optional=True) for slot in reading.slots)
            slots = (Slot((), (Alternative(0.0, codes=codes),)), *others)
            return replace(reading, slots=slots, cut=cut, chunks=())
        lacking = sum(len(one.slots) for one in reading.chunks if one.common and not one.known)
        meant = 2 * lacking >= len(reading.slots) > 0
        reread = cache(lambda: tuple(self._others(rest, meant=meant)))
        return replace(reading, cut=cut, reread=tuple if literal or reading.cut else reread)

    def _others(self, text: str, *, meant: bool) -> Iterator[Reading]:
        """Give less trusting readings, unless the text is one good word.

        `meant`: most of it is a word of the language that the catalogue lacks; its marks stay.
        """
        unmarked = vietnamese.fold(text)
        is_marked = unmarked != text.lower()
        if is_marked and is_common(vietnamese.syllables(text)):
            return
        yield self._read(text, trusting=False)
        lost = STOP_WORDS.intersection(unmarked.split()).difference(text.lower().split())
        if is_marked and not (meant or lost):
            yield replace(self._read(unmarked), changed=True)

    def _read(self, text: str, *, literal: bool = False, trusting: bool = True) -> Reading:
        words = spelt_out(text, self.vocabulary.is_place)
        typed = _telling(typed_words(words, finished=text[-1:].isspace()), trusting=trusting)
        places = [_Place(one, self._candidates.as_typed(one)) for one in typed[:MOST_WORDS]]
        if not literal:
            self._reread(places)
        return self._of(text, places, literal=literal, cut=len(typed) > MOST_WORDS)

    def _of(self, text: str, places: Sequence[_Place], *, literal: bool, cut: bool) -> Reading:
        weighed = weigh([place.candidates for place in places], self.vocabulary)
        changed = any(choices[0].candidate.how != LITERAL for choices in weighed)
        slots = slots_of(weighed, self.vocabulary, literal=literal)
        talk, chat = _is_talk(slots), _is_chat(slots)
        whole = _without_letters(slots) if chat else _hopeful(slots) if talk else slots
        slots = _best(whole) if chat else whole[:MOST_SLOTS]
        chunks = chunks_of(whole if chat else slots, self.vocabulary, talk=talk, chat=chat)
        sure = [] if literal else _without_guesses(places, weighed, _proved(slots, chunks))
        return Reading(
            tuple(slots),
            self._in_vietnamese(weighed) if changed else " ".join(text.split()),
            changed,
            cut or (len(whole) > MOST_SLOTS and not chat),
            () if literal else tuple(chunks),
            talk,
            chat,
            any(not (place.known or is_common([place.typed.toned])) for place in places),
            cache(partial(self._of, text, sure, literal=literal, cut=cut)) if sure else None,
        )

    def _reread(self, places: Sequence[_Place]) -> None:
        """Look for other readings of words that are unknown, or strangers where they stand."""
        doubtful = [at for at in range(len(places)) if not self._is_at_home(places, at)]
        for at, place in enumerate(places):
            if at in doubtful:
                place.candidates += self._candidates.reread(place.typed, known=place.known)
            elif place.typed.in_plural:
                place.candidates += self._candidates.keyed(place.typed)
        slips = {
            at: self._candidates.slips(
                places[at].typed, _beside(places, at), known=places[at].known
            )
            for at in doubtful
            if all(one.how != "keys" for one in places[at].candidates)
        }
        for at, found in slips.items():
            places[at].candidates += found

    def _is_at_home(self, places: Sequence[_Place], at: int) -> bool:
        """Tell whether a word is known and stands beside one that it is known to stand beside."""
        place = places[at]
        if place.typed.settled:
            return True
        if not place.known:
            return False
        if place.typed.is_number or len(places) == 1:
            return True
        beside, begun = _beside(places, at), place.candidates[-1].words[0]
        return beside.fits(self.vocabulary, begun.spelling) > 0

    def _in_vietnamese(self, weighed: Sequence[Sequence[Choice]]) -> str:
        said = [word.spelling for choices in weighed for word in choices[0].candidate.words]
        return " ".join(map(vietnamese.placed, self.vocabulary.likely(said)))


def _proved(slots: Sequence[Slot], chunks: Sequence[Chunk]) -> set[Word]:
    """Give the words that are parts of a name or of a word, all of a query, or its fillers."""
    whole = (one for one in chunks if one.common or (one.known and (one.long or len(chunks) == 1)))
    fillers = (slot for slot in slots[1:] if slot.optional)
    proved = chain(fillers, *(one.slots for one in whole))
    return {word for slot in proved for word in slot.words}


def _without_guesses(
    places: Sequence[_Place], weighed: Sequence[Sequence[Choice]], proved: set[Word]
) -> list[_Place]:
    """Give the places without guesses that nothing proves; none where there are no such guesses."""
    guessed = [
        choices[0].candidate.how in _GUESSED and proved.isdisjoint(choices[0].candidate.words)
        for choices in weighed
    ]
    return [
        replace(place, candidates=[one for one in place.candidates if one.how not in _GUESSED])
        if is_guessed
        else place
        for place, is_guessed in zip(places, guessed, strict=True)
        if any(guessed)
    ]


def _is_talk(slots: Sequence[Slot]) -> bool:
    said = (tuple(word.text for word in slot.words) for slot in slots if slot.optional)
    to_a_shop = any(len(words) > 1 and words in CHAT for words in said)
    return to_a_shop or len(slots) >= SENTENCE or any(slot.asks for slot in slots)


def _is_chat(slots: Sequence[Slot]) -> bool:
    return _is_talk(slots) and any(slot.asks or is_wish(slot) for slot in slots)


def _hopeful(slots: Sequence[Slot]) -> list[Slot]:
    """Leave out what need not be there and nothing has."""
    return [slot for slot in slots if not (slot.optional and slot.hopeless)] or [*slots]


def _without_letters(slots: Sequence[Slot]) -> list[Slot]:
    """Leave out letters that stand alone: in chat they are short for you and me."""
    return [slot for slot in slots if len(slot.said) > 1 or not slot.said.isalpha()] or [*slots]


def _best(slots: Sequence[Slot]) -> list[Slot]:
    """Leave out, of what is too long, what tells least."""
    best = sorted(_hopeful(slots), key=lambda slot: (slot.optional, slot.hopeless))[:MOST_SLOTS]
    return [slot for slot in slots if slot in best]


def _cut(text: str) -> tuple[str, bool]:
    storable = text[: 2 * LONGEST].encode("utf-8", "replace").decode()
    composed = _THOUSANDS.sub("", vietnamese.compose(storable))
    return composed[:LONGEST], len(text) > 2 * LONGEST or len(composed) > LONGEST


def _telling(typed: list[Typed], *, trusting: bool) -> list[Typed]:
    words = [one.toned for one in typed]
    settled = known_phrases(words)
    read = [
        replace(
            one,
            settled=at in settled,
            trusted=trusting and is_common([one.toned]),
            doubted=not trusting,
        )
        for at, one in enumerate(typed)
    ]
    return [one for one in read if one.toned not in STOP_WORDS] or read


def _beside(places: Sequence[_Place], at: int) -> Neighbours:
    before = places[at - 1].ends() if at else ()
    after = places[at + 1].starts() if at + 1 < len(places) else ()
    return Neighbours(before, after)
