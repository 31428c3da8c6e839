"""What people look for and open is counted from what their requests tell anyway."""

from shop.counting import LookedFor, looked_for
from shop.models import ClickCount, SearchCount

SEARCH = "http://localhost:8000/tim-kiem?q=nuoc+mam"
FISH_SAUCE = "/san-pham/HP-OCOP-0026/nuoc-mam-cat-hai"


async def written(door) -> list[LookedFor]:
    await door._transport.app.state.process.counts.flush()
    return await looked_for(1)


async def test_a_search_is_counted_as_it_was_understood_also_from_a_kept_page(shop):
    for _ in range(3):
        await shop.get("/tim-kiem?q=nuowcs+mawms")
    await shop.get("/en/tim-kiem?q=nuowcs+mawms")
    await shop.get("/tim-kiem?q=nuowcs+mawms&trang=2")

    [counted] = await written(shop)
    assert (counted.understood, counted.searches, counted.clicks) == ("nước mắm", 4, 0)
    assert counted.hits > 0


async def test_what_is_not_found_is_counted_with_nothing(shop):
    await shop.get("/tim-kiem?q=zzqx")

    [counted] = await written(shop)
    assert counted.hits == 0


async def test_a_product_that_is_opened_from_a_search_is_counted_for_it(shop):
    await shop.get("/tim-kiem?q=nuoc+mam")
    await shop.get(FISH_SAUCE, headers={"Referer": SEARCH})
    await shop.get(FISH_SAUCE)
    await shop.get(FISH_SAUCE, headers={"Referer": "https://example.vn/tim-kiem?q=nuoc+mam"})
    await shop.get(FISH_SAUCE, headers={"Referer": "http://localhost:8000/?q=nuoc+mam"})
    odd = await shop.get(FISH_SAUCE, headers={"Referer": "http://[::1/tim-kiem?q=x"})
    assert odd.status_code == 200

    [counted] = await written(shop)
    assert counted.clicks == 1
    assert (await ClickCount.get()).code == "HP-OCOP-0026"


async def test_narrowing_turning_and_reading_literally_are_no_new_searches(shop):
    for more in ("", "&loai=ocop", "&trang=2", "&dung-nguyen=1", "&loai=ocop"):
        await shop.get(f"/tim-kiem?q=%20nuowcs+mawms%20{more}")
    await shop.get("/tim-kiem?q=%20nuowcs+mawms%20")

    [counted] = await written(shop)
    assert counted.searches == 2
    assert counted.hits > 0


async def test_lists_without_a_query_are_not_counted(shop):
    await shop.get("/tim-kiem?loai=ocop")
    await shop.get("/tim-kiem?q=++")

    assert await written(shop) == []
    assert await SearchCount.all().count() == 0
