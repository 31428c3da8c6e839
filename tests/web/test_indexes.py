"""The indexes of producers and communes: every name once, where readers look for it."""

import json

import html5lib
import pytest

from shop import catalogue
from shop.models import Producer, Purpose
from shop.web.public import alphabet
from shop.web.public.alphabet import filed, filed_place, letter_of
from tests.publishing.goods import CA_MOI

MAKERS = 118


def read(answer):
    assert answer.status_code == 200
    return html5lib.parse(answer.text, namespaceHTMLElements=False)


def said(element):
    return " ".join("".join(element.itertext()).split())


def headings(page):
    return ["".join(one.itertext()) for one in page.iterfind(".//section[@class='letter']/h2")]


def links(page):
    return [one.get("href") for one in page.iterfind(".//section[@class='letter']/ul/li/a")]


def letters(page):
    found = page.iterfind(".//nav[@class='letters']//a")
    return {one.text: one.get("href") for one in found}


@pytest.mark.parametrize(
    ("name", "front", "own", "letter"),
    [
        ("HTX sản xuất mật ong Tùng Hằng", "HTX sản xuất ", "mật ong Tùng Hằng", "M"),
        ("Công ty TNHH một thành viên Ấn Độ", "Công ty TNHH một thành viên ", "Ấn Độ", "Â"),
        ("Hợp tác xã thuỷ sản Đồ Sơn", "Hợp tác xã thuỷ sản ", "Đồ Sơn", "Đ"),
        ("HTX Tú Kỳ", "HTX ", "Tú Kỳ", "T"),
        ("Công ty", "", "Công ty", "C"),
        ("Cơ sở 36", "Cơ sở ", "36", "#"),
    ],
)
def test_a_producer_stands_under_its_own_name(name, front, own, letter):
    assert filed(name)[:2] == (front, own)
    assert letter_of(own) == letter


def test_letters_with_marks_are_letters_of_their_own_and_tones_are_none():
    names = ["Ơn", "Đào", "Dừa", "Ôn", "Ăn", "Ân", "An", "Ổi", "Uy", "Ưng", "Ê", "E", "Ông"]

    ordered = sorted(names, key=lambda name: filed(name)[2])

    assert ordered == [
        "An", "Ăn", "Ân", "Dừa", "Đào", "E", "Ê", "Ổi", "Ôn", "Ông", "Ơn", "Uy", "Ưng",
    ]  # fmt: skip
    assert [letter_of(name) for name in ordered] == list("AĂÂDĐEÊÔÔÔƠUƯ")
    assert filed_place("Đặc khu Bạch Long Vĩ")[:2] == ("Đặc khu ", "Bạch Long Vĩ")


async def test_every_producer_with_goods_is_there_once_in_both_orders_and_languages(shop):
    for prefix in ("", "/en"):
        for path in ("/co-so", "/co-so?theo=noi"):
            page = read(await shop.get(prefix + path))
            found = links(page)

            assert len(found) == len(set(found)) == MAKERS
            assert all(one.startswith(f"{prefix}/co-so/HP-CS-") for one in found)
            assert (await shop.get(found[7])).status_code == 200


async def test_letters_lead_to_their_headings_in_the_order_of_the_alphabet(shop):
    page = read(await shop.get("/co-so"))

    told = list(letters(page))
    assert told == headings(page) == [one for one in "AĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXY" if one in told]
    ids = {one.get("id") for one in page.iterfind(".//section[@class='letter']")}
    assert {f"#{one}" for one in ids} == set(letters(page).values())


async def test_a_producer_tells_its_place_and_how_much_of_it_is_on_show(portal):
    page = read(await portal.get("/co-so"))

    [entry] = page.iterfind(".//section[@class='letter']/ul/li/a")
    assert said(entry) == "Cơ sở chế biến Làng Chài Xã Kiến Hưng 1 sản phẩm"
    assert headings(page) == ["L"]
    by_place = read(await portal.get("/en/co-so?theo=noi"))
    [entry] = by_place.iterfind(".//section[@class='letter']/ul/li/a")
    assert said(entry) == "Cơ sở chế biến Làng Chài Cooperative 1 product"
    assert headings(by_place) == ["Kiến Hưng commune"]


@pytest.mark.parametrize(
    "gone",
    [
        lambda: catalogue.withdraw(CA_MOI, by="test"),
        lambda: catalogue.withdraw_consent("HP-CS-101", Purpose.CATALOGUE, by="test"),
    ],
    ids=["withdrawn", "no consent"],
)
async def test_what_is_withdrawn_or_not_consented_to_is_no_longer_there(portal, gone):
    assert len(links(read(await portal.get("/co-so")))) == 1

    await gone()

    page = read(await portal.get("/co-so"))
    assert links(page) == []
    assert page.find(".//p[@class='notice']").text.startswith("Chưa có cơ sở nào")


async def test_many_are_told_a_page_at_a_time_and_letters_lead_to_the_right_one(shop, monkeypatch):
    whole = links(read(await shop.get("/co-so")))
    monkeypatch.setattr(alphabet, "PER_PAGE", 50)

    pages = [read(await shop.get(f"/en/co-so?trang={n}")) for n in (1, 2, 3)]

    assert [f"/en{one}" for one in whole] == [one for page in pages for one in links(page)]
    first, last = letters(pages[0]), letters(pages[2])
    assert first["A"] == "#chu-1"
    assert last["A"] == "/en/co-so#chu-1"
    assert last[headings(pages[2])[-1]].startswith("#chu-")
    assert [one.get("rel") for one in pages[1].iterfind(".//nav[@class='pages']/a")] == [
        "prev",
        "next",
    ]


@pytest.mark.parametrize("asked", ["trang=0", "trang=99999", "trang=x", "theo=x", "trang=7"])
async def test_what_cannot_be_read_of_an_address_gives_the_index_all_the_same(shop, asked):
    page = read(await shop.get(f"/co-so?{asked}"))

    assert len(links(page)) == MAKERS
    canonical = page.find(".//link[@rel='canonical']").get("href")
    assert canonical == "http://localhost:8000/co-so"


async def test_machines_are_told_of_real_producers_alone(shop):
    page = read(await shop.get("/co-so"))

    told = json.loads(page.find(".//script[@type='application/ld+json']").text)
    assert told["@type"] == "ItemList"
    assert (
        told["numberOfItems"]
        == len(told["itemListElement"])
        == await Producer.filter(evidence="sourced").count()
    )
    assert not [one for one in told["itemListElement"] if "minh hoạ" in one["name"].lower()]


async def test_every_commune_is_there_with_its_former_district_and_goods(shop):
    page = read(await shop.get("/xa-phuong"))

    found = links(page)
    assert len(found) == len(set(found)) == 114
    assert headings(page) == list(letters(page))
    [entry] = [
        one
        for one in page.iterfind(".//section[@class='letter']/ul/li/a")
        if one.get("href").startswith("/xa-phuong/11761/")
    ]
    counted = int((await shop.get("/api/v1/search?commune=11761&limit=1")).json()["total"])
    assert said(entry) == f"Xã Quyết Thắng Huyện Tiên Lãng {counted} sản phẩm"


async def test_an_index_is_kept_until_something_changes(portal):
    before = await portal.get("/co-so")
    same = await portal.get("/co-so", headers={"If-None-Match": before.headers["etag"]})
    assert same.status_code == 304

    await catalogue.rename_producer("HP-CS-101", "Cơ sở chế biến Đồ Biển", by="test")

    assert headings(read(await portal.get("/co-so"))) == ["Đ"]
