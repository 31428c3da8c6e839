"""A prefix says where a code entered: either list may state any product (docs/adr/0029)."""

import asyncio
import json

import pytest

from shop.intake import Intake, take_in
from shop.models import Kind, Listing, Product, Recognition
from tests.conftest import front_door
from tests.intake.writing import a_row, saved

AGRI, OCOP = "HP-NS-0001", "HP-OCOP-0026"
WON = {"set_no": "03", "stars": "4", "decision_no": "77/QĐ-UBND", "signed_on": "2026-10-01",
       "expires_on": "2029-10-01"}  # fmt: skip


async def document(code: str):
    return json.loads((await Listing.get(code=code)).document)


async def an_ocop_row_of(code: str, /, **changed: str) -> dict[str, str]:
    """State an agricultural product as a list of OCOP would, after it won stars."""
    product = await Product.get(code=code)
    row = a_row("agri", code)
    same = {name: row[name] for name in a_row("ocop", OCOP) if name in row}
    return a_row("ocop", OCOP) | {"pictures": "", "gtin": ""} | same | WON | {
        "name_vi": product.name_vi, "net_quantity": "2", "net_unit": "kg",
        "ingredients_vi": "", "storage_vi": "", "shelf_life_days": "", "story_vi": "",
    } | changed  # fmt: skip


async def test_a_list_of_ocop_gives_an_agricultural_code_a_set(full, take, tmp_path):
    before = await Product.get(code=AGRI)
    row = await an_ocop_row_of(AGRI, story_vi="Kể từ năm nay.")

    report = await take(saved(tmp_path, row))

    assert (report.refusals, report.counts["products"]) == ([], {"updated": 1})
    after = await Product.get(code=AGRI)
    assert (after.kind, after.ocop_set_id) == (Kind.OCOP, "03")
    assert after.agri_group_id == before.agri_group_id
    assert (after.variety, after.season_months) == (before.variety, before.season_months)
    assert after.story_vi == "Kể từ năm nay."
    shown = await document(AGRI)
    assert (shown["code"], shown["kind"], shown["ocop"]["stars"]) == (AGRI, "ocop", 4)
    assert shown["category"]["set"] == "03"
    assert shown["season_months"] == before.season_months


async def test_an_agricultural_list_takes_no_set_away(full, take, tmp_path):
    row = await an_ocop_row_of(AGRI, story_vi="Kể từ năm nay.")
    await take(saved(tmp_path, row))

    unchanged = await take(saved(tmp_path, a_row("agri", AGRI)))
    news = await take(saved(tmp_path, a_row("agri", AGRI, variety="Nếp cái")))

    assert unchanged.counts["products"] == {"unchanged": 1}
    assert news.counts["products"] == {"updated": 1}
    after = await Product.get(code=AGRI)
    assert (after.kind, after.ocop_set_id, after.variety) == (Kind.OCOP, "03", "Nếp cái")
    assert after.story_vi == "Kể từ năm nay."
    assert await Recognition.filter(product_id=AGRI).count() == 1
    again = await take(saved(tmp_path, row))
    assert again.counts["products"] == {"unchanged": 1}


async def test_what_a_list_cannot_tell_is_no_conflict(full, take, tmp_path):
    await Product.filter(code=AGRI).update(ingredients="Gạo nếp.", storage="Nơi khô.")

    report = await take(saved(tmp_path, a_row("agri", AGRI, variety="Nếp cái")))

    assert report.counts["products"] == {"updated": 1}
    after = await Product.get(code=AGRI)
    assert (after.variety, after.ingredients, after.storage) == ("Nếp cái", "Gạo nếp.", "Nơi khô.")


async def test_what_was_edited_here_stays_a_conflict_for_either_list(full, take, tmp_path):
    await Product.filter(code=AGRI).update(name_vi="Tên đã sửa")

    ocop = await take(saved(tmp_path, await an_ocop_row_of(AGRI, name_vi="Tên khác")))
    agri = await take(saved(tmp_path, a_row("agri", AGRI)))

    assert ocop.counts["products"] == agri.counts["products"] == {"conflict": 1}
    assert (await Product.get(code=AGRI)).kind == Kind.AGRICULTURAL


async def test_new_codes_of_either_prefix_come_in_by_either_list(full, take, tmp_path):
    agri = a_row("agri", AGRI, code="HP-OCOP-9001", gtin="")
    ocop = await an_ocop_row_of(AGRI, code="HP-NS-9001", gtin="")

    first = await take(saved(tmp_path, agri))
    second = await take(saved(tmp_path, ocop))

    assert first.counts["products"] == second.counts["products"] == {"created": 1}
    kinds = {code: (await Product.get(code=code)).kind for code in ("HP-OCOP-9001", "HP-NS-9001")}
    assert kinds == {"HP-OCOP-9001": Kind.AGRICULTURAL, "HP-NS-9001": Kind.OCOP}


@pytest.mark.on("sqlite")
async def test_it_is_found_by_its_stars_and_read_by_programs(full_settings, tmp_path):
    async with front_door(full_settings, with_worker=True) as door:
        row = await an_ocop_row_of(AGRI)
        await take_in([saved(tmp_path, row)], Intake(by="test", publish=True))

        found = await soon(door, "/api/v1/search?q=gạo nếp đại thắng&stars=4")
        told = (await door.get(f"/api/v1/listings/{AGRI}")).json()
        page = await door.get(told["url"])

        assert AGRI in [one["code"] for one in found["hits"]]
        assert (told["kind"], told["category"]["set"]) == ("ocop", "03")
        assert page.status_code == 200
        assert "77/QĐ-UBND" in page.text
        assert f'"{AGRI}"' in await the_feed(door)


async def soon(door, path: str):
    """Ask until the worker's index has it."""
    for _ in range(200):
        answer = (await door.get(path)).json()
        if any(one["code"] == AGRI for one in answer["hits"]):
            return answer
        await asyncio.sleep(0.1)
    raise AssertionError(path)


async def the_feed(door) -> str:
    for _ in range(200):
        feed = await door.get("/feeds/products.jsonl")
        if feed.status_code == 200 and "77/QĐ-UBND" in feed.text:
            return feed.text
        await asyncio.sleep(0.1)
    raise AssertionError("no feed has it")
