"""What stands beside a product on its page."""

import orjson
import pytest

from shop import catalogue
from shop.models import Product, SaleRestriction
from shop.publishing import change
from shop.queries.listings import listing_of
from shop.queries.related import MOST, related
from tests.web.test_pages_front_door import parsed, shown_codes

FISH_SAUCE = "/san-pham/HP-OCOP-0026/nuoc-mam-cat-hai"


async def beside(code):
    return list(await related(orjson.loads((await listing_of(code)).document)))


async def names(codes):
    return dict(await Product.filter(code__in=codes).values_list("code", "name_vi"))


async def test_a_fish_sauce_stands_beside_fish_sauces(shop):
    codes = shown_codes(parsed(await shop.get(FISH_SAUCE)))

    called = await names(codes)
    assert len(codes) == MOST == 8
    assert "HP-OCOP-0026" not in codes
    assert [called[code] for code in codes[:4]] == [
        "Nước mắm cốt cá nục Cát Hải 40 độ đạm",
        "Nước mắm Cát Hải truyền thống 25 độ đạm 900 ml",
        "Nước mắm nhĩ Cát Hải chai thủy tinh 250 ml",
        "Nước mắm Quang Hải",
    ]


@pytest.mark.parametrize("code", ["HP-OCOP-0001", "HP-NS-0009", "HP-NS-0017", "HP-OCOP-0179"])
async def test_every_product_has_others_beside_it_and_never_itself(shop, code):
    codes = await beside(code)

    assert 4 <= len(codes) <= MOST
    assert code not in codes
    assert len(set(codes)) == len(codes)


async def test_what_is_not_sold_comes_last(shop):
    first = (await beside("HP-OCOP-0026"))[0]
    async with change(by="test") as wanted:
        await Product.filter(code=first).update(sale_restriction=SaleRestriction.NOT_ONLINE)
        wanted.touch(first)

    assert first not in await beside("HP-OCOP-0026")


async def test_what_is_withdrawn_leaves_the_pages_that_show_it_at_once(shop):
    before = shown_codes(parsed(await shop.get(FISH_SAUCE)))

    await catalogue.withdraw(before[0], by="test")

    after = shown_codes(parsed(await shop.get(FISH_SAUCE)))
    assert before[0] not in after
    assert len(after) == MOST


async def test_a_new_price_is_shown_on_every_page_that_shows_the_product(shop):
    first = shown_codes(parsed(await shop.get(FISH_SAUCE)))[0]
    assert "987.000" not in (await shop.get(FISH_SAUCE)).text

    await catalogue.set_price(f"{first}-1", 987_000, by="test")

    assert "987.000" in (await shop.get(FISH_SAUCE)).text


async def test_english_pages_show_them_in_english(shop):
    page = parsed(await shop.get(f"/en{FISH_SAUCE}"))

    assert page.find(".//h2[@id='cung']").text == "Similar products"
    links = [one.get("href") for one in page.iterfind(".//*[@class='card-name']/a")]
    assert all(link.startswith("/en/san-pham/") for link in links)


async def test_a_product_alone_in_the_world_has_nothing_beside_it(shop):
    document = orjson.loads((await listing_of("HP-OCOP-0026")).document)
    document["category"] |= {"code": "99", "set": "99"}
    document["producer"]["code"] = document["origin"]["commune"]["code"] = "?"

    assert await related(document) == {}
