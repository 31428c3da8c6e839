"""What differs between two documents of a product: field by field, and word by word.

An official sees so what a proposal would change, a reader what a version did. The same goes for
prices: one that is not for sale online is in neither.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import count
from typing import Any, Literal

from shop.formats.document import Document
from shop.formats.text import cut

WORD = re.compile(r"\S+\s*|\s+")
MOST_WORDS = 2_000
"""Of one text; longer ones are compared by their beginnings and ends alone."""
BESIDE = 60
"""Letters that stay on either side of a change where the rest of a text is left out."""
LONGEST_PIECE = 600
Fate = Literal["same", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words, and what becomes of it."""

    fate: Fate
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What a field says now, and would say; None: nothing."""

    field: str
    before: Any
    after: Any

    @property
    def differs(self) -> bool:
        return bool(self.before != self.after)


def differences(now: Document, then: Document) -> list[Difference]:
    """Compare all that readers see of a product but its photos, in the order of its page.

    Packs are fields of their own, called `pack-` and the SKU, or a number for one that is new.
    """
    sides = dict(_fields(now)), dict(_fields(then))
    names = dict.fromkeys([*sides[1], *sides[0]])
    return [Difference(name, *(side.get(name) for side in sides)) for name in names]


def stock_differences(now: Document, then: Document) -> list[Difference]:
    """Compare whether packs that stand on both sides are to be had; None: that is not known.

    The fields are called `stock-` and the SKU.
    """
    sides = [
        {pack["sku"]: pack.get("availability") for pack in one.get("variants", ())}
        for one in (now, then)
    ]
    both = [sku for sku in sides[1] if sku in sides[0]]
    found = [Difference(f"stock-{sku}", sides[0][sku], sides[1][sku]) for sku in both]
    return [one for one in found if one.differs]


def photos_differ(now: Document, then: Document) -> bool:
    """Tell whether other pictures are shown, or in another order; their captions do not count."""
    before, after = ([photo["url"] for photo in one.get("photos", ())] for one in (now, then))
    return before != after


def around_changes(found: Sequence[Piece]) -> list[Piece]:
    """Leave out most of what stays, and the end of what goes or comes without end."""
    return [
        Piece(one.fate, _shortened(one, is_first=n == 0, is_last=n == len(found) - 1))
        for n, one in enumerate(found)
    ]


def _shortened(one: Piece, *, is_first: bool, is_last: bool) -> str:
    text = one.text
    if one.fate != "same":
        return cut(text, LONGEST_PIECE)
    before, after = ("" if is_first else text[:BESIDE]), ("" if is_last else text[-BESIDE:])
    is_short = len(text) <= len(before) + len(after) + BESIDE
    return text if is_short else f"{before}…{after}"


def pieces(before: str, after: str) -> list[Piece]:
    """Tell which words of a text go and which come, in the order in which they are read.

    Spaces and line ends are no words: where only they differ, nothing is marked.
    """
    old, new = WORD.findall(before), WORD.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        return list(_joined(_by_ends(old, new)))
    found = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new])
    return list(_joined(_by_words(found, old, new)))


def _by_words(
    found: "SequenceMatcher[str]", old: list[str], new: list[str]
) -> Iterator[tuple[Fate, list[str]]]:
    for what, a, b, c, d in found.get_opcodes():
        if what == "equal":
            yield "same", [max(pair, key=len) for pair in zip(old[a:b], new[c:d], strict=True)]
            continue
        yield "gone", old[a:b]
        yield "new", new[c:d]


def _by_ends(old: list[str], new: list[str]) -> Iterator[tuple[Fate, list[str]]]:
    first = _alike(old, new)
    last = _alike(old[first:][::-1], new[first:][::-1])
    yield "same", new[:first]
    yield "gone", old[first : len(old) - last]
    yield "new", new[first : len(new) - last]
    yield "same", new[len(new) - last :]


def _alike(old: list[str], new: list[str]) -> int:
    pairs = zip(old, new, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(old), len(new)))


def _joined(runs: Iterator[tuple[Fate, list[str]]]) -> Iterator[Piece]:
    """Leave empty runs out."""
    for fate, words in runs:
        if text := "".join(words):
            yield Piece(fate, text)


def _fields(document: Document) -> Iterator[tuple[str, Any]]:
    known: Mapping[str, Any] = document
    for field, of in FIELDS.items():
        if value := of(known):
            yield field, value
    numbers = count(1)
    for pack in known.get("variants", ()):
        yield f"pack-{pack.get('sku') or next(numbers)}", pack


def _side(field: str, language: str) -> Callable[[Mapping[str, Any]], Any]:
    return lambda document: document.get(field, {}).get(language)


def _plain(field: str) -> Callable[[Mapping[str, Any]], Any]:
    return lambda document: document.get(field)


def _of_category(field: str) -> Callable[[Mapping[str, Any]], Any]:
    return lambda document: document.get("category", {}).get(field)


FIELDS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "name": _side("name", "vi"),
    "name_en": _side("name", "en"),
    "group": _of_category("group"),
    "set": _of_category("set_name"),
    "place": _plain("origin"),
    "months": _plain("season_months"),
    "description": _side("description", "vi"),
    "description_en": _side("description", "en"),
    "ingredients": _plain("ingredients"),
    "storage": _plain("storage"),
    "shelf_life": _plain("shelf_life_days"),
    "variety": _plain("variety"),
    "story": _plain("story"),
    "stars": _plain("ocop"),
    "certificates": _plain("certificates"),
    "sale_restriction": _plain("sale_restriction"),
    "uses": _plain("uses"),
    "keywords": _plain("keywords"),
}
"""Field → what a document says of it; called as a proposal calls them, where it can say it."""
