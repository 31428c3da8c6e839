"""Values as people write them: what is read back is what was meant."""

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shop.inputs import packs, values

NO_PRICE = (
    "“…” is not a price; write whole đồng such as 125000 or 125.000đ, "
    "or leave it empty for “liên hệ”."
)
AMOUNTS = st.integers(1, 10**12 - 1)
SPELLINGS = [
    "{0}",
    "{0} đ",
    "{0}₫",
    "{0:,}",
    "{0:,} VNĐ",
    "{0:,}.00",
    "{1}",
    "{1}đ",
    "{1} đồng",
    "{1},00 vnd",
]


@given(AMOUNTS, st.sampled_from(SPELLINGS))
def test_a_price_is_read_as_it_was_written(amount, spelling):
    dotted = f"{amount:,}".replace(",", ".")
    written = spelling.format(amount, dotted)
    if amount < 1000 and written[-3:] in {".00", ",00"}:  # 5.00 has no thousands to tell the dot by
        return

    assert values.price(written) == amount


@given(st.integers(1, 10**8))
def test_thousands_may_be_a_word(thousands):
    for word in ("k", " nghìn", " ngàn"):
        assert values.price(f"{thousands}{word}") == thousands * 1000


@given(st.integers(1, 999), st.integers(1, 999))
def test_millions_and_a_rest(millions, rest):
    written = f"{rest:03}".rstrip("0")

    assert values.price(f"{millions}tr{written}") == millions * 10**6 + rest * 1000
    if len(written) < 3:  # 1,250 triệu is refused, for some would mean 1250 triệu by it
        assert values.price(f"{millions},{written} triệu") == millions * 10**6 + rest * 1000


@given(st.text(max_size=30))
@example("9" * 400)
@example("1tr2tr3")
@example("0,0")
@example("1e9")
def test_any_text_is_a_price_on_request_or_a_sentence(text):
    amount, sentence = None, ""
    try:
        amount = values.price(text)
    except ValueError as refusal:
        sentence = str(refusal)

    assert amount is None or 0 < amount < 10**12
    assert sentence in ("", NO_PRICE)


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
            values.quantity(written)
        return

    assert values.quantity(written) == amount
    assert values.quantity(written.replace(".", ",")) == amount


@pytest.mark.parametrize("written", ["", "0", "0,0", "-1", "NaN", "Infinity", "1e3", "1_0", "một"])
def test_no_quantity(written):
    with pytest.raises(ValueError, match="is not a quantity"):
        values.quantity(written)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Thụy Hương", "Thuỵ Hương", True),
        ("Phường HOÀ BÌNH", "phường Hòa  Bình", True),
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
        ("2 chai 500 ml, tặng 100 g", (None, None)),
    ],
)
def test_net_content_is_read_where_a_pack_states_it_plainly(pack, content):
    assert packs.net_content(pack) == content
