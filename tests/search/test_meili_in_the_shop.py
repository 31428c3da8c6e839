"""The shop on a Meilisearch server; what is wrong with one is said in the log and by /readyz."""

import asyncio

import pytest

from tests.conftest import front_door
from tests.search.meili_stand_in.state import MASTER


@pytest.fixture
def on_meilisearch(full_settings, stand_in):
    where = {"meilisearch_url": stand_in.url, "meilisearch_key": MASTER}
    return type(full_settings)(**full_settings.model_dump() | where)


async def ready(shop, wanted):
    """Wait until /readyz says what is wanted of the index."""
    async with asyncio.timeout(60):
        while not wanted(state := (await shop.get("/readyz")).json()):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    return state


async def test_the_worker_fills_an_index_on_a_server_and_searches_use_it(on_meilisearch):
    async with front_door(on_meilisearch, with_worker=True) as shop:
        state = await ready(shop, lambda state: state["index"] == 429)
        found = (await shop.get("/api/v1/search", params={"q": "nuoc mam cat hai"})).json()

    assert state["index_trouble"] is None
    assert found["hits"][0]["code"] == "HP-OCOP-0026"
    assert not found.get("plain")


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"version": "1.12.3"}, "Meilisearch 1.12.3 is too old: 1.36 or newer is needed"),
        ({"failing": lambda _kind: True}, "no_space_left_on_device"),
    ],
    ids=["old", "full"],
)
async def test_why_a_server_holds_no_index_is_told(on_meilisearch, stand_in, capsys, wrong, reason):
    for name, value in wrong.items():
        setattr(stand_in.state, name, value)

    async with front_door(on_meilisearch, with_worker=True) as shop:
        state = await ready(shop, lambda state: reason in (state["index_trouble"] or ""))
        plain = (await shop.get("/api/v1/search", params={"q": "nước mắm"})).json()

    assert (state["status"], state["index"]) == ("ready", None)
    assert plain["plain"]
    assert plain["hits"]
    lines = capsys.readouterr().err.splitlines()
    assert any("duty waits" in line and reason in line for line in lines)
    assert not any("duty failed" in line or "Traceback" in line for line in lines)


async def test_a_server_that_says_nothing_does_not_keep_readyz(
    on_meilisearch, stand_in, monkeypatch
):
    awake = asyncio.Event()

    async def freeze(_request):
        while not awake.is_set():  # noqa: ASYNC110 - the event is of another loop
            await asyncio.sleep(0.01)

    monkeypatch.setattr("shop.readers.index.SOON", 0.05)
    stand_in.fault = freeze
    async with front_door(on_meilisearch) as shop:
        state = (await shop.get("/readyz")).json()
        stand_in.fault = None
        awake.set()

    assert state["index_trouble"] == "the search server does not answer"
