"""Values as people write them: what is read back is what was meant."""

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shop.errors.mistakes import WrongValueError
from shop.inputs import packs, values


@given(st.integers(1, 12), st.integers(1, 12))
def test_a_season_goes_from_its_first_month_to_its_last_over_the_new_year(first, last):
    months = values.months(f"{first}-{last}")

    assert months == sorted(months)
    assert {first, last} <= set(months)
    assert len(months) == (last - first) % 12 + 1
    assert values.months(f"{first} – {last}; {first}") == months


@given(st.sets(st.integers(1, 12), min_size=1))
def test_single_months_come_back_sorted(months):
    assert values.months(";".join(map(str, months))) == sorted(months)


@pytest.mark.parametrize(
    "written", ["0", "13", "1-13", "1--2", "", ";", "10-12-1", "1_0", "mùa hè"]
)
def test_no_season(written):
    with pytest.raises(ValueError, match="is not a season"):
        values.months(written)


def test_all_year():
    assert values.months("Quanh năm") == list(range(1, 13))


@given(st.sampled_from([7, 11, 12, 13]), st.data())
def test_one_check_digit_is_right_and_the_others_are_told_it(length, data):
    body = data.draw(st.integers(1, 10**length - 1).map(lambda number: f"{number:0{length}}"))
    right = values.check_digit(body)

    assert values.gtin(f"{body}{right}") == f"{body}{right}"
    for wrong in set(range(10)) - {right}:
        with pytest.raises(ValueError, match=f"{body}{right} would be right"):
            values.gtin(f"{body}{wrong}")


@given(st.integers(1, 10**12 - 1), st.integers(0, 11))
def test_two_neighbours_exchanged_are_noticed_unless_they_differ_by_five(number, place):
    """GS1's check digit finds no exchange of 0 and 5, 1 and 6 …; every other one it does."""
    body = f"{number:012}"
    whole = f"{body}{values.check_digit(body)}"
    exchanged = f"{whole[:place]}{whole[place + 1]}{whole[place]}{whole[place + 2 :]}"
    differ = abs(int(whole[place]) - int(whole[place + 1]))

    if differ in {0, 5}:
        assert values.gtin(exchanged) == exchanged
    else:
        with pytest.raises(ValueError, match="would be right"):
            values.gtin(exchanged)


def test_a_gtin_may_be_written_in_groups():
    assert values.gtin("952 0005 00001-6") == "9520005000016"


@given(st.text(max_size=60))
@example("e\u200b\u0302\u0301")
@example("\u200b Nước\u00ad mắm \ufeff")
@example("a\r\nb\rc\u2028d")
@example("' '-1")
def test_cleaning_gives_composed_text_that_stays_as_it_is(text):
    try:
        cleaned = values.clean(text)
    except ValueError:
        return

    assert unicodedata.is_normalized("NFC", cleaned)
    assert not set(cleaned) & set("\r\0\x1b\u200b\u2028\ufeff\u202e")
    if not cleaned.startswith(("=", "'")):  # the guard was just taken off, or is part of the text
        assert values.clean(cleaned) == cleaned


def test_letters_of_old_fonts_become_the_letter_that_was_meant():
    assert values.clean("Ðậu phộng da cá, ɖặc sản Ɖồ Sơn") == "Đậu phộng da cá, đặc sản Đồ Sơn"


@given(st.characters(categories=["Cc"], exclude_characters="\n\t\r\x0b\x0c\x1c\x1d\x1e\x1f\x85"))
def test_control_characters_are_named(letter):
    with pytest.raises(ValueError, match=rf"control character U\+{ord(letter):04X}"):
        values.clean(f"Nước{letter}mắm")


def test_half_a_surrogate_pair_is_named():
    with pytest.raises(ValueError, match=r"control character U\+D83D"):
        values.clean("Nước mắm \ud83d")


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_a_day_is_read_in_each_spelling(day):
    spellings = (
        f"{day}",
        f"{day:%d/%m/%Y}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day:%d.%m.%Y}",
    )

    assert {values.day(written) for written in spellings} == {day}


@given(st.decimals(Decimal("0.001"), 10**9 - 1, places=3, allow_nan=False, allow_infinity=False))
def test_a_quantity_is_read_with_dot_or_comma(amount):
    written = f"{amount.normalize():f}"
    if "." in written and len(written.partition(".")[2]) == 3 and 1 <= amount < 1000:
        with pytest.raises(ValueError, match="may mean"):
            packs.quantity(written)
        return

    assert packs.quantity(written) == amount
    assert packs.quantity(written.replace(".", ",")) == amount


@pytest.mark.parametrize(
    ("written", "quantity", "unit"),
    [
        ("500", "500", None),
        ("500g", "500", "g"),
        ("500 gram", "500", "g"),
        ("5 lạng", "500", "g"),
        ("1 lạng rưỡi", "150", "g"),
        ("nửa cân", "0.5", "kg"),
        ("nửa ký", "0.5", "kg"),
        ("1/2 kg", "0.5", "kg"),
        ("½ lít", "0.5", "l"),
        ("1 cân", "1", "kg"),
        ("1kg", "1", "kg"),
        ("1KG", "1", "kg"),
        ("1kg2", "1.2", "kg"),
        ("1 cân 2", "1.2", "kg"),
        ("1 cân rưỡi", "1.5", "kg"),
        ("2 yến", "20", "kg"),
        ("1,5 lít", "1.5", "l"),
        ("2 lít rưỡi", "2.5", "l"),
        ("330cc", "330", "ml"),
        ("10 quả", "10", "piece"),
    ],
)
def test_a_quantity_is_read_with_its_unit(written, quantity, unit):
    assert packs.content(written) == (Decimal(quantity), unit)


