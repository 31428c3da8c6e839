"""What a program is told of how its query was read."""

import pytest

from search.embedded import EmbeddedEngine
from search.engine import Query
from shop.catalogue import withdraw
from shop.catalogue.merging import Asked, merge
from shop.models import Producer
from shop.queries.finding import find


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


async def test_what_the_hits_are_and_what_is_near_is_told(shop):
    lacking = await answer(shop, q="nước mắm Phú Quốc")
    near = await answer(shop, q="bánh trung thu")

    assert (lacking["kept"], lacking["dropped"], lacking["near"]) == ("nước mắm", ["phú quốc"], [])
    assert (near["kept"], near["total"], near["hits"]) == ("", 0, [])
    for code in near["near"]:
        found = (await shop.get(f"/api/v1/listings/{code}")).json()
        assert found["name"]["vi"].startswith("Bánh")
    assert near["near"] != []


@pytest.mark.parametrize(
    ("q", "facts"),
    [
        ("gạo dưới 100k", [("price", ["", "100000"], "gạo")]),
        ("cà chua vietgap", [("certificate", ["VIETGAP"], "cà chua")]),
        ("gà 4sao", [("stars", ["4"], "gà")]),
        ("quả đang mùa", [("month", ["now"], "quả")]),
        ("nước mắm", []),
    ],
)
@pytest.mark.on("sqlite")
async def test_what_a_query_says_of_facts_is_told(shop, q, facts):
    told = (await answer(shop, q=q))["facts"]

    assert [(one["facet"], one["values"], one["rest"]) for one in told] == facts
    literal = await answer(shop, q=q, literal="true")
    assert literal["facts"] == []


@pytest.mark.on("sqlite")
async def test_what_was_withdrawn_is_not_near(shop):
    before = (await answer(shop, q="bánh trung thu"))["near"]
    await withdraw(before[0], by="test")

    assert (await answer(shop, q="bánh trung thu"))["near"] == before[1:]


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


@pytest.mark.parametrize(
    "number",
    ["HP-OCOP-0026", "hp-ocop-0026", " HP-OCOP-0026 ", "hp ocop 26", "ＨＰＯＣＯＰ００２６"],
)
async def test_a_product_code_finds_that_product(shop, number):
    told = (await shop.get("/api/v1/search", params={"q": number})).json()

    assert [hit["code"] for hit in told["hits"]] == ["HP-OCOP-0026"]
    assert told["understood"] == number.strip()


async def test_a_gtin_finds_its_product_and_an_unknown_one_nothing(shop):
    listing = (await shop.get("/api/v1/listings/HP-NS-0001")).json()
    gtin = listing["variants"][0]["gtin"]

    told = (await shop.get("/api/v1/search", params={"q": gtin})).json()
    none = (await shop.get("/api/v1/search", params={"q": "9999999999999"})).json()
    grouped = await answer(shop, q=f"mã vạch {gtin[0]} {gtin[1:7]} {gtin[7:]}")

    assert [hit["code"] for hit in told["hits"]] == ["HP-NS-0001"]
    assert (grouped["total"], grouped["hits"][0]["code"]) == (1, "HP-NS-0001")
    assert none["total"] == 0


async def test_a_number_finds_nothing_that_is_not_shown(shop):
    await withdraw("HP-OCOP-0026", by="test")

    told = (await shop.get("/api/v1/search", params={"q": "HP-OCOP-0026"})).json()

    assert "HP-OCOP-0026" not in [hit["code"] for hit in told["hits"]]
    assert told["total"] >= len(told["hits"])
    assert (told["total"] == 0) == (told["hits"] == [])


async def test_a_producers_code_finds_all_that_it_makes(shop):
    maker = (await shop.get("/api/v1/listings/HP-OCOP-0001")).json()["producer"]["code"]

    told = await answer(shop, q=maker.lower().replace("-", " "), limit=100)

    assert told["total"] == len(told["hits"]) > 0
    assert {hit["producer"]["code"] for hit in told["hits"]} == {maker}


async def test_a_code_that_was_merged_narrows_to_what_it_means(shop):
    maker = (await shop.get("/api/v1/listings/HP-OCOP-0001")).json()["producer"]["code"]
    gone = (await Producer.exclude(code=maker).order_by("-code").first()).code
    await merge(maker, gone, Asked(), by="test")

    told = await answer(shop, q="", producer=gone, limit=100)

    assert {hit["producer"]["code"] for hit in told["hits"]} == {maker}


@pytest.mark.parametrize("q", ["quyết định 144/QĐ-UBND", "144/qd-ubnd", "Quyết định số 144"])
async def test_a_decision_finds_what_it_recognised_even_once_that_has_ended(shop, q):
    told = await answer(shop, q=q, limit=100)
    listing = (await shop.get("/api/v1/listings/HP-OCOP-0001")).json()

    assert [hit["code"] for hit in told["hits"]].count("HP-OCOP-0001") == 1
    assert told["total"] == 12
    assert listing["decisions"] == ["144/QĐ-UBND"]
    assert "ocop" not in listing


async def test_a_former_province_finds_what_comes_from_there_and_nothing_else(shop):
    told = await answer(shop, q="gà hải dương", limit=3)

    assert {hit["origin"]["former_province"] for hit in told["hits"]} == {"Tỉnh Hải Dương"}
    assert all("gà" in hit["name"]["vi"].lower() for hit in told["hits"])


async def test_both_spellings_of_i_find_the_same(shop):
    codes = [
        [hit["code"] for hit in (await answer(shop, q=q, limit=100))["hits"]]
        for q in ("Mỹ Đức", "mĩ đức", "mi duc", "my duc")
    ]

    assert codes[0] == codes[1]
    assert set(codes[0]) <= set(codes[2])
    assert codes[2] == codes[3]


@pytest.mark.parametrize("number", ["hpns1", "mã vạch 9 520005 000016", "9520005000016"])
async def test_without_an_index_the_database_reads_codes_alike(shop, tmp_path, number):
    found = await find(EmbeddedEngine(tmp_path / "none"), Query(text=number, now=0))

    assert found.plain
    assert [one.code for one in found.listings] == ["HP-NS-0001"]
    assert found.answer.total == 1


async def test_without_an_index_both_spellings_are_one(shop, tmp_path):
    none = EmbeddedEngine(tmp_path / "none")
    codes = [
        (await find(none, Query(text=text, now=0, limit=100))).answer.hits
        for text in ("Mỹ Đức", "mĩ đức", "mỹ Ðức")
    ]

    assert codes[0] == codes[1] == codes[2] != ()
