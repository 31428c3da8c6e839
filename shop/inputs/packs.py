"""What is in a pack, as people write it: túi 2 kg, 5 lạng, nửa cân; and what a price is for."""

import re
from decimal import Decimal
from typing import NamedTuple

from search.vietnamese import fold
from shop.errors.mistakes import WrongValueError
from shop.inputs import refusing
from shop.models import Unit

MEASURES: dict[str, tuple[int, Unit]] = {
    **dict.fromkeys(("g", "gr", "gam", "gram"), (1, Unit.GRAM)),
    "lạng": (100, Unit.GRAM),
    **dict.fromkeys(("kg", "ký", "kí", "kilo", "kilogam", "kilogram", "cân"), (1, Unit.KILOGRAM)),
    "yến": (10, Unit.KILOGRAM),
    "tạ": (100, Unit.KILOGRAM),
    "tấn": (1000, Unit.KILOGRAM),
    **dict.fromkeys(("ml", "cc"), (1, Unit.MILLILITRE)),
    **dict.fromkeys(("l", "lít", "lit"), (1, Unit.LITRE)),
    **dict.fromkeys(("quả", "trái", "bắp"), (1, Unit.PIECE)),
}
"""Word → how many of which unit; a cân is a kilogram and a lạng its tenth, as markets weigh."""
SPELLED = {"ký": "kg", "kí": "kg", "kilo": "kg", "cân": "kg", "gr": "g", "gram": "g", "gam": "g"}
SPELLED |= {"l": "lít", "lit": "lít", "cc": "ml", "trái": "quả", "cái": "chiếc", "người": "khách"}
"""Words of the market → those of our packs."""
CONTAINERS = frozenset(
    {
        "bao", "bánh", "bắp", "bát", "bình", "bó", "bông", "bộ", "buồng", "bức", "cành", "cây",
        "chai", "chậu", "chén", "chiếc", "chục", "con", "cốc", "cuộn", "củ", "cặp", "dây", "gói",
        "giỏ", "hũ", "hộp", "khách", "khay", "khúc", "lon", "lọ", "miếng", "mớ", "nải", "nén",
        "niêu", "phần", "quả", "suất", "set", "sọt", "thanh", "thùng", "túi", "tô", "tập", "tá",
        "viên", "vỉ", "xâu", "đĩa", "đôi", "đêm",
    }
)  # fmt: skip
WORDS = "|".join(sorted(MEASURES, key=len, reverse=True))
NUMBER = r"\d+(?:[.,]\d+)?"
CONTENT = re.compile(rf"(?<![\d.,–-])({NUMBER})\s*({WORDS})\b", re.IGNORECASE)
BEHIND_A_NAME = re.compile(
    rf"(?<![\s,–-])[\s,–-]*\(?\b(?:(?:{'|'.join(sorted(CONTAINERS))})\s+)?{NUMBER}\s*(?:{WORDS})\b\)?\s*$",
    re.IGNORECASE,
)
"""A pack behind a name: `hộp 400 g`, `(5 lít)`. A long run of dashes before it is tried once."""
BY_THE_KILO = "tính theo kg"
ASIDE = re.compile(r"\([^)]*\)|,\s*\d+[–-]\d+\s*loại")
VAGUE = re.compile(r"khoảng|[–-]\s*\d")
WRITTEN = re.compile(
    rf"(?P<half>nửa|½|1/2)? ?(?P<number>[0-9][0-9.,]*)? ?(?P<unit>{WORDS})?"
    r"(?: ?(?P<more>rưỡi|[0-9]))?",
)
LONGEST = 120
"""Letters of a pack; patterns that read more of them would take minutes."""
QUANTITY = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,3})?")
THOUSANDS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
MOST = 10**9
MOST_PARTED = 100
"""Of which 1kg2 may have a tenth: 500g2 is none."""
TOKEN = re.compile(rf"{NUMBER}|[^\W\d_]+|[^\w\s]")
ONE = re.compile(r"^(?:một|mot|mỗi|1)\s*(?=[^\W\d_])")


class Content(NamedTuple):
    quantity: Decimal
    unit: Unit | None = None
    """None: it was not written."""


def net_content(pack: str) -> tuple[Decimal | None, Unit | None]:
    """Read `túi 2 kg` as 2 kg; a range, an estimate or two contents state nothing for sure."""
    if len(pack) > LONGEST:
        return None, None
    if BY_THE_KILO in pack:
        return Decimal(1), Unit.KILOGRAM
    plain = ASIDE.sub("", pack)
    found = CONTENT.findall(plain)
    if len(found) != 1 or VAGUE.search(plain):
        return None, None
    amount, unit = found[0]
    quantity, in_unit = _in_units(Decimal(amount.replace(",", ".")), unit.lower())
    return (quantity, in_unit) if _can_be_kept(quantity) else (None, None)


