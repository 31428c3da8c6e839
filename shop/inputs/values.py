"""How each kind of value may be written, and what is said when it is not.

Every function takes the cleaned text of one field and raises WrongValueError with a sentence for
the person who wrote it; the caller fills in the value and its field. The `Annotated` types at the
end are these functions as pydantic fields.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, ValidationInfo

from media.sentences import Sentence
from search.vietnamese import compose, fold, marks, plain, spelt
from shop import clock
from shop.errors.mistakes import WrongValueError, shown
from shop.formats.uses import USES, in_order, key_of
from shop.inputs import packs, parcels, refusing, refusing_cells
from shop.inputs.joining import ACROSS
from shop.inputs.prices import WIDE, AskedBackError, read_price
from shop.models import Availability, CertificateKind, Purpose, Unit

STOCK = {
    "con hang": Availability.IN_STOCK,
    "con": Availability.IN_STOCK,
    "in stock": Availability.IN_STOCK,
    "het hang": Availability.OUT_OF_STOCK,
    "tam het hang": Availability.OUT_OF_STOCK,
    "het": Availability.OUT_OF_STOCK,
    "out of stock": Availability.OUT_OF_STOCK,
    "dat truoc": Availability.PREORDER,
    "nhan dat truoc": Availability.PREORDER,
    "preorder": Availability.PREORDER,
}
"""Folded words of lists → what they say."""
FORMULA = re.compile(r"'(?=\s*[=+\-@＝＋－＠])")
BROKEN_CELL = re.compile(r"#(?:N/A|NV|GETTING_DATA|[A-ZÀ-Ỹ_/]+0?[!?])|Err:[0-9]{3}|#{2,}")
"""Errors as Excel, LibreOffice and Google write them, and cells that were too narrow to show."""
UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
"""Soft hyphens, spaces without width and turns of direction: pasted unawares, and invisible."""
LOST = "\ufffd"
"""What a program puts where it could not read a letter."""
LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029]")
PAIR = (0xFFFE, 0xFFFF)
NO_CHARACTERS = "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in PAIR)
"""U+FFFE and U+FFFF, which XML forbids; Unicode gives every plane such a pair."""
NOT_TEXT = re.compile(f"[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff{NO_CHARACTERS}]")
"""Controls (category Cc) but the tab and the line's end, and halves of surrogates (Cs)."""
AT = r"(?:[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?: ?[AP]M| ?SA| ?CH)?)?"
"""The time of a day, which lists of days have from their programs and do not mean."""
ISO_DAY = re.compile(rf"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}){AT}", re.IGNORECASE)
SPOKEN_DAY = re.compile(rf"([0-9]{{1,2}})([/.-])([0-9]{{1,2}})\2([0-9]{{4}}){AT}", re.IGNORECASE)
SPAN = re.compile(r"([0-9]{1,2})(?:\s*[-–]\s*([0-9]{1,2}))?")
TRUE_MONTHS = range(1, 13)
TRUE_YEARS = range(1990, 2100)
TIME = re.compile(
    r"(?P<bare>[0-9]{1,6})|nua (?:(?P<half_year>nam)|(?P<half_month>thang))"
    r"|(?=[0-9])(?:(?P<years>[0-9]{1,3}) ?nam)?(?: ?(?P<months>[0-9]{1,3}) ?thang)?"
    r"(?:(?<=nam) (?P<year_and_half>ruoi)|(?<=thang) (?P<month_and_half>ruoi))?"
    r"(?: ?(?P<weeks>[0-9]{1,3}) ?tuan)?(?: ?(?P<days>[0-9]{1,6}) ?ngay)?"
)
DAYS_BETWEEN = re.compile(r"(?:tu )?[0-9]+[a-z ]*(?:-|–|den) ?[0-9]+[a-z ]*")
TOLD_OF_IT = re.compile(
    r"^(?:hsd|han dung|han su dung) ?:? ?|,? ?\(?(?:ke )?tu (?:ngay san xuat|ngay sx|nsx)\)?$"
)
FEW_DONG = re.compile(r"([1-9][0-9]{0,2})(?: ?(?:đ|đồng|vnđ|vnd|₫))?")
HALVES = {"half_year": 180, "year_and_half": 180, "half_month": 15, "month_and_half": 15}
"""Half a year is six months, of 30 days each."""
SPOKEN_STARS = {"ba": 3, "bon": 4, "nam": 5}
STARS = re.compile(
    r"(?:ocop |hang |dat )*(?P<many>[345]|ba|bon|nam)(?: ?(?:sao|[*★⭐]))?|(?P<drawn>[*★⭐]{3,5})"
)
TICKS = frozenset({"x", "co", "yes", "1", "true", "dung"})
NO_TICKS = frozenset({"", "khong", "no", "0", "false"})
MOST_DAYS = 100_000
MOST_LETTERS = 40_000
"""Code points of one cell; a Vietnamese letter may take three before it is brought to NFC."""
LONGEST_ADDRESS = 600
LONGEST_PART = 80
MOST_PARTS = 50


