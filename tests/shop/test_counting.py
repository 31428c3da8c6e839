"""What people look for is counted by the day, and nothing of who they are is kept."""

from datetime import timedelta

import pytest

from shop import clock, counting
from shop.counting import Counts, LookedFor
from shop.models import ClickCount, SearchCount


async def test_searches_and_what_was_opened_are_added_up(services):
    counts = Counts()
    counts.count_search("nuoc mam", "nước mắm", 7)
    counts.count_search("Nước  mắm", "nước mắm", 8)
    counts.count_search("sầu riêng", "sầu riêng", 0)
    counts.count_opened("nuoc mam", "HP-OCOP-0026")
    await counts.flush()
    counts.count_search("nuoc mam", "nước mắm", 9)
    counts.count_opened("Nước mắm", "HP-OCOP-0026")
    await counts.flush()
    await counts.flush()

    assert await counting.looked_for(1) == [
        LookedFor("nước mắm", searches=3, days=1, hits=9, clicks=2),
        LookedFor("sầu riêng", searches=1, days=1, hits=0, clicks=0),
    ]
    assert await counting.looked_for(1, in_vain=True) == [
        LookedFor("sầu riêng", searches=1, days=1, hits=0, clicks=0)
    ]


async def test_two_processes_add_to_the_same_rows(services):
    one, two = Counts(), Counts()
    for counts in (one, two):
        counts.count_search("gạo", "gạo", 5)
        await counts.flush()

    [row] = await SearchCount.all()
    assert (row.understood, row.searches, row.hits) == ("gạo", 2, 5)


async def test_days_are_kept_apart_and_old_ones_forgotten(services):
    counts = Counts()
    for days in (0, 1, 500):
        with clock.stopped(clock.now() - timedelta(days=days)):
            counts.count_search("gạo", "gạo", 5)
            counts.count_opened("gạo", "HP-NS-0001")
            await counts.flush()

    assert [one.searches for one in await counting.looked_for(1)] == [1]
    assert [one.searches for one in await counting.looked_for(2)] == [2]
    await counting.forget_old()
    assert await SearchCount.all().count() == await ClickCount.all().count() == 2


@pytest.mark.parametrize(
    "text",
    [
        "0912 345 678",
        "0912/345/678",
        "x" * 75 + " 0912345678",
        "gọi 0912345678 nhé",
        "ba@example.vn",
        "https://example.vn",
        "",
        "   ",
        "www.x.vn",
    ],
)
async def test_what_looks_private_or_is_nothing_is_not_counted(services, text):
    counts = Counts()
    counts.count_search(text, text, 1)
    counts.count_opened(text, "HP-NS-0001")
    await counts.flush()

    assert await SearchCount.all().count() == await ClickCount.all().count() == 0


async def test_a_flood_of_different_queries_fills_neither_memory_nor_tables(services, monkeypatch):
    monkeypatch.setattr(counting, "MOST_WAITING", 5)
    monkeypatch.setattr(counting, "MOST_A_DAY", 5)
    counts = Counts()
    for round_ in range(3):
        for n in range(20):
            counts.count_search(f"a{round_} {n}", f"a{round_} {n}", 0)
        assert len(counts.searches) == 5
        await counts.flush()

    assert await SearchCount.all().count() == 5


async def test_a_long_query_is_cut(services):
    counts = Counts()
    counts.count_search("x" * 500, "ngon " * 60, 0)
    await counts.flush()

    assert (await SearchCount.get()).understood == ("ngon " * 16).strip()
