from datetime import date

import pytest
from babel.numbers import format_currency

from shop.web.language import Language
from shop.web.writing import counted, day, money, month, number

AMOUNTS = [1, 999, 1_000, 42_000, 125_000, 1_250_000, 12_345_678_901]


@pytest.mark.parametrize("amount", AMOUNTS)
@pytest.mark.parametrize("language", list(Language))
def test_money_is_written_as_the_locale_writes_it(amount, language):
    expected = format_currency(amount, "VND", locale=language.value)

    assert money(amount, language) == expected


def test_money_in_both_languages():
    assert money(125_000, Language.VI) == "125.000\u00a0₫"
    assert money(125_000, Language.EN) == "₫125,000"


def test_numbers_part_thousands_as_each_language_does():
    assert number(1_234_567.5, Language.VI) == "1.234.567,5"
    assert number(1_234_567.5, Language.EN) == "1,234,567.5"


def test_days_are_written_out_of_iso_text_and_dates_alike():
    assert day("2026-01-03", Language.VI) == "03/01/2026"
    assert day(date(2026, 12, 31), Language.VI) == "31/12/2026"
    assert day("2026-01-03", Language.EN) == "3 January 2026"


def test_months_have_names():
    assert month(3, Language.VI) == "tháng 3"
    assert month(3, Language.EN) == "March"


def test_english_counts_have_a_form_for_one():
    pattern = "{n} product|{n} products"

    assert [counted(pattern, n, Language.EN) for n in (0, 1, 2, 1200)] == [
        "0 products",
        "1 product",
        "2 products",
        "1,200 products",
    ]
    assert counted("{n} sản phẩm", 1200, Language.VI) == "1.200 sản phẩm"
