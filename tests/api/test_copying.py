"""Copies give way: what people look at comes before what programs copy."""

import asyncio

import pytest

from shop.api import copying
from shop.http import turns as turning
from shop.http.turns import PagesFirst, Turns
from tests.cursors import serial
from tests.feeding import build

PRODUCTS = 429
WHOLE = "/api/v1/changes?limit=1000"
PAGE = "/san-pham/HP-OCOP-0026/nuoc-mam-cat-hai"


@pytest.fixture
def turns(shop) -> Turns:
    return shop._transport.app.state.process.turns


async def test_a_page_in_pieces_is_what_a_page_in_one_piece_is(shop, monkeypatch):
    in_pieces = await shop.get(WHOLE, headers={"Accept-Encoding": "identity"})
    packed = await shop.get(WHOLE, headers={"Accept-Encoding": "gzip"})
    monkeypatch.setattr(copying, "PIECE", 1000)
    whole = await shop.get(WHOLE, headers={"Accept-Encoding": "identity"})

    assert in_pieces.content == packed.content == whole.content
    assert in_pieces.headers["content-length"] == str(len(whole.content))
    assert packed.headers["content-encoding"] == "gzip"
    assert len(whole.json()["items"]) == PRODUCTS


@pytest.mark.parametrize("limit", [1, 99, 100, 101, 200, 428, 429, 430])
async def test_every_limit_gives_so_many_and_says_whether_there_are_more(shop, limit):
    page = (await shop.get(f"/api/v1/changes?limit={limit}")).json()

    serials = [item["serial"] for item in page["items"]]
    assert serials == list(range(1, min(limit, PRODUCTS) + 1))
    assert page["has_more"] is (limit < PRODUCTS)
    assert serial(page["next"]) == len(serials)


async def test_while_a_page_is_made_five_copies_wait_and_then_all_end(shop, turns, monkeypatch):
    monkeypatch.setattr(turning, "LONGEST", 600)
    await build(shop)
    paths = [WHOLE, WHOLE, WHOLE, "/feeds/products.jsonl", "/feeds/products.jsonl"]

    async with asyncio.TaskGroup() as group:
        with turns.page():
            copies = [group.create_task(shop.get(path)) for path in paths]
            page = await shop.get(PAGE)
            delta = await shop.get("/api/v1/changes?limit=10")
            assert [copy.done() for copy in copies] == [False] * 5
        answers = await asyncio.gather(*copies)

    assert (page.status_code, len(delta.json()["items"])) == (200, 10)
    assert [answer.status_code for answer in answers] == [200] * 5
    assert [len(answer.json()["items"]) for answer in answers[:3]] == [PRODUCTS] * 3
    assert len(answers[3].content.splitlines()) == PRODUCTS


async def test_a_page_that_takes_long_holds_no_copy_for_ever(shop, turns, monkeypatch):
    monkeypatch.setattr(turning, "LONGEST", 0.001)
    with turns.page():
        assert len((await shop.get(WHOLE)).json()["items"]) == PRODUCTS


async def ends(*_: object) -> None:
    """Send nothing."""


@pytest.mark.on("sqlite")
async def test_a_page_counts_until_its_answer_begins_even_if_that_never_comes():
    turns, told = Turns(), []

    async def slow(_scope, _receive, send) -> None:
        told.append(turns._pages)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        told.append(turns._pages)
        await send({"type": "http.response.body", "body": b"x", "more_body": True})
        told.append(turns._pages)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await PagesFirst(slow, turns)({"type": "http", "method": "GET", "path": "/"}, ends, ends)
    await PagesFirst(ends, turns)({"type": "http", "method": "GET", "path": "/"}, ends, ends)

    assert told == [1, 1, 0]
    assert turns._pages == 0


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/"), ("GET", "/api/v1/changes"), ("GET", "/mcp"), ("GET", "/feeds/google.xml")],
)
async def test_what_no_shopper_looks_at_holds_no_copy(method, path):
    turns, told = Turns(), []

    async def app(*_: object) -> None:
        told.append(turns._pages)

    await PagesFirst(app, turns)({"type": "http", "method": method, "path": path}, ends, ends)

    assert told == [0]
