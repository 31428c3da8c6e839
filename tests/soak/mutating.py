"""Lists as offices, programs and accidents leave them, each with what its rows mean.

A cell is told with its meaning, or with `TOLD`: it must not go in, and the report must say so.
"""

import csv
import io
import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from shop.inputs.values import check_digit
from tests.intake.writing import Raw, day_cell, rows_of, table, with_part, xlsx

TOLD = object()
Row = dict[str, Any]
Cell = tuple[dict[str, object], object]
"""Columns as they are written, and the facts that they mean, or TOLD."""
BASE = [row for row in rows_of("ocop") if row["price_vnd"] and row["net_quantity"]][:40]
WORDS = ["Nước mắm", "Chả mực", "Bánh đa cua", "Mật ong sú vẹt", "Rươi kho", "Trà hoa vàng"]
EPOCH = date(1899, 12, 30)


@dataclass(slots=True)
class Meant:
    """What a row of a list means."""

    number: int = 0
    facts: dict[str, object] = field(default_factory=dict)
    wrong: set[str] = field(default_factory=set)
    """What of it must not go in."""
    is_hidden: bool = False


@dataclass(slots=True)
class MutatedList:
    path: Path
    rows: dict[str, Meant]
    """Code of a product → what is said of it."""
    is_refused: bool = False
    may_be_refused: bool = False
    how: list[str] = field(default_factory=list)


def gtin_of(code: str) -> str:
    digits = f"8930000{code[-4:]:0>5}"
    return f"{digits}{check_digit(digits)}"


# Cells


def price(chance: random.Random, row: Row, *, book: bool) -> Cell:
    amount = max(2, int(row["price_vnd"]) // 1000 + chance.randrange(-20, 60)) * 1000
    dotted = f"{amount:,}".replace(",", ".")
    right: list[object] = [
        str(amount), f"{dotted}đ", f"{dotted} ₫", f"{amount:,}", f"{amount // 1000}k",
        f"{dotted},00", f"{amount // 1000} nghìn", f"{amount}\u00a0đồng",
        str(amount).translate(FULL_WIDTH),
    ]  # fmt: skip
    if book:
        right += [amount, float(amount), Raw(f'<c r="{{at}}"><v>{amount}.00000000001</v></c>')]
        right.append(Raw(f'<c r="{{at}}"><f>A1*2</f><v>{amount}</v></c>'))
    wrong: list[object] = [
        "-5000",
        "abc",
        "125.5",
        "100-120k",
        "1,25E+05",
        "0",
        "125\ufffd000",
        "900đ",
    ]
    none = ["", "liên hệ", "Giá thoả thuận"]
    said = chance.choice([*right, *right, *none, *wrong, *_broken(book=book)])
    if any(said is one for one in right):
        return {"price_vnd": said}, {"price": amount}
    return {"price_vnd": said}, {"price": None} if said in none else TOLD


FULL_WIDTH = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}


def _broken(*, book: bool) -> list[object]:
    errors: list[object] = ["#N/A", "#REF!", "#####", "=A1&B1"]
    if book:
        errors += [Raw(f'<c r="{{at}}" t="e"><v>{one}</v></c>') for one in ("#N/A", "#SPILL!")]
        errors += [Raw(f'<c r="{{at}}"><f>A1*2</f>{one}</c>') for one in ("", "<v/>", "<v></v>")]
    return errors


