"""Pages of documents, written in all formats at once: one document is read once for all of them.

`python -m shop.formats` does it in a process of its own, for as long as its input is open.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

import orjson

from shop.formats.files import FORMATS
from shop.formats.listing import Document, as_of, with_whole_addresses
from shop.formats.rules import Setting


class Listed(NamedTuple):
    code: str
    document: bytes
    ended: bool
    """Something in it has ended, and it was not rendered again yet."""


class Page(NamedTuple):
    listings: Sequence[Listed]
    origin: str
    """Stands before every address."""
    settings: Sequence[Setting]
    """What each of FORMATS is written for."""
    today: date


class Record(NamedTuple):
    """What one document became: so many items, in so many bytes."""

    code: str
    items: int
    size: int

    def line(self) -> str:
        return f"{self.code} {self.items} {self.size}\n"


class Written(NamedTuple):
    """What a page became in one format."""

    data: bytes
    items: int
    records: str
    """A line for each document that became anything."""


def write(page: Page) -> list[Written]:
    """Write a page in each of FORMATS, in their order."""
    made = [list[bytes]() for _ in FORMATS]
    records = [list[Record]() for _ in FORMATS]
    for code, document in _documents(page):
        for one, setting, data, notes in zip(FORMATS, page.settings, made, records, strict=True):
            if items := one.items(document, setting):
                data.extend(items)
                notes.append(Record(code, len(items), sum(map(len, items))))
    return [_written(data, notes) for data, notes in zip(made, records, strict=True)]


def _documents(page: Page) -> Iterator[tuple[str, Document]]:
    for listed in page.listings:
        text = with_whole_addresses(listed.document, page.origin)
        document: Document = orjson.loads(text)
        yield listed.code, as_of(document, page.today) if listed.ended else document


def _written(data: Sequence[bytes], records: Sequence[Record]) -> Written:
    return Written(b"".join(data), len(data), "".join(record.line() for record in records))
