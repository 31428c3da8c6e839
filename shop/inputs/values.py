"""How each kind of value may be written, and what is said when it is not.

Every function takes the cleaned text of one field and raises ValueError with a sentence for the
person who wrote it. The `Annotated` types at the end are these functions as pydantic fields.
"""

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated

from pydantic import BeforeValidator

from search.vietnamese import fold
from shop.models import CertificateKind

THOUSANDS = re.compile(r"\d{1,3}(?:[.,\s]\d{3})+")
PRICE = re.compile(
    r"(?P<number>[\d.,\s]*\d)\s*(?P<scale>k|nghìn|ngàn|tr|triệu)?(?P<rest>\d)?\s*(?:đ|₫|vnđ|vnd|đồng)?"
)
SCALES = {"k": 1_000, "nghìn": 1_000, "ngàn": 1_000, "tr": 1_000_000, "triệu": 1_000_000}
FORMULA = re.compile(r"'(?=\s*[=+\-@＝＋－＠])")
TRUE_MONTHS = range(1, 13)
MOST_DAYS = 100_000


def clean(text: str) -> str:
    """Bring text to NFC on single lines' ends, without the apostrophe that guards formulas.

    Raises ValueError for control characters, which no title or text of ours may hold.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\u200b", "")).strip()
    if FORMULA.match(text):
        text = text[1:].strip()
    for letter in text:
        if unicodedata.category(letter) in {"Cc", "Cs"} and letter not in "\n\t":
            raise ValueError(f"contains the control character U+{ord(letter):04X}; remove it")
    return text


def price(text: str) -> int:
    """Read đồng: 125000, 125.000, 125,000đ, 125k, 125 nghìn, 1tr2, 1,2 triệu."""
    found = PRICE.fullmatch(text.lower())
    amount = found and _amount(found)
    if not amount:
        raise ValueError("is not a price; write whole đồng such as 125000 or 125.000đ")
    return amount


def _amount(found: re.Match[str]) -> int | None:
    number, scale, rest = found["number"].strip(), found["scale"], found["rest"]
    if THOUSANDS.fullmatch(number):
        number = re.sub(r"\D", "", number)
    try:
        value = Decimal(number.replace(",", "."))
    except InvalidOperation:
        return None
    value *= SCALES.get(scale or "", 1)
    if rest:  # 1tr2 is one million two hundred thousand
        value += Decimal(rest) * SCALES.get(scale or "", 0) / 10
    return int(value) if value == int(value) and 0 < value < 10**12 else None


def quantity(text: str) -> Decimal:
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        value = Decimal(0)
    if not 0 < value < 10**9 or value != round(value, 3):
        raise ValueError("is not a quantity; write a number above 0 such as 500 or 1,5")
    return value


def day(text: str) -> date:
    """Read 2026-11-23 or 23/11/2026."""
    try:
        if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("is not a date; write 2026-11-23 or 23/11/2026") from None


def months(text: str) -> list[int]:
    """Read 10-12, 12-2 (over the new year) or 3;5-6 into sorted months."""
    found: set[int] = set()
    for part in re.split(r"[;,]", text):
        first, _, last = part.strip().partition("-")
        try:
            found |= _span(int(first), int(last or first))
        except ValueError:
            raise ValueError("is not a season; write months such as 10-12, 12-2 or 3;5-6") from None
    return sorted(found)


def _span(first: int, last: int) -> set[int]:
    if first not in TRUE_MONTHS or last not in TRUE_MONTHS:
        raise ValueError
    return {(first - 1 + n) % 12 + 1 for n in range((last - first) % 12 + 1)}


def stars(text: str) -> int:
    """Read 3, 4 or 5 and nothing else: stars as text have lost stars before (domain.md §6)."""
    if text not in {"3", "4", "5"}:
        raise ValueError("is not a number of stars; write 3, 4 or 5 only")
    return int(text)


def days(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < MOST_DAYS:
        raise ValueError("is not a number of days; write a whole number above 0")
    return int(text)


def gtin(text: str) -> str:
    """Check a GTIN-8, -12, -13 or -14 by its check digit (GS1 General Specifications §7.9)."""
    if not re.fullmatch(r"\d{8}|\d{12,14}", text, re.ASCII):
        raise ValueError("is not a GTIN; write 8, 12, 13 or 14 digits, or leave it empty")
    right = check_digit(text[:-1])
    if int(text[-1]) != right:
        raise ValueError(f"has a wrong check digit; {text[:-1]}{right} would be right")
    return text


def check_digit(digits: str) -> int:
    """Give GS1's mod-10 check digit: weights 3, 1, 3 … from the right."""
    total = sum(int(digit) * (3, 1)[n % 2] for n, digit in enumerate(reversed(digits)))
    return -total % 10


