"""What stands in a workbook beneath its values: formulas without a result, errors, hidden rows.

python-calamine gives an empty text for a formula whose result was never stored and for a cell in
error, and would pass both for empty cells; of errors it does not know it refuses the whole file. So
the parts are read once more, here, within the limits of the process that reads workbooks.
"""

import io
import re
import zipfile
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from xml.etree import ElementTree as ET
from xml.parsers import expat

KNOWN_ERRORS = {"#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"}
"""Those that python-calamine can read."""
BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
YES = {"1", "true"}
WORTH_READING = re.compile(rb"[<:]f[\s/>]|hidden|\bht\s*=|\bt\s*=\s*.e")
"""What stands in a sheet that hides or counts anything; others are read by calamine alone."""
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(slots=True)
class Beneath:
    """What is beneath one sheet."""

    cells: defaultdict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    """Row from 1 → column from 0 → the formula, or the error, in place of what calamine gives."""
    hidden: set[int] = field(default_factory=set)
    """Rows that a person does not see."""
    strange: set[str] = field(default_factory=set)
    """Errors that calamine does not know."""


class Book:
    """The parts of a workbook. Raises KeyError or ExpatError for what is none."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._parts = {_plain(name): name for name in archive.namelist()}

    @cached_property
    def beneath(self) -> dict[str, Beneath]:
        """Name of a sheet → what is beneath it."""
        return {
            name: _Reading(is_uncounted=self._is_uncounted).read(self._read(part))
            for name, part in self._sheets.items()
        }

    def mended(self) -> io.BytesIO | None:
        """Give the book with errors in it that calamine can read; None: it has no others."""
        strange = {
            self._parts[_plain(part)]: self.beneath[name].strange
            for name, part in self._sheets.items()
        }
        if not any(strange.values()):
            return None
        mended = io.BytesIO()
        with zipfile.ZipFile(mended, "w") as book:
            for name in self._archive.namelist():
                data = self._archive.read(name)
                for error in strange.get(name, ()):
                    data = data.replace(f">{error}<".encode(), b">#VALUE!<")
                book.writestr(name, data)
        mended.seek(0)
        return mended

    @cached_property
    def _sheets(self) -> dict[str, str]:
        """Name of a sheet → its part."""
        targets = {one.get("Id"): one.get("Target", "") for one in self._tree(RELATIONS)}
        return {
            one.get("name", ""): _part(targets.get(_id(one), ""))
            for one in self._tree(BOOK).iter()
            if _local(one.tag) == "sheet"
        }

    @cached_property
    def _is_uncounted(self) -> bool:
        """Tell whether the writer left it to the spreadsheet to count, as XlsxWriter does.

        Then a result of 0 stands for none (ECMA-376-1 §18.2.2, fullCalcOnLoad).
        """
        return any(
            one.get("fullCalcOnLoad") in YES
            for one in self._tree(BOOK).iter()
            if _local(one.tag) == "calcPr"
        )

    def _tree(self, part: str) -> ET.Element:
        return ET.fromstring(self._read(part))  # noqa: S314 - DTDs are refused before

    def _read(self, part: str) -> bytes:
        return self._archive.read(self._parts[_plain(part)])


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _part(target: str) -> str:
    """Give the part that a relation of the book names; most are beside it."""
    return target if target.startswith(("/", "xl/")) else f"xl/{target}"


def _id(sheet: ET.Element) -> str | None:
    return next((value for name, value in sheet.attrib.items() if _local(name) == "id"), None)


def _local(name: str) -> str:
    """Take the namespace off: strict workbooks have another one."""
    return name.rpartition("}")[2]


class _Reading:
    """One pass over a sheet's part; it may be of many megabytes, so no tree is made."""

    def __init__(self, *, is_uncounted: bool) -> None:
        self._is_uncounted = is_uncounted
        self._found = Beneath()
        self._row, self._column = 0, -1
        self._kind = ""
        self._texts: dict[str, str] = {}
        self._collecting = ""

    def read(self, data: bytes) -> Beneath:
        if data.startswith(UTF_16) or WORTH_READING.search(data):
            parser = expat.ParserCreate()
            parser.buffer_text = True
            parser.StartElementHandler = self._start
            parser.EndElementHandler = self._end
            parser.CharacterDataHandler = self._text
            parser.Parse(data, True)  # noqa: FBT003 - expat's own
        return self._found

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        part = name.rpartition(":")[2]
        if part == "c":
            self._begin_cell(attributes)
        elif part in {"f", "v"}:
            self._collecting = part
            self._texts[part] = ""
        elif part == "row":
            self._begin_row(attributes)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._row, self._column = int(attributes.get("r", self._row + 1)), -1
        is_flat = float(attributes.get("ht", 1)) == 0
        if is_flat or attributes.get("hidden") in YES:
            self._found.hidden.add(self._row)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        at = REFERENCE.fullmatch(attributes.get("r", ""))
        self._column = _number(at[1]) if at else self._column + 1
        self._kind, self._texts = attributes.get("t", ""), {}

    def _text(self, text: str) -> None:
        if self._collecting:
            self._texts[self._collecting] += text

    def _end(self, name: str) -> None:
        self._collecting = ""
        if name.rpartition(":")[2] == "c" and (said := self._said()):
            self._found.cells[self._row][self._column] = said

    def _said(self) -> str:
        """Give what a person is to be told of the cell; empty: calamine tells it right."""
        if self._kind == "e":
            error = self._texts.get("v", "").strip() or "#VALUE!"
            self._found.strange |= {error} - KNOWN_ERRORS
            return error
        formula = self._texts.get("f")
        if formula is None or self._has_result(self._texts.get("v")):
            return ""
        return f"={formula.strip()}"

    def _has_result(self, value: str | None) -> bool:
        if not value:  # the empty text is a result of formulas whose cell is text
            return self._kind == "str" and value is not None
        return not (self._is_uncounted and value.strip() == "0")


def _number(letters: str) -> int:
    """Give the number from 0 of a column: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1
