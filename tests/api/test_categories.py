"""Categories under codes that never change: what a marketplace keys its own tree on."""

import csv
import io
from collections import Counter

from shop.catalogue.renaming import GROUPS, SETS, rename
from tests.api.test_changes import follow
from tests.feeding import build

GROUP, FRUIT = "trai-cay", {"name_vi": "Hoa quả tươi", "name_en": "Fresh fruit"}
FISH = {"name_vi": "Mắm và nước chấm", "name_en": "Fish sauce and dips"}


async def categories(door) -> dict[str, dict]:
    listed = (await door.get("/api/v1/categories")).json()["categories"]
    found = {one["code"]: one for one in listed}
    assert len(found) == len(listed)
    return found


async def documents(door) -> dict[str, dict]:
    return {item["code"]: item["listing"] for item in (await follow(door, limit=1000))[0]}


async def test_every_category_is_listed_with_both_names_its_parent_and_its_products(shop):
    found = await categories(shop)

    counted = Counter(one["category"]["code"] for one in (await documents(shop)).values())
    kinds = Counter(one["kind"] for one in (await documents(shop)).values())
    assert set(counted) <= set(found)
    assert len(found) == 2 + 14 + 26
    assert {code: one["products"] for code, one in found.items() if one["products"]} == {
        **counted,
        **kinds,
    }
    assert all(one["name"]["vi"] and one["name"]["en"] for one in found.values())
    assert {code for code, one in found.items() if "parent" not in one} == set(kinds)
    assert found[GROUP] == {
        "code": "trai-cay",
        "kind": "agricultural",
        "name": {"vi": "Trái cây", "en": "Fruit"},
        "parent": "agricultural",
        "products": counted["trai-cay"],
    }
    assert found["09"] == {
        "code": "09",
        "kind": "ocop",
        "name": {
            "vi": "Tương, nước mắm, gia vị dạng lỏng khác",
            "en": "Soy paste, fish sauce, other liquid condiments",
        },
        "parent": "ocop",
        "group": {"vi": "Gia vị", "en": "Condiments"},
        "section": {"vi": "Sản phẩm thực phẩm", "en": "Food"},
        "products": counted["09"],
    }


async def test_an_empty_catalogue_has_the_two_kinds(client):
    assert {code: one["products"] for code, one in (await categories(client)).items()} == {
        "agricultural": 0,
        "ocop": 0,
    }


async def test_every_document_names_its_category_by_code(shop):
    found, listed = await documents(shop), await categories(shop)

    wrong = [
        code
        for code, one in found.items()
        if listed[one["category"]["code"]]["kind"] != one["kind"]
        or one["category"].get("set", one["category"]["code"]) != one["category"]["code"]
    ]
    assert wrong == []
    assert found["HP-NS-0001"]["category"] == {
        "code": "lua-gao-va-ngu-coc",
        "group": {"vi": "Lúa gạo và ngũ cốc", "en": "Rice and cereals"},
    }


async def test_a_renamed_group_and_set_keep_their_codes_everywhere(shop):
    before = await documents(shop)
    theirs = {code for code, one in before.items() if one["category"]["code"] == GROUP}
    of_fish = {code for code, one in before.items() if one["category"]["code"] == "09"}

    await rename(GROUPS, GROUP, FRUIT, by="test")
    await rename(SETS, "09", FISH, by="test")

    after, listed = await documents(shop), await categories(shop)
    assert {code for code, one in after.items() if one["category"]["code"] == GROUP} == theirs
    assert {after[code]["category"]["group"]["vi"] for code in theirs} == {"Hoa quả tươi"}
    assert {after[code]["category"]["code"] for code in of_fish} == {"09"}
    assert listed[GROUP]["name"] == {"vi": "Hoa quả tươi", "en": "Fresh fruit"}
    assert listed[GROUP]["products"] == len(theirs) > 0
    assert {code for code, one in after.items() if one != before[code]} == theirs | of_fish
    hits = (await shop.get(f"/api/v1/search?group={GROUP}&limit=100")).json()
    assert {one["code"] for one in hits["hits"]} == theirs


async def test_the_spreadsheet_names_the_code_beside_the_words(shop):
    await build(shop)
    text = (await shop.get("/feeds/products.csv")).content.decode("utf-8-sig")

    rows = list(csv.DictReader(io.StringIO(text)))

    found = await documents(shop)
    assert {row["code"]: row["category_code"] for row in rows} == {
        code: one["category"]["code"] for code, one in found.items()
    }
