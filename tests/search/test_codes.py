"""Codes in queries: each has one form however it was typed, and nothing else is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.codes import codes_in, codes_of, filed
from search.vietnamese import compose
from tests.search.samples import goods


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("HP-OCOP-0117", "HP-OCOP-0117"),
        ("hp ocop 0117", "HP-OCOP-0117"),
        ("hp ocop 117", "HP-OCOP-0117"),
        ("hp ocop 26", "HP-OCOP-0026"),
        ("hpns0090", "HP-NS-0090"),
        ("HP-NS-46", "HP-NS-0046"),
        ("hp.ns.46", "HP-NS-0046"),
        ("HP_NS_0046", "HP-NS-0046"),
        ("HP‑NS–46", "HP-NS-0046"),
        ("ＨＰ－ＮＳ－００４６", "HP-NS-0046"),
        ("mã sản phẩm: NS 46", "HP-NS-0046"),
        ("mã số HP-CS-7", "HP-CS-007"),
        ("HP-CS-121", "HP-CS-121"),
        ("OCOP-0117", "HP-OCOP-0117"),
        ("ns0046", "HP-NS-0046"),
        ("ocop 42", "HP-OCOP-0042"),
        ("NS 146", "HP-NS-0146"),
        ("HP-OCOP-0001-1", "HP-OCOP-0001"),
        ("9 520005 000016", "09520005000016"),
        ("9520005000016", "09520005000016"),
        ("952-0005-00001-6", "09520005000016"),
        ("mã vạch 9520001100055", "09520001100055"),
        ("Mã vạch: 9520001 100055", "09520001100055"),
        ("０９５２０００５００００１６", "09520005000016"),
        ("00012345678905", "00012345678905"),
        ("12345678905", "00012345678905"),
        ("144/QĐ-UBND", "144/QD-UBND"),
        ("quyết định 144/QĐ-UBND", "144/QD-UBND"),
        ("QUYẾT ĐỊNH SỐ 0144 / QĐ - UBND", "144/QD-UBND"),
        ("144 qd ubnd", "144/QD-UBND"),
        ("144/QÐ-UBND", "144/QD-UBND"),
        ("quyết định 144", "144/QD"),
        ("qđ 144", "144/QD"),
        ("MH-27/QĐ-BNN-VPĐP", "MH-27/QD-BNN-VPDP"),
        ("mh-05/qđ-ubnd", "MH-5/QD-UBND"),
    ],
)
def test_a_code_has_one_form_however_it_was_typed(typed, code):
    codes, rest = codes_in(typed)

    assert (codes, rest.strip()) == ((code,), "")


@pytest.mark.parametrize(
    "text",
    [
        "hp ocop 4 sao",
        "ocop 5 sao",
        "ocop 5",
        "ocop 2024",
        "gạo ocop 25",
        "hp ocop 2024",
        "0912 345 678",
        "100000-200000",
        "300000 - 700000",
        "gạo dưới 10000000",
        "từ 100000 đến 200000",
        "gạo st25 5kg",
        "nước mắm 2 lít 500 ml",
        "HP-NS",
        "mã vạch",
        "quyết định",
        "php-ns-46",
    ],
)
def test_what_is_no_code_stays_as_it_is(text):
    assert codes_in(text) == ((), text)


def test_the_words_around_a_code_stay():
    codes, rest = codes_in("Quyết định số 144/QĐ-UBND về gạo HP-NS-46 ruộng rươi")

    assert codes == ("HP-NS-0046", "144/QD-UBND")
    assert rest.split() == ["về", "gạo", "ruộng", "rươi"]


def test_a_decision_is_filed_with_its_maker_and_without():
    assert filed(["HP-CS-101", "144/QĐ-UBND"]) == ["HP-CS-101", "144/QD-UBND", "144/QD"]


@given(st.sampled_from(["ns", "ocop", "cs"]), st.integers(1, 99_999), st.sampled_from("-./_"))
def test_a_filed_code_is_found_with_any_sign_between_and_without_zeros(series, number, sign):
    printed = f"HP-{series.upper()}-{number:0{3 if series == 'cs' else 4}}"

    assert filed([printed]) == [printed]
    assert codes_in(f"hp{sign}{series}{sign}{number}")[0] == (printed,)


@given(st.text(max_size=200))
def test_any_text_is_read_and_no_letter_is_moved(text):
    (codes, rest), whole = codes_in(text), compose(text)

    assert len(rest) == len(whole)
    assert all(left in {letter, " "} for letter, left in zip(whole, rest, strict=True))
    assert codes or rest == whole


def test_an_entry_is_filed_under_its_own_code():
    assert all(entry.code in codes_of(entry) for entry in goods())
