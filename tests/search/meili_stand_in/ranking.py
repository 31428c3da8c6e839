"""Which documents a query finds in an index, and their order, by Meilisearch's rules simplified.

Words are folded; all must be there, or the rarest (`frequency`); the last may go on; a phrase
stands side by side. No typos: our settings turn them off, and a stand-in need not have what we do
not use.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from tests.search.meili_stand_in.filtering import Refused, normal

_PART = re.compile(r'"([^"]*)"?|([^\s"]+)')
_WORD = re.compile(r"\w+")
_MOST_WORDS = 10
_FAR = 8
_GAP = 8
"""Elements of a list stand apart."""


@dataclass(frozen=True)
class Term:
    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True)
class Place:
    attribute: int
    at: int
    whole: bool


@dataclass
class Ranked:
    score: float
    order: tuple
    custom: tuple
    """The custom rules alone: they part equals also between queries that are merged."""
    doc: dict


def terms_of(text: str) -> list[Term]:
    terms = []
    for match in _PART.finditer(text):
        if match[1] is not None:
            terms += [Term(tuple(_words(match[1])))]
        else:
            terms += [Term((word,)) for word in _words(match[2])]
    terms = [term for term in terms if term.words][:_MOST_WORDS]
    if terms and text[-1].isalnum():
        terms[-1] = Term(terms[-1].words, prefix=True)
    return terms


def _words(text: str) -> list[str]:
    apart = unicodedata.normalize("NFKD", text.lower()).replace("đ", "d")
    return _WORD.findall("".join(char for char in apart if not unicodedata.combining(char)))


def search(docs: list[dict], settings: dict, query: dict) -> list[Ranked]:
    """Give what matches, best first."""
    terms = terms_of(query.get("q") or "")
    attributes = settings["searchableAttributes"]
    found = [(doc, [_places(doc, attributes, term) for term in terms]) for doc in docs]
    strategy = query.get("matchingStrategy", "last")
    if terms and strategy == "last":
        raise Refused("we always say the strategy", "invalid_search_matching_strategy")
    common = [sum(bool(places[at]) for _, places in found) for at in range(len(terms))]
    rarest = sorted(range(len(terms)), key=lambda at: common[at])
    ranked = []
    for doc, places in found:
        kept = _kept(places, rarest)
        if terms and (kept == 0 or (strategy == "all" and kept < len(terms))):
            continue
        ranked.append(_ranked(doc, terms, places, kept, settings, query))
    return sorted(ranked, key=lambda one: one.order)


def _kept(places: list[list[Place]], rarest: list[int]) -> int:
    """Tell how many of the words are there, counted from the rarest on."""
    kept = 0
    for at in rarest:
        if not places[at]:
            break
        kept += 1
    return kept


def _places(doc: dict, attributes: list[str], term: Term) -> list[Place]:
    found = []
    for rank, attribute in enumerate(attributes):
        at = 0
        for text in _texts(doc, attribute):
            words = _words(text)
            found += [
                Place(rank, at + start, words == list(term.words))
                for start in range(len(words))
                if _stands(words, start, term)
            ]
            at += len(words) + _GAP
    return found


def _stands(words: list[str], start: int, term: Term) -> bool:
    here = tuple(words[start : start + len(term.words)])
    if here == term.words:
        return True
    is_beginning = term.prefix and len(here) == len(term.words)
    return is_beginning and here[:-1] == term.words[:-1] and here[-1].startswith(term.words[-1])


def _ranked(doc: dict, terms: list, places: list, kept: int, settings: dict, query: dict) -> Ranked:
    there = [(at, found) for at, found in enumerate(places) if found]
    attributes = settings["searchableAttributes"]
    ranks = {
        "words": (kept, len(terms)),
        "typo": (1, 1),
        "proximity": _proximity([found for _, found in there]),
        "attributeRank": _attribute_rank(there, len(attributes)),
        "wordPosition": _word_position(there),
        "exactness": _exactness(doc, terms, attributes),
    }
    order, custom = [], []
    for rule in settings["rankingRules"]:
        if rule == "sort":
            wishes = query.get("sort") or ()
            order += [_sorted_by(doc, *wish.split(":"), settings) for wish in wishes]
        elif ":" in rule:
            custom.append(_sorted_by(doc, *rule.split(":"), None))
        elif terms:
            order.append(-ranks[rule][0])
    scored = [ranks[rule] for rule in settings["rankingRules"] if terms and rule in ranks]
    return Ranked(_score(scored), (*order, *custom), tuple(custom), doc)


def _score(ranks: Iterable[tuple[int, int]]) -> float:
    """Merge ranks as `Rank::global_score` does: each rule parts what the one before left equal."""
    rank, most = 1, 1
    for inner, inner_most in ranks:
        rank, most = (rank - 1) * inner_most + inner, most * inner_most
    return rank / most


def _proximity(there: list[list[Place]]) -> tuple[int, int]:
    far = sum(min(_distance(a, b) for a in one for b in two) - 1 for one, two in pairwise(there))
    most = (_FAR - 1) * max(0, len(there) - 1) + 1
    return most - far, most


def _distance(first: Place, second: Place) -> int:
    if first.attribute != second.attribute:
        return _FAR
    ahead = second.at - first.at
    return min(_FAR, ahead if ahead > 0 else 1 - ahead)


def _attribute_rank(there: list[tuple[int, list[Place]]], attributes: int) -> tuple[int, int]:
    cost = sum(min(place.attribute for place in found) for _, found in there)
    most = (attributes - 1) * len(there) + 1
    return most - cost, most


def _word_position(there: list[tuple[int, list[Place]]]) -> tuple[int, int]:
    cost = sum(min(_shift(abs(place.at - at)) for place in found) for at, found in there)
    most = 10 * len(there) + 1
    return most - cost, most


def _shift(distance: int) -> int:
    return sum(distance >= start for start in (1, 2, 5, 8, 12, 17, 25, 65, 257, 1025))


def _exactness(doc: dict, terms: list[Term], attributes: list[str]) -> tuple[int, int]:
    query = [word for term in terms for word in term.words]
    texts = [_words(text) for attribute in attributes for text in _texts(doc, attribute)]
    if query in texts:
        return 3, 3
    return (2, 3) if any(text[: len(query)] == query for text in texts) else (1, 3)


def _texts(doc: dict, attribute: str) -> list[str]:
    value = doc.get(attribute) or ""
    return value if isinstance(value, list) else [value]


def _sorted_by(doc: dict, field: str, direction: str, settings: dict | None) -> tuple:
    """Order as Meilisearch does: numbers, then texts, and last what has no value."""
    if settings is not None and field not in settings["sortableAttributes"]:
        raise Refused(f"Attribute `{field}` is not sortable", "invalid_search_sort")
    value = doc.get(field)
    if value is None:
        return (2,)
    if isinstance(value, str):
        key = [ord(char) for char in normal(value)]
        return (1, [-one for one in [*key, -1]] if direction == "desc" else [*key, -1])
    return (0, -value if direction == "desc" else value)
