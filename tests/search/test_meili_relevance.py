"""On the real catalogue Meilisearch finds what the embedded engine does, and is asked little."""

from collections import defaultdict
from dataclasses import replace

import pytest

from search.engine import Query
from tests.search.contract import fill
from tests.search.measuring import NOW
from tests.search.measuring import judged as rows_of
from tests.search.relevance.score import mean, score

REQUESTS_BEFORE, QUERIES_BEFORE = 357 / 120, 1002 / 120
"""For one of the judged queries at ddb49e5: ../shared/meilisearch/recorded_session.jsonl.gz."""


@pytest.fixture
async def judged(meili, stand_in, embedded, real_entries):
    """Each judged query with what both engines answer, and all that the server was asked for."""
    await fill(meili, real_entries)
    rows = rows_of("dev")
    await meili.search(Query(text=rows[0]["query"], now=NOW))
    stand_in.bodies.clear()
    queries = [Query(text=row["query"], now=NOW, limit=10) for row in rows]
    here = [await embedded.search(query) for query in queries]
    there = [await meili.search(query) for query in queries]
    return list(zip(rows, here, there, strict=True)), [*stand_in.bodies]


async def test_every_judged_query_is_answered_as_by_the_embedded_engine(judged):
    answers, bodies = judged

    told = [(row["query"], replace(here, near=())) for row, here, _ in answers]
    assert [(row["query"], replace(there, near=())) for row, _, there in answers] == told
    near = [(set(here.near), set(there.near)) for _, here, there in answers if here.near]
    assert mean([len(here & there) / len(here) for here, there in near]) >= 0.9

    by_class = defaultdict(list)
    for row, _, there in answers:
        by_class[row["class"]].append(score(row, there.hits)["success"])
    assert len(by_class) >= 10
    assert {name for name, found in by_class.items() if mean(found) < 0.95} <= {"none"}

    assert len(bodies) / len(answers) <= 1.5 < REQUESTS_BEFORE
    assert sum(len(body["queries"]) for body in bodies) / len(answers) <= QUERIES_BEFORE / 2
