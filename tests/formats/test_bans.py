"""Which goods of the real lists a channel bans, by code, and which that look alike it does not."""

import unicodedata
from itertools import chain

import pytest

from shop.formats.bans import BANS, KINDS, kinds_of
from shop.formats.channels import CHANNELS
from tests.feeding import documents
from tests.formats.test_channels import product

OF_THE_LISTS = {
    "live_animals": {
        "HP-NS-0033", "HP-NS-0036", "HP-NS-0054", "HP-NS-0087", "HP-NS-0099", "HP-NS-0108",
        "HP-NS-0118", "HP-NS-0205", "HP-NS-0206", "HP-NS-0209", "HP-NS-0219", "HP-NS-0223",
        "HP-NS-0233", "HP-OCOP-0021", "HP-OCOP-0069", "HP-OCOP-0071", "HP-OCOP-0174",
    },
    "supplements": {"HP-OCOP-0150", "HP-OCOP-0151"},
    "tobacco": {"HP-NS-0017", "HP-NS-0021", "HP-NS-0022"},
    "alcohol": {
        "HP-NS-0002", "HP-NS-0247", "HP-OCOP-0006", "HP-OCOP-0009", "HP-OCOP-0017", "HP-OCOP-0023",
        "HP-OCOP-0038", "HP-OCOP-0055", "HP-OCOP-0140", "HP-OCOP-0141", "HP-OCOP-0142",
        "HP-OCOP-0143", "HP-OCOP-0144", "HP-OCOP-0145",
    },
    "services": {
        "HP-OCOP-0040", "HP-OCOP-0175", "HP-OCOP-0176", "HP-OCOP-0177", "HP-OCOP-0178",
        "HP-OCOP-0179",
    },
}  # fmt: skip
ALIKE = {
    "HP-NS-0024",  # Gà Liên Minh: "giống gà bản địa", a breed for the pot
    "HP-NS-0048",  # Lúa nếp đặc sản: its variety speaks of "giống"
    "HP-NS-0047",  # Gạo Thảo Dược VH1: "giống lúa hạt màu"
    "HP-NS-0226",  # Vịt biển: "giống vịt sống được cả ở nước mặn", dressed
    "HP-NS-0110",  # Hà: "hà giống tự bám"
    "HP-NS-0199",  # Hàu: "con còn sống phải khép vỏ"
    "HP-NS-0032", "HP-NS-0136", "HP-NS-0151",  # "ăn sống": eaten raw
    "HP-NS-0197",  # Đậu đỏ, sown after a crop of tobacco
    "HP-NS-0051", "HP-OCOP-0170",  # Quất cảnh: ornamental, and no animal
    "HP-NS-0187",  # Nấm linh chi
    "HP-NS-0245",  # Đinh lăng: a plant of medicine, and none
    "HP-OCOP-0001",  # Cá mòi kho
    "HP-OCOP-0053",  # "thôn Đông Giao sống bằng nghề chạm khắc gỗ"
    "HP-OCOP-0066", "HP-OCOP-0072",  # Gà Liên Minh, Gà đồi: dressed
    "HP-OCOP-0155",  # Túi thảo mộc ngâm chân
    "HP-OCOP-0158",  # Bộ 12 con giáp gỗ: "con giống cho trẻ nhỏ"
}  # fmt: skip


async def test_the_goods_of_the_lists_that_are_banned_are_these(shop):
    found = {one["code"]: kinds_of(one) for one in await documents()}

    by_kind = {kind: {code for code in found if kind in found[code]} for kind in KINDS}
    assert by_kind == OF_THE_LISTS
    assert {code for code in ALIKE if found[code]} == set()
    assert found.keys() >= ALIKE


def test_each_channel_bans_kinds_that_there_are():
    assert BANS.keys() == CHANNELS.keys()
    assert set(chain(*BANS.values())) == KINDS.keys()
    assert {one.key for one in CHANNELS.values() if "services" in one.banned_kinds} == {
        "google",
        "meta",
    }


FISH = {"group": {"vi": "Thuỷ sản nuôi", "en": "Farmed fish"}}
POULTRY = {"group": {"vi": "Gia cầm và trứng", "en": "Poultry"}}
MEAT = {"group": {"vi": "Thịt"}, "set": "02"}
CRAFT = {"group": {"vi": "Thủ công"}, "set": "21"}


@pytest.mark.parametrize(
    ("category", "name", "kinds"),
    [
        (FISH, "Cá giống Cao Minh", {"live_animals"}),
        (FISH, "CÁ  GIỐNG Cao Minh", {"live_animals"}),
        (FISH, unicodedata.normalize("NFD", "Cá giống Cao Minh"), {"live_animals"}),
        (FISH, "Ca giong Cao Minh", {"live_animals"}),
        (FISH, "Cá giòn Nam Tân", set()),
        (FISH, "Cá song", set()),
        (FISH, "Ca song", set()),
        (FISH, "Tôm sống", {"live_animals"}),
        (POULTRY, "Gà giống ri lai", {"live_animals"}),
        (POULTRY, "Gà nướng", set()),
        (POULTRY, "Gà ủ muối hoa tiêu", set()),
        (POULTRY, "Giống gà ri, làm sạch", set()),
        (MEAT, "Chả gà", set()),
        (CRAFT, "Tranh gà sống động", set()),
        (CRAFT, "Điếu cày trúc", {"tobacco"}),
        (CRAFT, "Bia đá Kiến An", set()),
        (CRAFT, "Cốc uống rượu gốm", set()),
        (CRAFT, "Men rượu lá", set()),
        (CRAFT, "Rượu mơ", {"alcohol"}),
        (MEAT, "Thuốc-lào Vĩnh Bảo", {"tobacco"}),
    ],
)
def test_words_tell_a_kind_only_whole_and_with_their_marks(category, name, kinds):
    assert kinds_of(product(category=category, name={"vi": name})) == kinds


def test_the_end_of_one_text_and_the_beginning_of_the_next_make_no_phrase():
    document = product(category=FISH, name={"vi": "Nuôi cá"}, keywords=["giống lúa", "mè"])

    assert kinds_of(document) == set()


def test_how_it_is_delivered_stands_in_the_description_and_counts_for_animals_alone():
    words = {"vi": "Đặt trước một ngày, giao sống tại bến."}

    assert kinds_of(product(category=FISH, description=words)) == {"live_animals"}
    assert kinds_of(product(category=CRAFT, description=words)) == set()