def content(chance: random.Random, _: Row, *, book: bool) -> Cell:
    right: list[tuple[object, object, str, str]] = [
        ("500", "ml", "500", "ml"), ("0,5", "Lít", "0.5", "l"), ("500", "G", "500", "g"),
        ("1.5", "Kg", "1.5", "kg"), ("５００", "gram", "500", "g"), ("500ml", "", "500", "ml"),
        ("5 lạng", "", "500", "g"), ("10", "quả", "10", "piece"), ("250", "GAM", "250", "g"),
    ]  # fmt: skip
    if book:
        right += [(0.35, "kg", "0.35", "kg"), (500, "g", "500", "g")]
        right.append((Raw('<c r="{at}"><v>0.35000000000000003</v></c>'), "kg", "0.35", "kg"))
    wrong: list[tuple[object, str]] = [("1.500", "g"), ("nan", "g"), ("500", "thìa"), ("-1", "g")]
    wrong += [(one, "g") for one in _broken(book=book)]
    if chance.random() < 0.6:
        amount, unit, quantity, kept = chance.choice(right)
        facts = {"quantity": Decimal(quantity), "unit": kept}
        return {"net_quantity": amount, "net_unit": unit}, facts
    amount, unit = chance.choice(wrong)
    return {"net_quantity": amount, "net_unit": unit}, TOLD


def stars(chance: random.Random, row: Row, *, book: bool) -> Cell:
    many = row["stars"]
    spoken = {"3": "Ba sao", "4": "bốn sao", "5": "NĂM SAO"}[many]
    right: list[object] = [f"{many} sao", f"{many}sao", f"OCOP {many} Sao", "★" * int(many), spoken]
    right += [many.translate(FULL_WIDTH), int(many) if book else many]
    if chance.random() < 0.7:
        return {"stars": chance.choice(right)}, {"stars": int(many)}
    return {"stars": chance.choice(["6", "3-4 sao", "4,5 sao", "ngon", *_broken(book=book)])}, TOLD


def days(chance: random.Random, row: Row, *, book: bool) -> Cell:
    signed, ends = (date.fromisoformat(row[one]) for one in ("signed_on", "expires_on"))
    ways: list[Callable[[date], object]] = [
        lambda day: f"{day:%d/%m/%Y}", lambda day: f"{day.day}-{day.month}-{day.year}",
        lambda day: f"{day} 00:00:00", lambda day: f"{day:%d/%m/%Y} 14:30",
        lambda day: f"{day}T08:00",
    ]  # fmt: skip
    if book:
        ways += [lambda day: day_cell((day - EPOCH).days), _moment]
    wrong = ["31/02/2024", "2/3/24", "20240223", "hôm qua", "45345", *_broken(book=book)]
    way = chance.choice(ways)
    said: dict[str, object] = {"signed_on": way(signed), "expires_on": way(ends)}
    if chance.random() < 0.7:
        return said, {"signed_on": signed, "expires_on": ends}
    return said | {"signed_on": chance.choice(wrong)}, TOLD


def _moment(day: date) -> object:
    return Raw(f'<c r="{{at}}" s="1"><v>{(day - EPOCH).days}.604166</v></c>')


def shelf(chance: random.Random, _: Row, *, book: bool) -> Cell:
    right = {"180": 180, "6 tháng": 180, "1 năm": 365, "１８０": 180, "2 tuần": 14, "": None}
    if chance.random() < 0.7:
        said = chance.choice(list(right))
        return {"shelf_life_days": said}, {"days": right[said]}
    wrong = ["lâu", "6-12 tháng", "-3", *_broken(book=book)]
    return {"shelf_life_days": chance.choice(wrong)}, TOLD


def name(chance: random.Random, _: Row, *, book: bool) -> Cell:
    meant = f"{chance.choice(WORDS)} loại {chance.randrange(90) + 10}"
    right = [
        meant,
        unicodedata.normalize("NFD", meant),
        f"  {meant}\u200b ",
        meant.replace(" ", "\u00a0"),
    ]
    right.append(meant.replace(" ", "  "))
    wrong: list[object] = [
        meant.replace("o", "?"), f"{meant[:3]}\ufffd{meant[3:]}", "x" * 300, "", "2026-02-01",
        f"M?m {meant}", *_broken(book=book),
    ]  # fmt: skip
    wrong.append(day_cell(46054) if book else f"{meant}\x07")
    if chance.random() < 0.7:
        return {"name_vi": chance.choice(right)}, {"name": meant}
    said = chance.choice(wrong)
    return {"name_vi": said}, {"name": said} if said == meant else TOLD


