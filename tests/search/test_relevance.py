"""How well the real catalogue is found: judged queries, and every name mistyped in every way.

The bars are the level that was reached, a little lower for the mistyped names, as chance is in
them. The judged queries and their scorer come from outside and are kept as they are.
"""

import json
import random
import unicodedata
from pathlib import Path

import pytest

from search.engine import Query
from tests.conftest import TODAY
from tests.search import mistyping
from tests.search.relevance.score import mean, score

JUDGED = Path(__file__).parent / "relevance" / "relevance_dev.jsonl"
NOW = int(TODAY.timestamp())
PERFECT = ["exact", "unaccented", "unicode", "telex", "tone"]


@pytest.fixture(scope="session")
async def catalogue(real_entries, embedded):
    """The real catalogue in an engine, and its names by code."""
    return embedded, {entry.code: entry.name for entry in real_entries}


@pytest.fixture(scope="session")
async def judged(catalogue):
    """The figures of each judged query, with its class."""
    engine, _ = catalogue
    rows = [json.loads(line) for line in JUDGED.read_text(encoding="utf-8").splitlines()]
    return [
        (row["class"], score(row, (await engine.search(Query(text=row["query"], now=NOW))).hits))
        for row in rows
    ]


async def test_the_judged_queries_find_what_was_asked_for(judged):
    figures = [one for _, one in judged]
    answerable = [one["zero"] for name, one in judged if name != "none"]

    assert len(figures) == 120
    assert mean([one["success"] for one in figures]) >= 0.99
    assert mean([one["ndcg"] for one in figures]) >= 0.93
    assert mean([one["violation"] for one in figures]) == 0.0
    assert mean(answerable) == 0.0


@pytest.mark.parametrize("name", PERFECT)
async def test_spelling_and_keys_never_hide_the_right_product(judged, name):
    assert mean([one["success"] for of, one in judged if of == name]) == 1.0


def decomposed(name, _):
    return unicodedata.normalize("NFD", name)


def in_capitals(name, _):
    return name.upper()


@pytest.mark.parametrize(
    ("mistyped", "bar"),
    [
        (decomposed, 1.0),
        (in_capitals, 1.0),
        (mistyping.unmarked, 0.985),
        (mistyping.in_telex, 0.985),
        (mistyping.in_vni, 0.985),
        (mistyping.without_spaces, 0.985),
        (mistyping.unmarked_without_spaces, 0.98),
        (mistyping.one_mark_lost, 0.985),
        (mistyping.one_swapped, 0.98),
        (mistyping.one_lost, 0.96),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
async def test_every_mistyped_name_finds_its_product_first(catalogue, mistyped, bar):
    engine, names = catalogue
    chance = random.Random(2026)  # noqa: S311 - the same mistypings each time
    typed = {code: mistyped(name, chance) for code, name in names.items()}
    asked = {code: text for code, text in typed.items() if text is not None}

    found = [
        names[code] in {names[hit] for hit in (await first_hit(engine, text))}
        for code, text in asked.items()
    ]

    assert len(asked) >= 425
    assert sum(found) / len(found) >= bar


async def first_hit(engine, text):
    return (await engine.search(Query(text=text, now=NOW, limit=1))).hits


@pytest.mark.parametrize(
    ("query", "begins"),
    [
        ("hành lá", "Hành lá"),
        ("hành hoa", "Hành hoa"),
        ("bắp cải", "Bắp cải"),
        ("cải bắp", "Cải bắp"),
        ("cam", "Cam"),
        ("cau", "Cau"),
        ("roi", "Roi"),
        ("rươi", "Rươi"),
        ("cheap rice", "Gạo"),
    ],
)
async def test_a_name_that_begins_with_the_words_comes_first(catalogue, query, begins):
    engine, names = catalogue
    hits = (await engine.search(Query(text=query, now=NOW))).hits

    assert names[hits[0]].startswith(begins)


@pytest.mark.parametrize("query", ["sầu riêng", "cá lóc"])
async def test_words_that_meet_by_chance_put_nothing_absurd_first(catalogue, query):
    engine, names = catalogue
    head = query.split()[0]
    hits = (await engine.search(Query(text=query, now=NOW))).hits

    assert all(head in names[code].casefold() for code in hits[:1])
