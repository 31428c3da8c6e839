"""Feed formats: what a channel requires, hostile text, and what may not be sold there."""

import csv
import io
import re
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from shop.formats import acp, google, meta, schema_org, sheets, ucp
from shop.formats import csv as table
from shop.formats.files import FORMATS
from shop.formats.rules import AS_IT_IS, Rule, Setting
from shop.formats.schema_org import as_script
from shop.formats.sheets import SHEETS
from shop.formats.text import is_in_capitals, one_line
from tests.feeding import G

ORIGIN = "https://sanvat.example.vn"
ACP = Path(__file__).parents[3] / "shared" / "schemas" / "acp" / "schema.feed.json"
HOSTILE = 'Mắm ]]> <b>&amp;\x00\x08\x1f\ufffe\uffff "tôm" \u2028 🦐'
NUOC_MAM = {
    "code": "HP-OCOP-0026",
    "kind": "ocop",
    "url": f"{ORIGIN}/san-pham/HP-OCOP-0026/nuoc-mam-cat-hai",
    "name": {"vi": "Nước mắm Cát Hải", "en": "Cat Hai fish sauce"},
    "description": {"vi": "Ủ chượp phơi nắng.", "en": "Aged in the sun."},
    "category": {
        "group": {"vi": "Gia vị", "en": "Seasonings"},
        "set": "08",
        "set_name": {"vi": "Nước mắm", "en": "Fish sauce"},
    },
    "ocop": {
        "stars": 4,
        "decision": "1/QĐ-UBND",
        "issuer": "UBND thành phố Hải Phòng",
        "signed_on": "2025-01-01",
        "expires_on": "2028-01-01",
    },
    "certificates": [{"kind": "HACCP", "number": "H-1"}],
    "producer": {
        "code": "HP-CS-005",
        "name": "HTX Cát Hải",
        "subject_type": "HTX",
        "commune": {"code": "11914", "name": "Đặc khu Cát Hải"},
        "url": f"{ORIGIN}/co-so/HP-CS-005/htx-cat-hai",
    },
    "origin": {"commune": {"code": "11914", "name": "Đặc khu Cát Hải"}},
    "variants": [
        {
            "sku": "HP-OCOP-0026-1",
            "gtin": "8931234567896",
            "pack": "chai 500 ml",
            "quantity": 500,
            "unit": "ml",
            "price": {"amount": 185000, "currency": "VND"},
            "unit_price": {
                "amount": 370000,
                "currency": "VND",
                "reference": {"value": 1, "unit": "l"},
            },
            "availability": "in_stock",
        }
    ],
    "photos": [
        {
            "url": f"{ORIGIN}/media/{'ab' * 32}.jpg",
            "width": 1600,
            "height": 1200,
            "alt": {"vi": "Nước mắm Cát Hải", "en": "Cat Hai fish sauce"},
            "placeholder": "data:image/webp;base64,AA==",
            "renditions": [],
        }
    ],
    "evidence": "sourced",
}
SOLD = frozenset({"HP-OCOP-0026"})
SETTING = Setting(ORIGIN, buyable=SOLD)
texts = st.text(max_size=400)


def product(**changes: Any) -> dict:
    return {**deepcopy(NUOC_MAM), **changes}


def pack(**changes: Any) -> dict:
    return product(variants=[{**deepcopy(NUOC_MAM["variants"][0]), **changes}])


def without(key: str) -> dict:
    return {name: value for name, value in NUOC_MAM.items() if name != key}


def hostile(text: str) -> dict:
    return product(
        name={"vi": text, "en": text},
        description={"vi": text, "en": text},
        variety=text,
        ingredients=text,
        producer={**NUOC_MAM["producer"], "name": text},
        variants=[{**NUOC_MAM["variants"][0], "pack": text}],
    )


def google_items(document, rule: Rule = AS_IT_IS) -> list[ET.Element]:
    items = google.items(document, Setting(ORIGIN, rule, SOLD))
    file = google.begin(ORIGIN) + b"".join(items) + google.END
    return ET.fromstring(file).findall("channel/item")  # noqa: S314 - our own file