def text(chance: random.Random, _: Row, *, book: bool) -> Cell:
    meant = 'Ngon, "đậm đà"; thơm\nủ 12 tháng?Có. 100% – 🙂'
    right = [(meant, meant), (meant.replace("\n", "\r\n"), meant), ("'-18 °C", "-18 °C"), ("", "")]
    if chance.random() < 0.7:
        said, facts = chance.choice(right[2:] if book else right)
        return {"description_vi": said}, {"text": facts}
    wrong = ["N??c m?m", "Ngon l\ufffdm", "?ậu phộng", *_broken(book=book)]
    return {"description_vi": chance.choice(wrong)}, TOLD


def gtin(chance: random.Random, row: Row, *, book: bool) -> Cell:
    right = gtin_of(row["code"])
    if chance.random() < 0.5:
        written: list[object] = [right, f"{right[:3]} {right[3:]}", right.translate(FULL_WIDTH)]
        written.append(int(right) if book else right)
        return {"gtin": chance.choice(written)}, {"gtin": right}
    wrong = [
        "2000000000008", "0212345678909", "9812345678902", "9786041234567", "9771234567898",
        "9520009999996", "1111111111116", "12000000000005", "20000004", f"{right[:-1]}x",
        "8,93E+12", right[:-1] + str((int(right[-1]) + 1) % 10), *_broken(book=book),
    ]  # fmt: skip
    return {"gtin": chance.choice(wrong)}, TOLD


def code(chance: random.Random, row: Row, *, book: bool) -> Cell:
    written = [row["code"].lower(), row["code"].replace("-", "–"), f" {row['code']} "]
    return {"code": chance.choice(written)}, {}


CELLS = (price, price, content, stars, days, shelf, name, text, gtin, code)


# Rows


def _facts(row: Row) -> dict[str, object]:
    return {
        "name": row["name_vi"],
        "text": row["description_vi"],
        "days": int(row["shelf_life_days"]) if row["shelf_life_days"] else None,
        "price": int(row["price_vnd"]),
        "quantity": Decimal(row["net_quantity"]),
        "unit": row["net_unit"],
        "gtin": row["gtin"] or None,
        "stars": int(row["stars"]),
        "signed_on": date.fromisoformat(row["signed_on"]),
        "expires_on": date.fromisoformat(row["expires_on"]),
    }


def _row(chance: random.Random, base: Row, *, book: bool) -> tuple[Row, Meant]:
    row: Row = base | {"gtin": gtin_of(base["code"])}
    meant = Meant(facts=_facts(row))
    for mutate in chance.sample(CELLS, chance.randrange(4)):
        written, facts = mutate(chance, base, book=book)
        row |= written
        meant.wrong.discard(mutate.__name__)  # a price may be written twice
        if isinstance(facts, dict):
            meant.facts |= facts
        else:
            meant.wrong.add(mutate.__name__)
    return row, meant


# Lists


def make(folder: Path, seed: str) -> MutatedList:
    """Make a list of its seed, in a folder."""
    chance = random.Random(seed)  # noqa: S311 - lists, no secrets
    book = chance.random() < 0.45
    bases = chance.sample(BASE, chance.randrange(1, 6))
    made = [(base["code"], *_row(chance, base, book=book)) for base in bases]
    rows = [row for _, row, _ in made]
    meant = {key: one for key, _, one in made}
    found = MutatedList(folder / ("list.xlsx" if book else "list.csv"), meant)
    small = all(int(base["price_vnd"]) < 1_000_000 for base in bases)
    if small and len(bases) > 2 and chance.random() < 0.2:
        _in_thousands(found, rows, bases)
    if book:
        _write_book(chance, found, rows)
    else:
        _write_csv(chance, found, rows)
    return found


