"""Which documents a query finds in an index, and their order, by Meilisearch's rules simplified.

Words are folded; all must be there, or the rarest (`frequency`); the last may go on; a phrase
stands side by side. No typos: our settings turn them off, and a stand-in need not have what we do
not use.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, groupby, pairwise

from tests.search.meili_stand_in.documents import Document, texts_of
from tests.search.meili_stand_in.filtering import Refused, normal

_PART = re.compile(r'"([^"]*)"?|([^\s"]+)')
_WORD = re.compile(r"\w+")
_MOST_WORDS = 10
_FAR = 4


@dataclass(frozen=True)
class Term:
    words: tuple[str, ...]
    start: int
    """Which word of the query is its first."""
    prefix: bool = False

    @property
    def is_phrase(self) -> bool:
        return len(self.words) > 1

    def ends(self) -> tuple["Term", "Term"]:
        """Give its first and last word."""
        first, last = self.words[:1], self.words[-1:]
        return Term(first, self.start, self.prefix), Term(last, self.start, self.prefix)


@dataclass(frozen=True)
class Place:
    attribute: int
    at: int


@dataclass
class Ranked:
    score: float
    order: tuple
    custom: tuple
    """The custom rules alone: they part equals also between queries that are merged."""
    doc: dict


def terms_of(text: str) -> list[Term]:
    said = [
        words
        for match in _PART.finditer(text)
        for words in ([_words(match[1])] if match[1] is not None else _each(match[2]))
    ]
    starts = accumulate((len(words) for words in said), initial=0)
    terms = [Term(tuple(words), start) for words, start in zip(said, starts, strict=False) if words]
    terms = terms[:_MOST_WORDS]
    if terms and text[-1].isalnum():
        terms[-1] = replace(terms[-1], prefix=True)
    return terms


def _each(text: str) -> list[list[str]]:
    return [[word] for word in _words(text)]


@lru_cache(maxsize=100_000)
def _words(text: str) -> list[str]:
    apart = unicodedata.normalize("NFKD", text.lower()).replace("đ", "d")
    return _WORD.findall("".join(char for char in apart if not unicodedata.combining(char)))


def search(docs: list[dict], settings: dict, query: dict) -> list[Ranked]:
    """Give what matches, best first."""
    terms = terms_of(query.get("q") or "")
    attributes = settings["searchableAttributes"]
    found = [(doc, [_places(doc, attributes, term) for term in terms]) for doc in docs]
    strategy = query.get("matchingStrategy", "last")
    common = [sum(bool(places[at]) for _, places in found) for at in range(len(terms))]
    rarest = [*range(len(terms))]
    if strategy == "frequency":
        rarest.sort(key=lambda at: common[at])
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


def _places(doc: Document, attributes: list[str], term: Term) -> list[Place]:
    """Tell where a term stands in a document."""
    where, last = doc.words_of(tuple(attributes), _words), len(term.words) - 1
    begun = term.prefix and not last
    firsts = [word for word in where if word.startswith(term.words[0])] if begun else term.words[:1]
    return [
        Place(attribute, at)
        for first in firsts
        for attribute, at, following in where.get(first, ())
        if _goes_on(following[: last + 1], term)
    ]


def _goes_on(here: tuple[str, ...], term: Term) -> bool:
    if here == term.words:
        return True
    begun = term.prefix and len(here) == len(term.words) and here[:-1] == term.words[:-1]
    return begun and here[-1].startswith(term.words[-1])


def _ranked(doc: dict, terms: list, places: list, kept: int, settings: dict, query: dict) -> Ranked:
    attributes = settings["searchableAttributes"]
    there = [term for term, found in zip(terms, places, strict=True) if found]
    # Of a phrase that stands somewhere, the rules look at the first word wherever it stands.
    heads = [(term, _places(doc, attributes, term.ends()[0])) for term in there]
    ranks = {
        "words": (1, 1) if query.get("matchingStrategy") == "all" else (kept, len(terms)),
        "typo": _typos(terms),
        "proximity": _proximity(doc, attributes, there),
        "attributeRank": _attribute_rank(heads, len(attributes)),
        "wordPosition": _word_position(heads),
        "exactness": _exactness(doc, terms, attributes),
    }
    order, custom = [], []
    for rule in settings["rankingRules"]:
        if rule == "sort":
            wishes = query.get("sort") or ()
            order += [_sorted_by(doc, *wish.split(":"), settings) for wish in wishes]
        elif ":" in rule:
            order.append(_sorted_by(doc, *rule.split(":"), None))
            custom.append(order[-1])
        elif terms:
            order.append(-ranks[rule][0])
    scored = [ranks[rule] for rule in settings["rankingRules"] if terms and rule in ranks]
    return Ranked(_score(scored), tuple(order), tuple(custom), doc)


def _score(ranks: Iterable[tuple[int, int]]) -> float:
    """Merge ranks as `Rank::global_score` does: each rule parts what the one before left equal."""
    rank, most = 1, 1
    for inner, inner_most in ranks:
        rank, most = (rank - 1) * inner_most + inner, most * inner_most
    return rank / most


def _typos(terms: list[Term]) -> tuple[int, int]:
    """Nothing is mistyped; but the more could be, the more that is worth.

    A word may have one typo, two words read as one three.
    """
    runs = [
        len([*of]) for is_phrase, of in groupby(terms, lambda one: one.is_phrase) if not is_phrase
    ]
    most = sum(3 * (length // 2) + length % 2 for length in runs) + 1
    return most, most


def _proximity(doc: dict, attributes: list[str], terms: list[Term]) -> tuple[int, int]:
    far = sum(_distance(doc, attributes, one, two) - 1 for one, two in pairwise(terms))
    most = (_FAR - 1) * max(0, len(terms) - 1) + 1
    return most - far, most


def _distance(doc: dict, attributes: list[str], one: Term, two: Term) -> int:
    """Tell how near the end of one term ever is to the beginning of the next."""
    lasts = _places(doc, attributes, one.ends()[1])
    firsts = _places(doc, attributes, two.ends()[0])
    backwards = not (one.is_phrase or two.is_phrase or two.prefix)
    return min(
        (_apart(last, first, backwards=backwards) for last in lasts for first in firsts),
        default=_FAR,
    )


def _apart(one: Place, two: Place, *, backwards: bool) -> int:
    ahead = two.at - one.at
    if one.attribute != two.attribute or ahead == 0 or (ahead < 0 and not backwards):
        return _FAR
    return min(_FAR, ahead if ahead > 0 else 1 - ahead)


def _attribute_rank(heads: list[tuple[Term, list[Place]]], attributes: int) -> tuple[int, int]:
    cost = sum(min(place.attribute for place in at) for _, at in heads)
    most = (attributes - 1) * len(heads) + 1
    return most - cost, most


def _word_position(heads: list[tuple[Term, list[Place]]]) -> tuple[int, int]:
    cost = sum(min(_moved(term, place.at) for place in found) for term, found in heads)
    most = 10 * len(heads) + 1
    return most - cost, most


def _moved(term: Term, at: int) -> int:
    distance = abs(_bucket(at) - term.start)
    return _shift(distance)


def _bucket(at: int) -> int:
    """Give the place that is kept of one: those farther on are kept in groups."""
    if at < 16:
        return at
    return 24 if at < 24 else 1 << (at - 1).bit_length()


def _shift(distance: int) -> int:
    return sum(distance >= start for start in (1, 2, 5, 8, 12, 17, 25, 65, 257, 1025))


def _exactness(doc: dict, terms: list[Term], attributes: list[str]) -> tuple[int, int]:
    """A whole attribute is exact, all its texts together; only its first text begins it.

    Of entries that are neither, what has more words as they are, and not only begun, comes first.
    """
    query = [word for term in terms for word in term.words]
    cut = [[_words(text) for text in texts_of(doc, attribute)] for attribute in attributes]
    begins = any(texts and texts[0][: len(query)] == query for texts in cut)
    whole = sum(bool(_places(doc, attributes, replace(term, prefix=False))) for term in terms)
    matched = 2 if [query] in cut else int(begins)
    most = len(terms) + 1
    return matched * most + whole + 1, 3 * most


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
