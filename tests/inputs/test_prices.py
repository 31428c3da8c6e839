"""Prices as people write them: read, asked back with what may be meant, or refused; never guessed.

The list was put together by hand: every kind of writing that the specification names, and more of
the ways in which boards at markets, messages and lists put a price.
"""

import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from shop.errors.mistakes import WrongValueError
from shop.inputs import packs, refusing, values
from shop.inputs.prices import AskedBackError, WrittenPrice, agrees, read_price

NOTHING = "refused"


class Asked(NamedTuple):
    """What is proposed, the likeliest first."""

    proposals: tuple[int, ...]


def asked(*proposals: int) -> Asked:
    return Asked(proposals)


def price(amount: int | None, per: str = "") -> WrittenPrice:
    return WrittenPrice(amount, per)


WRITTEN = {
    # Digits
    "125000": price(125_000),
    "125.000": price(125_000),
    "125,000": price(125_000),
    "125 000": price(125_000),
    "125\u00a0000": price(125_000),
    "1.250.000": price(1_250_000),
    "1 250 000 đ": price(1_250_000),
    "125.000đ": price(125_000),
    "125000 VNĐ": price(125_000),
    "125.000 ₫": price(125_000),
    "125000d": price(125_000),
    "₫125.000": price(125_000),
    "VND 125,000": price(125_000),
    "125.000,00": price(125_000),
    "125000.0": price(125_000),
    "Giá: 85.000 đ": price(85_000),
    "１２５．０００đ": price(125_000),
    unicodedata.normalize("NFD", "125 nghìn đồng"): price(125_000),
    # With a scale
    "125k": price(125_000),
    "125 K": price(125_000),
    "12,5k": price(12_500),
    "12k5": price(12_500),
    "125 nghìn": price(125_000),
    "125 ngan dong": price(125_000),
    "1tr2": price(1_200_000),
    "1tr250": price(1_250_000),
    "1tr25": price(1_250_000),
    "1tr05": price(1_050_000),
    "1tr250k": price(1_250_000),
    "1 triệu 2": price(1_200_000),
    "1 triệu 250": price(1_250_000),
    "1 triệu 50 nghìn": price(1_050_000),
    "1 triệu 250.000đ": price(1_250_000),
    "1,25 triệu": price(1_250_000),
    "2.5tr": price(2_500_000),
    "1 triệu rưỡi": price(1_500_000),
    "2 trăm nghìn": price(200_000),
    # For a unit or a pack
    "125.000đ/kg": price(125_000, "kg"),
    "125k/1kg": price(125_000, "kg"),
    "125 nghìn một ký": price(125_000, "kg"),
    "125.000 đồng / cân": price(125_000, "kg"),
    "85k/hộp": price(85_000, "hộp"),
    "85k/hộp 400g": price(85_000, "hộp 400 g"),
    "85k 1 hộp": price(85_000, "hộp"),
    "90k cho 2kg": price(90_000, "2 kg"),
    "3.500đ/quả": price(3_500, "quả"),
    "200k/chục": price(200_000, "chục"),
    "1tr2/con": price(1_200_000, "con"),
    "1tr2 một con": price(1_200_000, "con"),
    "500k/khách": price(500_000, "khách"),
    # On request
    "Liên hệ": price(None),
    "lh": price(None),
    "LH": price(None),
    "giá liên hệ": price(None),
    "Thoả thuận": price(None),
    # Ranges
    "120-150k": asked(120_000, 150_000),
    "120k - 150k": asked(120_000, 150_000),
    "từ 120k đến 150k": asked(120_000, 150_000),
    "120–150 nghìn": asked(120_000, 150_000),
    "120.000 - 150.000đ/kg": asked(120_000, 150_000),
    "120.000đ/kg-150.000đ/kg": asked(120_000, 150_000),
    "800k-1tr2": asked(800_000, 1_200_000),
    "1,2-1,5tr": asked(1_200_000, 1_500_000),
    "120-150": asked(120_000, 150_000),
    "120 150k": asked(120_000, 150_000),
    "từ 120k": asked(120_000),
    "120k trở lên": asked(120_000),
    # With two meanings
    "125": asked(125_000, 125),
    "85đ": asked(85_000, 85),
    "12.5": asked(12_500, 12_500_000),
    "125.000k": asked(125_000, 125_000_000),
    "1250k": asked(1_250_000, 1_250),
    "1.250 triệu": asked(1_250_000),
    "1250.000": asked(1_250_000, 1_250),
    "125. 000": asked(125_000, 125),
    "1tr25k": asked(1_250_000, 1_025_000),
    "1 triệu 25": asked(1_250_000, 1_025_000),
    "1tr2 kg": asked(1_200_000, 1_000_000),
    "1tr 2kg": asked(1_000_000),
    "125 ngàn rưỡi": asked(125_500),
    "2 trăm": asked(200_000),
    "1 trăm rưỡi": asked(150_000),
    "125n": asked(125_000),
    "12Ok": asked(120_000),
    "125.OOO": asked(125_000),
    # With other words
    "khoảng 120k": asked(120_000),
    "loại to 120-150k": asked(120_000, 150_000),
    "từ 80-120k tuỳ size": asked(80_000, 120_000),
    "85k 30 con/kg": asked(85_000),
    "85k chưa ship": asked(85_000),
    "85k/kg chưa ship": asked(85_000),
    "hộp 400g: 85k": asked(85_000),
    "85k lh 0912345678": asked(85_000),
    "sỉ 100k lẻ 120k": asked(100_000, 120_000),
    "100k/kg, 190k/2kg": asked(100_000, 190_000),
    "85k/²": asked(85_000),
    "125k\n130k": asked(125_000, 130_000),
    "theo thời giá": asked(),
    "giá theo thời điểm": asked(),
    "đang cập nhật": asked(),
    "LH 0912 345 678": asked(),
    # No price
    "một trăm nghìn": NOTHING,
    "giá rẻ": NOTHING,
}
NO_PRICES = (
    "", "0", "0đ", "miễn phí", "1 triệu năm trăm nghìn", "2 trăm 5", "-125000", "5 USD", "10$/kg",
    "500g", "85kg", "gói", "0912345678", "0912 345 678", "125 000 150 000", "125\r000", "12\n500",
    "1.25E+05", "11/2026", "23-11-2026", "HP-NS-0001", "١٢٥", "12⁵k", "½ triệu", "1tr2tr3",
    "125k" * 50, "9" * 5_000,
)  # fmt: skip


