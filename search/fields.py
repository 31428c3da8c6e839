"""The fields that clauses speak of, made of the texts of an entry: the same for every engine."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise

from search import vietnamese
from search.engine import Entry
from search.places import bare_name
from search.tables import PROSE_STOP_WORDS
from search.vocabulary import categories, keywords, syllables

Words = list[str]
Texts = Mapping[str, list[Words]]
"""Attribute, or PROSE → its texts, each cut into words."""

ATTRIBUTES = ("name", "alias", "places", "producer", "category")
"""Fields of folded words, best first: a product's own place before one in its producer's name."""
PROSE = "text"

TONED = {name: f"{name}_toned" for name in (*ATTRIBUTES, PROSE)}
"""The same with their marks."""
WORDED = frozenset((*TONED, *TONED.values()))
"""Fields of words."""

BEGINS, WHOLE_NAME, WHOLE_ALIAS = "begins", "whole_name", "whole_alias"
GRAMS = "grams"
"""Runs of three letters of names and keywords."""
LISTED, UNSELLABLE, PICTURED, UNPRICED = "listed", "unsellable", "pictured", "unpriced"
"""Values of the field `role`; every entry is LISTED."""

_LONGEST_BEGINNING = 4


def texts_of(entry: Entry) -> dict[str, list[Words]]:
    """Cut the texts of an entry into words with their marks; prose without words that say nothing.

    That sửa chữa stands in a description as "sửa và chữa" is not known afterwards.
    """
    texts = {
        "name": (entry.name,),
        "alias": (*keywords(entry), entry.name_en),
        "places": entry.places,
        "producer": (entry.producer,),
        "category": categories(entry),
    }
    cut = {field: [syllables(text) for text in texts[field]] for field in ATTRIBUTES}
    return cut | {PROSE: [[word for word in syllables(entry.text) if word not in PROSE_STOP_WORDS]]}


def folded(texts: Texts) -> dict[str, list[Words]]:
    return {field: [[plain(word) for word in words] for words in texts[field]] for field in texts}


@lru_cache(maxsize=50_000)
def plain(word: str) -> str:
    return vietnamese.singular(vietnamese.plain(word))


def pair(first: str, second: str) -> str:
    """Write two neighbours as one word; no word has an underscore."""
    return f"{first}_{second}"


def storable(text: str) -> str:
    """Replace what UTF-8 cannot hold (lone surrogates)."""
    return text.encode("utf-8", "replace").decode()


def regions_of(entry: Entry) -> list[str]:
    """Give the names of regions without titles, with their marks and without."""
    names = [bare_name(syllables(region)) for region in entry.regions]
    return list(dict.fromkeys([*names, *(" ".join(map(plain, name.split())) for name in names)]))


def roles_of(entry: Entry) -> Iterator[str]:
    yield LISTED
    if not entry.sellable:
        yield UNSELLABLE
    if entry.pictured:
        yield PICTURED
    if entry.price is None:
        yield UNPRICED


def _pairs(*attributes: str) -> Callable[[Texts], Iterator[str]]:
    return lambda folded: (
        pair(*two) for field in attributes for words in folded[field] for two in pairwise(words)
    )


def _beginnings(folded: Texts) -> Iterator[str]:
    lengths = range(1, _LONGEST_BEGINNING + 1)
    return (" ".join(words[:length]) for words in folded["name"] for length in lengths)


def _whole(field: str) -> Callable[[Texts], Iterator[str]]:
    return lambda folded: (" ".join(words) for words in folded[field])


def grams(text: str) -> list[str]:
    """Cut a folded text into runs of three letters, spaces among them."""
    framed = f" {text} "
    return [*dict.fromkeys(framed[at : at + 3] for at in range(len(framed) - 2))]


def _grams(folded: Texts) -> Iterator[str]:
    texts = [words for field in ("name", "alias") for words in folded[field]]
    return (gram for words in texts for gram in grams(" ".join(words)))


DERIVED: Mapping[str, Callable[[Texts], Iterator[str]]] = {
    "name_pairs": _pairs("name"),
    "alias_pairs": _pairs("alias"),
    "other_pairs": _pairs("producer", "places", "category"),
    BEGINS: _beginnings,
    WHOLE_NAME: _whole("name"),
    WHOLE_ALIAS: _whole("alias"),
    GRAMS: _grams,
}
"""Field → its values, from the folded texts of an entry."""
NEIGHBOURS = ("name_pairs", "alias_pairs", "other_pairs")
"""Folded words that stand side by side."""
