"""The season calendar: every cell says what its search finds, and what comes next is named."""

from datetime import UTC, datetime

import html5lib

from shop import clock
from shop.models import Product

JULY = datetime(2026, 7, 15, 3, tzinfo=UTC)
NEW_YEARS_EVE = datetime(2026, 12, 31, 16, 59, tzinfo=UTC)
"""23:59 in Hải Phòng."""


def read(answer):
    assert answer.status_code == 200
    return html5lib.parse(answer.text, namespaceHTMLElements=False)


def said(element):
    return " ".join("".join(element.itertext()).split())


def rows(page):
    """Give the cells of each group by its code."""
    bodies = page.iterfind(".//table[@class='calendar']/tbody")
    return {
        body.find("tr[1]/th/a").get("href").rpartition("=")[2]: body.findall("tr[2]/td")
        for body in bodies
    }


def names(page, section):
    return [said(one) for one in page.iterfind(f".//section[@aria-labelledby='{section}']//h3/a")]


async def test_each_cell_counts_what_its_search_finds(shop):
    page = read(await shop.get("/mua-vu"))

    lines = rows(page)
    assert len(lines) == 13  # livestock is there all the year round
    assert all(len(cells) == 12 for cells in lines.values())
    for group, month in (("trai-cay", 6), ("thuy-san-khai-thac", 11), ("rau", 1)):
        link = lines[group][month - 1].find("a")
        found = read(await shop.get(link.get("href")))
        assert found.find(".//p[@class='total']").text.split()[0] == link.text
        assert link.get("aria-label").endswith(f", tháng {month}: {link.text} sản phẩm")


async def test_what_is_there_all_the_year_makes_no_month_ripe(shop):
    cells = rows(read(await shop.get("/mua-vu")))["trai-cay"]

    seasonal = [
        set(row["season_months"])
        for row in await Product.filter(agri_group_id="trai-cay").values("season_months")
        if 0 < len(row["season_months"]) < 12
    ]
    ripe = {n for n, cell in enumerate(cells, 1) if "ripe" in cell.get("class", "")}
    assert ripe == set.union(*seasonal)


async def test_it_marks_this_month_and_says_what_begins_in_the_next(shop):
    with clock.stopped(JULY):
        page = read(await shop.get("/mua-vu"))

    [now] = page.iterfind(".//thead//a[@aria-current='date']")
    assert (now.text, now.get("aria-label")) == ("T7", "tháng 7")
    assert said(page.find(".//h2[@id='sau']")) == "Sắp vào mùa: tháng 8"
    beginning = await Product.filter(name_vi__in=names(page, "sau")).values("season_months")
    assert 0 < len(beginning) <= 8
    assert all(8 in one["season_months"] and 7 not in one["season_months"] for one in beginning)


async def test_after_december_comes_january_and_at_midnight_it_turns(shop):
    with clock.stopped(NEW_YEARS_EVE):
        before = await shop.get("/en/mua-vu")
        page = read(before)
    assert said(page.find(".//h2[@id='nay']")) == "In season: December"
    assert said(page.find(".//h2[@id='sau']")) == "Next in season: January"

    with clock.stopped(NEW_YEARS_EVE.replace(hour=17, minute=0)):
        after = await shop.get("/en/mua-vu", headers={"If-None-Match": before.headers["etag"]})

    assert said(read(after).find(".//h2[@id='nay']")) == "In season: January"


async def test_without_seasonal_goods_it_says_so(portal):
    page = read(await portal.get("/mua-vu"))

    assert rows(page) == {}
    assert page.find(".//p[@class='notice']").text == (
        "Chưa có sản vật theo mùa nào trong danh mục."
    )