def clean(text: str) -> str:
    """Bring text to NFC with true letters đ and plain line ends, without a guard of formulas.

    Raises WrongValueError for formulas, and for characters that no title or text of ours may hold.
    """
    if len(text) > MOST_LETTERS:
        raise WrongValueError(refusing.FAR_TOO_LONG, letters=len(text))
    if text.startswith(ACROSS):
        raise WrongValueError(refusing_cells.JOINED_CELLS)
    text = compose(LINE_ENDS.sub("\n", UNSEEN.sub("", text))).strip()
    if odd := NOT_TEXT.search(text):
        raise WrongValueError(refusing.CONTROL_CHARACTER, letter=f"U+{ord(odd[0]):04X}")
    if LOST in text:
        raise WrongValueError(refusing_cells.LOST_LETTERS)
    if BROKEN_CELL.fullmatch(text):
        raise WrongValueError(refusing_cells.BROKEN_CELL)
    if text.startswith("="):
        raise WrongValueError(refusing_cells.FORMULA)
    return text[1:].strip() if FORMULA.match(text) else text


def line(text: str) -> str:
    """Bring text on one line, with single spaces."""
    return " ".join(text.split())


def price(text: str, pack: str | None = None) -> int | None:
    """Read a price of a list in đồng, as prices.read_price does; liên hệ is None.

    Where it is written for a unit or a pack, that must be the pack of its row. A list cannot be
    asked back: it is told what to write.
    """
    try:
        read = read_price(text)
    except AskedBackError as asked:
        raise WrongValueError(asked.stated, asked.field, **asked.facts) from None
    except WrongValueError:
        raise WrongValueError(refusing.NO_PRICE) from None
    if read.per and pack is None:
        raise WrongValueError(refusing.UNWANTED_UNIT)
    if not packs.agrees(read.per, pack or ""):
        raise WrongValueError(refusing.OTHER_PACK, per=read.per, pack=shown(pack or "", 40))
    return read.amount


def _price_of_row(text: str, info: ValidationInfo) -> int | None:
    """Read the price of a row whose pack stands before it.

    A list says 125 where it means a thousand times as much, or 125: it is asked of the whole
    column, or of its product, before it goes in (shop/intake/sense.py).
    """
    if few := FEW_DONG.fullmatch(line(text.translate(WIDE).lower())):
        return int(few[1])
    return price(text, info.data.get("pack")) if text else None


def day(text: str) -> date:
    """Read 2026-11-23, 23/11/2026, 23-11-2026 or 23.11.2026."""
    iso, spoken = ISO_DAY.fullmatch(text), SPOKEN_DAY.fullmatch(text)
    try:
        if spoken:
            found = date(int(spoken[4]), int(spoken[3]), int(spoken[1]))
        else:
            found = date.fromisoformat(iso[1] if iso else "")
    except ValueError:
        raise WrongValueError(refusing.NO_DAY) from None
    if found.year not in TRUE_YEARS:
        raise WrongValueError(refusing.NO_SUCH_YEAR, year=found.year)
    return found


def past_day(text: str) -> date:
    """Read the day on which something was so: today or before."""
    found = day(text)
    if found > clock.today():
        raise WrongValueError(refusing.DAY_TO_COME)
    return found


def stock(text: str) -> Availability:
    """Read whether goods are to be had: còn hàng, hết hàng, đặt trước, or our own words."""
    said = STOCK.get(fold(text).replace("_", " "))
    if said is None:
        raise WrongValueError(refusing.NO_STOCK)
    return said


def months(text: str) -> list[int]:
    """Read 10-12, 12-2 (over the new year), 3;5-6 or quanh năm into sorted months."""
    if fold(line(text)) == "quanh nam":
        return list(TRUE_MONTHS)
    found: set[int] = set()
    for part in re.split(r"[;,]", text):
        span = SPAN.fullmatch(part.strip())
        try:
            found |= _span(int(span[1]), int(span[2] or span[1])) if span else _span(0, 0)
        except ValueError:
            raise WrongValueError(refusing.NO_SEASON) from None
    return sorted(found)