def outcome(text: str) -> WrittenPrice | Asked | str:
    try:
        return read_price(text)
    except AskedBackError as question:
        return Asked(question.proposals)
    except WrongValueError as refusal:
        return NOTHING if refusal.said is refusing.UNREAD_PRICE else str(refusal)


def test_sixty_prices_are_read_or_asked_back_and_none_wrongly():
    answers = {text: outcome(text) for text in WRITTEN}

    wrongly = {
        text: answer
        for text, answer in answers.items()
        if isinstance(answer, WrittenPrice) and answer != WRITTEN[text]
    }
    answered = [text for text, answer in answers.items() if answer != NOTHING]
    assert wrongly == {}
    assert (len(WRITTEN), len(answered)) == (103, 101)
    assert len(answered) / len(WRITTEN) >= 0.95


@pytest.mark.parametrize(("text", "right"), WRITTEN.items())
def test_a_price_is_what_was_meant(text, right):
    assert outcome(text) == right


@pytest.mark.parametrize("text", NO_PRICES)
def test_what_is_no_price_is_refused(text):
    assert outcome(text) == NOTHING


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        (
            "120-150k",
            "Bạn viết 120-150k. Giá thấp nhất là 120.000 ₫, phải không?",
            "You wrote 120-150k. Is the lowest price 120,000 ₫?",
        ),
        (
            "từ 120k",
            "Bạn viết từ 120k. Giá thấp nhất là 120.000 ₫, phải không?",
            "You wrote từ 120k. Is the lowest price 120,000 ₫?",
        ),
        (
            "125 ngàn rưỡi",
            "Bạn viết 125 ngàn rưỡi. Giá là 125.500 ₫, phải không?",
            "You wrote 125 ngàn rưỡi. Is the price 125,500 ₫?",
        ),
        (
            "125",
            "Bạn viết 125. Giá nào đúng: 125.000 ₫ hay 125 ₫?",
            "You wrote 125. Which price is right: 125,000 ₫ or 125 ₫?",
        ),
        (
            "thời giá",
            "Bạn viết thời giá. Ghi giá là «Liên hệ», phải không?",
            "You wrote thời giá. Is the price on request?",
        ),
        (
            "rẻ thôi",
            "Chưa đọc được giá. Hãy viết như 125000, 125k hoặc 1tr2.",
            "This price cannot be read. Write it like 125000, 125k or 1tr2.",
        ),
    ],
)
def test_a_person_is_asked_in_both_languages(text, vi, en):
    with pytest.raises(WrongValueError) as refused:
        read_price(text)

    assert refused.value.told("giá", text) == (vi, en)


def test_what_a_range_is_for_is_kept_beside_its_ends():
    with pytest.raises(AskedBackError) as refused:
        read_price("120-150k/ký")

    assert (refused.value.proposals, refused.value.per) == ((120_000, 150_000), "kg")


# What holds of all


SPELLINGS = ["{0}", "{0} đ", "{0}₫", "{0:,}", "{0:,} VNĐ", "{0:,}.00", "{1}", "{1}đ", "{1} đồng",
             "{1},00 vnd", "{1}đ/kg", "giá {0}"]  # fmt: skip


