"""What is in the way of goods: the files agree with the words, and the words can be acted on."""

import csv
import io
import re
import string
from copy import deepcopy
from xml.etree import ElementTree as ET

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.formats import acp, google, meta
from shop.formats.channels import CHANNELS
from shop.formats.obstacles import obstacles
from shop.formats.remedies import BLOCKING, HINDERING, REMEDIES
from shop.formats.rules import AS_IT_IS, Rule, Setting
from shop.formats.sheets import SHEETS, rows
from tests.formats.test_channels import DRAWN, NUOC_MAM, ORIGIN, SOLD, G, pack, product, without

OURS = {"unpublished", "waiting", "withdrawn", "suspended", "no_consent"}
"""Found by the reader, for there is no document."""
MAPPED = Rule(categories={"08": "100639"})
PHOTO = NUOC_MAM["photos"][0]


def maybe(values):
    return st.none() | values


packs = st.fixed_dictionaries(
    {
        "pack": st.sampled_from(["chai 500 ml", "bó", "thùng 12 chai " * 20]),
    },
    optional={
        "availability": st.sampled_from(["in_stock", "out_of_stock", "preorder"]),
        "price": st.builds(
            lambda amount: {"amount": amount, "currency": "VND"}, st.integers(1, 10**9)
        ),
        "gtin": st.sampled_from(["8931234567896", "9520005000016"]),
        "quantity": st.sampled_from([1, 0.5, 500]),
        "unit": st.sampled_from(["g", "kg", "ml", "l", "piece"]),
    },
)
photos = st.builds(
    lambda width, height, drawn: {
        **PHOTO, "width": width, "height": height, **({"illustration": True} if drawn else {})
    },
    st.integers(50, 2000), st.integers(50, 2000), st.booleans(),
)  # fmt: skip


@st.composite
def documents(draw):
    """Make a product of which anything that a channel may ask for may be missing."""
    made = deepcopy(NUOC_MAM)
    made["variants"] = [
        {**one, "sku": f"HP-OCOP-0026-{n}"}
        for n, one in enumerate(draw(st.lists(packs, max_size=4)), 1)
    ]
    made["photos"] = draw(st.lists(photos, max_size=24))
    made["name"] = {"vi": draw(st.sampled_from(["Nước mắm Cát Hải", "Nước mắm " * 30]))}
    made["description"] = draw(
        st.sampled_from([{}, {"vi": "Ủ chượp."}, {"en": "Aged."}, {"vi": "Ngon. " * 2000}])
    )
    made["evidence"] = draw(st.sampled_from(["sourced", "sourced", "illustrative"]))
    made["keywords"] = draw(st.sampled_from([[], ["mắm"], ["cá giống"], ["thuốc lào"]]))
    made["sale_restriction"] = draw(st.sampled_from([None, "not_online", "adults_only"]))
    return {key: value for key, value in made.items() if value not in (None, [], {})}


ruled = st.builds(
    Setting,
    st.just(ORIGIN),
    st.sampled_from(
        [
            AS_IT_IS,
            MAPPED,
            Rule(basis_points=850, categories={"ocop": "1"}),
            Rule(categories={"08": "1"}, drawn_pictures=True),
        ]
    ),
    st.sampled_from([SOLD, SOLD, frozenset()]),
)


def in_file(channel: str, document, setting: Setting) -> set[str]:
    """Read the packs of a product back from what goes out to a channel."""
    if channel == "google":
        data = google.begin(ORIGIN) + b"".join(google.items(document, setting)) + google.END
        return {one.text for one in ET.fromstring(data).iter(f"{G}id")}  # noqa: S314 - ours
    if channel == "meta":
        text = (meta.begin(ORIGIN) + b"".join(meta.items(document, setting))).decode()
        return {row["id"] for row in csv.DictReader(io.StringIO(text, newline=""))}
    if channel == "acp":
        lines = map(orjson.loads, acp.items(document, setting))
        return {one["id"] for line in lines for one in line["variants"]}
    place = [column.title for column in SHEETS[channel]].index(SKU[channel])
    return {str(row[place]) for row in rows(channel, document, setting)}