def _span(first: int, last: int) -> set[int]:
    if first not in TRUE_MONTHS or last not in TRUE_MONTHS:
        raise ValueError  # its caller says it
    return {(first - 1 + n) % 12 + 1 for n in range((last - first) % 12 + 1)}


def stars(text: str) -> int:
    """Read 4, 4 sao, bốn sao, OCOP 4 sao, ★★★★; never a part of what is written (domain.md §6)."""
    found = STARS.fullmatch(fold(line(text)))
    if not found:
        raise WrongValueError(refusing.NO_STARS)
    if found["drawn"]:
        return len(found["drawn"])
    return SPOKEN_STARS.get(found["many"]) or int(found["many"])


def days(text: str) -> int:
    """Read a time in days: 180, 6 tháng, 1 năm, 2 tuần, 1 năm rưỡi, 12 tháng kể từ NSX.

    A year is 365 days, a month 30, half a month 15, a week 7 (Civil Code 91/2015/QH13, article
    146); twelve months are a year, for labels say either of the same goods.
    """
    said = TOLD_OF_IT.sub("", fold(line(text)))
    if DAYS_BETWEEN.fullmatch(said):
        raise WrongValueError(refusing.DAYS_RANGE)
    found = TIME.fullmatch(said)
    many = _days(found) if found else 0
    if not 0 < many < MOST_DAYS:
        raise WrongValueError(refusing.NO_DAYS)
    return many


def _days(found: re.Match[str]) -> int:
    bare, years, months, weeks, more = (
        int(found[part] or 0) for part in ("bare", "years", "months", "weeks", "days")
    )
    years, months = years + months // 12, months % 12
    halves = sum(many for half, many in HALVES.items() if found[half])
    return bare + 365 * years + 30 * months + 7 * weeks + more + halves


def gtin(text: str) -> str:
    """Check a GTIN-8, -12, -13 or -14 by its check digit (GS1 General Specifications §7.9)."""
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"[0-9]{8}|[0-9]{12,14}", digits) or not int(digits):
        raise WrongValueError(refusing.NO_GTIN)
    right = check_digit(digits[:-1])
    if int(digits[-1]) != right:
        raise WrongValueError(refusing.WRONG_DIGIT, right=f"{digits[:-1]}{right}")
    return digits


def check_digit(digits: str) -> int:
    """Give GS1's mod-10 check digit: weights 3, 1, 3 … from the right."""
    total = sum(int(digit) * (3, 1)[n % 2] for n, digit in enumerate(reversed(digits)))
    return -total % 10


def set_number(text: str) -> str:
    number = text.zfill(2)
    if not re.fullmatch(r"0[1-9]|1\d|2[0-6]", number, re.ASCII):
        raise WrongValueError(refusing.NO_SET)
    return number


def commune_code(text: str) -> str:
    if not re.fullmatch(r"\d{5}", text.zfill(5), re.ASCII):
        raise WrongValueError(refusing.NO_COMMUNE_CODE)
    return text.zfill(5)


def product_code(text: str) -> str:
    code = _code(text)
    if not re.fullmatch(r"HP-(NS|OCOP)-\d{4,8}", code, re.ASCII):
        raise WrongValueError(refusing.NO_PRODUCT_CODE)
    return code


def producer_code(text: str) -> str:
    code = _code(text)
    if not re.fullmatch(r"HP-CS-\d{3,8}", code, re.ASCII):
        raise WrongValueError(refusing.NO_PRODUCER_CODE)
    return code


def _code(text: str) -> str:
    """Undo what keyboards and spreadsheets do to codes: small letters, long dashes."""
    return re.sub("[‐‑–—]", "-", text.upper())


def web_address(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s<>\"\\/?#][^\s<>\"\\]*", text):
        raise WrongValueError(refusing.NO_WEB_ADDRESS)
    if len(text) > LONGEST_ADDRESS:
        raise WrongValueError(refusing.TOO_LONG, most=LONGEST_ADDRESS)
    return text


def parts(text: str) -> list[str]:
    """Split at semicolons, drop empty parts and repetitions, keep the order."""
    found = list(dict.fromkeys(line(part) for part in text.split(";") if line(part)))
    if len(found) > MOST_PARTS or max(map(len, found), default=0) > LONGEST_PART:
        raise WrongValueError(refusing.TOO_MUCH_IN_IT, parts=MOST_PARTS, letters=LONGEST_PART)
    return found


