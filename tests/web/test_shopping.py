"""The shopping list as its address says it: no row of ours, and no surprise for another's list."""

import pytest

from shop import catalogue
from shop.web.public.shopping import MOST, codes_of
from tests.web.test_pages_front_door import parsed
from tests.web.test_place_tiles import text_of

FISH_SAUCE, LYCHEE, TOBACCO = "HP-OCOP-0026", "HP-NS-0001", "HP-NS-0017"


def lines(page) -> list[str]:
    return [li.get("data-line") for li in page.iterfind(".//li[@data-line]")]


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        (["HP-NS-0001,hp-ns-0002", "HP-NS-0001"], ("HP-NS-0001", "HP-NS-0002")),
        (["<script>,%00,../x, ,HP-NS-0001,'"], ("HP-NS-0001",)),
        ([""], ()),
        (["A" * 17 + ",ｈＰ,HP_1,HP-NS-0001\n"], ()),
    ],
)
def test_only_codes_are_read(given, codes):
    assert codes_of(given) == (codes, False)


def test_a_list_too_long_is_cut_and_says_so():
    given = ",".join(f"X-{n}" for n in range(MOST + 1))

    codes, cut = codes_of([given])

    assert (len(codes), codes[-1], cut) == (MOST, f"X-{MOST - 1}", True)
    assert codes_of(["HP-NS-0001," * 100_000]) == (("HP-NS-0001",), True)


async def test_goods_stand_under_their_producers_with_price_and_whom_to_ask(shop):
    answer = await shop.get(f"/di-cho?sp={TOBACCO},{FISH_SAUCE}")
    page = parsed(answer)
    told = {li.get("data-line"): text_of(li) for li in page.iterfind(".//li[@data-line]")}

    assert answer.headers["x-robots-tag"] == "noindex"
    assert set(told) == {TOBACCO, FISH_SAUCE}
    assert "Nước mắm Cát Hải" in told[FISH_SAUCE]
    assert "₫" in told[FISH_SAUCE]
    assert "Không bán trực tuyến" in told[TOBACCO]
    assert "₫" not in told[TOBACCO]
    assert len(page.findall(".//section[@class='stall panel']")) == 2


async def test_what_has_gone_and_what_never_was_are_told_by_their_codes(shop):
    await catalogue.withdraw(LYCHEE, by="test")

    page = parsed(await shop.get(f"/di-cho?sp={LYCHEE},HP-NS-9999,{FISH_SAUCE}"))

    gone = page.findall(".//section[@class='stall panel']")[-1]
    assert text_of(gone.find("h2")) == "Không còn trong danh mục"
    assert lines(gone) == [LYCHEE, "HP-NS-9999"]
    assert lines(page) == [FISH_SAUCE, LYCHEE, "HP-NS-9999"]


async def test_nothing_that_is_no_code_comes_back(shop):
    answer = await shop.get("/di-cho", params={"sp": "<img src=x>,HP-NS-9999,xyz onerror"})

    assert "<img src=x>" not in answer.text
    assert "onerror" not in answer.text
    assert lines(parsed(answer)) == ["HP-NS-9999"]


async def test_the_other_language_shows_the_same_list(shop):
    page = parsed(await shop.get(f"/di-cho?sp={FISH_SAUCE}"))

    [other] = page.iterfind(".//a[@class='tongue']")
    assert other.get("href") == f"/en/di-cho?sp={FISH_SAUCE}"


async def test_an_empty_list_says_how_to_begin(shop):
    page = parsed(await shop.get("/di-cho"))

    assert lines(page) == []
    assert "Chưa có gì ở đây" in text_of(page.find(".//main"))


async def test_nothing_about_a_list_is_shown_where_no_script_runs(shop):
    page = parsed(await shop.get("/san-pham/HP-OCOP-0026/nuoc-mam-cat-hai"))

    shown = [one for one in page.iterfind(".//*[@class]") if "take" in one.get("class").split()]
    assert [one.get("hidden") for one in shown] == [""]
    assert page.find(".//a[@class='market-link']").get("hidden") == ""
