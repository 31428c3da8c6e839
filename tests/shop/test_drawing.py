"""Goods show the drawing of their own kind."""

import pytest

from media.illustrations import KEYS, variants
from shop.demo.drawing import drawing_of, kinds
from shop.demo.loading import DATA
from shop.intake.lists import read_products
from shop.models.columns import Row

PRODUCTS = list(read_products(DATA))


def row(name: str, group: str = "21", keywords: tuple[str, ...] = ()) -> Row:
    return {
        "code": "HP-NS-0001",
        "name_vi": name,
        "keywords": keywords,
        "ocop_set_id": group,
        "agri_group_id": None,
    }


@pytest.mark.parametrize(
    ("name", "kind"),
    {
        "Cam Gia Luận": "cam",
        "Dưa hấu Đại Công": "dua-hau",
        "Dưa chuột nếp Phạm Trấn": "dua-chuot",
        "Dừa Vinh Quang": "trai-dua",
        "Dứa Bắc An": "trai-thom",
        "Cơm rượu nếp cẩm Đại Thắng hộp 500 g": "ruou-nep",
        "Rượu nếp men lá": "ruou-nep",
        "Rượu vang vải Thanh Hà": "ruou-vang",
        "Bún khô gạo lứt Hội Yên": "bun",
        "Gạo lứt ST25 ruộng rươi – túi 1 kg": "gao-lut",
        "Thuốc lào Vĩnh Bảo": "thuoc-lao",
        "Vải thiều Thanh Hà sấy khô nguyên quả": "vai-say",
        "Vải thiều tươi Nữ hoàng Thanh Hà": "vai",
        "Vải khổ hẹp dệt Cổ Am": "vai-det",
        "Hành, tỏi Hải Dương": "hanh-toi",
        "Tượng Quan Âm sơn thếp Bảo Hà": "tuong-quan-am",
        "Trứng vịt muối Hùng Thắng hộp 6 quả": "trung-muoi",
        "NƯỚC MẮM CÁT HẢI": "nuoc-mam",
    }.items(),
)
def test_a_name_tells_its_kind(name, kind):
    assert kinds().by_words(name) == kind


def test_a_word_is_no_part_of_another():
    assert kinds().by_words("Camera hành trình") is None
    assert kinds().by_words("Đặc sản cam") is None


def test_keywords_are_asked_after_the_name_and_the_group_last():
    assert drawing_of(row("Hibigreen", "17", ("nước bụp giấm", "bia"))) == "tra-bup-giam"
    assert drawing_of(row("Cam", "17", ("bia",))) == "cam"
    assert drawing_of(row("Hibigreen", "17")) == "chai"


def test_every_product_of_the_lists_has_a_drawing_of_its_kind():
    told = [kinds().by_words(product.name_vi) for product in PRODUCTS]

    assert len(PRODUCTS) == 429
    assert len([kind for kind in told if kind]) == 427  # two are told by their keywords


def test_every_kind_is_drawn_and_every_drawing_stands_for_a_kind():
    named = {key for _, key in kinds().beginnings} | set(kinds().groups.values())

    assert {key.split(".")[0] for key in KEYS} == named


def test_every_group_has_a_drawing():
    groups = {product.ocop_set_id or product.agri_group_id for product in PRODUCTS}

    assert groups <= set(kinds().groups)
    assert len(kinds().groups) == 40


def test_fish_sauces_share_out_three_drawings():
    sauces = [product for product in PRODUCTS if product.name_vi.startswith("Nước mắm")]

    shown = {drawing_of(row(one.name_vi, "09") | {"code": one.code}) for one in sauces}

    assert len(sauces) == 7
    assert shown == set(variants("nuoc-mam"))
