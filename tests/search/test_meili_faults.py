"""Keys with few rights, and a Meilisearch server that is down, slow or out of order."""

import anyio
import httpx2
import pytest
from starlette.responses import PlainTextResponse

from search.engine import FACETS, Position, Unavailable
from search.meili.keys import ensure_keys
from search.meili.server import Server
from tests.search.contract import START, ask, fill
from tests.search.meili_stand_in.keeping import Keeping, at_once
from tests.search.meili_stand_in.state import MASTER
from tests.search.meili_stand_in.validation import OPENAPI
from tests.search.samples import goods

LATER = Position("epoch-1", 8)


@pytest.fixture
async def filled(meili):
    await fill(meili, goods())
    return meili


def broken(status, text="out of order"):
    async def answer(_request):
        return PlainTextResponse(text, status)

    return answer


# Keys


async def test_each_request_has_the_key_with_the_least_rights(stand_in, filled):
    await ask(filled, "dừa", facets=FACETS)
    await filled.write([], ["HP-NS-0171"], LATER)
    keys = await filled.ensure_keys()

    used = {(path.split("/")[1], key) for _, path, key in stand_in.requests}

    assert {kind for kind, key in used if key == MASTER} == {"keys", "version"}
    assert {kind for kind, key in used if key == keys.search} == {"multi-search"}
    assert {kind for kind, key in used if key == keys.admin} == {"indexes", "tasks", "swap-indexes"}
    rights = {key["key"]: (key["actions"], key["indexes"]) for key in stand_in.state.keys.values()}
    assert rights[keys.search] == (["search"], ["sanvat"])
    assert rights[keys.admin][1] == ["sanvat", "sanvat_*"]


async def test_keys_are_made_once(stand_in, filled, other_meili):
    assert await filled.ensure_keys() == await other_meili.ensure_keys()
    assert len(stand_in.state.keys) == 2


async def test_a_key_that_may_not_make_keys_serves_for_both(stand_in, caplog):
    made = await ensure_keys(Server(stand_in.url, MASTER), "sanvat")
    engine = Keeping(Server(stand_in.url, made.admin, sleep=at_once))

    await fill(engine, goods())
    await engine.ensure_keys()

    assert await engine.position() == START
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    await engine.close()


async def test_a_key_of_an_earlier_version_is_replaced(stand_in, caplog):
    caplog.set_level("INFO")
    server = Server(stand_in.url, MASTER)
    earlier = {"description": "Made by sanvat for itself.", "actions": ["*"], "expiresAt": None}
    for name, indexes in (("sanvat index", ["*"]), ("other index", ["other"])):
        wanted = earlier | {"name": name, "indexes": indexes}
        await server.call_once(lambda client, wanted=wanted: client.create_key(wanted))
    operators = {"name": "sanvat index", "actions": ["*"], "indexes": ["*"], "expiresAt": None}
    await server.call_once(lambda client: client.create_key(operators))

    await ensure_keys(server, "sanvat")

    left = [(key["name"], key["indexes"]) for key in stand_in.state.keys.values()]
    assert left == [
        ("other index", ["other"]),
        ("sanvat index", ["*"]),
        ("sanvat search", ["sanvat"]),
        ("sanvat index", ["sanvat", "sanvat_*"]),
    ]
    assert "of an earlier version was deleted" in caplog.text


async def test_an_earlier_key_that_may_not_be_deleted_stays_and_the_new_ones_serve(
    stand_in, caplog
):
    master = Server(stand_in.url, MASTER)
    earlier = {"description": "Made by sanvat for itself.", "name": "sanvat index"}
    rights = {"actions": ["*"], "indexes": ["*"], "expiresAt": None}
    await master.call_once(lambda client: client.create_key(earlier | rights))
    makes_keys = rights | {"actions": ["keys.get", "keys.create"]}
    given = await master.call_once(lambda client: client.create_key(makes_keys))

    keys = await ensure_keys(master.with_key(given.key), "sanvat")

    assert given.key not in (keys.search, keys.admin)
    assert "may not be deleted by us" in caplog.text


@pytest.mark.parametrize(
    ("version", "is_taken"), [("1.35.9", False), ("1.36.0", True), ("2.0.1", True)]
)
async def test_a_server_that_is_too_old_is_refused_in_a_sentence(
    stand_in, meili, version, is_taken
):
    stand_in.state.version = version

    if is_taken:
        await fill(meili, goods())
    else:
        with pytest.raises(
            Unavailable, match=r"Meilisearch 1\.35\.9 is too old: 1\.36 or newer is needed"
        ):
            await fill(meili, goods())


