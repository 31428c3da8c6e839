"""Channels that show pictures 1:1 get the square of a picture, all others its own shape."""

import orjson
import pytest

from shop.formats import acp, meta, sheets
from shop.formats.rules import Rule, Setting
from tests.feeding import G
from tests.formats.test_channels import NUOC_MAM, ORIGIN, SETTING, csv_rows, google_items

OWN = NUOC_MAM["photos"][0]["url"]
SQUARE = {
    "url": f"{ORIGIN}/media/{'cd' * 32}.jpg",
    "width": 1600,
    "height": 1600,
    "type": "image/jpeg",
    "shape": "square",
}
JPEG = {"url": OWN, "width": 1600, "height": 1200, "type": "image/jpeg"}
SHOWN = {**NUOC_MAM, "photos": [{**NUOC_MAM["photos"][0], "renditions": [JPEG, SQUARE]}]}
FIRST = {"shopee": "image_1", "lazada": "Image1", "tiktok": "main_image_1"}


def on_sheet(channel: str, document: dict) -> object:
    [cells] = sheets.rows(channel, document, Setting(ORIGIN, Rule(categories={"08": "100639"})))
    return cells[[column.title for column in sheets.SHEETS[channel]].index(FIRST[channel])]


@pytest.mark.parametrize("channel", FIRST)
def test_a_marketplace_gets_the_square_where_there_is_one(channel):
    assert on_sheet(channel, SHOWN) == SQUARE["url"]
    assert on_sheet(channel, NUOC_MAM) == OWN


def test_meta_gets_the_square_where_there_is_one():
    [squared] = csv_rows(meta, SHOWN)
    [without] = csv_rows(meta, NUOC_MAM)

    assert (squared["image_link"], without["image_link"]) == (SQUARE["url"], OWN)


def test_google_and_agents_get_the_picture_in_its_own_shape():
    [item] = google_items(SHOWN)
    [line] = acp.items(SHOWN, SETTING)

    [medium] = orjson.loads(line)["media"]
    assert item.findtext(f"{G}image_link") == OWN
    assert (medium["url"], medium["width"], medium["height"]) == (OWN, 1600, 1200)


def test_a_square_makes_no_small_picture_large_enough():
    small = {**SHOWN["photos"][0], "width": 640, "height": 480}

    assert csv_rows(meta, {**SHOWN, "photos": [small]}) == []