def csv_rows(module, document) -> list[dict[str, str]]:
    data = module.begin(ORIGIN) + b"".join(module.items(document, SETTING))
    text = data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


REQUIRED = {
    "id": r"\S{1,50}",
    "title": r"[^\n]{1,150}",
    "description": r"[\s\S]{1,5000}",
    "link": r"https?://\S{1,2000}",
    "image_link": r"https?://\S+\.(jpg|png|webp)",
    "availability": "in_stock|out_of_stock",
    "price": r"[1-9][0-9]* VND",
    "condition": "new",
    "brand": r"[^\n]{1,70}",
    "identifier_exists": "yes|no",
}
"""Google's required attributes, with their lengths and forms (feeds.md §1.1)."""
OF_META = {
    "id": r"\S{1,100}",
    "title": r"[^\n]{1,200}",
    "description": r"[^\n]{1,9999}",
    "availability": "in stock|out of stock|available for order",
    "condition": "new",
    "price": r"[1-9][0-9]* VND",
    "link": r"https?://\S+",
    "image_link": r"https?://\S+\.(jpg|png|webp)",
    "brand": r"[^\n]{1,70}",
}
"""Meta's (feeds.md §1.2)."""


@pytest.mark.parametrize("document", [NUOC_MAM, hostile(HOSTILE), hostile("Đ " * 9000)])
def test_google_gets_all_that_it_requires(document):
    [item] = google_items(document)

    for name, form in REQUIRED.items():
        assert re.fullmatch(form, item.findtext(f"{G}{name}")), name
    for name in ("title", "link", "description"):
        assert item.findtext(name) == item.findtext(f"{G}{name}")
    assert item.findtext("guid") == "HP-OCOP-0026-1"


def test_stars_are_details_and_highlights_and_never_certification():
    [item] = google_items(NUOC_MAM)

    details = {
        tuple(child.text for child in detail) for detail in item.findall(f"{G}product_detail")
    }
    assert ("OCOP", "Hạng sao", "4 sao") in details
    assert ("Chứng nhận", "HACCP", "số H-1") in details
    assert highlights(item) == [
        "Được công nhận OCOP 4 sao",
        "Chứng nhận, nhãn hiệu: HACCP",
        "Do HTX Cát Hải làm ra",
        "Làm tại đặc khu Cát Hải, thành phố Hải Phòng",
    ]
    assert item.find(f"{G}certification") is None


def highlights(item: ET.Element) -> list[str]:
    return [one.text for one in item.findall(f"{G}product_highlight")]


def test_even_what_is_hardly_known_has_the_two_highlights_that_google_asks_for():
    [item] = google_items({**without("ocop"), "certificates": []})

    assert highlights(item) == [
        "Do HTX Cát Hải làm ra",
        "Làm tại đặc khu Cát Hải, thành phố Hải Phòng",
    ]


@pytest.mark.parametrize(
    ("months", "told"),
    [([6, 7], "Có vào tháng 6, 7"), (list(range(1, 13)), "Có quanh năm")],
)
def test_a_season_is_a_highlight(months, told):
    [item] = google_items(product(season_months=months))

    assert highlights(item)[-1] == told