def purposes(named: list[str]) -> list[str]:
    if strangers := sorted(set(named) - set(Purpose)):
        facts = {"strangers": ", ".join(strangers), "known": ", ".join(Purpose)}
        raise WrongValueError(refusing.UNKNOWN_PURPOSES, **facts)
    return named


def sources(text: str) -> list[str]:
    """Split at semicolons and line ends; addresses and file names stay as they are written."""
    return list(dict.fromkeys(part.strip() for part in re.split(r"[;\n]", text) if part.strip()))


def certificates(text: str) -> list[CertificateKind]:
    known = {str(kind) for kind in CertificateKind}
    written = list(dict.fromkeys(part.upper() for part in parts(text)))
    if strangers := [part for part in written if part not in known]:
        raise WrongValueError(
            refusing.UNKNOWN_CERTIFICATES,
            strangers=", ".join(strangers),
            known=", ".join(sorted(known)),
        )
    return [CertificateKind(part) for part in written]


def uses(text: str) -> list[str]:
    """Read what goods are used for, by keys or names as people write them."""
    read = {part: key_of(part) for part in parts(text)}
    if strangers := [part for part, use in read.items() if use is None]:
        raise WrongValueError(
            refusing.UNKNOWN_USES, strangers=", ".join(strangers), known=", ".join(USES)
        )
    return in_order({use for use in read.values() if use})


def tick(text: str) -> bool:
    """Read a cell that confirms something: x, có, yes, 1; or không, no, 0."""
    said = fold(text)
    if said in TICKS:
        return True
    if said in NO_TICKS:
        return False
    raise WrongValueError(refusing.NO_TICK)


def written_like(pattern: str, words: Sentence) -> BeforeValidator:
    """Make a validator of what a pattern describes to machines and `words` to people."""

    def check(text: str) -> str:
        if not re.fullmatch(pattern, text, re.ASCII):
            raise WrongValueError(words)
        return text

    return BeforeValidator(check)


def same_name(one: str, other: str) -> bool:
    """Compare names as people spell them: hoà = hòa, Mĩ = Mỹ, but Giang is not Giàng."""
    return _spelling(one) == _spelling(other)


def _spelling(name: str) -> list[tuple[str, frozenset[str]]]:
    return [(plain(word), marks(word)) for word in spelt(name.lower())]


def _read(parse: Callable[[str], object]) -> BeforeValidator:
    """Make a validator: an empty optional field stays None, text goes through `parse`.

    Digits and letters of full width, as some keyboards write them, are plain ones.
    """
    return BeforeValidator(lambda text: parse(text.translate(WIDE)) if text else None)


Price = Annotated[int | None, BeforeValidator(_price_of_row)]
"""Its model has the pack, if any, in a field `pack` before it."""
Quantity = Annotated[packs.Content, _read(packs.content)]
MeasuredIn = Annotated[Unit, BeforeValidator(packs.unit)]
Day = Annotated[date, _read(day)]
PastDay = Annotated[date, _read(past_day)]
GrossWeight = Annotated[int, _read(parcels.weight)]
Parcel = Annotated[parcels.Sides, _read(parcels.sides)]
Tick = Annotated[bool, BeforeValidator(lambda text: tick(text) if isinstance(text, str) else text)]
Stock = Annotated[Availability, _read(stock)]
Months = Annotated[list[int], BeforeValidator(lambda text: months(text) if text else [])]
Stars = Annotated[int, _read(stars)]
Days = Annotated[int, _read(days)]
Gtin = Annotated[str, _read(gtin)]
SetNumber = Annotated[str, _read(set_number)]
CommuneCode = Annotated[str, _read(commune_code)]
Version = Annotated[int, Field(ge=0, lt=2**31)]
"""Of a row, as a form saw it: what a column of either database may hold."""
ProductCode = Annotated[str, _read(product_code)]
ProducerCode = Annotated[str, _read(producer_code)]
WebAddress = Annotated[str, BeforeValidator(lambda text: web_address(text) if text else "")]
Parts = Annotated[list[str], BeforeValidator(parts)]
Purposes = Annotated[list[str], BeforeValidator(parts), AfterValidator(purposes)]
Sources = Annotated[list[str], BeforeValidator(sources)]
Uses = Annotated[list[str], BeforeValidator(uses)]
Certificates = Annotated[list[CertificateKind], BeforeValidator(certificates)]
DecisionNumber = Annotated[
    str, StringConstraints(min_length=1, max_length=60), AfterValidator(line)
]
Issuer = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(line)]
Reason = Annotated[str, StringConstraints(max_length=500)]
