"""Reads an annex as people paste or save it: columns in any order, titles, sections and totals.

Nothing is lost: what is no line of a product is told apart, and a cell that cannot be read stays as
it was written.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from media.sentences import Sentence
from search.vietnamese import words
from shop.errors import InvalidError
from shop.errors.mistakes import WrongValueError
from shop.inputs import values
from shop.inputs.workbooks import Rows
from shop.intake.annexes import refusing
from shop.models import RecognitionType

MOST_LINES = 1000
LONGEST = 400
"""Letters that are kept of a cell."""
NUMBER, NAME, PRODUCER, COMMUNE, STARS, TYPE = (
    "number",
    "name",
    "producer",
    "commune",
    "stars",
    "type",
)
IN_ORDER = (NAME, PRODUCER, COMMUNE)
"""What the columns of text are where no titles say it."""
TITLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (NUMBER, ("stt", "tt", "so tt", "so thu tu")),
    (COMMUNE, ("dia chi", "dia ban", "dia phuong", "noi san xuat")),
    (PRODUCER, ("chu the", "co so", "don vi", "hop tac xa", "htx", "doanh nghiep", "nha san xuat")),
    (COMMUNE, ("xa", "phuong")),
    (TYPE, ("loai", "hinh thuc", "cap moi cap lai")),
    (STARS, ("sao", "hang", "xep hang", "phan hang", "ket qua")),
    (NAME, ("ten san pham", "san pham", "ten sp", "ten")),
)
"""Column → what titles of it hold, the first that fits: the producer of a product is a producer."""
OF_TITLES = frozenset(
    {
        "cac", "cap", "chi", "chu", "co", "con", "cong", "cua", "danh", "dat", "de", "dia", "diem",
        "dinh", "doanh", "don", "du", "duoc", "ghi", "gia", "hang", "hien", "hinh", "ho", "hop",
        "htx", "huyen", "ket", "khu", "kinh", "lai", "loai", "moi", "nang", "nay", "nghi",
        "nghiep", "nha", "nhan", "nhap", "noi", "ocop", "pham", "phan", "pho", "phuong", "qua",
        "quan", "quyet", "san", "sao", "sap", "so", "sp", "stt", "tac", "ten", "thanh", "the",
        "thi", "thu", "thuc", "tong", "tran", "truoc", "tt", "tu", "va", "vi", "xa", "xep", "xuat",
        "dac", "ban",
    }
)  # fmt: skip
"""Words that titles are made of, folded: a cell with any other word is no title."""
SPELLED = {"ba": 3, "bon": 4, "tu": 4, "nam": 5}
STAR = re.compile(r"[★⭐✭✮✯*](?:\ufe0f)?")
BESIDE_STARS = {"sao", "hang"}
TYPES = {
    **dict.fromkeys(("cap moi", "moi", "lan dau", "cong nhan moi"), RecognitionType.NEW),
    **dict.fromkeys(("cap lai", "lai", "cong nhan lai", "danh gia lai"), RecognitionType.REISSUED),
    **dict.fromkeys(("nang hang", "nang sao", "nang cap"), RecognitionType.UPGRADED),
}
TOTALS = ("tong cong", "tong so", "cong", "tong")


@dataclass(frozen=True, slots=True)
class Line:
    """A product as the annex names it."""

    row: int
    name: str
    producer: str
    commune: str
    stars_said: str
    stars: int | None
    type: RecognitionType | None


@dataclass(frozen=True, slots=True)
class Read:
    lines: list[Line]
    left_out: list[tuple[int, str]]
    """Row and text of titles, sections and totals; row 0 is of a sheet that was not read."""


def read_tables(tables: Iterable[tuple[str, Rows]]) -> Read:
    """Read the first table that has lines; of the others only their names are told.

    Raises InvalidError where there is no line, or more than an annex has.
    """
    found: Read | None = None
    others: list[tuple[int, str]] = []
    for name, rows in tables:
        here = None if found else read(rows)
        if here and here.lines:
            found = here
        else:
            others.append((0, name))
    if found is None:
        raise InvalidError(refusing.NOTHING)
    if len(found.lines) > MOST_LINES:
        raise InvalidError(refusing.TOO_MANY.filled(most=MOST_LINES))
    return Read(found.lines, found.left_out + others)


def parted(text: str) -> list[list[str]]:
    """Cut a text into cells: by tabs, else by the sign that most of its lines have."""
    delimiter = _delimiter(text)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:  # a quotation mark of the text's own
        return [line.split(delimiter) for line in text.splitlines()]


def _delimiter(text: str) -> str:
    if "\t" in text:
        return "\t"
    lines = [line for line in text.splitlines() if line.strip()]
    return max(";,", key=lambda one: sum(line.count(one) >= len(IN_ORDER) for line in lines))


def read(rows: Rows) -> Read:
    """Read the rows of one table."""
    filled = [(n, cells) for n, record in rows if any(cells := [_clean(one) for one in record])]
    columns = _guessed([cells for _, cells in filled])
    found = Read([], [])
    above: Line | None = None
    for number, cells in filled:
        if titles := _titles(cells):
            columns = titles if NAME in titles.values() else columns
        if titles or _is_beside(cells, columns):
            above = None
            found.left_out.append((number, " · ".join(one for one in cells if one)[:LONGEST]))
        else:
            above = _line(number, _named(cells, columns), above)
            found.lines.append(above)
    return found


def stars_of(text: str) -> int | None:
    """Read stars: 4, 4 sao, ★★★★, Bốn sao; None for all that says more, or less."""
    if glyphs := STAR.findall(text):
        rest = STAR.sub("", text).replace("☆", " ")
        digits = re.sub(r"\W", "", rest)
        count = int(digits) if digits in {"3", "4", "5"} and len(glyphs) == 1 else len(glyphs)
        return count if 3 <= count <= 5 and digits in {"", str(count)} else None  # noqa: PLR2004
    said = [word for word in words(re.sub(r"[.,]0+\b", "", text)) if word not in BESIDE_STARS]
    if len(said) != 1:
        return None
    number = said[0].lstrip("0")
    return SPELLED.get(number) or (int(number) if number in {"3", "4", "5"} else None)


def problem_of(row: int, name: str, said: str, stars: int | None) -> Sentence | None:
    """Say what keeps a line from being recorded, whatever its product is."""
    if not name:
        return refusing.NO_NAME.filled(row=row)
    if stars is not None:
        return None
    if not said:
        return refusing.NO_STARS.filled(row=row)
    if values.BROKEN_CELL.fullmatch(said):
        return refusing.BROKEN.filled(row=row, value=said)
    is_potential = "tiem nang" in " ".join(words(said))
    return (refusing.POTENTIAL if is_potential else refusing.WRONG_STARS).filled(
        row=row, value=said
    )


def _clean(cell: str) -> str:
    """Bring a cell on one line; what is a formula or its error stays to be shown."""
    try:
        return values.line(values.clean(cell))[:LONGEST]
    except WrongValueError:
        return "".join(one for one in values.line(cell) if one.isprintable())[:LONGEST]


def _titles(cells: Sequence[str]) -> dict[int, str]:
    """Give place → column of a row of titles; nothing for a row of any other kind."""
    folded = [words(cell) for cell in cells]
    said = [one for one in folded if one]
    if not said or any(set(one) - OF_TITLES for one in said):
        return {}
    found: dict[int, str] = {}
    for place, one in enumerate(folded):
        column = _column(one)
        if column and column not in found.values():
            found[place] = column
    return found if len(found) > 1 else {}


def _column(title: Sequence[str]) -> str:
    padded = f" {' '.join(title)} "
    return next((name for name, signs in TITLES if any(f" {one} " in padded for one in signs)), "")


def _guessed(records: Sequence[Sequence[str]]) -> dict[int, str]:
    """Tell the columns by what stands in them."""
    lines = [cells for cells in records if sum(map(bool, cells)) > 1]
    columns = list(_columns(lines))
    found: dict[int, str] = {}
    if columns and _is_numbering(columns[0]) and len(columns) > 1:
        found[0] = NUMBER
    for name, fits in ((STARS, _tells_stars), (TYPE, _tells_type)):
        shares = {n: sum(map(fits, one)) for n, one in enumerate(columns) if n not in found}
        best = max(shares, key=lambda n: (shares[n], n), default=0)
        if shares.get(best):
            found[best] = name
    rest = (n for n in range(len(columns)) if n not in found)
    return found | dict(zip(rest, IN_ORDER, strict=False))


def _columns(lines: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    for n in range(max(map(len, lines), default=0)):
        yield [cells[n] if n < len(cells) else "" for cells in lines]


def _is_numbering(column: Sequence[str]) -> bool:
    said = [one.rstrip(".") for one in column if one]
    numbers = [int(one) for one in said if one.isdecimal() and len(one) < 6]  # noqa: PLR2004
    rising = all(one < other for one, other in pairwise(numbers))
    return bool(numbers) and rising and len(numbers) * 2 >= len(said)


def _tells_stars(cell: str) -> bool:
    return stars_of(cell) is not None or "sao" in words(cell)


def _tells_type(cell: str) -> bool:
    return " ".join(words(cell)) in TYPES


def _is_beside(cells: Sequence[str], columns: Mapping[int, str]) -> bool:
    """Tell whether a row is a title, a section or a total rather than a line."""
    said = {n: one for n, one in enumerate(cells) if one}
    if any(_is_total(one) for one in said.values()):
        return True
    number = next((one for n, one in said.items() if columns.get(n) == NUMBER), "")
    others = [one for n, one in said.items() if columns.get(n) != NUMBER]
    is_numbered = number.rstrip(".").isdecimal()
    return not others or (len(others) == 1 and not is_numbered)


def _is_total(cell: str) -> bool:
    folded = " ".join(words(cell))
    return folded in TOTALS or folded.startswith(("tong cong ", "tong so "))


def _named(cells: Sequence[str], columns: Mapping[int, str]) -> dict[str, str]:
    return {columns[n]: cell for n, cell in enumerate(cells) if n in columns}


def _line(number: int, said: Mapping[str, str], above: Line | None) -> Line:
    """Make a line; a producer that is left empty is that above, whose cell was merged."""
    producer, commune = said.get(PRODUCER, ""), said.get(COMMUNE, "")
    if above and not producer:
        producer, commune = above.producer, commune or above.commune
    stars = said.get(STARS, "")
    return Line(
        number,
        said.get(NAME, ""),
        producer,
        commune,
        stars,
        stars_of(stars),
        TYPES.get(" ".join(words(said.get(TYPE, "")))),
    )
