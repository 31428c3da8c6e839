"""The vocabulary of an index, read from its own terms: it is never older than the entries."""

import tantivy

from search.fields import PROSE, TONED
from search.vocabulary import Vocabulary


def vocabulary_of(searcher: tantivy.Searcher) -> Vocabulary:
    words = dict(searcher.terms_with_prefix("named", ""))
    prose = dict(searcher.terms_with_prefix(TONED[PROSE], ""))
    pairs = [pair for pair, _ in searcher.terms_with_prefix("pairs", "")]
    places = [name for name, _ in searcher.terms_with_prefix("place_names", "")]
    return Vocabulary(words, prose, (pair.replace("_", " ") for pair in pairs), places)
