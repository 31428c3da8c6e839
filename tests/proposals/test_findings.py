"""Sixty planted faults are found, and few of the goods that are here are warned about."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from shop.models import Product
from shop.models.columns import Row
from shop.proposals.comparing import facts_of
from shop.proposals.findings import Facts, findings
from shop.publishing.loading import ProductRows, load
from shop.queries.lookalikes import Resembling

NOW = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)
PLANTED = Path(__file__).with_name("data") / "planted_faults.csv"
AREA, ITS = "VN-HDOR-0017", "HP-NS-0064"
"""A growing area, and the product whose producer has it."""
FILE = {"name": "a.jpg", "width": 1200, "height": 900, "type": "image/jpeg"}
PHOTO = {
    "illustration": False, "position": 1, "width": 1200, "height": 900, "picture_id": "a",
    "view_vi": "", "view_en": "", "placeholder": "", "licence": "", "renditions": [FILE],
}  # fmt: skip


def faults() -> list[Row]:
    with PLANTED.open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


def with_fault(rows: ProductRows, fault: Row) -> ProductRows:
    where, text = fault["where"], fault["text"]
    if where == "price":
        return replace(rows, variants=[{**row, "price": int(text)} for row in rows.variants])
    if where == "gtin":
        return replace(rows, variants=[{**row, "gtin": text} for row in rows.variants])
    if where == "expires_on":
        ended = date.fromisoformat(text)
        return replace(rows, certificates=[{**c, "expires_on": ended} for c in rows.certificates])
    if where == "photo":
        return replace(rows, photos=[{**PHOTO, "width": int(text), "height": 360}])
    if where == "alike":
        return replace(rows, photos=[PHOTO])
    before = "" if fault["how"] == "set" else f"{rows.product[where]} "
    return replace(rows, product={**rows.product, where: f"{before}{text}"})


async def facts_with(rows: ProductRows, fault: Row) -> Facts:
    facts = await facts_of(rows, NOW)
    if fault["where"] == "alike":
        return replace(facts, alike=[Resembling("a", "b", fault["text"], "HP-OCOP-0003", "", 2)])
    return facts


@pytest.mark.on("sqlite")
async def test_nearly_all_planted_faults_are_found(shop):
    await Product.filter(code=ITS).update(growing_area=AREA)
    known = await load([fault["code"] for fault in faults()])

    missed = []
    for fault in faults():
        rows = with_fault(known[fault["code"]], fault)
        found = findings(rows, await facts_with(rows, fault))
        if fault["key"] not in {one.key for one in found}:
            missed.append((fault["code"], fault["key"], fault["text"]))

    assert len(faults()) == 60
    assert missed == []
