"""What a text says that it must not: stars, telephone numbers, addresses, cures. Pure.

A text is read as it is written and as it was meant: spaces that were typed twice are one, keys of
Telex and VNI are the letters they stand for, and a clause without any mark is compared without.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from search.input_methods import decode
from search.vietnamese import compose, fold, is_syllable, placed

LONGEST_QUOTE = 40
AROUND = 40
"""Letters before and behind what was found, which tell an official how it is meant."""
COUNTED = {"3": 3, "ba": 3, "4": 4, "bốn": 4, "bon": 4, "5": 5, "năm": 5, "nam": 5}
OF_COUNTS = re.compile("|".join(COUNTED))
STARS = (
    r"(?<!\w)(?<!quanh )(?<!cả )(?<!mỗi )(?:[345] ?|(?:ba|bốn|năm) (?:ngôi )?)"
    r"sao(?! (?:cho|chè|khô|vàng|chép))(?!\w)"
    r"|(?<![\w.,])[345] ?[*★⭐](?! ?\d)|[★⭐]"
    r"|(?<!\w)(?:o[. -]?c[. -]?o[. -]?p|ô[ -]?cốp|mỗi xã một sản phẩm)(?!\w)"
)
_DIGIT = r"[ .()-]{0,3}\d"
_SPOKEN = "không|một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|bẩy|tám|chín"
NUMBERS = (
    r"(?!\d{1,2}[.-]\d{1,2}[.-]\d{4})"  # a date
    r"(?:(?<![\d.,])\(?(?:\+?84\)?(?: ?\(0\))?|0)|(?<!\w)o)[ .()-]{0,2}"
    rf"(?:[35789](?:{_DIGIT}){{8}}|2(?:{_DIGIT}){{8,9}})"
    r"(?!\d)"
    r"|(?<![\w.,-])(?<!năm )1[89]00[ .]?\d{2}(?:[ .]?\d{2})?(?![\d.,])"  # of call centres
    rf"|(?<!\w)(?:không|0)(?:[ ,.-]{{1,3}}(?:{_SPOKEN}|\d)){{8,10}}(?!\w)"
)
_ENDS = "com|vn|net|org|info|shop|store|online|site|asia|edu|me"
ADDRESSES = (
    r"(?:https?://|www\.)[^\s]+"
    r"|(?<![\w.+@-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63}"
    rf"|(?<![\w.-])[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,4}}\.(?:{_ENDS})(?!\w)"
    r"|(?<![\w.-])[\w-]{1,63}(?: \. ?(?:com|net|vn|org)|\. (?:vn|net|org))(?!\w)"
    r"|(?<!\w)chấm (?:com|net|vn|org)(?!\w)"
)
_ILLS = (
    "(?<!sâu )bệnh(?! cho)|ung thư|tiểu đường|đái tháo đường|viêm|mất ngủ|đau|ho|hen|suyễn"
    "|cảm cúm|cảm lạnh|dạ dày|xương khớp|thoái hoá|thoái hóa|gút|gout|mỡ máu|huyết áp|tim mạch"
    "|sỏi thận|sỏi mật|yếu sinh lý|vô sinh|hiếm muộn|trĩ|hói|rụng tóc|nám|khối u|u bướu"
    "|tai biến|đột quỵ|xơ gan|nhức|táo bón|tiêu chảy|virus|vi rút"
)
CURES = (
    r"(?<!\w)(?:(?:chữa|(?<!giá )trị|(?<!cho )khỏi|(?<!tiêm )phòng|ngừa|đẩy lùi)"
    rf" (?:(?!sâu |trừ |dịch |cho )\w+ ){{0,2}}?(?:{_ILLS})"
    r"|hết (?:hẳn )?(?:bệnh|đau|ho|viêm|nhức|mất ngủ|táo bón)"
    r"|chữa (?:khỏi|lành|dứt)|điều trị|đặc trị|thần dược|dứt điểm|bách bệnh|khỏi hẳn"
    r"|bổ thận|tráng dương|tăng cường sinh lý"
    r"|giải độc gan|kháng viêm|giảm đau"
    r"|(?:hạ|giảm|ổn định|điều hòa|điều hoà) (?:đường huyết|đường máu|huyết áp|mỡ máu|cholesterol)"
    r"|(?:chống|tiêu) (?:ung thư|khối u))(?!\w)"
)
"""Claims that advertisements of food must not make (Decree 181/2013/NĐ-CP, article 5)."""
DENIED = re.compile(r"(?<!\w)(?:không|khong)(?!\w)")
"""Before a claim, in its own clause: it is said not to be one."""
CLAUSE_ENDS = ".;!?\n"
CLAUSE = re.compile(f"[^{re.escape(CLAUSE_ENDS)}]+")
PIECE = re.compile(r"[^\W_]+|\s+|.", re.DOTALL)
OF_STARS, OF_NUMBERS, OF_THE_WEB, OF_CURES = map(re.compile, (STARS, NUMBERS, ADDRESSES, CURES))
WITHOUT_MARKS = {one: re.compile(fold(one.pattern)) for one in (OF_STARS, OF_NUMBERS, OF_CURES)}
"""An address is written without marks anyway: there, `com` is one, and no rice."""


@dataclass(frozen=True, slots=True)
class Spotted:
    """What stands in a text: the words alone, and with what stands around them."""

    words: str
    around: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it was meant, in lower case, and where each letter of it was written."""

    text: str
    places: list[int]


