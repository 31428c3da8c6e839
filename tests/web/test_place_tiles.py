"""The plan of communes: each has a tile where it lies, with what it is known for."""

import csv
from itertools import permutations
from math import cos, radians

from shop import catalogue
from shop.models import Product, State
from shop.web.public.place_tiles import FILE, spots
from tests.browser.sites import DATA
from tests.web.test_pages_front_door import parsed

KM_A_DEGREE = 111.3
KM_EAST = KM_A_DEGREE * cos(radians(20.9))
TILES = 114
BEST = "Nước mắm Quang Hải"


def text_of(element) -> str:
    return " ".join("".join(element.itertext()).split())


def rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_commune_has_a_tile_of_its_own():
    with (DATA / "communes.csv").open(encoding="utf-8", newline="") as file:
        communes = {row["code"] for row in csv.DictReader(file)}

    assert set(spots()) == communes
    assert len(set(spots().values())) == TILES


def test_what_lies_farther_east_or_south_has_no_tile_farther_west_or_north():
    turned = [
        (one["code"], other["code"])
        for one, other in permutations(rows(), 2)
        if one["half"] == other["half"]
        for east, south in [
            (
                KM_EAST * (float(other["longitude"]) - float(one["longitude"])),
                KM_A_DEGREE * (float(one["latitude"]) - float(other["latitude"])),
            )
        ]
        if (east > 8 and int(other["column"]) < int(one["column"]))
        or (south > 4 and int(other["row"]) < int(one["row"]))
    ]

    assert turned == []


async def test_a_tile_says_how_much_is_there_and_the_list_what(shop):
    page = parsed(await shop.get("/so-do"))
    tiles = {a.get("href"): text_of(a) for a in page.iterfind(".//ol//a")}
    lines = {li.find("a").get("href"): text_of(li) for li in page.iterfind(".//ul/li[a][p]")}

    assert len(tiles) == TILES
    cat_hai = "/xa-phuong/11914/dac-khu-cat-hai"
    assert tiles[cat_hai].startswith("Cát Hải 44")
    told = "Đặc khu Cát Hải 44 sản phẩm"
    assert lines[cat_hai] == f"{told}{BEST}, Mật ong hoa rừng Cát Bà, Gà Liên Minh"


async def test_what_has_gone_is_not_what_a_place_is_known_for(shop):
    product = await Product.get(name_vi=BEST, state=State.PUBLISHED)
    before = (await shop.get("/so-do")).text

    await catalogue.withdraw(product.code, by="test")

    assert before.count(f"{BEST}</") == 2
    assert f"{BEST}</" not in (await shop.get("/so-do")).text


async def test_it_is_linked_from_home_and_from_a_commune(shop):
    home, commune = [
        parsed(await shop.get(path)) for path in ("/", "/xa-phuong/11914/dac-khu-cat-hai")
    ]

    for page in (home, commune):
        main = page.find(".//main")
        assert [a.text for a in main.iterfind(".//a[@href='/so-do']")] == ["Xem trên sơ đồ"]


async def test_a_catalogue_without_communes_has_an_empty_plan(client):
    answer = await client.get("/so-do")

    assert answer.status_code == 200
    assert parsed(answer).find(".//ol") is None