def _in_thousands(found: MutatedList, rows: list[Row], bases: list[Row]) -> None:
    found.how.append("in thousands")
    for row, base, meant in zip(rows, bases, found.rows.values(), strict=True):
        row["price_vnd"] = str(int(base["price_vnd"]) // 1000)
        meant.wrong.add("thousands")


ABOVE = [["UBND THÀNH PHỐ HẢI PHÒNG"], [], ["DANH SÁCH, NĂM 2026"], ["ĐVT: đồng"]]


def _write_csv(chance: random.Random, found: MutatedList, rows: list[Row]) -> None:
    delimiter = chance.choice(",,;\t")
    ends = chance.choice(["\r\n", "\n", "\r"])
    above = ABOVE if chance.random() < 0.25 else []
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=delimiter, lineterminator=ends)
    writer.writerows([*above, _titles(chance, rows[0]), *(list(row.values()) for row in rows)])
    said = lines.getvalue()
    for number, meant in enumerate(found.rows.values(), len(above) + 2):
        meant.number = number
    if not above and chance.random() < 0.2:
        said = f"sep={delimiter}{ends}{said}"
    if delimiter == "," and len(rows) > 1 and chance.random() < 0.1:
        said = _shift(found, said, rows[-1])
    found.path.write_bytes(_encoded(chance, found, said))


def _shift(found: MutatedList, said: str, row: Row) -> str:
    """Let a name have a comma that is not quoted."""
    at = f"{row['code']},"
    if said.count(at) != 1 or '"' in str(row["name_vi"]):
        return said
    found.how.append("shifted")
    found.may_be_refused = True
    list(found.rows.values())[-1].wrong.add("shifted")
    return said.replace(at, f"{at}Mắm, ")


def _encoded(chance: random.Random, found: MutatedList, said: str) -> bytes:
    way = chance.choice(["utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-8-sig", "utf-16", "cp1258"])
    found.how.append(way)
    if way == "cp1258":
        found.may_be_refused = True
        return unicodedata.normalize("NFD", said).encode("cp1258", errors="replace")
    found.is_refused = way == "utf-16"
    return said.encode(way)


def _titles(chance: random.Random, row: Row) -> list[object]:
    if chance.random() < 0.2:
        return [title.replace("_", " ").title() for title in row]
    return list(row)


GUIDE = [["Hướng dẫn"], ["code", "mã sản phẩm", "", "HP-OCOP-0001"], ["price_vnd", "giá, đồng"]]


def _write_book(chance: random.Random, found: MutatedList, rows: list[Row]) -> None:
    above = ABOVE if chance.random() < 0.3 else []
    sheets: dict[str, list[list[object]]] = {"DS": [*above, *table(*rows)]}
    sheets["DS"][len(above)] = _titles(chance, rows[0])
    if chance.random() < 0.2:
        sheets = {"Guide": [list(one) for one in GUIDE]} | sheets
    xlsx(found.path.parent, found.path.name, **sheets)
    for number, meant in enumerate(found.rows.values(), len(above) + 2):
        meant.number = number
    part = f"xl/worksheets/sheet{len(sheets)}.xml"
    if chance.random() < 0.25:
        _hide(chance, found, part)
    if chance.random() < 0.2:
        _merge(found, part, rows)


def _hide(chance: random.Random, found: MutatedList, part: str) -> None:
    one = chance.choice(list(found.rows.values()))
    one.is_hidden = True
    found.how.append(f"hidden row {one.number}")
    with_part(found.path, part, f'<row r="{one.number}"', f'<row r="{one.number}" hidden="1"')


def _merge(found: MutatedList, part: str, rows: list[Row]) -> None:
    """Merge the texts of all rows: what stands in the first is meant for all."""
    found.how.append("merged")
    at = list(rows[0]).index("description_vi")
    column = re.sub("^@", "", f"{chr(64 + at // 26)}{chr(65 + at % 26)}")
    first, *others = found.rows.values()
    span = f"{column}{first.number}:{column}{first.number + len(others)}"
    merged = f'</sheetData><mergeCells><mergeCell ref="{span}"/></mergeCells>'
    with_part(found.path, part, "</sheetData>", merged)
    for one in others:
        one.facts["text"] = first.facts["text"]
        one.wrong -= {"text"}
        one.wrong |= first.wrong & {"text"}
