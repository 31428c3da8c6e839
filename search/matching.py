"""Which entries answer a query: its slots as clauses, from the strict reading to the forgiving one.

Scores are sums of whole 1/256: exact in 32-bit floats, so equal entries have equal scores. What
counts most is far apart: words found, then what it took to read them (typos, marks, synonyms),
then neighbours and fields, and last (ranking.py) the quality of the entry.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations, islice
from math import ceil
from typing import Any

from search.candidates import Word
from search.chunks import Chunk, kept
from search.clauses import (
    AtLeast,
    Begins,
    Beside,
    Clause,
    Has,
    Raised,
    Within,
    all_of,
    any_of,
    has,
    scored,
    valid_badges,
)
from search.engine import Answer, Query, Sort, Told
from search.fields import (
    ATTRIBUTES,
    BEGINS,
    GRAMS,
    LISTED,
    PROSE,
    TONED,
    WHOLE_ALIAS,
    grams,
    plain,
)
from search.looking import BADGES, NOW, NUMBERS, month_of
from search.phrases import Alternative, Slot
from search.query import Reading
from search.tables import Fact
from search.vietnamese import syllables

WORD = 2048.0
OPTIONAL = 48.0
TYPO = 256.0
_BEST = dict(zip(ATTRIBUTES, (24.0, 20.0, 16.0, 14.0, 8.0), strict=True))
_MEANT = _BEST["name"]
"""A fact or a kind is worth as much as a word of the name."""
_TEXT = -64.0
_GRAM, _ENOUGH_GRAMS = 64.0, 6
_ALIKE = 0.7
"""Share of the letters of a query, in threes, that finds what is spelt alike."""
_MANY, _MOST = 3, 0.67
"""Of so many chunks of a query this share of its words is enough, in names."""
_SHORT = 3
"""Words of a query that must stand side by side where its marks or letters are doubted."""
_TRIED = 12
"""Ways to let something go that are tried at most."""
_LONG, _MOST_OF_LONG = 8, 0.4
"""The same of a title that was pasted."""
EVERYTHING = scored(has("role", LISTED), 0.0)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to look."""

    reading: Reading
    clause: Clause
    """What is looked for."""
    sure: Clause
    """What must find something for this way to be taken."""
    kept: tuple[Chunk, ...] = ()
    """Where not all is looked for: what is."""

    @property
    def dropped(self) -> tuple[str, ...]:
        """Tell what of the query is not looked for."""
        chunks = self.reading.chunks if self.kept else ()
        return tuple(chunk.said for chunk in chunks if chunk not in self.kept)


def ways(reading: Reading, query: Query) -> Iterator[Way]:
    """Yield the ways to look that could find something, strictest first.

    The first that does counts. Without a word to look for, everything is found. In an order other
    than by relevance, what only prose speaks for would stand first.
    """
    if not reading.slots:
        yield Way(reading, EVERYTHING, EVERYTHING)
        return
    yield from _of_all(reading, query.now, prose=query.sort is Sort.RELEVANCE)
    reading = reading.sober
    for chunks in islice(kept(reading.chunks, talk=reading.talk, chat=reading.chat), _TRIED):
        clause = _keeping(chunks, reading, query.now)
        yield Way(reading, clause, clause, kept=tuple(chunks))
    if reading.odd and (spelt := _spelt(reading)):
        yield Way(reading, spelt, spelt)
    if len(reading.chunks) >= _MANY:
        clause = _most(reading, query.now)
        yield Way(reading, clause, clause, kept=tuple(one for one in reading.chunks if one.known))


def _of_all(reading: Reading, now: int, *, prose: bool) -> Iterator[Way]:
    """Look for all of a query: in names, as it is doubted, in prose as well."""
    wide = _all(reading, now, prose=prose)
    if _hopeful(reading):
        yield Way(reading, wide, _all(reading, now))
    for other in filter(_hopeful, reading.others):
        doubted = _all(other, now, doubted=True)
        yield Way(other, doubted, doubted)
    sober = reading.sober
    if prose and _hopeful(sober) and any(chunk.known for chunk in sober.chunks):
        wide = _all(sober, now, prose=prose)
        yield Way(sober, wide, wide)


def _hopeful(reading: Reading) -> bool:
    return not any(slot.hopeless and not slot.optional for slot in reading.slots)


def _all(reading: Reading, now: int, *, prose: bool = False, doubted: bool = False) -> Clause:
    """Match what has all of a query; a name that nothing has must at least be told as a whole.

    So must every name where the reading is doubted, and a short query at once.
    """
    chunks = [one for one in reading.chunks if len(one.slots) > 1 and (doubted or not one.known)]
    words = tuple(slot for slot in reading.slots if not slot.optional)
    if doubted and 1 < len(words) <= _SHORT:
        chunks.append(Chunk(words, known=False))
    whole = (scored(_together(chunk, now, prose=prose), 0) for chunk in chunks)
    return all_of([matching(reading.slots, now, prose=prose), *whole])


