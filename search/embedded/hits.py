"""Exact numbers of hits, which tantivy gives but does not declare."""

from collections.abc import Sequence
from dataclasses import dataclass

import tantivy

Hit = tuple[float, tantivy.DocAddress]


@dataclass(frozen=True, slots=True)
class Found:
    total: int
    hits: Sequence[Hit]
    """Score and address, best first."""


def find(searcher: tantivy.Searcher, query: tantivy.Query, limit: int) -> Found:
    found = searcher.search(query, limit)
    return Found(found.count, found.hits)  # type: ignore[attr-defined]


def count(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    return find(searcher, query, 1).total