@given(st.integers(1_000, 10**12 - 1), st.sampled_from(SPELLINGS))
def test_a_price_is_read_as_it_was_written(amount, spelling):
    dotted = f"{amount:,}".replace(",", ".")

    assert read_price(spelling.format(amount, dotted)).amount == amount


@given(st.integers(1, 999))
def test_thousands_may_be_a_word_and_a_bare_number_is_asked_back(thousands):
    for word in ("k", " nghìn", " ngàn", "K/kg"):
        assert read_price(f"{thousands}{word}").amount == thousands * 1000
    for bare in (f"{thousands}", f"{thousands}đ", f"{thousands}/kg"):
        assert outcome(bare) == asked(thousands * 1000, thousands)


@given(st.integers(1, 999), st.integers(1, 999))
def test_millions_and_a_rest(millions, rest):
    written = f"{rest:03}".rstrip("0")

    assert read_price(f"{millions}tr{written}").amount == millions * 10**6 + rest * 1000
    assert read_price(f"{millions} triệu {rest:03}k").amount == millions * 10**6 + rest * 1000
    if len(written) < 3:  # 1,250 triệu is asked back, for some would mean 1250 triệu by it
        assert read_price(f"{millions},{written} triệu").amount == millions * 10**6 + rest * 1000


@given(st.text(max_size=30) | st.text("0123456789.,- /kgtrđoO₫nghìuệêừ", max_size=20))
@example("9" * 400)
@example("1tr2tr3")
@example("0,0")
@example("1e9")
def test_any_text_is_a_price_a_question_or_refused(text):
    answer = outcome(text)

    match answer:
        case WrittenPrice(None):
            assert not re.search(r"[0-9]", text)
        case WrittenPrice(amount):
            assert 1 <= amount < 10**12
        case Asked(proposals):
            assert len(proposals) <= 4
            assert all(0 < one < 10**12 for one in proposals)


PARTS = st.tuples(
    st.sampled_from(["", "giá ", "₫"]),
    st.from_regex(r"[0-9]{1,4}([., ]?[0-9]{3})?([.,][0-9])?", fullmatch=True),
    st.sampled_from(["", "k", " nghìn", "tr", " triệu", "tr2", " triệu 250", "k5"]),
    st.sampled_from(["", "đ", " VNĐ"]),
    st.sampled_from(["", "/kg", "/hộp 400g", " một ký", " 1 túi", " 2kg", "/vỉ 10 quả"]),
)


@given(PARTS)
def test_what_is_read_can_be_written_back(parts):
    answer = outcome("".join(parts))
    if not isinstance(answer, WrittenPrice) or answer.amount < 1000:
        return

    for spelling in ("{:,} ₫", "{}đ"):
        behind = f"/{answer.per}" if answer.per else ""
        assert read_price(spelling.format(answer.amount) + behind) == answer


SUMS = st.sampled_from(
    ["85k", "120k", "125.000", "125.000đ", "95000", "1tr2", "1 triệu 2", "150 nghìn", "1,5 triệu"]
)
BETWEEN = st.sampled_from(
    ["-", " - ", "–", " đến ", " ", ", ", "; ", "/", " / ", "\n", "\t", " hoặc ", " (", " sỉ ", "~",
     "+", " x ", "=", "/kg ", "/hộp, ", " còn ", "."]
)  # fmt: skip


@given(SUMS, BETWEEN, SUMS)
def test_two_numbers_are_never_read_as_one(one, between, other):
    amounts = {read_price(one).amount, read_price(other).amount}
    assume(len(amounts) == 2)
    answer = outcome(f"{one}{between}{other}")

    assert not isinstance(answer, WrittenPrice)
    if between != "." and isinstance(answer, Asked) and len(answer.proposals) == 2:
        assert set(answer.proposals) <= amounts


# What a price is for


@pytest.mark.parametrize(
    ("per", "pack"),
    [
        ("", "hộp 400 g"),
        ("kg", "1 kg"),
        ("kg", "túi 1 kg"),
        ("kg", "1 kg (10–14 con)"),
        ("kg", "con 1–1,5 kg, tính theo kg"),
        ("ký", "1 kg"),
        ("1kg", "1 kg"),
        ("1000g", "túi 1 kg"),
        ("2 kg", "túi 2 kg"),
        ("lạng", "gói 100 g"),
        ("nửa cân", "túi 500 g"),
        ("lít", "chai 1 lít"),
        ("lít", "lít"),
        ("0,5 lít", "chai 500 ml"),
        ("hộp", "hộp 400 g"),
        ("một hộp", "hộp 400 g"),
        ("hop", "hộp 400 g"),
        ("hộp 400g", "hộp 400 g"),
        ("hộp 0,4 kg", "hộp 400 g"),
        ("HỘP", "hộp 20 túi 40 g"),
        ("túi", "túi lưới 1 kg"),
        ("trái", "quả 1,2–1,5 kg"),
        ("cái", "chiếc cao 30 cm"),
        ("chục", "chục 10 quả"),
        ("10 quả", "vỉ 10 quả"),
        ("khách", "suất 1 khách"),
        ("người", "suất trải nghiệm 1 khách"),
    ],
)
def test_a_price_for_a_unit_is_one_for_a_pack_of_it(per, pack):
    assert agrees(per, pack)


