"""What of a query may be let go when nothing has it all: whole names, from the right.

A Vietnamese phrase begins with what it is about: nước mắm Phú Quốc is nước mắm of a place. So the
head stays, and a name goes as a whole: half of Phú Quốc would find another place.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby, pairwise

from search.kinds import is_vague, kinds_of, kinds_of_unmarked
from search.phrases import Alternative, Slot
from search.tables import is_common
from search.vocabulary import Vocabulary

_LONGEST = 4
_MOST_HEADS, _MOST_GAPS = 3, 4
_WISHES = frozenset({"mua", "bán", "ban", "tìm", "tim", "kiếm", "cần", "can", "muốn", "muon"})


@dataclass(frozen=True, slots=True)
class Chunk:
    """Slots that belong together: a name, a word of the language, a fact."""

    slots: tuple[Slot, ...]
    known: bool
    """Something the catalogue has may be called so."""
    common: bool = False
    """It is a word of Vietnamese of several syllables."""
    wanted: bool = False
    """It stands behind a word that says that something is wanted: mua, tìm."""
    kinds_found: Callable[[], tuple[str, ...]] = field(default=tuple, compare=False, repr=False)

    @property
    def kinds(self) -> tuple[str, ...]:
        """Tell of which kinds a product of that name would be: looked up when it is asked for."""
        return self.kinds_found()

    @property
    def said(self) -> str:
        return " ".join(slot.said for slot in self.slots)

    @property
    def hopeful(self) -> bool:
        return not any(slot.hopeless for slot in self.slots)

    @property
    def long(self) -> bool:
        return sum(len(slot.words) for slot in self.slots) > 1

    @property
    def is_vague(self) -> bool:
        """Tell whether it is one word that without its marks may begin goods of other kinds."""
        words = [word for slot in self.slots for word in slot.words]
        return len(words) == 1 and not words[0].toned and is_vague(words[0].plain)

    @property
    def is_number(self) -> bool:
        return all(word.plain.isdigit() for slot in self.slots for word in slot.words)

    @property
    def is_fact(self) -> bool:
        """Tell whether it says something of goods without saying what they are or are for."""
        return bool(self._told) and not self.is_use

    @property
    def is_use(self) -> bool:
        return bool(self._told and self._told[0].fact and self._told[0].fact.field == "uses")

    @property
    def _told(self) -> list[Alternative]:
        said = [one for slot in self.slots for one in slot.alternatives]
        return [one for one in said if one.fact or one.bounds]


def chunks_of(
    slots: Sequence[Slot], vocabulary: Vocabulary, *, talk: bool, chat: bool = False
) -> list[Chunk]:
    """Put the slots together that must be there into what may be let go at once.

    An unknown word makes those beside it unknown, as in names of brands; but not in talk.
    """
    wanted = _wanted(slots) if chat else ()
    chunks: list[Chunk] = []
    for optional, run in groupby(slots, key=lambda slot: slot.optional):
        required, least = [] if optional else [*run], max(1, len(chunks))
        while required:
            chunk, strange = _next(required, vocabulary)
            strange = strange and not (talk and chunk.known)
            if strange and len(chunks) > least and _is_stranger(chunks[-1], chat=chat):
                chunks[-1] = Chunk((*chunks[-1].slots, *chunk.slots), known=False)
            else:
                chunks.append(replace(chunk, wanted=chunk.slots[0] in wanted))
            del required[: len(chunk.slots)]
    return [
        replace(one, kinds_found=partial(_kinds, chunks[at:], vocabulary))
        for at, one in enumerate(chunks)
    ]


def _wanted(slots: Sequence[Slot]) -> Sequence[Slot]:
    """Give all that stands behind the first word that says that something is wanted."""
    return slots[next((at + 1 for at, slot in enumerate(slots) if is_wish(slot)), len(slots)) :]


def is_wish(slot: Slot) -> bool:
    return slot.optional and slot.words[-1].text in _WISHES


def _kinds(chunks: Sequence[Chunk], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Tell of which kinds a product of this name would be; of chôm chôm one word is left here."""
    words = [word.spelling for one in chunks for slot in one.slots for word in slot.words]
    said, head = " ".join(one.said for one in chunks), chunks[0].said
    likely = " ".join(vocabulary.likely(words))
    kinds = next(filter(None, (kinds_of(one, "") for one in (said, f"{head} {head}", likely))), ())
    return tuple(kinds or kinds_of_unmarked(said))


