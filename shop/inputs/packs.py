"""Net content read from the words on a pack, where they state it plainly."""

import re
from decimal import Decimal

from shop.models import Unit

UNITS = {
    "g": Unit.GRAM,
    "kg": Unit.KILOGRAM,
    "ml": Unit.MILLILITRE,
    "l": Unit.LITRE,
    "lít": Unit.LITRE,
    "quả": Unit.PIECE,
    "bắp": Unit.PIECE,
}
CONTENT = re.compile(r"(?<![\d.,–-])(\d+(?:[.,]\d+)?)\s*(kg|g|ml|lít|l|quả|bắp)\b", re.IGNORECASE)
BY_THE_KILO = "tính theo kg"
ASIDE = re.compile(r"\([^)]*\)|,\s*\d+[–-]\d+\s*loại")
VAGUE = re.compile(r"khoảng|[–-]\s*\d")


def net_content(pack: str) -> tuple[Decimal | None, Unit | None]:
    """Read `túi 2 kg` as 2 kg; a range, an estimate or two contents state nothing for sure."""
    if BY_THE_KILO in pack:
        return Decimal(1), Unit.KILOGRAM
    plain = ASIDE.sub("", pack)
    found = CONTENT.findall(plain)
    if len(found) != 1 or VAGUE.search(plain):
        return None, None
    amount, unit = found[0]
    return Decimal(amount.replace(",", ".")), UNITS[unit.lower()]