@pytest.mark.parametrize(
    ("per", "pack"),
    [
        ("kg", "túi 2 kg"),
        ("kg", "hộp 400 g"),
        ("kg", "hộp"),
        ("kg", "quả 1,2–1,5 kg"),
        ("kg", ""),
        ("con", "con 1–1,5 kg, tính theo kg"),
        ("hộp", "túi 1 kg"),
        ("hộp 500g", "hộp 400 g"),
        ("hộp 400g", "hộp"),
        ("túi 1kg", "1 kg"),
        ("2 hộp", "hộp 400 g"),
        ("quả", "vỉ 10 quả"),
        ("lít", "chai 500 ml"),
        ("lạng", "1 kg"),
        ("bò", "bó 500 g"),
        ("đêm", "suất 2 ngày 2 đêm"),
    ],
)
def test_a_price_for_another_unit_is_none_for_the_pack(per, pack):
    assert not agrees(per, pack)


@given(st.text(max_size=20), st.text(max_size=20))
@example("1²", "1 kg")
@example("٣ kg", "3 kg")
@example("²kg", "2 kg")
def test_any_two_texts_agree_or_do_not(per, pack):
    assert agrees(per, pack) in (True, False)


# In lists


def test_the_handbook_says_what_lists_read():
    handbook = Path(__file__).parents[2] / "docs" / "operating.md"
    rows = [line.split("|") for line in handbook.read_text().splitlines() if "| `" in line]
    read = {
        column: re.findall(r"`([^`]+)`", cells[2].partition(". A year")[0])
        for cells in rows
        if (column := cells[1].strip().strip("`"))
    }

    amounts = [read_price(text).amount for text in read["price_vnd"]]
    packs_of = [read_price(text).per for text in read["price_vnd` for a unit"]]
    assert amounts == [125_000] * 4 + [12_500, 125_000, 1_200_000, 1_250_000, 1_200_000,
                                       1_250_000, None, None]  # fmt: skip
    assert packs_of == ["kg", "hộp 400 g", "kg"]
    assert [values.days(text) for text in read["shelf_life_days"]] == [180, 30, 14, 180, 545, 365]
    contents = [packs.content(text) for text in read["net_quantity"] if text != "net_unit"]
    assert [(float(quantity), unit) for quantity, unit in contents] == [
        (500, None), (1.5, None), (500, "g"), (500, "g"), (0.5, "kg"), (1.2, "kg"), (2.5, "l"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "pack", "amount"),
    [
        ("125k", "hộp 400 g", 125_000),
        ("125k/kg", "1 kg", 125_000),
        ("85k/hộp", "hộp 400 g", 85_000),
        ("lh", "hộp 400 g", None),
        ("125k", None, 125_000),
    ],
)
def test_a_list_reads_a_price_of_its_pack(written, pack, amount):
    assert values.price(written, pack) == amount


@pytest.mark.parametrize(
    ("written", "pack", "said"),
    [
        ("120-150k", "1 kg", "“120-150k” là khoảng giá từ 120.000 đến 150.000 ₫. Hãy ghi một giá."),
        ("125", "1 kg", "“125” có thể là 125.000 ₫ hay 125 ₫. Hãy ghi rõ một giá, như 125.000."),
        (
            "125 ngàn rưỡi",
            "1 kg",
            "“125 ngàn rưỡi” chưa chắc là 125.500 ₫. Hãy chỉ ghi số tiền, như 125.000.",
        ),
        (
            "125k/kg",
            "túi 2 kg",
            "“125k/kg” là giá cho kg, còn quy cách là túi 2 kg. Hãy ghi giá cho đúng quy cách.",
        ),
        (
            "125k/kg",
            None,
            "“125k/kg” có thêm chữ sau giá. Hãy chỉ ghi số tiền, như 125.000.",
        ),
        ("thời giá", "1 kg", "“thời giá” không phải là giá. Hãy ghi “liên hệ” nếu chưa có giá."),
    ],
)
def test_a_list_is_told_what_to_write(written, pack, said):
    with pytest.raises(WrongValueError) as refused:
        values.price(written, pack)

    assert refused.value.told("giá", written).vi == said
    assert not isinstance(refused.value, AskedBackError)