def _next(slots: Sequence[Slot], vocabulary: Vocabulary) -> tuple[Chunk, bool]:
    for size in range(min(_LONGEST, len(slots)), 0, -1):
        these = tuple(slots[:size])
        words = [word for slot in these for word in slot.words]
        if len(words) > 1 and is_common([word.text for word in words]):
            return Chunk(these, _stand_together(these, vocabulary), common=True), False
    size = 1
    while size < len(slots) and _is_plain(slots[0]) and _follows(slots, size, vocabulary):
        size += 1
    if size > 1:
        return Chunk(tuple(slots[:size]), known=True), False
    return Chunk((slots[0],), known=_is_named(slots[0], vocabulary)), _is_plain(slots[0])


def _is_named(slot: Slot, vocabulary: Vocabulary) -> bool:
    """Tell whether something other than prose has what a slot may mean."""
    if not _is_plain(slot):
        return not slot.hopeless
    words = [one.words[0] for one in slot.alternatives if one.words]
    return any(
        word.toned in vocabulary.words if word.toned else vocabulary.names(word.plain)
        for word in words
    )


def _follows(slots: Sequence[Slot], at: int, vocabulary: Vocabulary) -> bool:
    return _is_plain(slots[at]) and _stand_together(slots[at - 1 : at + 1], vocabulary)


def _stand_together(slots: Sequence[Slot], vocabulary: Vocabulary) -> bool:
    if len(slots) == 1:
        return not slots[0].hopeless
    words = [word.spelling for slot in slots for word in slot.words]
    return all(vocabulary.follow(first, second) for first, second in pairwise(words))


def _is_plain(slot: Slot) -> bool:
    """Tell whether a slot is one word without a meaning of its own."""
    return len(slot.words) == 1 and not any(
        one.fact or one.kind or one.bounds for one in slot.alternatives
    )


def _is_stranger(chunk: Chunk, *, chat: bool) -> bool:
    is_word = len(chunk.slots) == 1 and _is_plain(chunk.slots[0])
    return not chunk.known or (is_word and not chat)


def kept(chunks: Sequence[Chunk], *, talk: bool, chat: bool) -> Iterator[list[Chunk]]:
    """Yield what is looked for when nothing has it all, the head first: ever less of it.

    `talk`: it is a sentence, which may come to what it is about wherever it likes. `chat`: it is
    said to a shop, and so much of it is about other things that a head is soon tried alone.
    """
    for at in _heads(chunks, talk=talk):
        rest = [one for one in chunks[at + 1 :] if one.known and not (chat and one.is_number)]
        shorter = [rest[:length] for length in range(len(rest), -1, -1)]
        inner = range(min(len(rest), _MOST_GAPS) - 2, -1, -1)
        gaps = [rest[:gap] + rest[gap + 1 :] for gap in inner]
        for others in (rest, []) if chat else (*shorter[:2], *gaps, *shorter[2:]):
            if len(others) + 1 < len(chunks) and (others or not chunks[at].is_vague):
                yield [chunks[at], *others]


def _heads(chunks: Sequence[Chunk], *, talk: bool) -> Iterator[int]:
    """Tell which chunks may be what the query is about: the first, or else the first long name.

    A word of the language that the catalogue has not is what was asked for: without sữa chua there
    is no point in nếp cẩm. A whole sentence rarely begins with what it is about; in chat that
    stands behind a wish.
    """
    named = [at for at, chunk in enumerate(chunks) if chunk.known and not chunk.is_fact]
    known = [at for at in named if not chunks[at].is_number]
    lacking = [at for at, chunk in enumerate(chunks) if chunk.common and not chunk.known]
    long = [at for at in known if at and chunks[at].long][:_MOST_HEADS]
    if talk:
        first = [0] if 0 in known and chunks[0].long else []
        wanted = [at for at in known if chunks[at].wanted]
        yield from dict.fromkeys([*first, *long, *(wanted or known)[:_MOST_HEADS]])
        return
    if 0 in known:
        yield 0
    meant = [at for at in long if not lacking or at < lacking[0] or chunks[at].is_use]
    yield from meant[:1]