def stars_in(text: str, stars: int) -> Spotted | None:
    """Find stars, or OCOP, that a product does not have today."""
    return _first(OF_STARS, text, lambda said: not _is_theirs(said, stars))


def number_in(text: str) -> Spotted | None:
    return _first(OF_NUMBERS, text)


def address_in(text: str) -> Spotted | None:
    return _first(OF_THE_WEB, text)


def cure_in(text: str) -> Spotted | None:
    return _first(OF_CURES, text, lambda said: not _is_denied(said))


def meant(text: str) -> str:
    """Give a text as it was meant, in lower case, with one space where there were many."""
    return _reading(text).text


def _first(
    pattern: re.Pattern[str], text: str, counts: Callable[[re.Match[str]], bool] = bool
) -> Spotted | None:
    """Find the first words of a text that say something; None: none do."""
    reading = _reading(text)
    found = next(filter(counts, pattern.finditer(reading.text)), None)
    if found is None and (bare := WITHOUT_MARKS.get(pattern)):
        found = next(filter(counts, _unmarked(bare, reading.text)), None)
    return _quoted(text, reading, found) if found else None


@lru_cache(maxsize=4)
def _reading(text: str) -> Reading:
    """Read a text, which is asked four times, one after another."""
    pieces, places = [], []
    for piece in PIECE.finditer(text):
        said = _word(piece[0])
        pieces.append(said)
        places += [piece.start()] * len(said)
    return Reading("".join(pieces), [*places, len(text)])


def _word(piece: str) -> str:
    if piece.isspace():
        return "\n" if "\n" in piece else " "
    lower = compose(piece).lower()
    if not lower.isascii() or not lower.isalnum() or lower.isdecimal() or is_syllable(lower):
        return lower
    return next((placed(word) for word in decode(lower) if is_syllable(word)), lower)


def _unmarked(bare: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Look through the clauses of several words of which none has a mark."""
    yield from bare.finditer(CLAUSE.sub(_only_unmarked, text))


def _only_unmarked(clause: re.Match[str]) -> str:
    is_unmarked = clause[0].isascii() and " " in clause[0].strip()
    return clause[0] if is_unmarked else " " * len(clause[0])


def _quoted(text: str, reading: Reading, found: re.Match[str]) -> Spotted:
    start, end = reading.places[found.start()], reading.places[found.end()]
    around = text[max(0, start - AROUND) : end + AROUND]
    return Spotted(text[start:end][:LONGEST_QUOTE], " ".join(around.split()))


def _is_denied(said: re.Match[str]) -> bool:
    ends = (said.string.rfind(end, 0, said.start()) for end in CLAUSE_ENDS)
    return bool(DENIED.search(said.string, max(ends) + 1, said.start()))


def _is_theirs(said: re.Match[str], stars: int) -> bool:
    """Tell whether stars that are written are those that the product has today."""
    written = OF_COUNTS.search(said[0])
    return bool(stars) and (written is None or COUNTED[written[0]] == stars)