def set_number(text: str) -> str:
    number = text.zfill(2)
    if not re.fullmatch(r"0[1-9]|1\d|2[0-6]", number, re.ASCII):
        raise ValueError("is not an OCOP set; write 01 to 26")
    return number


def commune_code(text: str) -> str:
    if not re.fullmatch(r"\d{5}", text.zfill(5), re.ASCII):
        raise ValueError("is not a commune code; write its five digits, such as 11914 for Cát Hải")
    return text.zfill(5)


def product_code(text: str) -> str:
    if not re.fullmatch(r"HP-(NS|OCOP)-\d{4,8}", text, re.ASCII):
        raise ValueError("is not a product code; write HP-NS-0001 or HP-OCOP-0001")
    return text


def producer_code(text: str) -> str:
    if not re.fullmatch(r"HP-CS-\d{3,8}", text, re.ASCII):
        raise ValueError("is not a producer code; write HP-CS-001")
    return text


def web_address(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s<>\"\\]+", text):
        raise ValueError("is not a web address; write https://…, or leave it empty")
    return text


def parts(text: str) -> list[str]:
    """Split at semicolons, drop empty parts and repetitions, keep the order."""
    return list(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))


def certificates(text: str) -> list[CertificateKind]:
    known = {str(kind) for kind in CertificateKind}
    if strangers := [part for part in parts(text) if part not in known]:
        wanted = ", ".join(sorted(known))
        raise ValueError(f"names {', '.join(strangers)}, unknown here; write some of {wanted}")
    return [CertificateKind(part) for part in parts(text)]


def same_name(one: str, other: str) -> bool:
    """Compare names as people spell them: hoà = hòa, but Giang is not Giàng."""
    return _spelling(one) == _spelling(other)


def _spelling(name: str) -> tuple[str, list[str]]:
    lowered = " ".join(unicodedata.normalize("NFC", name).lower().split())
    marks = [
        "".join(sorted(m for m in unicodedata.normalize("NFD", word) if unicodedata.combining(m)))
        for word in lowered.split()
    ]
    return fold(lowered), marks


def _read(parse: object) -> BeforeValidator:
    """Make a validator: an empty optional field stays None, text goes through `parse`."""
    return BeforeValidator(lambda text: parse(text) if text else None)  # type: ignore[operator]


Price = Annotated[int, _read(price)]
Quantity = Annotated[Decimal, _read(quantity)]
Day = Annotated[date, _read(day)]
Months = Annotated[list[int], BeforeValidator(lambda text: months(text) if text else [])]
Stars = Annotated[int, _read(stars)]
Days = Annotated[int, _read(days)]
Gtin = Annotated[str, _read(gtin)]
SetNumber = Annotated[str, _read(set_number)]
CommuneCode = Annotated[str, _read(commune_code)]
ProductCode = Annotated[str, _read(product_code)]
ProducerCode = Annotated[str, _read(producer_code)]
WebAddress = Annotated[str, BeforeValidator(lambda text: web_address(text) if text else "")]
Parts = Annotated[list[str], BeforeValidator(parts)]
Certificates = Annotated[list[CertificateKind], BeforeValidator(certificates)]
