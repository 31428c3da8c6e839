"""Google's and Meta's files in English: the same packs, in English words or not at all."""

import csv
import io
import re
from xml.etree import ElementTree as ET

import pytest

from shop.formats import google, meta
from shop.formats.files import NAMED
from tests.feeding import G, build, fetched, offer_everything, rows
from tests.formats.test_channels import (
    HOSTILE,
    NUOC_MAM,
    ORIGIN,
    REQUIRED,
    SETTING,
    highlights,
    hostile,
    product,
)

OF_VIETNAMESE_WORDS = re.compile(r"\b(sao|ngày|tháng|quanh năm|số|chai|túi|Giá)\b")


def items(document):
    file = google.begin_in_english(ORIGIN)
    file += b"".join(google.items_in_english(document, SETTING)) + google.END
    return ET.fromstring(file)  # noqa: S314 - our own file


def in_meta(document):
    data = meta.begin(ORIGIN) + b"".join(meta.items_in_english(document, SETTING))
    return list(csv.DictReader(io.StringIO(data.decode(), newline=""), strict=True))


def test_a_pack_is_told_in_english_under_the_same_id():
    file = items(NUOC_MAM)
    [item] = file.findall("channel/item")
    [row] = in_meta(NUOC_MAM)

    assert file.findtext("channel/language") == "en"
    assert file.findtext("channel/link") == f"{ORIGIN}/en"
    assert [item.findtext(f"{G}{name}") for name in ("id", "title", "description", "link")] == [
        "HP-OCOP-0026-1",
        "Cat Hai fish sauce – 500 ml",
        "Aged in the sun.",
        f"{ORIGIN}/en/san-pham/HP-OCOP-0026/nuoc-mam-cat-hai",
    ]
    assert item.findtext(f"{G}product_type") == "Seasonings > Fish sauce"
    assert item.findtext(f"{G}custom_label_0") == "4 stars"
    assert highlights(item) == [
        "Recognised OCOP product, 4 stars",
        "Certificates and marks: HACCP",
        "Made by HTX Cát Hải",
        "Made in Đặc khu Cát Hải, Hải Phòng, Việt Nam",
    ]
    assert (row["id"], row["title"], row["custom_label_0"]) == (
        "HP-OCOP-0026-1",
        "Cat Hai fish sauce – 500 ml",
        "4 stars",
    )
    assert (row["price"], row["link"]) == ("185000 VND", item.findtext("link"))


def test_what_is_written_in_vietnamese_alone_is_left_out():
    document = product(
        ingredients="cá cơm, muối",
        storage="nơi khô ráo",
        shelf_life_days=365,
        season_months=[6, 7],
        story="Chuyện làng",
    )
    [item] = items(document).findall("channel/item")
    details = {
        tuple(child.text for child in detail) for detail in item.findall(f"{G}product_detail")
    }

    assert details == {
        ("OCOP", "Stars", "4 stars"),
        ("OCOP", "Decision", "1/QĐ-UBND"),
        ("Origin", "Made in", "Đặc khu Cát Hải, Hải Phòng"),
        ("Certificates", "HACCP", "no. H-1"),
        ("Product", "Shelf life", "365 days"),
        ("Product", "Season", "June, July"),
    }
    assert highlights(item)[-1] == "In season: June, July"


@pytest.mark.parametrize(
    ("quantity", "unit", "told"),
    [
        (1, "piece", "1 piece"),
        (12, "piece", "12 pieces"),
        (1.5, "l", "1.5 litres"),
        (2, "kg", "2 kg"),
    ],
)
def test_a_pack_is_named_by_its_quantity(quantity, unit, told):
    pack = {**NUOC_MAM["variants"][0], "quantity": quantity, "unit": unit}
    pack.pop("unit_price")
    [row] = in_meta(product(variants=[pack]))

    assert row["title"] == f"Cat Hai fish sauce – {told}"


@pytest.mark.parametrize("changed", [{"name": {"vi": "Mắm"}}, {"description": {"vi": "Ngon."}}])
def test_what_has_no_english_is_in_the_vietnamese_file_alone(changed):
    document = product(**changed)

    assert items(document).findall("channel/item") == []
    assert in_meta(document) == []
    assert len(google.items(document, SETTING)) == len(meta.items(document, SETTING)) == 1


@pytest.mark.parametrize("document", [NUOC_MAM, hostile(HOSTILE), hostile("Đ " * 9000)])
def test_google_gets_all_that_it_requires_in_english_too(document):
    [item] = items(document).findall("channel/item")

    for name, form in REQUIRED.items():
        assert re.fullmatch(form, item.findtext(f"{G}{name}")), name


def test_both_languages_are_of_one_channel():
    assert (NAMED["google.en.xml"].channel, NAMED["meta.en.csv"].channel) == ("google", "meta")


async def test_the_whole_catalogue_is_there_in_english_and_says_no_vietnamese_word_of_ours(shop):
    await offer_everything()
    await build(shop)
    vietnamese, english = await rows(shop, "meta.csv"), await rows(shop, "meta.en.csv")
    file = ET.fromstring(await fetched(shop, "google.en.xml"))  # noqa: S314 - our own file
    told = [
        text
        for item in file.findall("channel/item")
        for one in ("product_highlight", "custom_label_0")
        for text in [each.text for each in item.findall(f"{G}{one}")]
        if "Made by" not in text
    ]

    assert [row["id"] for row in english] == [row["id"] for row in vietnamese]
    assert len(english) > 300
    assert {row["link"].split("/")[3] for row in english} == {"en"}
    assert [text for text in told if OF_VIETNAMESE_WORDS.search(text)] == []
