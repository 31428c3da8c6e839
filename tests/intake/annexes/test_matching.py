"""Lines of annexes and the products they mean: for sure, to be chosen, or not here."""

import random

import pytest

from shop.intake.annexes.matching import Known, matched
from shop.intake.annexes.reading import Line
from shop.models import Match
from tests.intake.annexes.noise import annex_of, products

SURE, CHOOSE, MISSING = Match.SURE, Match.CHOOSE, Match.MISSING
PLACES = ("Xã Hùng Thắng", "Xã Vinh Quang", "Huyện Tiên Lãng")


def known(code: str, name: str, producer: str = "HTX Vinh Quang", *former: str) -> Known:
    return Known(code, name, (producer, *former), PLACES)


def line(name: str, producer: str = "HTX Vinh Quang", commune: str = "Xã Hùng Thắng") -> Line:
    return Line(1, name, producer, commune, "4", 4, None)


DUA, DUA_HAU = known("HP-NS-0001", "Dừa Vinh Quang"), known("HP-NS-0002", "Dưa Vinh Quang")
RUOI = known("HP-OCOP-0001", "Chả rươi", "Công ty TNHH Hải Sản Minh Hoạ", "Hộ kinh doanh Minh Hoạ")
HERE = [
    DUA,
    RUOI,
    known("HP-OCOP-0002", "Nước mắm 25 độ đạm"),
    known("HP-OCOP-0003", "Nước mắm 30 độ đạm"),
]


@pytest.mark.parametrize(
    ("said", "match", "first"),
    [
        (line("Dừa Vinh Quang"), SURE, "HP-NS-0001"),
        (line("DỪA VINH QUANG"), SURE, "HP-NS-0001"),
        (line("Dua Vinh Quang", "htx vinh quang", "xa hung thang"), SURE, "HP-NS-0001"),
        (line("Dừa Vinh Quang", "Hợp tác xã nông nghiệp Vinh Quang"), SURE, "HP-NS-0001"),
        (line("Dừa Vinh Quang", commune="Xã Vinh Quang, huyện Tiên Lãng"), SURE, "HP-NS-0001"),
        (line("Dừa Vinh Quang", commune=""), SURE, "HP-NS-0001"),
        (line("Dừa Vinh Quang", commune="Xã Cát Hải"), CHOOSE, "HP-NS-0001"),
        (line("Dừa Vinh Quang", "Công ty Vinh Quang"), CHOOSE, "HP-NS-0001"),
        (line("Dừa Vinh Quang", "HTX Minh Tân"), CHOOSE, "HP-NS-0001"),
        (line("Dừa Vinh Quang", ""), CHOOSE, "HP-NS-0001"),
        (line("Dưa Vinh Quang"), MISSING, ""),
        (line("Nước mắm 30 độ đạm"), SURE, "HP-OCOP-0003"),
        (line("Nước mắm"), CHOOSE, "HP-OCOP-0002"),
        (line("Chả rươi", "Cty TNHH Hải Sản Minh Hoạ"), SURE, "HP-OCOP-0001"),
        (line("Chả rươi", "HKD Minh Hoạ"), SURE, "HP-OCOP-0001"),
        (line("Chả rươi hộp 300 g", "Cty Hải sản Minh Hoạ"), SURE, "HP-OCOP-0001"),
        (line("Trà hoa vàng", "HTX Xanh", "Xã Cát Hải"), MISSING, ""),
        (line(""), MISSING, ""),
    ],
)
def test_a_line_means_a_product_for_sure_perhaps_or_none(said, match, first):
    [found] = matched([said], HERE)

    assert (found.match, (found.candidates or [""])[0]) == (match, first)


def test_without_marks_dua_may_be_either_and_a_person_chooses():
    [bare, exact] = matched(
        [line("dua vinh quang", "htx vinh quang", ""), line("Dưa Vinh Quang")], [DUA, DUA_HAU]
    )

    assert (bare.match, sorted(bare.candidates)) == (CHOOSE, ["HP-NS-0001", "HP-NS-0002"])
    assert (exact.match, exact.candidates[0]) == (SURE, "HP-NS-0002")


def test_two_products_of_one_name_are_for_a_person_to_tell_apart():
    twins = [known(f"HP-OCOP-000{n}", "Gạo ruộng rươi") for n in range(1, 6)]

    [found] = matched([line("Gạo ruộng rươi")], twins)

    assert (found.match, len(found.candidates), found.code) == (CHOOSE, 3, None)


def test_no_two_lines_are_for_sure_one_product():
    found = matched([line("Dừa Vinh Quang"), line("DỪA VINH QUANG")], [DUA])

    assert [one.match for one in found] == [CHOOSE, CHOOSE]


@pytest.mark.parametrize("seed", range(4))
def test_on_the_demo_with_the_noise_of_offices_sure_is_right_and_nine_of_ten_are_sure(seed):
    every = products()
    chance = random.Random(seed)  # noqa: S311 - no secret
    away = {one.code for one in every if chance.random() < 0.25}
    said = annex_of(every, seed)

    found = matched([one.line for one in said], [one for one in every if one.code not in away])

    told = [(one.code, match) for one, match in zip(said, found, strict=True)]
    wrong = [(code, match) for code, match in told if match.code not in {None, code}]
    here = [(code, match) for code, match in told if code not in away]
    right = sum(code == match.code for code, match in here)
    assert wrong == []
    assert right / len(here) >= 0.9
    assert all(code in match.candidates for code, match in here)
