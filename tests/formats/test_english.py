"""What lists write is said in English by tables; what the tables do not know stays Vietnamese."""

import csv
from itertools import chain
from pathlib import Path

import pytest

from shop.formats import english

DATA = Path(__file__).parents[2] / "shop" / "data"


def column(name: str, *files: str) -> set[str]:
    """Give every value of a column of the demo's lists."""
    rows = chain.from_iterable(
        csv.DictReader((DATA / file).read_text("utf-8-sig").splitlines()) for file in files
    )
    return {row[name] for row in rows if row[name]}


PRODUCTS = ("agri_products.csv", "ocop_products.csv")
PRODUCERS = ("agri_producers.csv", "ocop_producers.csv")


@pytest.mark.parametrize(
    ("say", "name", "files"),
    [
        (english.pack, "pack", PRODUCTS),
        (english.storage, "storage_vi", PRODUCTS[1:]),
        (english.office, "issuer", PRODUCTS[1:]),
        (english.place, "commune_name", PRODUCTS),
        (english.place, "former_commune", PRODUCTS),
        (english.place, "former_district", PRODUCTS),
        (english.place, "name", ("communes.csv",)),
        (english.place, "old_district", ("former_communes.csv",)),
        (english.place, "former_province", ("communes.csv",)),
    ],
)
def test_all_that_the_lists_say_has_english(say, name, files):
    assert [text for text in sorted(column(name, *files)) if not say(text)] == []


def test_producers_that_were_made_up_have_an_english_name_and_real_ones_keep_theirs():
    names = column("name", *PRODUCERS)

    assert {name for name in names if english.maker(name)} == {
        name for name in names if "minh hoạ" in name
    }
    assert english.maker("HTX minh hoạ 28 – Đặc khu Cát Hải") == (
        "Illustrative cooperative 28 – Cát Hải special zone"
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("chai 500 ml", "500 ml bottle"),
        ("túi lưới 1 kg", "1 kg net bag"),
        ("vỉ 10 quả", "tray of 10"),
        ("hộp 20 túi 40 g", "box of 20 bags, 40 g"),
        ("con làm sạch 1,6–1,8 kg", "1.6–1.8 kg each, cleaned"),
        ("quả 1,2–1,6 kg, tính theo kg", "1.2–1.6 kg each, priced by the kg"),
        ("1 kg (10–14 con)", "1 kg (10–14 pieces)"),
        ("bình gốm 1 lít", "1 litre ceramic jar"),
        ("nải khoảng 1 kg", "about 1 kg each"),
        ("túi 1 kg ăn thử rồi mua", ""),
        ("", ""),
    ],
)
def test_a_pack_is_said_whole_or_not_at_all(written, said):
    assert english.pack(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Đặc khu Cát Hải", "Cát Hải special zone"),
        ("xã Quyết Thắng", "Quyết Thắng commune"),
        ("Phường Trần Hưng Đạo", "Trần Hưng Đạo ward"),
        ("Thành phố Thủy Nguyên", "Thủy Nguyên city"),
        ("Xãng", ""),
    ],
)
def test_a_place_is_said_by_its_kind(written, said):
    assert english.place(written) == said


def test_storage_is_said_when_every_clause_is_known():
    known = "Nơi khô ráo, thoáng mát, tránh ánh nắng trực tiếp; đậy kín sau khi mở"

    assert english.storage(known) == (
        "Keep in a cool, dry, airy place, out of direct sunlight; close well after opening"
    )
    assert english.storage(f"{known}; để dưới gầm giường") == ""


def test_a_former_place_is_said_part_by_part():
    assert english.former("Thị trấn Cát Hải, Huyện Cát Hải") == (
        "Cát Hải township, Cát Hải district"
    )