@pytest.mark.parametrize(
    "written",
    ["cân", "nửa", "2 rưỡi", "1,5 kg rưỡi", "500g2", "1-2 kg", "1 kg 200 g", "2 chục", "1 hộp",
     "²kg", "khoảng 1 kg", "0 kg", "999999999 tấn"],
)  # fmt: skip
def test_no_quantity_with_a_unit(written):
    with pytest.raises(ValueError, match="is not a quantity"):
        packs.content(written)


def test_a_quantity_with_a_unit_may_still_be_ambiguous():
    with pytest.raises(ValueError, match=r"may mean 1\.500 or 1500; write it without"):
        packs.content("1.500 g")


@given(st.text(max_size=20) | st.text("0123456789,.½nửacân kg lítrưỡi", max_size=12))
def test_any_text_is_a_quantity_or_refused(text):
    try:
        quantity, unit = packs.content(text)
    except WrongValueError:
        return

    assert quantity > 0
    written = f"{quantity.normalize():f}"
    if not packs.THOUSANDS.fullmatch(written):
        assert packs.content(f"{written} {unit or ''}") == (quantity, unit)


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("180", 180),
        ("30 ngày", 30),
        ("2 tuần", 14),
        ("1 tháng", 30),
        ("6 tháng", 180),
        ("nửa năm", 180),
        ("nửa tháng", 15),
        ("12 tháng", 365),
        ("1 năm", 365),
        ("18 tháng", 545),
        ("1 năm rưỡi", 545),
        ("1 năm 6 tháng", 545),
        ("2 tháng rưỡi", 75),
        ("24 tháng", 730),
        ("2 năm", 730),
        ("12 thang", 365),
        ("12 tháng kể từ ngày sản xuất", 365),
        ("12 tháng (kể từ NSX)", 365),
        ("HSD: 6 tháng", 180),
        ("Hạn sử dụng 5 ngày", 5),
    ],
)
def test_a_shelf_life_is_read_in_days(written, days):
    assert values.days(written) == days
    assert values.days(unicodedata.normalize("NFC", written.upper())) == days


@pytest.mark.parametrize(
    "written",
    ["", "0", "-1", "0 tháng", "1,5 năm", "1 năm 6", "tháng", "rưỡi", "2 tuần rưỡi", "100000",
     "12/2026", "xem trên bao bì", "72 giờ"],
)  # fmt: skip
def test_no_shelf_life(written):
    with pytest.raises(ValueError, match="is not a number of days"):
        values.days(written)


@pytest.mark.parametrize("written", ["6-12 tháng", "6 – 12 tháng", "từ 6 đến 12 tháng"])
def test_of_two_shelf_lives_the_shorter_is_asked_for(written):
    with pytest.raises(ValueError, match="is a range; write its shortest end"):
        values.days(written)


@given(st.text(max_size=20) | st.text("0123456789 nămthgàytuầrưỡi", max_size=16))
def test_any_text_is_a_shelf_life_or_refused(text):
    try:
        days = values.days(text)
    except WrongValueError:
        return

    assert values.days(f"{days}") == days


@pytest.mark.parametrize("written", ["", "0", "0,0", "-1", "NaN", "Infinity", "1e3", "1_0", "một"])
def test_no_quantity(written):
    with pytest.raises(ValueError, match="is not a quantity"):
        packs.quantity(written)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Thụy Hương", "Thuỵ Hương", True),
        ("Phường HOÀ BÌNH", "phường Hòa  Bình", True),
        ("Xã Mĩ Đức", "xã Mỹ Ðức", True),
        ("Xã Quí Cao", "Xã Quý Cao", True),
        ("Xã Cẩm Giang", "Xã Cẩm Giàng", False),
        ("Xã Đoàn Đào", "Xã Doàn Đào", False),
        ("Xã An Hưng", "Xã An Hùng", False),
    ],
)
def test_names_are_compared_as_people_spell_them(one, other, same):
    assert values.same_name(one, other) is same
    assert values.same_name(unicodedata.normalize("NFD", other), one) is same


@pytest.mark.parametrize(
    ("pack", "content"),
    [
        ("túi 2 kg", (Decimal(2), "kg")),
        ("chai 0,5 lít", (Decimal("0.5"), "l")),
        ("vỉ 10 quả", (Decimal(10), "piece")),
        ("con, tính theo kg", (Decimal(1), "kg")),
        ("nải khoảng 1 kg", (None, None)),
        ("hộp 400–500 g", (None, None)),
        ("túi 5 lạng", (Decimal(500), "g")),
        ("túi 2 cân", (Decimal(2), "kg")),
        ("rổ 12 trái", (Decimal(12), "piece")),
        ("túi 0 kg", (None, None)),
        ("túi 1,2345 kg", (None, None)),
        ("túi 99999999999 kg", (None, None)),
        ("2 chai 500 ml, tặng 100 g", (None, None)),
    ],
)
def test_net_content_is_read_where_a_pack_states_it_plainly(pack, content):
    assert packs.net_content(pack) == content
