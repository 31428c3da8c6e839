"""The Atom feeds: valid, stable, from facts, and only of what is for everyone."""

import re
from collections import Counter
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

import pytest

from shop import catalogue, clock
from shop.models import Listing, Product, Purpose, Recognition
from tests.publishing.goods import goods, on_show, stars

ATOM = "{http://www.w3.org/2005/Atom}"
ORIGIN = "http://localhost:8000"
FEEDS = ["/vao-mua.atom", "/moi-cong-nhan.atom", "/en/vao-mua.atom", "/en/moi-cong-nhan.atom"]
JUNE = datetime(2026, 6, 10, 3, tzinfo=UTC)
FEBRUARY = datetime(2026, 2, 3, tzinfo=UTC)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT00:00:00\+07:00")
TAG = re.compile(r"tag:localhost,2026:[a-z0-9/A-Z-]+")


def read(answer):
    assert answer.status_code == 200
    return ET.fromstring(answer.content)  # noqa: S314 - our own


def told(feed, name):
    return [one.findtext(f"{ATOM}{name}") for one in feed.iter(f"{ATOM}entry")]


def links(element):
    return {one.get("rel"): one.get("href") for one in element.findall(f"{ATOM}link")}


@pytest.mark.parametrize("path", FEEDS)
async def test_a_feed_has_all_that_rfc_4287_asks_for(shop, path):
    answer = await shop.get(path)

    feed, language = read(answer), "en" if path.startswith("/en") else "vi"
    assert answer.headers["content-type"] == "application/atom+xml"
    assert feed.tag == f"{ATOM}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    assert links(feed)["self"] == ORIGIN + path
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Sản vật Hải Phòng"
    once = ("id", "title", "updated", "subtitle")
    counted = Counter(one.tag.removeprefix(ATOM) for one in feed)
    assert {name: counted[name] for name in once} == dict.fromkeys(once, 1)
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 50
    for entry in entries:
        parts = Counter(one.tag.removeprefix(ATOM) for one in entry)
        assert parts == {"id": 1, "title": 1, "updated": 1, "link": 1, "summary": 1}
    ids = [feed.findtext(f"{ATOM}id"), *told(feed, "id")]
    assert len(ids) == len(set(ids))
    assert all(TAG.fullmatch(one) for one in ids)
    moments = told(feed, "updated")
    assert all(MOMENT.fullmatch(one) for one in moments)
    assert moments == sorted(moments, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == moments[0]


@pytest.mark.parametrize("path", FEEDS)
async def test_its_addresses_are_pages(shop, path):
    feed = read(await shop.get(path))

    first = next(feed.iter(f"{ATOM}entry"))
    for address in (links(feed)["alternate"], links(feed)["self"], links(first)["alternate"]):
        assert (await shop.get(address)).status_code == 200


async def test_seasons_that_began_this_month_come_first_and_then_those_before(shop):
    with clock.stopped(JUNE):
        feed = read(await shop.get("/vao-mua.atom"))

    months = Counter(told(feed, "updated"))
    june = await Product.filter(kind="agricultural", sale_restriction="none").values_list(
        "season_months", flat=True
    )
    beginning = [one for one in june if 6 in one and 5 not in one]
    assert months["2026-06-01T00:00:00+07:00"] == min(50, len(beginning))
    assert all(title.endswith(": vào mùa tháng 6") for title in told(feed, "title")[:3])


async def test_what_began_before_the_turn_of_the_year_is_of_the_year_before(shop):
    with clock.stopped(FEBRUARY):
        feed = read(await shop.get("/vao-mua.atom"))

    years = {one[:7] for one in told(feed, "updated")}
    assert "2026-02" in years
    assert "2025-12" in years


async def test_entries_keep_their_ids_and_the_feed_its_tag_while_nothing_changes(shop):
    with clock.stopped(JUNE):
        before = await shop.get("/vao-mua.atom")
    with clock.stopped(JUNE.replace(day=20)):
        later = await shop.get("/vao-mua.atom", headers={"If-None-Match": before.headers["etag"]})
    assert later.status_code == 304

    first = await shop.get("/moi-cong-nhan.atom")
    again = await shop.get("/moi-cong-nhan.atom", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    with clock.stopped(JUNE.replace(month=7)):
        july = read(await shop.get("/vao-mua.atom"))
    shared = set(told(read(before), "id")) & set(told(july, "id"))
    assert all("/2026-06/" in one or "/2026-0" in one for one in shared)


async def test_recognitions_are_those_that_hold_the_latest_first(shop):
    feed = read(await shop.get("/moi-cong-nhan.atom"))

    latest = (
        await Recognition.filter(
            decision__signed_on__lte=clock.today(), expires_on__gte=clock.today(), revoked_on=None
        )
        .order_by("-decision__signed_on")
        .values("product_id", signed_on="decision__signed_on")
    )
    assert told(feed, "updated")[0] == f"{latest[0]['signed_on']}T00:00:00+07:00"
    assert {one.split("/")[1] for one in told(feed, "id")} <= {row["product_id"] for row in latest}
    made_up = [one for one in told(feed, "summary") if one.endswith("Sản phẩm minh hoạ.")]
    assert made_up


async def test_what_is_for_our_pages_alone_or_withdrawn_is_in_no_feed(shop):
    feeds = {path: read(await shop.get(path)) for path in FEEDS[:2]}
    codes = [told(feed, "id")[0].split("/") for feed in feeds.values()]
    season, stars = codes[0][2], codes[1][1]
    maker = (await Product.get(code=season)).producer_id

    await catalogue.withdraw_consent(maker, Purpose.MARKETPLACES, by="test")
    await catalogue.withdraw(stars, by="test")

    assert (await Listing.get(code=season)).audience == "site"
    assert season not in (await shop.get("/vao-mua.atom")).text
    assert stars not in (await shop.get("/moi-cong-nhan.atom")).text


async def test_what_may_not_be_advertised_is_in_no_feed(shop):
    restricted = await Product.exclude(sale_restriction="none").values_list("code", flat=True)
    texts = []
    for month in range(1, 13):
        with clock.stopped(JUNE.replace(month=month)):
            texts.append((await shop.get("/vao-mua.atom")).text)
    texts.append((await shop.get("/moi-cong-nhan.atom")).text)

    assert restricted
    assert [code for code in restricted for text in texts if f"/{code}<" in text] == []


async def test_markup_in_a_name_stays_text(portal):
    await on_show(goods(recognition=stars(4, date(2026, 1, 5), date(2029, 1, 5))))
    await catalogue.rename_producer("HP-CS-101", "Lan & <b>Mai</b>", by="test")

    feed = read(await portal.get("/moi-cong-nhan.atom"))

    assert "Lan & <b>Mai</b>" in told(feed, "summary")[0]


async def test_an_empty_feed_is_valid_too(client):
    for path in FEEDS:
        feed = read(await client.get(path))
        assert told(feed, "id") == []
        assert MOMENT.fullmatch(feed.findtext(f"{ATOM}updated"))


async def test_pages_lead_readers_of_feeds_to_them(shop):
    for page in ("/", "/mua-vu", "/cong-nhan"):
        text = (await shop.get(page)).text
        for path in FEEDS[:2]:
            assert 'type="application/atom+xml" title="' in text
            assert f'href="{path}"' in text