async def test_a_server_without_a_master_key_is_used_with_a_warning(stand_in, caplog):
    stand_in.state.has_master_key = False

    await ensure_keys(Server(stand_in.url, ""), "sanvat")

    assert "without a master key: every client may do everything" in caplog.text


async def test_answers_are_asked_for_uncompressed(stand_in, filled):
    """Compressed ones come in packets that wait for each other: 44 ms instead of 2."""
    wanted = []

    async def note(request):
        if request.url.path == "/multi-search":
            wanted.append(request.headers["accept-encoding"])

    stand_in.fault = note
    await ask(filled, "dừa")

    assert set(wanted) == {"identity"}


async def test_a_server_without_a_master_key_needs_none(stand_in):
    stand_in.state.has_master_key = False
    engine = Keeping(Server(stand_in.url, "", sleep=at_once))

    await fill(engine, goods())

    assert (await ask(engine, "dừa")).hits[0] == "HP-NS-0171"
    await engine.close()


async def test_a_key_that_somebody_deleted_is_made_again(stand_in, filled):
    await ask(filled, "dừa")
    stand_in.state.keys.clear()

    with pytest.raises(Unavailable):
        await ask(filled, "dừa")

    assert (await ask(filled, "dừa")).hits[0] == "HP-NS-0171"


async def test_a_key_to_write_that_somebody_deleted_is_made_again(stand_in, filled):
    stand_in.state.keys.clear()

    with pytest.raises(Unavailable, match="invalid_api_key"):
        await filled.write([], ["HP-NS-0171"], LATER)

    await filled.write([], ["HP-NS-0171"], LATER)
    assert await filled.position() == LATER


# A server that is down, slow or out of order


async def test_a_server_that_is_not_there_is_unavailable():
    engine = Keeping(Server("http://127.0.0.1:9", MASTER, sleep=at_once))

    with pytest.raises(Unavailable):
        await ask(engine, "dừa")
    with pytest.raises(Unavailable):
        await engine.position()
    with pytest.raises(Unavailable):
        await engine.write(goods(), [], START)
    with pytest.raises(Unavailable):
        await fill(engine, goods())
    await engine.close()


@pytest.mark.parametrize(("status", "text"), [(500, ""), (503, "{}"), (429, "{}"), (200, "<html>")])
async def test_a_server_out_of_order_is_unavailable(stand_in, filled, status, text):
    stand_in.fault = broken(status, text)

    with pytest.raises(Unavailable):
        await ask(filled, "dừa")
    with pytest.raises(Unavailable):
        await filled.position()


async def test_a_slow_server_is_not_waited_for(stand_in, filled):
    awake = anyio.Event()

    async def sleep(_request):
        with anyio.move_on_after(0.5):
            await awake.wait()

    await ask(filled, "dừa")
    stand_in.fault = sleep
    filled._asking._timeout = 0.05

    with pytest.raises(Unavailable):
        await ask(filled, "dừa")
    stand_in.fault = None


async def test_after_the_second_failure_a_server_is_left_alone_for_a_while(stand_in, filled, clock):
    await ask(filled, "dừa")
    stand_in.fault = broken(500)
    for _ in range(2):
        with pytest.raises(Unavailable):
            await ask(filled, "dừa")
    stand_in.fault = None
    stand_in.requests.clear()

    with pytest.raises(Unavailable):
        await ask(filled, "dừa")
    assert stand_in.requests == []

    clock.now += 5
    assert (await ask(filled, "dừa")).hits[0] == "HP-NS-0171"


async def test_what_may_be_done_twice_is_tried_three_times(stand_in, filled):
    left = [503, 503]

    async def now_and_then(request):
        if request.url.path.endswith("/documents") and left:
            return PlainTextResponse("", left.pop())
        return None

    stand_in.fault = now_and_then
    await filled.write([], ["HP-NS-0171"], LATER)

    assert await filled.position() == LATER


# The stand-in itself


@pytest.mark.shared
@pytest.mark.skipif(not OPENAPI.is_file(), reason="../shared/meilisearch is not here")
async def test_a_request_that_is_not_as_published_is_noticed(running):
    running.reset()
    async with httpx2.AsyncClient(
        base_url=running.url, headers={"Authorization": f"Bearer {MASTER}"}
    ) as client:
        await client.post("/indexes", json={"uid": "sanvat", "primary": "id"})
        await client.post("/multi-search", json={"queries": [{"q": "dừa", "indexUid": 4}]})

    assert running.faults_found == [
        "POST /indexes → 202: : Additional properties are not allowed ('primary' was unexpected)",
        "POST /multi-search → 400: queries/0/indexUid: 4 is not of type 'string'",
    ]
