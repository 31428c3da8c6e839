"""Sheets of a channel as XLSX, written row by row: memory stays flat however many goods there are.

The first sheet holds what goes out, the second what does not, and what to do about it. The same
catalogue under the same rule makes the same bytes.
"""

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, Any

from anyio import to_thread
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from media.sentences import Sentence
from shop.errors import NotFoundError, UnavailableError
from shop.formats.document import Document, Photo
from shop.formats.rules import Setting
from shop.formats.sheets import SHEETS, Cell, rows
from shop.formats.text import printable
from shop.formats.words import FIELDS
from shop.partners.channels import Terms
from shop.partners.scopes import EVERYTHING, Scope
from shop.queries.diagnosing import Diagnosis, diagnose_all

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
MADE_AT = datetime(1980, 1, 1, tzinfo=UTC)
"""As the entries of the ZIP say: a real moment would make another file of the same goods."""
MISSING = "Còn thiếu"
OF_MISSING = {
    "Mã sản phẩm": 16, "Mã gói": 20, "Sản phẩm": 40, "Cơ sở": 32, "Thiếu": 16, "Việc cần làm": 90,
}  # fmt: skip
"""Title → width."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NO_SHEET = Sentence(
    "{channel} không cần bảng tính vì tự đọc /feeds/{file}. Hãy chọn kênh khác.",
    "{channel} needs no sheet: it fetches /feeds/{file}.",
)
making = asyncio.Semaphore(2)
"""Sheets that one process makes at a time: each takes a core for some seconds."""
BUSY = Sentence(
    "Đang tạo các bảng khác. Hãy hỏi lại sau một phút.",
    "Other sheets are being made; ask again in a minute.",
)


async def sheet(
    terms: Terms, origin: str, *, hidden: bool = False, scope: Scope = EVERYTHING
) -> IO[bytes]:
    """Make the sheets of a channel in a file without a name, which is gone when it is closed.

    Raises UnavailableError while others are made, and what `export` raises.
    """
    if making.locked():
        raise UnavailableError(BUSY)
    with ExitStack() as stack:
        file: IO[bytes] = stack.enter_context(TemporaryFile())
        async with making:
            await export(terms, origin, file, hidden=hidden, scope=scope)
        stack.pop_all()
    return file


async def export(
    terms: Terms,
    origin: str,
    file: IO[bytes],
    *,
    hidden: bool = False,
    scope: Scope = EVERYTHING,
) -> int:
    """Write the sheets of a channel, and tell how many packs go out.

    `hidden` also names what is not for everyone among what is missing. Raises NotFoundError for a
    channel that fetches a file by itself.
    """
    channel = terms.channel
    if channel.key not in SHEETS:
        raise NotFoundError(NO_SHEET.filled(channel=channel.name, file=channel.file))
    with TemporaryDirectory() as folder:
        book = Book(terms, origin, Workbook(file, {**OPTIONS, "tmpdir": folder}))
        async for page in diagnose_all(terms, hidden=hidden, scope=scope):
            await to_thread.run_sync(book.add, page)
        await to_thread.run_sync(book.close)
    return book.written


class Book:
    """A workbook that grows."""

    def __init__(self, terms: Terms, origin: str, book: Workbook) -> None:
        self.written = self._missing = 0
        self._terms, self._origin, self._book = terms, origin, book
        self._setting = Setting(origin, terms.rule)
        book.set_properties({"title": terms.channel.name, "created": MADE_AT})
        self._bold, self._wrapped = (book.add_format({how: True}) for how in ("bold", "text_wrap"))
        widths = {column.title: column.width for column in SHEETS[terms.channel.key]}
        self._goods = self._sheet(terms.channel.name, widths)
        self._rest = self._sheet(MISSING, OF_MISSING)

    def add(self, page: Sequence[Diagnosis]) -> None:
        for diagnosis in page:
            if diagnosis.document:
                self._add_goods(diagnosis.document)
            self._add_missing(diagnosis)

    def close(self) -> None:
        self._book.close()

    def _sheet(self, name: str, widths: dict[str, int]) -> Worksheet:
        sheet = self._book.add_worksheet(name)
        for place, width in enumerate(widths.values()):
            sheet.set_column(place, place, width)
        sheet.freeze_panes(1, 0)
        _write(sheet, 0, list(widths), self._bold)
        return sheet

    def _add_goods(self, document: Document) -> None:
        photos = [self._whole(one) for one in document.get("photos", ())]
        whole: Document = {**document, "photos": photos}
        for row in rows(self._terms.channel.key, whole, self._setting):
            self.written += 1
            _write(self._goods, self.written, row)

    def _whole(self, photo: Photo) -> Photo:
        return {**photo, "url": f"{self._origin}{photo['url']}"}

    def _add_missing(self, found: Diagnosis) -> None:
        producer = found.document["producer"]["name"] if found.document else None
        for one in found.obstacles:
            if one.blocking:
                self._missing += 1
                sku = one.concerns if one.concerns != found.code else None
                cells = [found.code, sku, found.name, producer, FIELDS.get(one.field, ""), one.vi]
                _write(self._rest, self._missing, cells, self._wrapped)


def _write(sheet: Worksheet, row: int, cells: Sequence[Cell], how: Any = None) -> None:
    """Write text as text, whatever it begins with, and numbers as numbers."""
    for place, cell in enumerate(cells):
        if isinstance(cell, str):
            sheet.write_string(row, place, _no_markup(printable(cell).decode()), how)
        elif cell is not None:
            sheet.write_number(row, place, cell, how)


def _no_markup(text: str) -> str:
    """Keep a text from becoming part of the file's XML.

    Between `<r>` and `</r>` xlsxwriter takes a text in constant memory for markup that it wrote
    itself, and escapes nothing (Worksheet._write_cell): one name would spoil the whole book.
    """
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text
