"""Pages of documents, written in all formats at once: one document is read once for all of them.

`python -m shop.formats` does it in a process of its own, for as long as its input is open.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import orjson

from media.sentences import Sentence
from shop.errors import UnwritableError
from shop.formats.document import Document
from shop.formats.files import FORMATS
from shop.formats.listing import as_of, with_whole_addresses
from shop.formats.rules import Setting

UNWRITABLE = Sentence(
    "Không ghi được {code}: {fault}. Hãy báo cho người vận hành.",
    "{code} cannot be written: {fault}.",
)


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
    """Write a page in each of FORMATS, in their order.

    Raises UnwritableError naming the code of a document that one of them cannot write.
    """
    made = [list[bytes]() for _ in FORMATS]
    records = [list[Record]() for _ in FORMATS]
    for listed in page.listings:
        try:
            items = _items(listed, page)
        except Exception as fault:
            raise UnwritableError(UNWRITABLE.filled(code=listed.code, fault=repr(fault))) from fault
        for each, data, notes in zip(items, made, records, strict=True):
            if each:
                data.extend(each)
                notes.append(Record(listed.code, len(each), sum(map(len, each))))
    return [_written(data, notes) for data, notes in zip(made, records, strict=True)]


def _items(listed: Listed, page: Page) -> list[list[bytes]]:
    document: Document = orjson.loads(with_whole_addresses(listed.document, page.origin))
    if listed.ended:
        document = as_of(document, page.today)
    settings = zip(FORMATS, page.settings, strict=True)
    return [one.items(document, setting) for one, setting in settings]


def _written(data: Sequence[bytes], records: Sequence[Record]) -> Written:
    return Written(b"".join(data), len(data), "".join(record.line() for record in records))
