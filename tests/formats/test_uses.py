"""The list of uses, and what of it is told of which goods."""

import re

import pytest

from shop.formats import csv, google
from shop.formats.uses import SHELVES, TRADITION, USES, in_order, key_of, told_of
from tests.formats.test_channels import NUOC_MAM, SETTING, csv_rows, google_items, product

FOLK = ["nau-lau", "giai-nhiet"]


def test_keys_stand_in_addresses_and_names_are_short_and_unlike():
    assert 40 <= len(USES) <= 50
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", key) for key in USES)
    names = [name for pair in USES.values() for name in pair]
    assert len({name.casefold() for name in names}) == len(names)
    assert max(map(len, names)) <= 45


def test_what_concerns_health_says_that_it_is_tradition():
    for vi, en in SHELVES[TRADITION].values():
        assert vi.endswith(" theo dân gian")
        assert en.endswith(", by tradition")


@pytest.mark.parametrize("said", ["an-chay", "Ăn chay", "ăn  CHAY", "an chay", "vegetarian food"])
def test_a_use_is_known_by_its_key_and_its_names(said):
    assert key_of(said) == "an-chay"


def test_another_word_is_no_use():
    assert key_of("chữa bệnh") is None
    assert in_order(["qua-bieu", "an-chay", "chua-benh", "an-chay"]) == ["an-chay", "qua-bieu"]


def test_of_a_remedy_no_tradition_is_told():
    assert told_of(FOLK, "18") == ["nau-lau"]
    assert told_of(FOLK, "12") == told_of(["chua-benh", *FOLK[::-1]], None) == FOLK


def test_the_spreadsheet_has_keys_and_words_beside_each_other():
    [row] = csv_rows(csv, product(uses=FOLK))

    assert (row["uses"], row["uses_vi"]) == (
        "nau-lau;giai-nhiet",
        "Nấu lẩu; Giải nhiệt theo dân gian",
    )


def test_a_channel_is_told_no_use_of_tradition():
    [item] = google_items(product(uses=[*FOLK, "do-nuong"]))

    told = [tuple(part.text for part in one) for one in item.findall(f"{G}product_detail")]
    assert ("Sản phẩm", "Dùng cho", "Nấu lẩu, Đồ nướng") in told
    silent = google.items(product(uses=["giai-nhiet"]), SETTING)
    assert silent == google.items(NUOC_MAM, SETTING) != []


G = "{http://base.google.com/ns/1.0}"