SKU = {"shopee": "item_sku", "lazada": "SellerSku", "tiktok": "seller_sku"}


@pytest.mark.parametrize("channel", CHANNELS)
@given(documents(), ruled)
def test_a_pack_is_in_the_file_just_when_nothing_blocks_it(channel, document, setting):
    found = obstacles(CHANNELS[channel], document, setting)
    blocked = {one.concerns for one in found if one.blocking}

    free = {
        one["sku"]
        for one in document.get("variants", ())
        if not blocked & {one["sku"], document["code"]}
    }
    assert in_file(channel, document, setting) == free


def found(channel: str, document, rule: Rule = MAPPED) -> dict[str, tuple[str, str]]:
    """Give what is in the way: code → what it concerns, and the Vietnamese words."""
    return {
        one.code: (one.concerns, one.vi)
        for one in obstacles(CHANNELS[channel], document, Setting(ORIGIN, rule, SOLD))
    }


@pytest.mark.parametrize("channel", CHANNELS)
def test_nothing_is_in_the_way_of_a_product_that_has_all(channel):
    assert found(channel, NUOC_MAM) == {}


def test_a_pack_without_a_price_says_what_to_add():
    document = pack(price=None)

    assert found("google", document) == {
        "no_price": (
            "HP-OCOP-0026-1",
            "Thêm giá cho quy cách “chai 500 ml”: Google không nhận hàng không có giá.",
        )
    }
    assert found("acp", document) == {}


@pytest.mark.parametrize("code", ["no_price", "preorder", "no_weight", "title_cut", "no_gtin"])
def test_a_pack_called_a_pack_is_not_called_so_twice(code):
    channel, document = EACH[code]
    [variant] = document["variants"]

    told = found(channel, {**document, "variants": [{**variant, "pack": "gói 500 g"}]})

    assert "quy cách “gói 500 g”" in told[code][1].lower()


def test_a_small_picture_blocks_meta_and_looks_poor_with_google():
    document = product(photos=[{**PHOTO, "height": 480}])

    assert found("meta", document) == {
        "picture_too_small": (
            "HP-OCOP-0026",
            (
                "Thêm một ảnh có cạnh ngắn từ 500 điểm ảnh trở lên. Ảnh lớn nhất hiện nay chỉ có"
                " 480, Meta (Facebook, Instagram) không nhận."
            ),
        )
    }
    assert list(found("google", document)) == ["picture_small"]


def test_a_group_without_a_category_is_for_who_holds_the_channel_to_map():
    assert found("shopee", NUOC_MAM, AS_IT_IS)["no_category"] == (
        "HP-OCOP-0026",
        (
            "Nhóm “Nước mắm” chưa được ghép với ngành hàng của Shopee: người giữ kênh cần ghép mã"
            " 08."
        ),
    )


def test_a_price_other_than_that_of_our_page_is_a_warning_for_google_alone():
    rule = Rule(basis_points=850, plus=2000, round_to=1000, categories={"08": "1"})

    warned = {channel for channel in CHANNELS if found(channel, NUOC_MAM, rule)}

    assert warned == {"google"}
    [one] = obstacles(CHANNELS["google"], NUOC_MAM, Setting(ORIGIN, rule, SOLD))
    assert not one.blocking
    assert one.vi.startswith("Quy cách “chai 500 ml” ra Google với giá 203.000 ₫, trên trang của")
    assert one.en.startswith("The pack “chai 500 ml” goes out to Google at 203,000 ₫, and our page")


def without_stock() -> dict:
    document = pack()
    del document["variants"][0]["availability"]
    return document


