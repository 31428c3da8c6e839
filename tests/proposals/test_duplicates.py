"""Names that may be one product's are found, and names that are not are left alone."""

import csv
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pytest

from shop.catalogue import withdraw
from shop.proposals.duplicates import Twin, are_one, twins_of
from tests.proposals.measuring import quickest

DATA = Path(__file__).parents[2] / "shop" / "data"
FALSE_AT_MOST, RECALL = 0.02, 0.9
PAIRS = """
Cá mòi kho Làng Chài | ca moi kho lang chai
Cá mòi kho Làng Chài | CÁ MÒI KHO LÀNG CHÀI
Cá mòi kho Làng Chài | Cá mòi kho Làng Chài hộp 400g
Cá mòi kho Làng Chài | Cá mòi  kho Làng  Chài
Cá mòi kho Làng Chài | Cá mòi kho Làng Chai
Cá mòi kho Làng Chài | Cas mofi kho Lafng Chafi
Cá mòi kho Làng Chài | Cá mòi khoo Làng Chài
Cá mòi kho Làng Chài | Cá mòi kho làng chài.
Nước mắm Cát Hải | nuoc mam cat hai
Nước mắm Cát Hải | Nươc mắm Cát Hải
Nước mắm Cát Hải | Nuwowcs mawms Cats Har
Nước mắm Cát Hải | Nước mắm Cát Hải (chai 500 ml)
Nước mắm Cát Hải | Nước măm Cát Hải
Nước mắm Cát Hải | Nước mắm Cat Hải
Nước mắm Cát Hải | Nước mắmm Cát Hải
Bánh đa cua Hoà Bình | Bánh đa cua Hòa Bình
Bánh đa cua Hoà Bình | banh da cua hoa binh
Bánh đa cua Hoà Bình | Bánh đacua Hoà Bình
Bánh đa cua Hoà Bình | Bánh da cua Hòa Bình
Thuốc lào Vĩnh Bảo | thuoc lao vinh bao
Thuốc lào Vĩnh Bảo | Thuôc lào Vĩnh Bảo
Thuốc lào Vĩnh Bảo | Thuốc lào Vính Bảo
Vải thiều Thanh Hà | Vải thiều Thanhh Hà
Vải thiều Thanh Hà | vai thieu thanh ha
Vải thiều Thanh Hà | Vaải thiều Thanh Hà
Vải thiều Thanh Hà | Vải thiều thanh hà túi 2 kg
Ổi Thanh Hà | oi Thanh Ha
Ổi Thanh Hà | Ổi Thanh Hà - 1kg
Cam Đồng Dụ | Cam dong du
Cam Đồng Dụ | Cam Dồng Dụ
Gạo nếp cái hoa vàng Đại Thắng | Gạo nêp cái hoa vàng Đại Thắng
Gạo nếp cái hoa vàng Đại Thắng | gạo nếp cái hoa vàng đại thắng, túi 5 kg
Gạo nếp cái hoa vàng Đại Thắng | Gạo nếp cái hoa vàg Đại Thắng
Rượu nếp cái hoa vàng Tiên Lãng | Rượu nếp cái hoa vàng Tiên lãng chai 1 lít
Rượu nếp cái hoa vàng Tiên Lãng | Ruou nep cai hoa vang Tien Lang
Mật ong rừng Cát Bà | Mật ong rừng Cát Bà
Mật ong rừng Cát Bà | Mat ong rung Cat Ba
Mật ong rừng Cát Bà | Mât ong rừng Cát Bà
Mật ong rừng Cát Bà | Mật ong rưng Cát Bà
Mật ong rừng Cát Bà | Mật ong rừng Cát  Bà lọ 350ml
Bột sắn dây Đông Triều | Bột săn dây Đông Triều
Bột sắn dây Đông Triều | Bột sắn giây Đông Triều
Bột sắn dây Đông Triều | Bot san day Dong Trieu
Trứng vịt chạy đồng | Trung vit chay dong
Trứng vịt chạy đồng | Trứng vit chạy đồng
Trứng vịt chạy đồng | Trưng vịt chạy đồng
Thuỷ sản khô Đồ Sơn | Thủy sản khô Đồ Sơn
Rươi kho Tứ Kỳ | Rươi kho Tứ Kì
Rươi kho Tứ Kỳ | Ruoi kho Tu Ky
Chả mực Cát Bà | Chả mựcc Cát Bà
""".strip().splitlines()
OTHERS = """
Dưa Vinh Quang | Dừa Vinh Quang
Nghệ ta | Nghé ta
Dâu quả | Đậu quả
Gạo ST24 ruộng rươi | Gạo ST25 ruộng rươi
Cá song lồng bè Cát Bà | Cá hồng lồng bè Cát Bà
Mật ong | Mật ong nhãn
""".strip().splitlines()


def parted(lines: list[str]) -> list[tuple[str, str]]:
    return [(one, other) for one, _, other in (line.partition(" | ") for line in lines)]


def test_what_people_type_for_one_product_is_noticed():
    pairs = parted(PAIRS)
    missed = [pair for pair in pairs if not (are_one(*pair) and are_one(*reversed(pair)))]

    assert len(pairs) == 50
    assert len(pairs) - len(missed) >= len(pairs) * RECALL, missed


@pytest.mark.parametrize(("one", "other"), parted(OTHERS))
def test_another_word_is_another_product(one, other):
    assert not are_one(one, other)
    assert not are_one(other, one)


def test_hardly_any_two_products_of_one_producer_are_taken_for_one():
    names = defaultdict(list)
    for file in ("agri_products.csv", "ocop_products.csv"):
        for row in csv.DictReader((DATA / file).read_text("utf-8-sig").splitlines()):
            names[row["producer_code"]].append(row["name_vi"])
    pairs = [pair for of_one in names.values() for pair in combinations(of_one, 2)]
    flagged = [pair for pair in pairs if are_one(*pair)]

    assert len(pairs) == 969
    assert len(flagged) <= len(pairs) * FALSE_AT_MOST, flagged


def test_a_name_of_dashes_takes_no_longer_than_another():
    """All letters of a draft are kept, also of what is no name."""
    usual = quickest(lambda: are_one("dừa " * 2_500, "Cá mòi kho"))

    assert quickest(lambda: are_one("-" * 10_000, "Cá mòi kho")) < 20 * usual


async def test_a_producer_is_told_of_what_it_has_and_of_nothing_else(shop):
    mackerel = Twin("HP-OCOP-0001", "Cá mòi kho Làng Chài", "hộp 400 g")

    assert await twins_of("HP-CS-101", "ca moi kho lang chai") == [mackerel]
    assert await twins_of("HP-CS-102", "ca moi kho lang chai") == []
    assert await twins_of("HP-CS-101", "ca moi kho lang chai", besides="HP-OCOP-0001") == []
    await withdraw("HP-OCOP-0001", by="test")
    assert await twins_of("HP-CS-101", "ca moi kho lang chai") == []