def _keeping(chunks: Sequence[Chunk], reading: Reading, now: int) -> Clause:
    """Match what is called as some chunks say, the first its kind or the beginning of its name."""
    head, *others = chunks
    sought: list[Clause] = [_called_so(head, now)]
    sought += [_together(chunk, now) for chunk in others]
    rest = [chunk for chunk in reading.chunks if chunk.known and chunk not in chunks]
    rest += [Chunk((slot,), known=True) for slot in reading.slots if slot.optional]
    return Raised(
        all_of(sought),
        tuple(_together(chunk, now, OPTIONAL) for chunk in rest if chunk.hopeful),
    )


def _spelt(reading: Reading) -> Clause | None:
    """Match what shares so many letters with a query that has enough of them to tell."""
    said = grams(" ".join(word.plain for slot in reading.slots for word in slot.words))
    each = tuple(scored(has(GRAMS, gram), _GRAM) for gram in said)
    return AtLeast(ceil(_ALIKE * len(said)), each) if len(said) >= _ENOUGH_GRAMS else None


def near(reading: Reading, now: int, *, found: bool) -> Clause | None:
    """Match what is called as a query says, or of its kind, or for its use; None: nothing is near.

    A name counts as a whole: one syllable of it, or its letters, mislead. But where something was
    `found`, others that begin with its first word are near.
    """
    reading = reading.sober
    unclear = (one for one in reading.chunks if not (one.is_fact or one.is_number))
    named = [one for one in unclear if not one.is_vague]
    uses = [_together(one, now) for one in named if one.is_use]
    told = [one for one in named if one.known and (one is named[0] or one.long) and not one.is_use]
    told += [Chunk(one.slots[:1], known=True) for one in told[:1] if found]
    clauses = [_together(one, now) if one.long else _called_so(one, now) for one in told]
    if not found:
        clauses += _of_kinds(named if reading.talk else named[:1])
    if uses:
        return Raised(all_of(uses), tuple(clauses))
    return AtLeast(1, tuple(clauses)) if clauses else None


def _of_kinds(heads: Sequence[Chunk]) -> Iterator[Clause]:
    """Match what is of the kinds that heads would be of; best what begins like them: tôm hùm."""
    for head in (one for one in heads if one.kinds):
        kinds = tuple(scored(has("kinds", kind), WORD) for kind in head.kinds)
        begun = scored(has(BEGINS, head.slots[0].words[0].plain), WORD)
        yield Raised(AtLeast(1, kinds), (begun,))


def _most(reading: Reading, now: int) -> Clause:
    """Match what has most of the words in its names."""
    slots = [slot for slot in reading.slots if not slot.optional]
    clauses = [_clause(slot, now) for slot in slots if not slot.hopeless]
    least = ceil(len(slots) * (_MOST_OF_LONG if len(slots) >= _LONG else _MOST))
    return AtLeast(least, tuple(clauses)) if least <= len(clauses) else any_of(())


def _together(chunk: Chunk, now: int, worth: float = WORD, *, prose: bool = False) -> Clause:
    if len(chunk.slots) == 1:
        return _clause(chunk.slots[0], now, worth, prose=prose)
    spellings = _spellings(chunk.slots)
    return any_of(one for words in spellings for one in _side_by_side(words, worth, prose=prose))


def _spellings(slots: Sequence[Slot]) -> Iterator[tuple[Word, ...]]:
    """Yield the words of some slots as they are read, and with one of them read otherwise."""
    read = [slot.words for slot in slots]
    yield tuple(chain.from_iterable(read))
    for at, slot in enumerate(slots):
        for other in slot.alternatives:
            if other.words and other.words != slot.words and not other.hopeless:
                yield tuple(chain.from_iterable([*read[:at], other.words, *read[at + 1 :]]))


def _called_so(head: Chunk, now: int) -> Clause:
    return all_of([_called(head, now), _together(head, now)])


def _called(head: Chunk, now: int) -> Clause:
    """Match what is of a kind, or has a name or another name that begins so."""
    words = [word for slot in head.slots for word in slot.words]
    said = [tuple(words), *(one.words for slot in head.slots for one in slot.alternatives)]
    kinds = [one.kind for slot in head.slots for one in slot.alternatives if one.kind]
    clauses: list[Clause] = [has("kinds", kind) for kind in kinds]
    facts = [one.fact for slot in head.slots for one in slot.alternatives if one.fact]
    clauses += [_has(fact, now) for fact in facts]
    for spelling in dict.fromkeys(" ".join(word.plain for word in one) for one in said if one):
        clauses += [has(BEGINS, spelling), has(WHOLE_ALIAS, spelling)]
    return scored(any_of(clauses), 0)


def nothing(reading: Reading, query: Query) -> Way:
    """Give the way to look that finds nothing: then nothing is read otherwise than it was typed."""
    as_typed = replace(reading, understood=" ".join(query.text.split()), changed=False)
    return Way(as_typed, any_of(()), any_of(()))


