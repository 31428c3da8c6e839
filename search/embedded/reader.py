"""The index as this process sees it now, whichever process wrote it."""

import threading
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import tantivy

from search import query
from search.embedded import documents
from search.embedded.integrity import Integrity
from search.embedded.schema import POSITION, open_index, schema
from search.embedded.shelf import Shelf, Stamp, stamp
from search.embedded.vocabulary import vocabulary_of
from search.engine import Position, Unavailable

_ATTEMPTS = 3


@dataclass(frozen=True)
class View:
    generation: Path
    searcher: tantivy.Searcher
    position: Position
    seen: tuple[Stamp, Stamp]
    """Stamps of the pointer and of the generation's commit, taken before it was opened."""

    @cached_property
    def queries(self) -> query.Reader:
        """Reads queries with the words of this commit."""
        return query.Reader(vocabulary_of(self.searcher))


class Reader:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._integrity = Integrity()
        self._lock = threading.Lock()
        self._view: View | None = None

    def view(self) -> View:
        """Give the latest commit of the serving generation: two `stat` when nothing changed.

        Raises Unavailable when there is none, or none that this code could read.
        """
        with self._lock:
            if self._view is None or not self._is_latest(self._view):
                self._view = None
                self._view = self._open()
            return self._view

    def checked(self) -> View:
        """Give the view after looking whether its files are still sound."""
        view = self.view()
        with self._lock:
            try:
                self._integrity.check(view.generation)
            except _DAMAGE as error:
                self._view = None
                raise Unavailable("the index is damaged") from error
        return view

    def close(self) -> None:
        with self._lock:
            self._view = None

    def _is_latest(self, view: View) -> bool:
        try:
            return view.seen == (self._shelf.stamp(), stamp(view.generation / "meta.json"))
        except OSError:
            return False

    def _open(self) -> View:
        """Open what serves; a swap in between takes the folder away, so look again."""
        for attempt in range(_ATTEMPTS):
            try:
                return self._open_serving()
            except _DAMAGE as error:
                if attempt == _ATTEMPTS - 1:
                    raise Unavailable("there is no index that could be read") from error
        raise AssertionError

    def _open_serving(self) -> View:
        pointer = self._shelf.stamp()
        generation = self._shelf.serving()
        commit = stamp(generation / "meta.json")
        self._integrity.check(generation)
        searcher = open_index(str(generation)).searcher()
        return View(generation, searcher, _position(searcher), (pointer, commit))


_DAMAGE = (OSError, ValueError, KeyError, TypeError)


def _position(searcher: tantivy.Searcher) -> Position:
    query = tantivy.Query.term_query(schema(), "role", POSITION)
    [(_, address)] = searcher.search(query, 2).hits
    position = documents.read_position(searcher.doc(address)["position"][0])
    if position is None:
        raise Unavailable("the index is of another schema")
    return position
