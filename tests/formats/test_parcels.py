"""How a pack is sent, as channels ask for it."""

import csv
import io

import pytest

from shop.formats import csv as table
from shop.formats import google, meta
from shop.formats.channels import CHANNELS
from shop.formats.obstacles import obstacles
from shop.formats.rules import Rule, Setting
from shop.formats.sheets import SHEETS, rows
from tests.formats.test_channels import ORIGIN, SOLD, G, google_items, pack

SETTING = Setting(ORIGIN, Rule(categories={"08": "100639"}), SOLD)
SENT = {"gross_weight": 1250, "parcel": {"depth": 205, "width": 150, "height": 4}}
WEIGHT = {"shopee": "weight", "lazada": "package_weight", "tiktok": "package_weight"}


def row_of(channel, document):
    [row] = rows(channel, document, SETTING)
    return dict(zip([column.title for column in SHEETS[channel]], row, strict=True))


@pytest.mark.parametrize("channel", WEIGHT)
def test_marketplaces_get_gross_weight_and_whole_centimetres(channel):
    row, plain = row_of(channel, pack(**SENT)), row_of(channel, pack())

    sides = [f"package_{side}" for side in ("length", "width", "height")]
    assert [row[name] for name in (WEIGHT[channel], *sides)] == [1.25, 21, 15, 1]
    assert [plain[name] for name in (WEIGHT[channel], *sides)] == [0.5, None, None, None]


@pytest.mark.parametrize("channel", WEIGHT)
def test_pieces_go_out_once_they_have_a_gross_weight(channel):
    bare, weighed = pack(unit="piece"), pack(unit="piece", gross_weight=300)

    assert "no_weight" in {one.code for one in obstacles(CHANNELS[channel], bare, SETTING)}
    assert "no_weight" not in {one.code for one in obstacles(CHANNELS[channel], weighed, SETTING)}
    assert rows(channel, bare, SETTING) == []
    assert row_of(channel, weighed)[WEIGHT[channel]] == 0.3


def test_google_gets_weight_and_sides_of_shipping():
    [item], [plain] = google_items(pack(**SENT)), google_items(pack())

    assert {
        name: item.findtext(f"{G}shipping_{name}")
        for name in ("weight", "length", "width", "height")
    } == {"weight": "1250 g", "length": "21 cm", "width": "15 cm", "height": "1 cm"}
    assert b"shipping" not in google.items(pack(), SETTING)[0]
    assert plain.findtext(f"{G}id") == item.findtext(f"{G}id")


def test_meta_gets_the_weight_of_shipping_and_no_net_weight_for_it():
    [row], [plain] = meta.items(pack(**SENT), SETTING), meta.items(pack(), SETTING)

    assert cells(meta, row)["shipping_weight"] == "1250 g"
    assert cells(meta, plain)["shipping_weight"] == ""


def test_the_spreadsheet_tells_what_the_producer_gave():
    [row], [plain] = table.items(pack(**SENT), SETTING), table.items(pack(), SETTING)

    told = ("gross_weight_g", "parcel_depth_mm", "parcel_width_mm", "parcel_height_mm")
    assert [cells(table, row)[name] for name in told] == ["1250", "205", "150", "4"]
    assert [cells(table, plain)[name] for name in told] == [""] * 4


def cells(module, row):
    [found] = csv.DictReader(io.StringIO((module.begin(ORIGIN) + row).decode("utf-8-sig")))
    return found