EACH = {
    "not_online": ("google", product(sale_restriction="not_online")),
    "adults_only": ("acp", product(sale_restriction="adults_only")),
    "no_pack": ("acp", without("variants")),
    "no_price": ("tiktok", pack(price=None)),
    "no_description": ("lazada", without("description")),
    "no_picture": ("meta", without("photos")),
    "picture_too_small": ("lazada", product(photos=[{**PHOTO, "width": 329}])),
    "preorder": ("google", pack(availability="preorder")),
    "no_category": ("tiktok", product(category={"set": "01", "group": {"vi": "Rau"}})),
    "no_weight": ("shopee", pack(unit="piece")),
    "title_cut": ("shopee", product(name={"vi": "Nước mắm " * 20})),
    "description_cut": ("shopee", product(description={"vi": "Ngon. " * 600})),
    "picture_small": ("shopee", product(photos=[{**PHOTO, "width": 1000, "height": 1000}])),
    "illustrative": ("shopee", product(evidence="illustrative")),
    "no_way_to_buy": ("acp", product(code="HP-OCOP-0027")),
    "banned_kind": ("lazada", product(keywords=["viên nang"])),
    "availability_unknown": ("meta", without_stock()),
    "picture_drawn": ("google", product(photos=DRAWN)),
    "gtin_not_for_trade": ("tiktok", pack(gtin="9520005000016")),
    "pictures_left_out": ("lazada", product(photos=[PHOTO] * 9)),
    "no_gtin": ("google", pack(gtin=None)),
    "description_in_capitals": ("meta", product(description={"vi": "Ủ CHƯỢP PHƠI NẮNG LÂU."})),
    "name_in_capitals": ("google", product(name={"vi": "NƯỚC MẮM CÁT HẢI"})),
}


def test_every_obstacle_can_be_met():
    assert EACH.keys() | OURS | {"price_not_as_on_page"} == REMEDIES.keys()
    assert not BLOCKING.keys() & HINDERING.keys()


@pytest.mark.parametrize("code", EACH)
def test_each_obstacle_is_found_alone_and_told_in_both_languages(code):
    channel, document = EACH[code]

    [one] = obstacles(CHANNELS[channel], document, Setting(ORIGIN, MAPPED, SOLD))

    assert (one.code, one.blocking) == (code, code in BLOCKING)
    assert one.field == REMEDIES[code].field
    for words in (one.vi, one.en):
        assert re.fullmatch(r"\S.*\.", words)
        assert "{" not in words
        assert CHANNELS[channel].name in words


@pytest.mark.parametrize("code", REMEDIES)
def test_both_languages_tell_the_same_facts(code):
    told = [
        {name for _, name, _, _ in string.Formatter().parse(words) if name}
        for words in REMEDIES[code].said
    ]

    assert told[0] - {"name", "key"} == told[1] - {"name", "key"}


IN_CAPITALS = product(
    name={"vi": "NƯỚC MẮM CÁT HẢI THƯỢNG HẠNG"},
    description={"vi": "Ủ CHƯỢP PHƠI NẮNG NHIỀU THÁNG."},
)


def told_of(channel, document):
    found = obstacles(CHANNELS[channel], document, Setting(ORIGIN, AS_IT_IS, SOLD))
    return {one.code: one for one in found if "capitals" in one.code}


def test_capitals_keep_a_description_from_meta_and_are_advice_for_a_name():
    assert {name: sorted(told_of(name, IN_CAPITALS)) for name in ("google", "meta", "acp")} == {
        "google": ["name_in_capitals"],
        "meta": ["description_in_capitals", "name_in_capitals"],
        "acp": ["name_in_capitals"],
    }
    assert "“Nước mắm cát hải thượng hạng”" in told_of("google", IN_CAPITALS)["name_in_capitals"].vi
    setting = Setting(ORIGIN, AS_IT_IS, SOLD)
    assert meta.items(IN_CAPITALS, setting) == []
    assert len(google.items(IN_CAPITALS, setting)) == 1


@pytest.mark.parametrize(
    "name", ["Nước mắm OCOP HTX Cát Hải", "TÔM KHÔ", "Rượu ST25 – VietGAP", ""]
)
def test_a_few_capitals_are_a_name_as_others_are(name):
    document = product(name={"vi": name}, description={"vi": name})

    assert told_of("meta", document) == {}
