"""Words in a name by which goods may not be sold online, or not to all. Data, as needs are.

Words are whole syllables with their tones: rượu is no rươi, and pháo nổ no pháo đất. What is
restricted is said by an official (`SaleRestriction`); a word only lets one look.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

from media.sentences import Sentence, phrase
from search.vietnamese import fold, syllables
from shop.models import SaleRestriction
from shop.models.columns import Row
from shop.papers.needs import group_key
from shop.papers.sowing import FOLDER
from shop.proposals.spotting import meant

WORDS = FOLDER / "restricted_words.csv"


@dataclass(frozen=True, slots=True)
class Restricted:
    """A kind of goods that is restricted, and the words that name it."""

    sets: frozenset[str]
    """Sets and groups in which the words count, with an empty one for none yet; none: all."""
    words: tuple[tuple[str, ...], ...]
    not_after: frozenset[str]
    not_before: frozenset[str]
    goods: Sentence
    basis: str
    verified: bool
    suggests: SaleRestriction
    """What an official may say of it, if it is so."""


def restricted(product: Row, packs: list[str]) -> tuple[Restricted, str] | None:
    """Find what in a name or pack is restricted, where the product is said to be free to sell."""
    if product["sale_restriction"] != SaleRestriction.NONE:
        return None
    group = group_key(product)
    kinds = [one for one in all_restricted() if not one.sets or group in one.sets]
    for text in (product["name_vi"], product["variety"], *packs):
        said = syllables(meant(text))
        found = ((kind, words) for kind in kinds if (words := _named(kind, said)))
        if first := next(found, None):
            return first
    return None


def _named(kind: Restricted, said: list[str]) -> str:
    """Give the words by which a name names restricted goods; empty: none."""
    is_unmarked = len(said) > 1 and "".join(said).isascii()
    for words in kind.words:
        looked_for = tuple(map(fold, words)) if is_unmarked else words
        for at in range(len(said) - len(words) + 1):
            end = at + len(words)
            before, behind = said[at - 1 : at] if at else [], said[end : end + 1]
            if tuple(said[at:end]) == looked_for and not (
                kind.not_after.intersection(before) or kind.not_before.intersection(behind)
            ):
                return " ".join(said[at:end])
    return ""


@cache
def all_restricted() -> tuple[Restricted, ...]:
    """Read the table."""
    return tuple(_rows())


def _rows() -> Iterator[Restricted]:
    with WORDS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Restricted(
                frozenset(row["sets"].split(";")) if row["sets"] else frozenset(),
                tuple(tuple(syllables(one)) for one in row["words"].split(";")),
                frozenset(chain.from_iterable(map(syllables, row["not_after"].split(";")))),
                frozenset(chain.from_iterable(map(syllables, row["not_before"].split(";")))),
                phrase(row["goods_vi"], row["goods_en"]),
                row["basis"],
                row["verified"] == "yes",
                SaleRestriction(row["suggests"]),
            )
