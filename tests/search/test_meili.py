"""The Meilisearch engine keeps the contract: on the stand-in, and on the server of MEILI_URL.

The stand-in answers by rules read in Meilisearch's source; only a run with MEILI_URL shows what a
real server makes of our requests.
"""

import os
import secrets
from dataclasses import replace
from datetime import timedelta

import pytest
from meilisearch import Client
from starlette.responses import PlainTextResponse

from search.engine import FACETS, Busy, Position, Unavailable
from search.meili.breaker import Breaker
from search.meili.server import Server, TaskFailed
from tests.search.contract import START, EngineContract, ask, fill
from tests.search.meili_stand_in.keeping import Keeping, at_once
from tests.search.samples import goods

LATER = Position("epoch-1", 8)


@pytest.fixture
def engine(meili):
    return meili


@pytest.fixture
async def filled(meili):
    await fill(meili, goods())
    return meili


def uids(stand_in):
    return sorted(stand_in.state.indexes)


def serving_documents(stand_in):
    return stand_in.state.indexes["sanvat"].documents


class TestOnTheStandIn(EngineContract):
    pass


@pytest.mark.meilisearch
class TestOnAServer(EngineContract):
    @pytest.fixture
    async def engine(self):
        server = Server(os.environ["MEILI_URL"], os.environ.get("MEILI_KEY", ""))
        index = f"test_{secrets.token_hex(4)}"
        engine = Keeping(server, index=index)
        yield engine
        await engine.close()
        keys = await engine.ensure_keys()
        await server.call(lambda client: _tidy(client, index, {keys.search, keys.admin}))


def _tidy(client: Client, index: str, keys: set[str]) -> None:
    client.delete_index(index)
    for key in keys - {client.config.api_key}:
        client.delete_key(key)


# What the contract does not say


async def test_the_words_that_the_best_hit_lacks_are_told(filled):
    answer = await ask(filled, "vải thiều Thanh Hà zzzqqq")

    assert (answer.hits, answer.dropped) == (("HP-NS-0064",), ("zzzqqq",))


async def test_a_search_is_asked_for_plainly_and_mostly_at_once(stand_in, filled):
    await ask(filled, "dừa")
    stand_in.bodies.clear()

    await ask(filled, "vải thiều Thanh Hà", facets=FACETS)

    body, near = stand_in.bodies
    assert [query["filter"][:4] for query in body["queries"]] == ["role", "((wo"]
    assert {query["q"] for query in body["queries"]} == {""}
    assert [query["q"] for query in near["queries"]] == ["", "vai thieu thanh ha "]


async def test_the_words_are_loaded_once_until_the_index_moves(filled):
    await ask(filled, "dừa")
    await ask(filled, "dứa")
    assert filled.loads == 1

    await filled.write([replace(goods()[0], code="HP-NS-0999", name="Ổi lê")], [], LATER)

    assert (await ask(filled, "ổi lê")).hits[0] == "HP-NS-0999"
    assert filled.loads == 2


async def test_another_process_sees_a_change_at_once(filled, other_meili):
    assert (await ask(other_meili)).total == len(goods())

    await filled.write([], ["HP-NS-0171"], LATER)

    assert await other_meili.position() == LATER
    assert (await ask(other_meili)).total == len(goods()) - 1


@pytest.mark.parametrize(
    "value",
    ['rau"] OR role IN ["position', "rau\\", '\\"', "' OR 1 = 1", "\0\n", "ổi 🙂", "\ud800"],
)
async def test_a_filter_cannot_say_more_than_a_value(engine, value):
    await fill(engine, [replace(goods()[0], group=value), goods()[2]])

    answer = await ask(engine, group=frozenset({value}), facets=FACETS)

    assert (answer.total, answer.hits) == (1, (goods()[0].code,))
    assert sum(answer.facets["group"].values()) == 2
    assert (await ask(engine, group=frozenset({value + "x"}))).total == 0


