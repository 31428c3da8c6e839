"""What lists write in Vietnamese in words of their own, said in English by tables.

Pure, and never half done: a text of which any part is unknown gives "", and stays Vietnamese.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from shop.formats.english.packs import AMOUNT, COUNT, HOLDERS, MANY, PIECE, PIECES, STATES, WHOLE
from shop.formats.english.storage import STORAGE

KEPT = 4096
PLACES = {
    "Đặc khu": "special zone",
    "Phường": "ward",
    "Xã": "commune",
    "Thị trấn": "township",
    "Huyện": "district",
    "Quận": "urban district",
    "Thị xã": "town",
    "Thành phố": "city",
    "Tỉnh": "province",
}
OFFICES = {
    "Bộ Nông nghiệp và Môi trường": "Ministry of Agriculture and Environment",
    "Bộ Nông nghiệp và Phát triển nông thôn": "Ministry of Agriculture and Rural Development",
}
MAKERS = {
    "Công ty": "company",
    "Cơ sở": "workshop",
    "Cơ sở sản xuất": "workshop",
    "Doanh nghiệp": "company",
    "HTX": "cooperative",
    "Hợp tác xã": "cooperative",
    "Hộ kinh doanh": "household business",
    "Hộ sản xuất": "household business",
    "Trang trại": "farm",
    "Tổ hợp tác": "cooperative group",
}
"""Kinds of producers, as they stand in names made up for the demonstration."""


def _any(words: dict[str, str]) -> str:
    """Match any of the words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_PLACE = re.compile(f"({_any(PLACES)}) (.+)", re.IGNORECASE)
_MAKER = re.compile(rf"({_any(MAKERS)}) minh hoạ (\d+) – (.+)")
_OFFICE = re.compile(r"(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân) (.+)")
_HELD = re.compile(rf"(?P<holder>{_any(HOLDERS)}) {AMOUNT}(?: (?P<state>{_any(STATES)}))?")
_COUNTED = re.compile(
    rf"(?P<holder>{_any(HOLDERS)}) {COUNT} (?P<piece>{_any(PIECES)})(?: {AMOUNT})?"
)
_EACH = re.compile(
    rf"(?:{_any(PIECES)})(?P<how> làm sạch| nguyên| đẹp)? {AMOUNT}(?P<by>, tính theo kg)?"
)
_MADE_OF = re.compile(rf"(?:(?P<holder>{_any(HOLDERS)}) )?{AMOUNT}(?: \({COUNT} (?:con|khúc)\))?")
HOW = {None: "", " làm sạch": ", cleaned", " nguyên": ", whole", " đẹp": ", choice"}


@lru_cache(maxsize=KEPT)
def place(name: str) -> str:
    """Say a place: `Đặc khu Cát Hải` is Cát Hải special zone."""
    found = _PLACE.fullmatch(name)
    return f"{found[2]} {PLACES[found[1].capitalize()]}" if found else ""


@lru_cache(maxsize=KEPT)
def former(names: str) -> str:
    """Say places that stand inside one another, the smallest first, commas between."""
    return _each(names.split(", "), place, ", ")


@lru_cache(maxsize=KEPT)
def maker(name: str) -> str:
    """Say a producer that was made up; the names of real ones are their own."""
    found = _MAKER.fullmatch(name)
    where = place(found[3]) if found else ""
    return f"Illustrative {MAKERS[found[1]]} {found[2]} – {where}" if found and where else ""


@lru_cache(maxsize=KEPT)
def office(name: str) -> str:
    """Say who signs decisions: a people's committee by its place, and ministries."""
    found = _OFFICE.fullmatch(name)
    where = place(found[1]) if found else ""
    return f"People’s Committee of {where}" if where else OFFICES.get(name, "")


@lru_cache(maxsize=KEPT)
def storage(text: str) -> str:
    return _each(text.split("; "), lambda clause: STORAGE.get(clause, ""), "; ")


@lru_cache(maxsize=KEPT)
def pack(text: str) -> str:
    if text in WHOLE:
        return WHOLE[text]
    return next(filter(None, _packs(text)), "")


def _each(parts: list[str], say: Callable[[str], str], between: str) -> str:
    said = [say(part) for part in parts]
    return between.join(said) if all(said) else ""


def _packs(text: str) -> Iterator[str]:
    """Read a pack by each rule: one that holds, one of many, one animal or fruit, or by weight."""
    if one := _HELD.fullmatch(text):
        state = f", {STATES[one['state']]}" if one["state"] else ""
        yield f"{_amount(one['amount'])} {HOLDERS[one['holder']]}{state}"
    if one := _COUNTED.fullmatch(text):
        weight = f", {_amount(one['amount'])}" if one["amount"] else ""
        yield f"{HOLDERS[one['holder']]} of {_many(one['count'], one['piece'])}{weight}"
    if one := _EACH.fullmatch(text):
        by = ", priced by the kg" if one["by"] else ""
        yield f"{_amount(one['amount'])} each{HOW[one['how']]}{by}"
    if one := _MADE_OF.fullmatch(text):
        holder = f" {HOLDERS[one['holder']]}" if one["holder"] else ""
        pieces = f" ({one['count']} pieces)" if one["count"] else ""
        yield f"{_amount(one['amount'])}{holder}{pieces}"


def _amount(written: str) -> str:
    return written.replace("khoảng", "about").replace(",", ".").replace(" lít", " litre")


def _many(count: str, piece: str) -> str:
    """Count pieces; fruit, animals and the like need no word of their own."""
    if (one := PIECES[piece]) == PIECE:
        return count
    return f"{count} {one if count == '1' else MANY.get(one, f'{one}s')}"
