"""What several rooms say of a product in the same words: prices, places, months."""

from collections.abc import Sequence

from shop.formats.document import Variant
from shop.web.language import Language
from shop.web.public.unit_prices import unit_price
from shop.web.words import word, words
from shop.web.writing import money

ALL_YEAR = 12


def price_of(pack: Variant, language: Language) -> str:
    """Write what a pack costs, or that this is told on request."""
    if "price" not in pack:
        return word("price_on_request", language)
    return with_pack(pack["price"]["amount"], pack.get("pack", ""), language)


def with_pack(amount: int, pack: str, language: Language) -> str:
    """Write 125.000 ₫ / hộp 400 g."""
    written = money(amount, language)
    return f"{written} / {pack}" if pack else written


def seen_by_buyers(pack: Variant, language: Language) -> str:
    """Write 125.000 ₫ / hộp 400 g (312.500 ₫/kg)."""
    per = unit_price(pack, language)
    return f"{price_of(pack, language)} ({per})" if per else price_of(pack, language)


def formerly(name: str, former: Sequence[tuple[str, str]], language: Language) -> str:
    names = "; ".join(", ".join(map(_lower, filter(None, pair))) for pair in former)
    said: str = words(language).register_formerly.format(name=name, former=names)
    return said


def place_of_today(name: str, former: tuple[str, str], language: Language) -> str:
    """Write a place by its name of today, with the commune and district that it was, if it was."""
    return formerly(name, [former], language) if any(former) else name


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]


def in_months(names: Sequence[str], language: Language) -> str:
    """Say when something is to be had, by the names of the months."""
    return word("check_all_year", language) if len(names) == ALL_YEAR else ", ".join(names)