async def test_a_code_may_have_any_characters(engine):
    odd = replace(goods()[0], code='a/"b" ổ\\')

    await fill(engine, [odd])
    assert (await ask(engine)).hits == (odd.code,)

    await engine.write([], [odd.code], LATER)
    assert (await ask(engine)).total == 0


async def test_words_that_many_have_and_few_have_both_find_those_few(stand_in, engine):
    plain = replace(goods()[0], keywords=(), text="", name_en="")
    both = [replace(plain, code=f"B-{n}", name=f"Hoa đá {n}") for n in range(9)]
    one = [replace(plain, code=f"H-{n:03}", name=f"Hoa {n}") for n in range(120)]
    other = [replace(plain, code=f"D-{n:03}", name=f"Đá {n}") for n in range(120)]
    await fill(engine, [*one, *both, *other])
    await ask(engine, "hoa")
    stand_in.bodies.clear()

    answer = await ask(engine, "hoa đá", facets=("kind",))

    assert (answer.total, answer.hits) == (9, tuple(entry.code for entry in both))
    assert answer.facets == {"kind": {plain.kind: 9}}
    assert len(stand_in.bodies) == 2


# One change, one task


async def test_a_change_is_one_task(stand_in, filled):
    before = len(stand_in.state.tasks)

    await filled.write(goods()[:2], ["HP-NS-0171"], LATER)

    [task] = stand_in.state.tasks[before:]
    assert task.kind == "documentAdditionOrUpdate"
    assert serving_documents(stand_in)["e-HP-NS-0171"] == {"id": "e-HP-NS-0171", "role": "gone"}


async def test_a_change_that_fails_changes_nothing_and_is_told(stand_in, filled):
    stand_in.state.failing = lambda _kind: True

    with pytest.raises(TaskFailed, match="no_space_left_on_device"):
        await filled.write([], ["HP-NS-0171"], LATER)

    assert await filled.position() == START
    assert (await ask(filled)).total == len(goods())


async def test_an_older_writer_is_refused(stand_in, filled):
    await filled.write([], ["HP-NS-0171"], LATER)
    tasks = len(stand_in.state.tasks)

    with pytest.raises(Busy):
        await filled.write(goods(), [], START)

    assert len(stand_in.state.tasks) == tasks
    assert await filled.position() == LATER


async def test_a_writer_that_was_overtaken_is_told(stand_in, filled):
    async def overtake(request):
        place = serving_documents(stand_in)["position"]
        if request.url.path.endswith("/position") and place["serial"] == LATER.serial:
            place["serial"] = 12

    stand_in.fault = overtake

    with pytest.raises(Unavailable):
        await filled.write([], ["HP-NS-0171"], LATER)


# Settings


async def test_settings_that_somebody_changed_ask_for_a_rebuild(stand_in, filled):
    stand_in.state.indexes["sanvat"].settings["rankingRules"] = ["words"]

    assert await filled.position() is None
    with pytest.raises(Unavailable):
        await filled.write([], [], LATER)

    await fill(filled, goods())
    assert await filled.position() == START


async def test_an_index_of_another_schema_is_no_index(filled, monkeypatch):
    monkeypatch.setattr("search.meili.documents.version", lambda: "another")

    assert await filled.position() is None
    with pytest.raises(Unavailable):
        await ask(filled, "dừa")

    await fill(filled, goods())
    assert await filled.position() == START


async def test_an_index_of_somebody_else_is_no_index(stand_in, engine):
    stand_in.state.create("sanvat", None)
    stand_in.state.add("sanvat", [{"id": "1", "title": "Batman"}])

    assert await engine.position() is None
    with pytest.raises(Unavailable):
        await ask(engine, "dừa")
    await fill(engine, goods())
    assert (await ask(engine)).total == len(goods())


# Rebuilds


