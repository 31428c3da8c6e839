"""How well the real catalogue is found: judged queries, and every name mistyped in every way.

The bars are the level that was reached, a little lower for the mistyped names, as chance is in
them. The judged queries come from outside and are kept as they are; `make relevance` shows more.
"""

import unicodedata
from collections import defaultdict

import pytest

from search.engine import Query
from tests.search import measuring, mistyping
from tests.search.measuring import NOW, share
from tests.search.relevance.score import mean, score

PERFECT = ["exact", "unaccented", "unicode", "telex", "tone"]


@pytest.fixture(scope="session")
async def catalogue(real_entries, embedded):
    """The real catalogue in an engine, and its names by code."""
    return embedded, {entry.code: entry.name for entry in real_entries}


@pytest.fixture(scope="session")
async def asked(catalogue):
    """Of each judged set its queries, with what is answered and how good that is."""
    engine, _ = catalogue
    return {
        name: await measuring.answers(engine, measuring.judged(name)) for name in measuring.SETS
    }


@pytest.fixture(scope="session")
def judged(asked):
    """The figures of each query of the first set, with its class."""
    return [(row["class"], figures) for row, _, figures in asked["dev"]]


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


@pytest.mark.parametrize(
    ("name", "of", "figure", "bar"),
    [
        ("dev2", None, "success", 0.85),
        ("dev2", None, "said", 1.0),
        ("dev3", None, "success", 0.87),
        ("held out", "have", "success", 0.90),
        ("held out", "have", "ndcg", 0.80),
        ("held out", "lack", "success", 0.80),
        ("held out", "lack-sub", "both", 0.85),
        ("held out", "code", "success", 0.90),
        ("held out", "need", "success", 0.73),
        ("held out", "question", "success", 0.90),
        ("held out", "chat", "success", 0.86),
    ],
)
async def test_queries_of_other_hands_find_what_was_asked_for(asked, name, of, figure, bar):
    of_them = [figures for row, _, figures in asked[name] if of in {None, row["class"]}]

    assert mean([figures[figure] for figures in of_them]) >= bar


async def test_no_kind_of_fault_is_left_behind(asked):
    by_kind = defaultdict(list)
    for row, _, figures in asked["dev2"]:
        by_kind[row["kind"]].append(figures["success"])

    assert len(by_kind) == 7
    assert min(map(mean, by_kind.values())) >= 0.66


async def test_a_correction_hardly_ever_leads_astray(asked):
    corrected = [*asked["dev"], *asked["held out"]]

    assert share(measuring.wrongly_corrected(corrected)) <= 0.06


async def test_everyday_words_are_not_corrected(catalogue):
    engine, _ = catalogue

    changed = await measuring.common_words_changed(engine)

    assert len(changed) > 200
    assert share([bool(read) for read in changed.values()]) <= 0.03


async def test_another_tone_in_the_head_of_a_name_still_finds_it(catalogue):
    engine, names = catalogue

    found = await measuring.found_by_head(engine, names, mistyping.other_tone)

    assert len(found) > 200
    assert share([*found.values()]) >= 0.93


@pytest.mark.parametrize(
    ("query", "must_say", "dropped", "said"),
    [
        ("nước mắm phú quốc", "phú quốc", ("Phú Quốc",), True),
        ("nước mắm phú quốc", "phú quốc", ("Phu Quoc",), False),
        ("nuoc mam phu quoc", "phu quoc", ("Phú Quốc",), True),
        ("mật ong bạc hà hà giang", "bạc hà|hà giang", ("Bạc hà", "Hà Giang"), True),
        ("mật ong bạc hà hà giang", ["bạc hà", "hà giang"], ("Hà Giang",), False),
        ("gà đông tảo", "đông tảo", (), False),
    ],
)
def test_what_an_answer_must_say_it_lacks_is_scored(query, must_say, dropped, said):
    row = {"query": query, "must_say": must_say, "relevant": {"A": 3}, "first": ["A"]}

    figures = score(row, ["A"], dropped)

    assert figures["said"] == figures["both"] == said


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
        (mistyping.in_a_title, 0.88),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
async def test_every_mistyped_name_finds_its_product_first(catalogue, mistyped, bar):
    engine, names = catalogue

    found = await measuring.found_when_mistyped(engine, names, mistyped)

    assert len(found) >= 425
    assert share(found) >= bar


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
