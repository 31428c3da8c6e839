"""What lists offer besides their goods: pages, bands of prices, months, orders, short names."""

import pytest

from shop.web.public.short_names import SHORT
from tests.web.test_pages_front_door import CAT_HAI, MAKER, ORIGIN, links, parsed, shown_codes

pytestmark = pytest.mark.on("sqlite")
MEAT_SET = "Chế biến từ thịt, thủy sản, trứng, sữa"


def boxes(page, name):
    """Give the boxes of a filter: value → what stands beside it, and its number."""
    found = {}
    for label in page.iterfind(".//form[@id='hunt']//label"):
        if (box := label.find("input")) is not None and box.get("name") == name:
            found[box.get("value")] = ((box.tail or "").strip(), label.get("data-n"))
    return found


def total_of(page):
    return page.find(".//div[@class='apply']/button").get("data-show")


def orders(page):
    return [
        (one.get("value"), one.text, one.get("selected") is not None)
        for one in page.iterfind(".//select[@name='sap-xep']/option")
    ]


async def test_the_goods_of_a_commune_stand_on_pages_that_know_each_other(shop):
    first = parsed(await shop.get(CAT_HAI))
    second = parsed(await shop.get(f"{CAT_HAI}?trang=2"))

    codes = [*shown_codes(first), *shown_codes(second)]
    assert (len(shown_codes(first)), len(codes), len(set(codes))) == (24, 44, 44)
    assert links(first, "next") == [f"{CAT_HAI}?trang=2"]
    assert (links(second, "prev"), links(second, "next")) == ([CAT_HAI], [])
    assert links(second, "canonical") == [f"{ORIGIN}{CAT_HAI}?trang=2"]
    assert second.find(".//title").text.startswith("Đặc khu Cát Hải – Trang 2")
    assert first.find(".//h2[@id='cs']") is not None
    assert second.find(".//h2[@id='cs']") is None


@pytest.mark.parametrize("path", [CAT_HAI, MAKER, f"/en{MAKER}"])
async def test_a_page_that_there_is_not_leads_to_the_first(shop, path):
    page = parsed(await shop.get(f"{path}?trang=9"))

    assert shown_codes(page) == []
    assert page.find(".//meta[@name='robots']").get("content") == "noindex, follow"
    assert page.find(".//section/p/a[@class='more']").get("href") == path


@pytest.mark.parametrize("path", [CAT_HAI, MAKER])
async def test_a_page_of_a_list_that_cannot_be_read_is_the_first(shop, path):
    assert (await shop.get(f"{path}?trang=x")).text == (await shop.get(path)).text


async def test_no_card_says_again_whose_page_it_stands_on(shop):
    maker, place = parsed(await shop.get(MAKER)), parsed(await shop.get(CAT_HAI))

    assert shown_codes(maker) != []
    assert maker.findall(".//p[@class='card-producer']") == []
    assert place.findall(".//p[@class='card-producer']") != []
    assert "Đặc khu Cát Hải" not in [
        one.text for one in place.iterfind(".//p[@class='card-place']")
    ]


async def test_each_band_of_prices_finds_as_many_as_it_says(shop):
    offered = boxes(parsed(await shop.get("/tim-kiem?q=gạo")), "gia")

    assert offered.pop("") == ("Giá bất kỳ", None)
    assert list(offered) == ["-50000", "50000-100000", "100000-200000", "200000-500000"]
    for band, (_, count) in offered.items():
        assert total_of(parsed(await shop.get(f"/tim-kiem?q=gạo&gia={band}"))) == (
            f"Xem {count} sản phẩm"
        )


async def test_a_typed_range_is_a_chip_that_can_be_taken_off(shop):
    page = parsed(await shop.get("/tim-kiem?q=gạo&gia=&gia-tu=30.000&gia-den=60k"))

    [chip] = page.iterfind(".//a[@class='chip']")
    assert "30.000\u00a0₫ – 60.000\u00a0₫" in "".join(chip.itertext())
    assert chip.get("href") == "/tim-kiem?q=g%E1%BA%A1o"
    assert boxes(page, "gia")["30000-60000"] == ("30.000\u00a0₫ – 60.000\u00a0₫", None)
    assert [one.get("value") for one in page.iterfind(".//p[@class='from-to']/input")] == [None] * 2


@pytest.mark.parametrize(
    ("prefix", "shown", "called"),
    [("", ["1", "2", "3"], "Tháng 1"), ("/en", ["Jan", "Feb", "Mar"], "January")],
)
async def test_months_are_twelve_buttons(shop, prefix, shown, called):
    page = parsed(await shop.get(f"{prefix}/tim-kiem?mua=1"))

    months = list(page.iterfind(".//div[@class='buttons']/label"))
    first = months[0].find("input")
    assert len(months) == 12
    assert [one.find("input").tail for one in months[:3]] == shown
    assert (first.get("aria-label"), first.get("checked")) == (called, "")


async def test_without_words_nothing_is_most_relevant(shop):
    every = orders(parsed(await shop.get("/tim-kiem")))
    asked = orders(parsed(await shop.get("/tim-kiem?q=mắm")))

    assert every[0] == ("", "Mới công nhận", True)
    assert "Liên quan nhất" not in [name for _, name, _ in every]
    assert asked[0] == ("", "Liên quan nhất", True)
    assert shown_codes(parsed(await shop.get("/tim-kiem?sap-xep=moi-nhat"))) == shown_codes(
        parsed(await shop.get("/tim-kiem"))
    )


async def test_shoppers_read_short_names_and_a_products_page_says_the_whole(shop):
    found = await shop.get("/tim-kiem?bo=08")
    code = shown_codes(parsed(found))[0]
    product = await shop.get(f"/san-pham/{code}", follow_redirects=True)

    assert parsed(found).find(".//h1").text == "Thịt, cá, trứng chế biến"
    assert MEAT_SET not in found.text
    assert MEAT_SET in product.text
    assert max(len(one["vi"]) for one in SHORT.values()) <= 30


@pytest.mark.parametrize(
    ("typed", "told", "rest"),
    [("gạo dưới 100k", "Đến 100.000\u00a0₫", "gạo"), ("nước mắm 4 sao", "4 sao", "nước mắm")],
)
async def test_what_the_words_say_of_facts_is_a_chip(shop, typed, told, rest):
    page = parsed(await shop.get("/tim-kiem", params={"q": typed}))

    [chip] = page.iterfind(".//a[@class='chip']")
    assert told in "".join(chip.itertext())
    assert parsed(await shop.get(chip.get("href"))).find(".//h1").text == f"Kết quả cho “{rest}”"


@pytest.mark.parametrize("path", ["/tim-kiem", "/tim-kiem?q=nước+mắm", "/en/tim-kiem"])
async def test_a_page_of_results_has_fewer_than_800_elements(shop, path):
    assert len(list(parsed(await shop.get(path)).iter())) < 790


async def test_keyboards_have_a_second_way_past_the_filters(shop):
    page = parsed(await shop.get("/tim-kiem"))

    assert [one.get("href") for one in page.iterfind(".//a[@class='skip']")] == [
        "#main",
        "#ket-qua",
    ]
    assert page.find(".//div[@id='ket-qua']//ul[@class='cards']") is not None