def content(text: str) -> Content:
    """Read 500, 1,5 lít, 500g, 5 lạng, 1kg2, nửa cân, 2 lít rưỡi."""
    found = WRITTEN.fullmatch(" ".join(text.lower().split()))
    if not found or bool(found["half"]) == bool(found["number"]):
        raise WrongValueError(refusing.NO_QUANTITY)
    written = Decimal("0.5") if found["half"] else quantity(found["number"])
    if not found["unit"]:
        if found["half"] or found["more"]:
            raise WrongValueError(refusing.NO_QUANTITY)
        return Content(written)
    read = Content(*_in_units(_and_more(written, found["more"]), found["unit"]))
    if not _can_be_kept(read.quantity):
        raise WrongValueError(refusing.NO_QUANTITY)
    return read


def quantity(text: str) -> Decimal:
    """Read 500, 1.5 or 1,5; 1.500 is refused, for some would mean 1500 by it."""
    value = Decimal(text.replace(",", ".")) if QUANTITY.fullmatch(text) else Decimal(0)
    if not value:
        raise WrongValueError(refusing.NO_QUANTITY)
    if THOUSANDS.fullmatch(text):
        raise WrongValueError(refusing.AMBIGUOUS, small=value, large=value * 1000, mark=text[-4])
    return value


def unit(text: str) -> str:
    """Read lít, gam or quả into our word for it; what is no word of one unit stays."""
    many, one = MEASURES.get(text.lower(), (0, text))
    return str(one) if many == 1 else text


def _and_more(whole: Decimal, more: str | None) -> Decimal:
    """Read what follows the unit: a half, or the tenths of 1kg2."""
    if not more:
        return whole
    if whole % 1 or whole >= MOST_PARTED:
        raise WrongValueError(refusing.NO_QUANTITY)
    return whole + (Decimal("0.5") if more == "rưỡi" else Decimal(more) / 10)


def _in_units(amount: Decimal, word: str) -> tuple[Decimal, Unit]:
    many, one = MEASURES[word]
    return amount * many, one


def _can_be_kept(amount: Decimal) -> bool:
    """Tell whether the column takes it: twelve digits, three of them behind the point."""
    return 0 < amount < MOST and amount == round(amount, 3)


# What a price is for


def spelled(per: str) -> str:
    """Write what a price is for as our packs are written: `1ký` is `kg`, `hộp 400g` `hộp 400 g`."""
    tokens = _tokens(ONE.sub("", " ".join(per.lower().split())))
    return re.sub(r" ([,)])|(\() ", r"\1\2", " ".join(tokens))


def agrees(per: str, pack: str) -> bool:
    """Tell whether a price written for `per` is one for the pack; for nothing, it is.

    A price for kg is one for `1 kg`, for `túi 1 kg`, and for what is sold by the kilogram; a price
    for hộp is one for `hộp 400 g`. What cannot be told is no agreement.
    """
    said, sold = _tokens(spelled(per)), _tokens(pack.lower())
    if not said:
        return True
    if BY_THE_KILO in pack:
        return _content_of(said) == (Decimal(1000), Unit.GRAM)
    if _begins(sold, said) or _begins(_tokens(spelled(pack)), said):
        return True
    return _is_one_of(said, sold) or _holds_the_same(said, sold, pack)


def _holds_the_same(said: list[str], sold: list[str], pack: str) -> bool:
    words = said[: next((n for n, one in enumerate(said) if one[0].isdigit()), 0)]
    inside = _content_of(said[len(words) :])
    return inside is not None and _begins(sold, words) and inside == _base(*net_content(pack))


def _is_one_of(said: list[str], sold: list[str]) -> bool:
    """Tell a price per khách of `suất 1 khách`."""
    at = [n for n, one in enumerate(sold[:-1]) if one == "1"]
    return len(said) == 1 and said[0] not in MEASURES and any(sold[n + 1] == said[0] for n in at)


def _content_of(tokens: list[str]) -> tuple[Decimal, Unit] | None:
    """Give what a measure holds, in its least unit."""
    text = " ".join(tokens)
    try:
        return _base(*content(f"1 {text}" if text in MEASURES else text))
    except WrongValueError:
        return None


def _base(amount: Decimal | None, of: Unit | None) -> tuple[Decimal, Unit] | None:
    """Give kilograms in grams and litres in millilitres, so that they can be compared."""
    if amount is None or of is None:
        return None
    least = {Unit.KILOGRAM: Unit.GRAM, Unit.LITRE: Unit.MILLILITRE}
    return (amount * 1000, least[of]) if of in least else (amount, of)


def _begins(tokens: list[str], with_these: list[str]) -> bool:
    both = zip(tokens, with_these, strict=False)
    return len(with_these) <= len(tokens) and all(_same(one, other) for one, other in both)


def _same(one: str, typed: str) -> bool:
    """Compare words; one that was typed without its marks is the one with them."""
    return typed in (one, fold(one))


def _tokens(text: str) -> list[str]:
    return [SPELLED.get(token, token) for token in TOKEN.findall(text)]