async def test_two_rebuilds_at_once_are_refused(stand_in, filled, other_meili):
    async with filled.rebuild() as first:
        with pytest.raises(Busy):
            async with other_meili.rebuild():
                pytest.fail("a second rebuild began")
        await first.write(goods()[:1])
        await first.finish(LATER)

    assert uids(stand_in) == ["sanvat"]
    assert (await ask(filled)).total == 1


async def test_a_rebuild_sends_only_a_few_batches_ahead(stand_in, engine, monkeypatch):
    monkeypatch.setattr("search.meili.rebuilding._BATCH", 1)
    waiting = []

    async def count(request):
        if request.url.path.endswith("/documents"):
            under_way = ("enqueued", "processing")
            waiting.append(sum(task.status in under_way for task in stand_in.state.tasks))

    stand_in.fault = count
    entries = [replace(goods()[0], code=f"A-{n}") for n in range(40)]
    await fill(engine, entries)

    assert (await ask(engine)).total == 40
    assert (len(waiting), max(waiting)) == (41, 9)


async def test_what_a_killed_rebuild_left_is_swept_away_when_it_is_old(stand_in, filled):
    for uid in ("sanvat_0123456789ab", "sanvat_shop", "movies"):
        stand_in.state.create(uid, "id")
    with pytest.raises(Busy):
        await fill(filled, goods())

    stand_in.state.now += timedelta(minutes=3)
    await fill(filled, goods()[:1])

    assert uids(stand_in) == ["movies", "sanvat", "sanvat_shop"]


_TOLD = {"indexSwap": "did not swap the new index in: see its task 12"}
"""Our key may not read the task of a swap, which belongs to no index."""


@pytest.mark.parametrize(
    "kind", ["indexCreation", "settingsUpdate", "documentAdditionOrUpdate", "indexSwap"]
)
async def test_a_rebuild_that_fails_leaves_the_old_index_and_nothing_else(stand_in, filled, kind):
    stand_in.state.failing = lambda failing: failing == kind

    with pytest.raises(Unavailable, match=_TOLD.get(kind, "no_space_left_on_device")):
        await fill(filled, goods()[:1], LATER)

    assert uids(stand_in) == ["sanvat"]
    assert await filled.position() == START
    assert (await ask(filled)).total == len(goods())


async def test_who_may_read_every_task_is_told_why_a_swap_failed(stand_in, clock):
    stand_in.state.has_master_key = False
    stand_in.state.failing = lambda failing: failing == "indexSwap"
    engine = Keeping(Server(stand_in.url, "", sleep=at_once), breaker=Breaker(clock=clock))

    with pytest.raises(TaskFailed, match="no_space_left_on_device"):
        await fill(engine, goods())

    assert uids(stand_in) == ["sanvat"]
    await engine.close()


async def test_an_index_that_somebody_swapped_away_meanwhile_is_not_taken_for_ours(
    stand_in, filled
):
    stand_in.state.create("theirs", "id")

    async def swap_theirs_in(request):
        if request.url.path == "/indexes/sanvat/documents/position":
            stand_in.fault = None
            stand_in.state.swap("theirs", "sanvat")

    stand_in.fault = swap_theirs_in
    with pytest.raises(Unavailable, match="see its task"):
        await fill(filled, goods()[:1], LATER)

    assert await filled.position() is None
    await fill(filled, goods(), LATER)
    assert (await ask(filled)).total == len(goods())


async def test_a_swap_whose_answer_is_lost_is_not_done_twice(stand_in, filled):
    async def lose_the_answer(request):
        if request.url.path == "/swap-indexes":
            [pair] = await request.json()
            swap = lambda: stand_in.state.swap(*pair["indexes"])  # noqa: E731
            stand_in.state.enqueue("indexSwap", None, swap, {})
            return PlainTextResponse("", 503)
        return None

    stand_in.fault = lose_the_answer

    with pytest.raises(Unavailable):
        await fill(filled, goods()[:1], LATER)

    assert uids(stand_in) == ["sanvat"]
    assert await filled.position() == LATER
    assert (await ask(filled)).total == 1
