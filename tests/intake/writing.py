"""Lists as people would save them, made from rows of the real ones."""

import csv
import io
import re
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

DATA = Path(__file__).parents[2] / "shop" / "data"
NAMES = {
    "agri": "agri_products",
    "ocop": "ocop_products",
    "producers": "ocop_producers",
    "communes": "communes",
    "former": "former_communes",
    "sets": "ocop_sets",
}


def rows_of(name: str) -> list[dict[str, str]]:
    """Give the rows of a real list: agri, ocop, producers, communes, former or sets."""
    with (DATA / f"{NAMES.get(name, name)}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def a_row(name: str, key: str, /, **changed: str) -> dict[str, str]:
    """Give the real row whose first column is `key`, with some cells changed."""
    [row] = [row for row in rows_of(name) if next(iter(row.values())) == key]
    assert changed.keys() <= row.keys()
    return row | changed


def csv_of(*rows: dict[str, str], delimiter: str = ",", ends: str = "\r\n") -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter, lineterminator=ends)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def saved(folder: Path, *rows: dict[str, str], name: str = "list.csv") -> Path:
    file = folder / name
    file.write_bytes(csv_of(*rows).encode())
    return file


class Raw(str):
    """A cell that is XML of its own; `{at}` is where it stands."""

    __slots__ = ()


def xlsx(folder: Path, name: str = "list.xlsx", **sheets: list[list[object]]) -> Path:
    """Write a workbook by hand: text as inline strings, numbers as numbers, `Raw` as it is."""
    file = folder / name
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for part, text in _frame(list(sheets)).items():
            book.writestr(part, text)
        for number, records in enumerate(sheets.values(), 1):
            book.writestr(f"xl/worksheets/sheet{number}.xml", _sheet(records))
    return file


def table(*rows: dict[str, str]) -> list[list[object]]:
    return [list(rows[0]), *(list(row.values()) for row in rows)]


def day_cell(serial: int) -> Raw:
    """Write a date as Excel stores it: days since 30 December 1899, in a date style."""
    return Raw(f'<c r="{{at}}" s="1"><v>{serial}</v></c>')


def _sheet(records: list[list[object]]) -> str:
    rows = "".join(
        f'<row r="{n}">{"".join(_cell(value, n, m) for m, value in enumerate(record))}</row>'
        for n, record in enumerate(records, 1)
        if record
    )
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def _cell(value: object, row: int, column: int) -> str:
    letters = (chr(64 + column // 26) if column > 25 else "") + chr(65 + column % 26)
    at = f"{letters}{row}"
    if isinstance(value, Raw):
        return value.replace("{at}", at)
    if isinstance(value, int | float):
        return f'<c r="{at}"><v>{value}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>' if value else ""


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def _frame(names: list[str]) -> dict[str, str]:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    numbers = range(1, len(names) + 1)
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
        for n in numbers
    )
    sheets = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>'
        for n, name in zip(numbers, names, strict=True)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/'
        'vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f"{types}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f"<sheets>{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}'
        f'<Relationship Id="rId99" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
    }


def with_part(file: Path, part: str, pattern: str, text: str) -> Path:
    """Change what stands in one part of a workbook."""
    with zipfile.ZipFile(file) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    parts[part] = re.sub(pattern, lambda _: text, parts[part].decode(), count=1).encode()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in parts.items():
            book.writestr(name, data)
    return file
