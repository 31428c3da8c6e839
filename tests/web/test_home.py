"""The home page is made of what is on show, whatever becomes of the search engine."""

import random
import socket
from collections import Counter

import orjson
import pytest

from shop import catalogue, publishing
from shop.formats.listing import group_of
from shop.models import Listing, Product, State
from shop.readers import tallies
from shop.readers.tallies import Tallies
from tests.conftest import front_door, services_of
from tests.publishing.goods import CA_MOI, GAO_RUOI, TRA_SEN, a_small_catalogue, goods, on_show

CODES = (CA_MOI, GAO_RUOI, TRA_SEN)


def figures(of: Tallies) -> tuple:
    seasons = [of.in_season(month, 8) for month in range(1, 13)]
    return of.total, of.counts(), seasons, of.recent


async def read(of: Tallies) -> tuple:
    await of.catch_up()
    return figures(of)


async def test_it_asks_no_search_server_and_is_the_same_without_one(full_settings):
    async with front_door(full_settings) as shop:
        with_an_index = (await shop.get("/")).text
    with socket.create_server(("127.0.0.1", 0)) as silent:  # what asks it waits
        silent.settimeout(0)
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        settings = full_settings.model_dump() | {"meilisearch_url": address}

        async with front_door(type(full_settings)(**settings)) as shop:
            answers = [await shop.get(path) for path in ("/", "/en")]

        with pytest.raises(BlockingIOError):  # no connection was made
            silent.accept()
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].text == with_an_index
    assert "429 sản vật" in with_an_index


@pytest.mark.on("sqlite")
async def test_its_figures_are_those_of_the_documents_on_show(shop):
    texts = await Listing.filter(live=True).values_list("document", flat=True)
    documents = [orjson.loads(text) for text in texts]
    held = Tallies()

    total, counts, seasons, recent = await read(held)

    assert total == len(documents)
    assert counts == {
        "kind": Counter(one["kind"] for one in documents),
        "group": Counter(group_of(one["category"]) for one in documents),
        "commune_code": Counter(one["origin"]["commune"]["code"] for one in documents),
    }
    assert len(recent) == tallies.MOST_RECENT
    assert all(0 < len(codes) <= 8 for codes in seasons)


@pytest.mark.on("sqlite")
async def test_of_a_month_it_shows_the_shortest_seasons_one_of_each_group(shop):
    held = Tallies()
    await held.catch_up()

    chosen = held.in_season(6, 100)

    rows = await Product.filter(code__in=chosen).values("code", "season_months", "agri_group_id")
    months = {row["code"]: row["season_months"] for row in rows}
    lengths = [len(months[code]) for code in chosen]
    assert all(6 in ripe for ripe in months.values())
    assert lengths == sorted(lengths)
    assert max(lengths) < 12
    others = Product.filter(kind="agricultural").exclude(code__in=chosen)
    for row in await others.values("code", "season_months", "agri_group_id"):
        of_its_group = [one for one in rows if one["agri_group_id"] == row["agri_group_id"]]
        if 6 in row["season_months"] and len(row["season_months"]) < 12:
            [shown] = of_its_group
            assert (len(months[shown["code"]]), shown["code"]) < (
                len(row["season_months"]),
                row["code"],
            )


async def _move(chance: random.Random) -> None:
    """Do one thing to one product, as a list, an operator or other hands would."""
    code = chance.choice(CODES)
    acts = [
        {"season_months": chance.sample(range(1, 13), chance.randrange(4))},
        {"commune_id": chance.choice(["11728", "11761"])},
        {"state": chance.choice([State.PUBLISHED, State.WITHDRAWN])},
    ]
    async with publishing.change(by="test") as change:
        await Product.filter(code=code).update(**chance.choice(acts))
        change.touch(code)


@pytest.mark.parametrize("seed", range(3))
async def test_after_any_changes_its_figures_are_those_of_one_who_reads_anew(
    client, monkeypatch, seed
):
    chance = random.Random(seed)  # noqa: S311 - changes that can be repeated
    monkeypatch.setattr(tallies, "PAGE", 2)
    await a_small_catalogue()
    await on_show(*map(goods, CODES))
    following = Tallies()

    for _ in range(12):
        await _move(chance)
        if chance.random() < 0.2:
            await publishing.renew_epoch("for a test")
        if chance.random() < 0.6:
            assert await read(following) == await read(Tallies())


async def test_it_shows_what_was_published_a_moment_ago_while_the_index_is_behind(client):
    await a_small_catalogue()
    assert "1 sản vật" not in (await client.get("/")).text

    await on_show(goods(season_months=[*range(1, 12)]))
    first = await client.get("/")
    await catalogue.withdraw(CA_MOI, by="test")
    gone = await client.get("/")

    assert await services_of(client).engine.position() is None
    assert "Cá mòi kho Làng Chài" not in gone.text
    assert "1 sản vật" in first.text
