"""What one costs is said where people reckon so, and in the unit that the pack names."""

import pytest

from shop.web.language import Language
from shop.web.public.unit_prices import unit_price


def pack(text, price, quantity=None, unit=None, per=None):
    variant = {"sku": "A-1", "pack": text, "price": {"amount": price, "currency": "VND"}}
    if quantity:
        variant |= {"quantity": quantity, "unit": unit}
    if per:
        reference = {"value": 1, "unit": "kg" if unit in {"g", "kg"} else "l"}
        if unit == "piece":
            reference["unit"] = "piece"
        variant["unit_price"] = {"amount": per, "currency": "VND", "reference": reference}
    return variant


@pytest.mark.parametrize(
    ("shown", "vietnamese", "english"),
    [
        (pack("chai 500 ml", 75_000, 500, "ml", 150_000), "150.000 ₫/lít", "₫150,000/litre"),
        (pack("túi 5 kg", 195_000, 5, "kg", 39_000), "39.000 ₫/kg", "₫39,000/kg"),
        (pack("hộp 10 quả", 42_000, 10, "piece", 4_200), "4.200 ₫/quả", "₫4,200 each"),
        (pack("hộp 60 viên 30 g", 185_000, 30, "g", 6_166_667), "3.083 ₫/viên", "₫3,083 each"),
        (pack("hộp 20 túi 40 g", 55_000, 40, "g", 1_375_000), "2.750 ₫/túi", "₫2,750 each"),
        (pack("chục 10 củ", 60_000), "6.000 ₫/củ", "₫6,000 each"),
        (pack("hộp 2 quả 3 kg", 138_000, 3, "kg", 46_000), "46.000 ₫/kg", "₫46,000/kg"),
    ],
)
def test_the_price_of_one_is_said_where_it_helps(shown, vietnamese, english):
    assert unit_price(shown, Language.VI).replace("\u00a0", " ") == vietnamese
    assert unit_price(shown, Language.EN) == english


@pytest.mark.parametrize(
    "shown",
    [
        pack("bộ 3 tượng cao 30 cm", 5_200_000, 3, "piece", 1_733_333),
        pack("bộ 12 con", 1_350_000, 12, "piece", 112_500),
        pack("đôi cao 60 cm", 9_500_000, 2, "piece", 4_750_000),
        pack("chậu 3 cành", 620_000),
        pack("buồng khoảng 100 quả", 320_000, 100, "piece", 3_200),
        pack("chai 10 ml", 85_000, 10, "ml", 8_500_000),
        pack("bó 100 g", 6_000, 100, "g", 60_000),
        pack("1 kg", 25_000, 1, "kg", 25_000),
        pack("quả 1,2–1,5 kg", 60_000),
        {"sku": "A-1", "pack": "hộp 10 quả"},
    ],
    ids=lambda one: one["pack"],
)
def test_a_price_of_one_of_no_use_is_left_out(shown):
    assert unit_price(shown, Language.VI) == ""