def answered(way: Way, total: int, hits: tuple[str, ...], **more: Any) -> Answer:
    """Say what was found in one way, and how the query was read."""
    reading = way.reading
    return Answer(
        understood=reading.understood,
        changed=reading.changed,
        cut=reading.cut,
        dropped=way.dropped if hits else (),
        kept=" ".join(chunk.said for chunk in way.kept),
        facts=() if isinstance(way.clause, AtLeast) else tuple(_facts(way)),
        asks=reading.asks,
        talk=reading.talk,
        words=reading.words,
        total=total,
        hits=hits,
        **more,
    )


def _facts(way: Way) -> Iterator[Told]:
    """Tell what a query says of facts: what is found has them all."""
    kept = {slot for chunk in way.kept for slot in chunk.slots}
    for slot in way.reading.slots:
        one = slot.alternatives[0]
        if slot.optional or not (one.fact or one.bounds) or (way.kept and slot not in kept):
            continue
        if (rest := _without(slot, way.reading.understood)) is None:
            continue
        if one.fact:
            yield Told(one.fact.field, one.fact.values, rest)
        elif one.bounds:
            ends = (one.bounds.lowest, one.bounds.highest)
            yield Told("price", tuple("" if end is None else str(end) for end in ends), rest)


def _without(slot: Slot, text: str) -> str | None:
    """Take the words of a slot out of a text; None where they are not in it as they were read."""
    said = "".join(plain(word.plain) for word in slot.words)
    parts = text.split()
    folded = ["".join(map(plain, syllables(part))) for part in parts]
    for first, last in combinations(range(len(parts) + 1), 2):
        if "".join(folded[first:last]) == said:
            return " ".join(parts[:first] + parts[last:])
    return None


def matching(slots: Sequence[Slot], now: int, *, prose: bool) -> Clause:
    """Match the entries that have what is asked for, scored by how well they have it."""
    hopeful = [slot for slot in slots if not slot.hopeless]
    required = [_clause(slot, now, prose=prose) for slot in hopeful if not slot.optional]
    optional = [_clause(slot, now, OPTIONAL, prose=prose) for slot in hopeful if slot.optional]
    return Raised(all_of(required), tuple(optional))


def _clause(slot: Slot, now: int, worth: float = WORD, *, prose: bool = False) -> Clause:
    """Match what a slot may mean, in names; in `prose` as well."""
    return any_of(
        clause
        for alternative in slot.alternatives
        if not alternative.hopeless
        for clause in _clauses(alternative, now, worth, prose=prose)
    )


def _clauses(alternative: Alternative, now: int, worth: float, *, prose: bool) -> Iterator[Clause]:
    score = worth - TYPO * alternative.cost * (worth / WORD)
    if alternative.fact:
        yield scored(_has(alternative.fact, now), score + _MEANT)
    if alternative.kind:
        yield scored(has("kinds", alternative.kind), score + _MEANT)
    if alternative.codes:
        yield scored(Has("codes", alternative.codes), score + _MEANT)
    if alternative.bounds:
        bounds = alternative.bounds
        yield scored(Within("price", bounds.lowest, bounds.highest), score + _MEANT)
    prose = prose and not alternative.named
    if alternative.phrase:
        yield from _side_by_side(alternative.words, score, prose=prose)
    elif alternative.words:
        yield _all_of(alternative.words, score, prose=prose)


def _has(fact: Fact, now: int) -> Clause:
    having = Has(fact.field, tuple(_value(fact.field, value, now) for value in fact.values))
    return all_of([having, valid_badges(now)]) if fact.field in BADGES else having


def _value(field: str, value: str, now: int) -> str | int:
    if value == NOW:
        return month_of(now)
    return int(value) if field in NUMBERS else value


def _side_by_side(words: Sequence[Word], score: float, *, prose: bool) -> Iterator[Clause]:
    toned = all(word.toned for word in words)
    said = tuple(word.toned if toned else word.plain for word in words)
    for field, bonus in _BEST.items():
        name = TONED[field] if toned else field
        yield scored(Beside(name, said, words[-1].unfinished), score + bonus)
    yield scored(has("regions", " ".join(said)), score + _BEST["places"])
    if prose:
        yield scored(_in_prose(words), score + _TEXT)


def _in_prose(words: Sequence[Word]) -> Clause:
    toned = all(word.toned for word in words)
    field = TONED[PROSE] if toned else PROSE
    if len(words) == 1:
        return has(field, words[0].text)
    return Beside(field, tuple(word.toned if toned else word.plain for word in words))


def _all_of(words: Sequence[Word], score: float, *, prose: bool) -> Clause:
    share = 1 / len(words)
    each = [any_of(_one(word, score * share, share, prose=prose)) for word in words]
    return all_of(each) if len(each) > 1 else each[0]


def _one(word: Word, score: float, share: float, *, prose: bool) -> Iterator[Clause]:
    for field, bonus in _BEST.items():
        name = TONED[field] if word.toned else field
        found = Begins(name, word.text) if word.unfinished else has(name, word.text)
        yield scored(found, score + bonus * share)
    if prose:
        yield scored(_in_prose((word,)), score + _TEXT * share)