CERTIFIED = [
    ({"kind": "TRADEMARK"}, "Tên hoặc logo đã được đăng ký bảo hộ."),
    ({"kind": "COLLECTIVE_MARK", "number": "4-0012"}, "số 4-0012"),
    (
        {
            "kind": "ATTP",
            "number": "12/{x}",
            "issuer": "Sở Nông nghiệp\nvà Môi trường",
            "issued_on": "2024-01-02",
            "expires_on": "2026-12-31",
        },
        "số 12/{x}, do Sở Nông nghiệp và Môi trường cấp, ngày cấp 02/01/2024, đến 31/12/2026",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("certificate", "told"), CERTIFIED)
def test_a_certificate_is_told_by_what_is_known_or_by_what_it_means(certificate, told):
    document = product(certificates=[certificate])
    [item] = google_items(document)
    [line] = acp.items(document, SETTING)

    details = [tuple(child.text for child in one) for one in item.findall(f"{G}product_detail")]
    name = {
        "TRADEMARK": "Nhãn hiệu đã đăng ký",
        "COLLECTIVE_MARK": "Nhãn hiệu tập thể",
        "ATTP": "Đủ điều kiện an toàn thực phẩm",
    }[certificate["kind"]]
    assert ("Chứng nhận", name, told) in details
    assert f"Chứng nhận – {name}: {told}" in orjson.loads(line)["description"]["plain"].split("\n")


def test_agents_are_told_whose_tree_a_category_is_of():
    [ocop], [farm] = (
        acp.items(document, SETTING)
        for document in (NUOC_MAM, {**without("ocop"), "kind": "agricultural"})
    )

    assert taxonomies(ocop) == ["ocop", "ocop_stars"]
    assert taxonomies(farm) == ["merchant"]


def taxonomies(line: bytes) -> list[str]:
    [variant] = orjson.loads(line)["variants"]
    return [one["taxonomy"] for one in variant["categories"]]


def test_a_pack_without_a_gtin_says_so():
    [item] = google_items(pack(gtin=None))

    assert item.findtext(f"{G}identifier_exists") == "no"
    assert item.find(f"{G}gtin") is None


def test_packs_of_one_product_are_a_group():
    first = NUOC_MAM["variants"][0]
    second = {**first, "sku": "HP-OCOP-0026-2", "pack": "can 5 lít"}
    items = google_items(product(variants=[first, second]))

    assert [item.findtext(f"{G}item_group_id") for item in items] == ["HP-OCOP-0026"] * 2
    assert [item.findtext(f"{G}size") for item in items] == ["chai 500 ml", "can 5 lít"]
    assert items[1].findtext("title") == "Nước mắm Cát Hải – can 5 lít"


def test_unit_prices_are_in_google_s_units():
    [item] = google_items(NUOC_MAM)

    assert item.findtext(f"{G}unit_pricing_measure") == "500 ml"
    assert item.findtext(f"{G}unit_pricing_base_measure") == "1 l"


@pytest.mark.parametrize("quantity", [1_000_000, 1_234_567, 1234.567, 0.001])
def test_a_measure_is_the_quantity_to_the_last_digit(quantity):
    [item] = google_items(pack(quantity=quantity))

    assert item.findtext(f"{G}unit_pricing_measure") == f"{Decimal(str(quantity)):f} ml"


@pytest.mark.parametrize("document", [NUOC_MAM, hostile(HOSTILE), hostile("đ " * 9000)])
def test_meta_gets_all_that_it_requires(document):
    [row] = csv_rows(meta, document)

    for name, form in OF_META.items():
        assert re.fullmatch(form, row[name]), name


INCOMPLETE = [
    without("photos"),
    without("variants"),
    product(description={}),
    {**without("description")},
]


@pytest.mark.parametrize("document", INCOMPLETE)
def test_what_lacks_something_required_is_in_no_shop_s_file(document):
    assert (google.items(document, SETTING), meta.items(document, SETTING)) == ([], [])


def test_without_a_price_there_is_no_offer_but_agents_may_know_it():
    document = product(variants=[{"sku": "A-1", "pack": "bó", "availability": "in_stock"}])

    assert (google.items(document, SETTING), meta.items(document, SETTING)) == ([], [])
    [line] = acp.items(document, SETTING)
    [variant] = orjson.loads(line)["variants"]
    assert variant["availability"] == {"available": False, "status": "in_stock"}
    assert "price" not in variant


def test_a_preorder_is_no_offer_for_google_and_has_a_word_with_meta():
    assert google.items(pack(availability="preorder"), SETTING) == []
    [row] = csv_rows(meta, pack(availability="preorder"))
    assert row["availability"] == "available for order"


def test_meta_takes_no_small_picture():
    small = {**NUOC_MAM["photos"][0], "height": 499}

    assert meta.items(product(photos=[small]), SETTING) == []


DRAWN = [{**NUOC_MAM["photos"][0], "illustration": True}]


@pytest.mark.parametrize(
    "kept_out",
    [
        product(evidence="illustrative"),
        product(photos=DRAWN),
        without("photos"),
        product(code="HP-OCOP-0027"),  # which is on sale nowhere
        product(category={**NUOC_MAM["category"], "set": "18"}),
        product(keywords=["thuốc lào"]),
        pack(availability="in_stock", sku="A")
        | {"category": {**NUOC_MAM["category"], "set": "25"}},
    ],
)
def test_what_a_channel_may_not_have_is_in_the_open_files_only(kept_out):
    assert [one.name for one in FORMATS if one.items(kept_out, SETTING)] == [
        "products.jsonl",
        "products.csv",
    ]


def test_a_drawing_goes_out_where_the_rule_allows_it_and_never_beside_a_photograph_else():
    photo, drawing = NUOC_MAM["photos"][0], {**DRAWN[0], "url": f"{ORIGIN}/media/drawn.jpg"}
    both = product(photos=[drawing, photo])

    [alone] = google_items(both)
    [allowed] = google_items(both, Rule(drawn_pictures=True))
    [agents] = map(orjson.loads, acp.items(both, SETTING))

    assert alone.findtext(f"{G}image_link") == photo["url"]
    assert alone.find(f"{G}additional_image_link") is None
    assert allowed.findtext(f"{G}image_link") == drawing["url"]
    assert [one["url"] for one in agents["media"]] == [photo["url"]]
    assert len(google_items(product(photos=DRAWN), Rule(drawn_pictures=True))) == 1


@pytest.mark.parametrize("availability", [None, "out_of_stock", "preorder"])
def test_no_format_says_in_stock_of_what_was_not_confirmed(availability):
    """The open files too: eight formats in all, with the sheets as one."""
    document = pack(availability=availability)
    if availability is None:
        del document["variants"][0]["availability"]
    rule = Rule(categories={"08": "100639"})

    files = [b"".join(one.items(document, Setting(ORIGIN, rule, SOLD))).lower() for one in FORMATS]

    for written in files:
        assert b"in_stock" not in written
        assert b"in stock" not in written
        assert b'"available":true' not in written or availability == "preorder"
    for channel in SHEETS:
        [cells] = sheets.rows(channel, document, Setting(ORIGIN, rule, SOLD))
        titles = [column.title for column in SHEETS[channel]]
        stock = cells[next(titles.index(one) for one in STOCK if one in titles)]
        assert stock == (0 if availability == "out_of_stock" else None)


STOCK = ("seller_stock", "quantity", "inventory")


@pytest.mark.parametrize(
    ("gtin", "goes_out"),
    [
        ("8931234567896", True),
        ("0012345678905", True),
        ("12345670", True),
        ("614141000036", True),
        ("18931234567893", True),
        ("9520005000016", False),  # specimen
        ("2000000000008", False),  # within a shop
        ("0200000000004", False),
        ("0400000000008", False),
        ("200000000004", False),  # the same as a GTIN-12
        ("20000004", False),
        ("02345673", False),
        ("0500000000009", False),  # coupons
        ("9810000000009", False),
        ("9840000000006", False),
        ("9900000000008", False),
        ("9771234567898", False),  # periodicals and books
        ("9786041234567", False),
        ("9791234567896", False),
        ("19520005000013", False),  # a carton of specimens
    ],
)
def test_only_a_gtin_of_trade_goes_to_a_channel(gtin, goes_out):
    document = pack(gtin=gtin)
    rule = Rule(categories={"08": "100639"})

    [item] = google_items(document)
    [row] = csv_rows(meta, document)
    [line] = acp.items(document, SETTING)
    [cells] = sheets.rows("tiktok", document, Setting(ORIGIN, rule))
    place = [column.title for column in SHEETS["tiktok"]].index("identifier_code")
    script = as_script(schema_org.product(document, document["url"], ORIGIN, "vi"))
    agents = ucp.product(document, document["variants"])

    assert item.findtext(f"{G}gtin") == (gtin if goes_out else None)
    assert item.findtext(f"{G}identifier_exists") == ("yes" if goes_out else "no")
    assert row["gtin"] == (gtin if goes_out else "")
    assert cells[place] == (gtin if goes_out else None)
    told = [line.decode(), script, orjson.dumps(agents).decode()]
    assert [gtin in one for one in told] == [goes_out] * 3
    assert csv_rows(table, document)[0]["gtin"] == gtin


@pytest.mark.parametrize("restriction", ["not_online", "adults_only"])
def test_restricted_goods_are_in_no_channel_s_file(restriction):
    document = product(sale_restriction=restriction)

    assert [one.name for one in FORMATS if one.items(document, SETTING)] == [
        "products.jsonl",
        "products.csv",
    ]


@given(texts, texts)
def test_any_text_makes_well_formed_files(one, other):
    document = hostile(one + other)

    assert len(google_items(document)) == (1 if (one + other).strip() else 0)
    assert len(csv_rows(table, document)) == 1
    is_taken = bool((one + other).strip()) and not is_in_capitals(one_line(one + other))
    assert len(csv_rows(meta, document)) == is_taken


@pytest.mark.parametrize("text", ["=1+1", "+84", "-1", "@x", "\t=1", " =1", "＝1", "\x00=1"])
def test_no_cell_of_the_spreadsheet_is_a_formula(text):
    [row] = csv_rows(table, product(name={"vi": text, "en": text}))

    assert row["name_vi"][0] == "'"
    [of_a_program] = csv_rows(meta, product(name={"vi": text, "en": text}))
    assert of_a_program["title"][0] != "'"


TYPES = {
    "code": r"HP-[A-Z]+-\d+",
    "quantity": r"(\d+(\.\d+)?)?",
    "price_vnd": r"\d*",
    "unit_price_vnd": r"\d*",
    "availability": "in_stock|out_of_stock|preorder|",
    "availability_vi": "Còn hàng|Tạm hết hàng|Nhận đặt trước|",
    "kind_vi": "Nông sản|Sản phẩm OCOP",
    "evidence_vi": "Minh hoạ|Có nguồn công khai",
    "gtin": r"(\d{8}|\d{12,14})?",
    "stars": "[345]?",
    "ocop_signed_on": r"(\d{4}-\d\d-\d\d)?",
    "ocop_expires_on": r"(\d{4}-\d\d-\d\d)?",
    "season_months": r"(\d+(;\d+)*)?",
    "shelf_life_days": r"\d*",
    "sale_restriction": "(not_online|adults_only)?",
    "url": r"https://\S+",
}


@pytest.mark.parametrize("document", [NUOC_MAM, without("variants"), hostile(HOSTILE)])
def test_the_spreadsheet_has_the_types_it_promises(document):
    data = table.begin(ORIGIN) + b"".join(table.items(document, SETTING))

    [row] = csv_rows(table, document)
    assert data.startswith(b'\xef\xbb\xbf"code"')
    assert list(row) == list(table.COLUMNS)
    for column, form in TYPES.items():
        assert re.fullmatch(form, row[column]), column


@pytest.mark.shared
@pytest.mark.skipif(not ACP.is_file(), reason="../shared/schemas is not here")
@pytest.mark.parametrize(
    "document",
    [NUOC_MAM, without("description"), without("ocop"), pack(price=None), hostile(HOSTILE)],
)
def test_products_are_what_the_protocol_s_schema_says(document):
    [line] = acp.items(document, SETTING)

    assert list(of_schema("Product").iter_errors(orjson.loads(line))) == []


@pytest.mark.shared
@pytest.mark.skipif(not ACP.is_file(), reason="../shared/schemas is not here")
def test_the_feed_s_own_description_is_too():
    told = orjson.loads(acp.metadata(ORIGIN))

    assert list(of_schema("FeedMetadata").iter_errors(told)) == []


def of_schema(name: str) -> Draft202012Validator:
    schema = orjson.loads(ACP.read_bytes())
    return Draft202012Validator({**schema, "$ref": f"#/$defs/{name}"})
