"""The letters of a whole sheet: certain cells are read, and tell how the doubtful ones are meant.

A cell that may as well be what it seems is read as of an old code page only where its column is in
that page and has no other Vietnamese; where the sheet leaves it open, the cell is refused.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from media.sentences import Sentence
from shop.errors.mistakes import shown
from shop.inputs import refusing
from shop.inputs.letters.capitals import in_sentence_case
from shop.inputs.letters.judging import (
    VIETNAMESE,
    Reading,
    Sure,
    is_of_1252,
    reading_in,
    reading_of,
)
from shop.inputs.letters.markup import as_text
from shop.inputs.letters.pages import Page
from shop.inputs.sheets import Sheet
from shop.inputs.values import MOST_LETTERS

ADDRESSES = frozenset({"source_url", "pictures", "shop_url"})
"""Columns whose letters are those of addresses and file names."""
TITLES = frozenset({"name", "name_vi", "name_en"})
SHOWN = TITLES | {"description_vi", "description_en", "story_vi", "ingredients_vi", "storage_vi"}
"""Columns that are shown as they are written, where capitals are loud."""
MAY_BE_ODD = frozenset("&<^(+'`?~.")
"""Plain signs without which a plain text needs no second look."""
Place = tuple[int, int]
"""The place of a row among the rows, and of a column."""


class What(Enum):
    """What was done to a cell, or is advised."""

    LETTERS = "letters"
    MARKUP = "markup"
    CAPITALS = "capitals"


@dataclass(frozen=True, slots=True)
class Mending:
    """One cell that is read as something else than it seems; of capitals, that had better be."""

    what: What
    row: int
    column: str
    was: str
    now: str
    page: Page | None = None


@dataclass(slots=True)
class Mended:
    """A sheet in true letters."""

    sheet: Sheet
    mendings: list[Mending] = field(default_factory=list)


def mended(sheet: Sheet, names: Iterable[str] = ()) -> Mended:
    """Read the letters of a sheet; `names` of places keep their capitals where these are told."""
    records = [list(record) for _, record in sheet.rows]
    numbers = [number for number, _ in sheet.rows]
    found = Mended(replace(sheet, rows=list(zip(numbers, records, strict=True))))
    cells = dict(_cells(sheet))
    _read_markup(cells, found)
    _read_letters({place: found.sheet.rows[place[0]][1][place[1]] for place in cells}, found)
    found.mendings += _loud(found.sheet, list(names))
    found.mendings.sort(key=lambda one: one.row)
    return found


def _cells(sheet: Sheet) -> Iterator[tuple[Place, str]]:
    """Give the cells that need a second look."""
    columns = [at for at, column in enumerate(sheet.header) if column not in ADDRESSES]
    for place, (_, record) in enumerate(sheet.rows):
        for at in columns:
            text = record[at] if at < len(record) else ""
            if len(text) <= MOST_LETTERS and not (text.isascii() and MAY_BE_ODD.isdisjoint(text)):
                yield (place, at), text


def _put(found: Mended, place: Place, what: What, now: str, page: Page | None = None) -> None:
    number, record = found.sheet.rows[place[0]]
    column = found.sheet.header[place[1]]
    found.mendings.append(Mending(what, number, column, record[place[1]], now, page))
    record[place[1]] = now


def _read_markup(cells: Mapping[Place, str], found: Mended) -> None:
    for place, text in cells.items():
        if ("&" in text or "<" in text) and (plain := as_text(text)) != text:
            _put(found, place, What.MARKUP, plain)


def _read_letters(cells: Mapping[Place, str], found: Mended) -> None:
    texts = {place: unicodedata.normalize("NFC", text) for place, text in cells.items()}
    readings = {place: reading_of(text) for place, text in texts.items()}
    speech = _Speech(texts, readings)
    unread: dict[int, list[tuple[str, str, Sentence]]] = {}
    for place, text in texts.items():
        read = speech.reading(place, text, readings[place])
        if read and read.sure is Sure.CERTAIN:
            now = _titled(read, found.sheet.header[place[1]])
            _put(found, place, What.LETTERS, now, read.page)
        elif read:
            number = found.sheet.rows[place[0]][0]
            unread.setdefault(number, []).append(
                (found.sheet.header[place[1]], cells[place], _doubt(cells[place], read))
            )
    found.sheet = replace(found.sheet, unread=unread)


def _doubt(text: str, read: Reading) -> Sentence:
    said = refusing.BROKEN_LETTERS if read.page is Page.TWICE else refusing.DOUBTFUL_LETTERS
    return said.filled(value=shown(text), page=read.page, read=shown(read.text))


def _titled(read: Reading, column: str) -> str:
    """Begin a name with a capital: TCVN3 has none with a tone."""
    is_small = read.page is Page.TCVN3 and column in TITLES and not read.text[:1].isascii()
    return read.text[:1].upper() + read.text[1:] if is_small else read.text


class _Speech:
    """Which code pages the columns of a sheet are in, by their certain cells."""

    def __init__(
        self, texts: Mapping[Place, str], readings: Mapping[Place, Reading | None]
    ) -> None:
        self._pages: dict[int, Counter[Page]] = {}
        self._unicode: set[int] = set()
        for place, read in readings.items():
            if read and read.sure is Sure.CERTAIN and read.page is not Page.TWICE:
                self._pages.setdefault(place[1], Counter())[read.page] += 1
            if read is None and not is_of_1252(texts[place]) and VIETNAMESE.search(texts[place]):
                self._unicode.add(place[1])
        self._sheet: Counter[Page] = sum(self._pages.values(), Counter())

    def reading(self, place: Place, text: str, read: Reading | None) -> Reading | None:
        """Tell how a cell is meant among the others, None for what it seems to be."""
        if read and (read.sure is Sure.CERTAIN or read.page is Page.TWICE):
            return read
        column = place[1]
        if pages := self._pages.get(column):
            return self._among(pages.most_common(1)[0][0], text, read, column)
        doubt = read if read and read.sure is Sure.UNSURE else None
        if not self._sheet or column in self._unicode:
            return doubt
        beside = reading_in(self._sheet.most_common(1)[0][0], text)
        if beside and beside.sure is Sure.CERTAIN:
            return beside if beside.odd else replace(beside, sure=Sure.UNSURE)
        return doubt or (beside if read else None)

    def _among(self, page: Page, text: str, read: Reading | None, column: int) -> Reading | None:
        """Read a cell of a column that is in a page; where it has Unicode too, only what is odd."""
        inside = reading_in(page, text)
        if inside is None or column not in self._unicode or inside.odd:
            return inside or (read if read and read.sure is Sure.UNSURE else None)
        return replace(inside, sure=Sure.UNSURE)


def _loud(sheet: Sheet, names: list[str]) -> Iterator[Mending]:
    columns = [(at, column) for at, column in enumerate(sheet.header) if column in SHOWN]
    for number, record in sheet.rows:
        for at, column in columns:
            text = record[at] if at < len(record) else ""
            if len(text) <= MOST_LETTERS and (quiet := in_sentence_case(text, names)):
                yield Mending(What.CAPITALS, number, column, text, quiet)
