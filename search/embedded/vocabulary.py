"""The vocabulary of an index, read from its own terms: it is never older than the entries."""

import tantivy

from search.embedded.schema import TONED
from search.vocabulary import Vocabulary

_PARTED_BY = "_"


def vocabulary_of(searcher: tantivy.Searcher) -> Vocabulary:
    words: dict[str, int] = {}
    for field in TONED.values():
        for word, entries in searcher.terms_with_prefix(field, ""):
            words[word] = words.get(word, 0) + entries
    prose = dict(searcher.terms_with_prefix("text_toned", ""))
    pairs = [pair for pair, _ in searcher.terms_with_prefix("pairs", "")]
    return Vocabulary(words, prose, (pair.replace(_PARTED_BY, " ") for pair in pairs))


def pair_term(first: str, second: str) -> str:
    """Write two neighbours as one term; no word has an underscore."""
    return f"{first}{_PARTED_BY}{second}"
