"""Changing an index: one writer at a time, whole commits."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import tantivy

from search import fields
from search.embedded import documents
from search.embedded.schema import POSITION, open_index
from search.engine import Busy, Entry, Position

_HEAP = 15_000_000  # the least that tantivy takes for one thread
_PATIENCE = 5.0
_PAUSE = 0.02


def apply(
    generation: Path, entries: Sequence[Entry], gone: Sequence[str], position: Position
) -> None:
    """Commit the changes and the position together. Raises Busy when another writer stays."""
    with writing(open_index(str(generation)), _HEAP) as writer:
        for code in gone:
            writer.delete_documents_by_term("code", fields.storable(code))
        add(writer, entries)
        move(writer, position)
        writer.commit()


@contextmanager
def writing(index: tantivy.Index, heap: int) -> Iterator[tantivy.IndexWriter]:
    """Lend the one writer of an index; what is not committed at the end is dropped."""
    writer = _patiently(index, heap)
    try:
        yield writer
    finally:
        writer.wait_merging_threads()  # dropped before, a merge would be cut off


def add(writer: tantivy.IndexWriter, entries: Sequence[Entry]) -> None:
    """Add entries; each replaces what had its code."""
    for entry in entries:
        writer.delete_documents_by_term("code", fields.storable(entry.code))
        writer.add_document(documents.of_entry(entry))


def move(writer: tantivy.IndexWriter, position: Position) -> None:
    writer.delete_documents_by_term("role", POSITION)
    writer.add_document(documents.of_position(position))


def _patiently(index: tantivy.Index, heap: int) -> tantivy.IndexWriter:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            return index.writer(heap, 1)
        except ValueError as error:
            if "LockBusy" not in str(error):
                raise
            if time.monotonic() > deadline:
                raise Busy("another process is writing the index") from error
        time.sleep(_PAUSE)
