"""What a program is told of how its query was read."""

import pytest

from shop.catalogue import withdraw


async def answer(door, **asked: object):
    got = await door.get("/api/v1/search", params={"limit": 1, **asked})
    assert got.status_code == 200
    return got.json()


async def test_a_reading_is_told_and_can_be_refused(shop):
    read = await answer(shop, q="nuowcs mawms")
    literal = await answer(shop, q="nuowcs mawms", literal="true")

    assert (read["understood"], read["changed"], read["query"]) == (
        "nước mắm",
        True,
        "nuowcs mawms",
    )
    assert read["total"] > 0
    assert (literal["understood"], literal["changed"], literal["total"]) == (
        "nuowcs mawms",
        False,
        0,
    )


async def test_what_nothing_has_is_told(shop):
    told = await answer(shop, q="nước mắm wolframit")

    assert (told["dropped"], told["cut"]) == (["wolframit"], False)


async def test_what_was_not_read_is_told(shop):
    assert (await answer(shop, q="nước mắm " * 20))["cut"]


@pytest.mark.parametrize("value", ["1x", "", "có"])
async def test_a_strange_literal_is_refused(shop, value):
    got = await shop.get("/api/v1/search", params={"q": "mam", "literal": value})

    assert got.status_code == 400
    assert [one["field"] for one in got.json()["errors"]] == ["literal"]


async def test_a_former_commune_finds_todays_products(shop):
    hits = (await answer(shop, q="xã gia luận", limit=100))["hits"]

    assert hits != []
    assert hits[0]["origin"]["commune"]["name"] == "Đặc khu Cát Hải"


@pytest.mark.parametrize("number", ["HP-OCOP-0026", "hp-ocop-0026", " HP-OCOP-0026 "])
async def test_a_product_code_finds_that_product(shop, number):
    told = (await shop.get("/api/v1/search", params={"q": number})).json()

    assert [hit["code"] for hit in told["hits"]] == ["HP-OCOP-0026"]
    assert told["understood"] == number.strip()


async def test_a_gtin_finds_its_product_and_an_unknown_one_nothing(shop):
    listing = (await shop.get("/api/v1/listings/HP-NS-0001")).json()
    gtin = listing["variants"][0]["gtin"]

    told = (await shop.get("/api/v1/search", params={"q": gtin})).json()
    none = (await shop.get("/api/v1/search", params={"q": "9999999999999"})).json()

    assert [hit["code"] for hit in told["hits"]] == ["HP-NS-0001"]
    assert none["total"] == 0


async def test_a_number_finds_nothing_that_is_not_shown(shop):
    await withdraw("HP-OCOP-0026", by="test")

    told = (await shop.get("/api/v1/search", params={"q": "HP-OCOP-0026"})).json()

    assert "HP-OCOP-0026" not in [hit["code"] for hit in told["hits"]]
    assert told["total"] >= len(told["hits"])
    assert (told["total"] == 0) == (told["hits"] == [])
