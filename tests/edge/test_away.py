"""A database that is away, frozen or locked: what can be served is, and the rest is told so."""

import asyncio
import shutil
import sqlite3
from contextlib import asynccontextmanager
from datetime import timedelta
from importlib import import_module
from time import monotonic

import asyncpg
import pytest
from tortoise.transactions import in_transaction

from shop import catalogue, clock
from shop.config import Settings
from shop.database import AwayError, Why, opening
from shop.edge import health
from shop.formats.files import FORMATS
from shop.models import Listing, Producer, Purpose
from shop.partners import keys
from shop.publishing.head import LOOK_EVERY
from shop.readers import pages
from shop.readers.feeds import CODINGS
from tests import databases, processes
from tests.conftest import front_door
from tests.feeding import build
from tests.running.scraped import samples
from tests.serving import environment

CODE = "HP-OCOP-0026"
FISH_SAUCE = f"/san-pham/{CODE}/nuoc-mam-cat-hai"
HONEY = "/san-pham/HP-OCOP-0027/mat-ong-rung-cat-ba"
MAKER = "/co-so/HP-CS-005/htx-minh-hoa-02-xa-quyet-thang"
AT = {"code": CODE, "state": "live", "url": "https://shop.choviet.example.vn/p/26"}
FEEDS = [f"/feeds/{form.name}{coding.ending}" for form in FORMATS for coding in CODINGS]
LISTS = ("/", "/en", "/tim-kiem?q=mam", "/tim-kiem?q=nuoc+mam+cat+hai")
WRITERS = 20


@asynccontextmanager
async def shop_on(server: databases.Server, full: Settings):
    """Open the demo catalogue on a PostgreSQL of this test's own."""
    saved = databases.Saved(None, full.database_url, full.data)
    databases.run_sql(server.address, "CREATE DATABASE sanvat")
    settings = Settings(data=full.data / "other", database_url=f"{server.address}/sanvat")
    databases.restore(saved.copy, settings.database_url)
    shutil.copytree(full.data / "index", settings.data / "index")
    async with front_door(settings) as door:
        yield door


async def until_it_answers(door, path: str):
    async with asyncio.timeout(60):
        while (answer := await door.get(path)).status_code != 200:  # noqa: ASYNC110 - no bell rings
            await asyncio.sleep(0.1)
    return answer


async def everything_shown(door) -> dict[str, str]:
    """Ask for all products and some lists; give what was shown by address."""
    assert await build(door)
    codes = await Listing.filter(live=True).values_list("code", flat=True)
    addresses = [(await door.get(f"/san-pham/{code}")).headers["location"] for code in codes]
    assert len(addresses) == 429
    assert (await door.get(FEEDS[0])).status_code == 200
    return {path: (await door.get(path)).text for path in (*addresses, *LISTS)}


@pytest.mark.on("postgres")
async def test_a_catalogue_survives_its_database(full_settings, monkeypatch):
    with databases.own_server() as server:
        async with shop_on(server, full_settings) as door:
            shown = await everything_shown(door)
            server.stop()
            await asyncio.sleep(2 * LOOK_EVERY)  # then no look is good any more

            for path, text in shown.items():
                answer = await door.get(path)
                assert (answer.status_code, answer.text) == (200, text), path
                assert answer.headers["cache-status"].startswith("sanvat; hit; ttl=-")
            another = await door.get("/tim-kiem?q=cat+hai+nuoc+mam")
            assert (another.status_code, FISH_SAUCE in another.text) == (200, True)
            assert {(await door.get(path)).status_code for path in FEEDS} == {200}
            with clock.stopped(clock.now() + timedelta(days=1)):  # what ended is not shown as valid
                assert (await door.get(FISH_SAUCE)).status_code == 503
            with monkeypatch.context() as later:
                later.setattr(pages, "STALE_FOR", -1.0)
                assert (await door.get(FISH_SAUCE)).status_code == 503

            server.start()
            await until_it_answers(door, f"/api/v1/listings/{CODE}")
            assert "cache-status" not in (await door.get(FISH_SAUCE)).headers


PHONE = "+84912345678"
SAID = {"phone": PHONE, "address": "Số 1, bến Gót", "opening": "7–17 giờ"}


async def reached(codes: tuple[str, ...]) -> list[str]:
    """Let the producers of products be reached; give their codes."""
    found = Producer.filter(products__code__in=codes).distinct().order_by("code")
    makers = [row["code"] for row in await found.values("code")]
    for maker in makers:
        await catalogue.set_contact(maker, SAID, by="test")
        await catalogue.give_consent(maker, Purpose.CONTACT, "phiếu", by="test")
    return makers


@pytest.mark.on("postgres")
async def test_a_stale_page_never_shows_what_a_consent_covers(full_settings):
    with databases.own_server() as server:
        async with shop_on(server, full_settings) as door:
            makers = await reached((CODE, "HP-OCOP-0027", "HP-NS-0100"))
            shown = await everything_shown(door)
            with_contact = {path for path, text in shown.items() if PHONE in text}
            assert len(with_contact) >= 3
            tag = (await door.get(FISH_SAUCE)).headers["etag"]
            server.stop()
            await asyncio.sleep(2 * LOOK_EVERY)

            for path, text in shown.items():
                stale = await door.get(path)
                assert stale.status_code == 200, path
                for said in SAID.values():
                    assert said not in stale.text, path
                if path in with_contact:
                    assert "Hỏi UBND" in stale.text, path
                else:
                    assert stale.text == text, path
            stale = await door.get(FISH_SAUCE, headers={"If-None-Match": tag})
            assert (stale.status_code, stale.headers["etag"] != tag) == (200, True)

            server.start()
            await until_it_answers(door, f"/api/v1/listings/{CODE}")
            assert PHONE in (await door.get(FISH_SAUCE)).text
            for maker in makers:
                await catalogue.withdraw_consent(maker, Purpose.CONTACT, by="test")
            back = await door.get(FISH_SAUCE)
            assert (PHONE in back.text, "cache-status" in back.headers) == (False, False)


@pytest.mark.on("postgres")
async def test_a_page_that_a_change_touched_is_shown_until_it_can_be_made_anew(
    full_settings, monkeypatch
):
    with databases.own_server() as server:
        async with shop_on(server, full_settings) as door:
            before = await door.get(FISH_SAUCE)
            assert (await door.get(HONEY)).status_code == 200
            await catalogue.set_price(f"{CODE}-1", 81_000, by="test")
            await catalogue.withdraw("HP-OCOP-0027", by="test")
            assert (await door.get("/en")).status_code == 200  # the changes are known from here on
            server.stop()
            await asyncio.sleep(2 * LOOK_EVERY)

            stale, withdrawn = await door.get(FISH_SAUCE), await door.get(HONEY)
            assert (stale.status_code, stale.text) == (200, before.text)
            assert stale.headers["cache-status"].startswith("sanvat; hit; ttl=-")
            assert withdrawn.status_code == 503
            with monkeypatch.context() as later:
                later.setattr(pages, "monotonic", lambda: monotonic() + pages.STALE_FOR)
                assert (await door.get(FISH_SAUCE)).status_code == 503


@pytest.mark.on("postgres")
async def test_a_consent_taken_back_by_others_while_the_database_is_away_from_us_is_gone(
    full_settings, monkeypatch
):
    """The network to the database is cut for this process alone, and another one writes."""
    async with front_door(full_settings) as door:
        [maker] = await reached((CODE,))
        assert PHONE in (await door.get(FISH_SAUCE)).text
        await asyncio.sleep(2 * LOOK_EVERY)
        with monkeypatch.context() as cut:
            cut.setattr(import_module("shop.publishing.head"), "select_by_key", no_answer)
            assert PHONE not in (await door.get(FISH_SAUCE)).text
            await elsewhere(full_settings, maker)
            assert PHONE not in (await door.get(FISH_SAUCE)).text

        answer = await door.get(FISH_SAUCE)
        assert (answer.status_code, PHONE in answer.text) == (200, False)
        assert "cache-status" not in answer.headers


async def no_answer(*_: object) -> list[object]:
    raise AwayError(Why.AWAY)


async def elsewhere(settings: Settings, maker: str) -> None:
    """Take a consent back in a process of its own."""
    command = ["-m", "shop.cli", "producer", "withdraw-consent", maker, "contact"]
    done = await asyncio.to_thread(processes.run, *command, env=environment(settings))
    assert done.returncode == 0, done.stderr


@pytest.mark.on("postgres")
async def test_what_needs_the_database_says_when_to_come_again(full_settings, capfd):
    with databases.own_server() as server:
        async with shop_on(server, full_settings) as door:
            server.stop()
            capfd.readouterr()
            began = monotonic()

            for path in (MAKER, f"/api/v1/listings/{CODE}", "/api/v1/changes?since=0") * 30:
                answer = await door.get(path)
                assert (answer.status_code, answer.headers["retry-after"]) == (503, "5"), path
            ready, figures = await door.get("/readyz"), (await door.get("/metrics")).text

            lines = capfd.readouterr().err.splitlines()
            assert (ready.status_code, ready.json()["status"]) == (503, "unready")
            assert "sanvat_head_serial" not in figures  # that of before would look healthy
            assert 'sanvat_database_errors_total{why="away"}' in figures
            assert "Traceback" not in "".join(lines)
            assert 1 <= len(lines) <= 2 * (monotonic() - began + 1)


@pytest.mark.on(*databases.DATABASES)
async def test_a_catalogue_that_is_being_restored_is_away(full_settings):
    async with front_door(full_settings) as door:
        async with in_transaction() as held:
            await held.execute_query("DELETE FROM clock")
        await asyncio.sleep(2 * LOOK_EVERY)

        answer = await door.get("/api/v1/changes")

        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


@pytest.mark.on("postgres")
async def test_a_frozen_database_is_told_from_a_dead_service(full_settings, monkeypatch):
    monkeypatch.setattr(opening, "PATIENCE", 5.0)  # as people have it: others wait a minute here
    monkeypatch.setattr(health, "LONGEST_LOOK", 1.5)
    with databases.own_server() as server:
        async with shop_on(server, full_settings) as door:
            before = await door.get(FISH_SAUCE)
            with server.frozen():
                kept, other, ready, figures = await asyncio.gather(
                    door.get(FISH_SAUCE),
                    door.get("/san-pham/HP-OCOP-0027"),
                    door.get("/readyz"),
                    door.get("/metrics"),
                )
            assert (kept.status_code, kept.text) == (200, before.text)
            assert (other.status_code, ready.status_code, figures.status_code) == (503, 503, 200)
            assert ready.json()["duties"] is None
            assert "sanvat_head_serial" not in figures.text
            assert "sanvat_to_publish" not in figures.text
            assert 'sanvat_database_connections{state="used"}' in figures.text
            await until_it_answers(door, FISH_SAUCE)


@pytest.fixture
async def impatient(full_settings, monkeypatch):
    """The front door of a process that waits a second for a lock, with a partner's key."""
    monkeypatch.setattr(opening, "PATIENCE", 1.0)
    async with front_door(full_settings) as door:
        key = await keys.add_partner("Chợ Việt", by="test", site="choviet.example.vn")
        door.headers["Authorization"] = f"Bearer {key}"
        await door.get(FISH_SAUCE)
        yield door


@pytest.mark.on(*databases.DATABASES)
async def test_readers_are_served_while_writers_wait_for_a_lock(impatient, full_settings):
    async with another_writer(full_settings), asyncio.TaskGroup() as group:
        writing = [
            group.create_task(impatient.put("/api/v1/sales", json={"sales": [AT]}))
            for _ in range(WRITERS)
        ]
        await asyncio.sleep(0.3)
        figures = samples((await impatient.get("/metrics")).text)
        answers = [await impatient.get(path) for path in (MAKER, f"/api/v1/listings/{CODE}")]
        waiting = [one for one in writing if not one.done()]
        await asyncio.wait(writing)

    assert figures["sanvat_database_waiting"] >= 1
    if not full_settings.sqlite_file:  # whose lock is held by a session of another process
        assert figures["sanvat_database_oldest_transaction_seconds"] > 0.25

    assert [answer.status_code for answer in answers] == [200, 200]
    assert waiting
    refused = [task.result() for task in writing]
    assert {(one.status_code, one.headers.get("retry-after")) for one in refused} == {(503, "5")}
    assert "application/problem+json" in refused[0].headers["content-type"]
    taken = await impatient.put("/api/v1/sales", json={"sales": [AT]})
    assert (taken.status_code, taken.json()["taken"]) == (200, 1)
    await catalogue.set_price(f"{CODE}-1", 76_000, by="test")


@asynccontextmanager
async def another_writer(settings: Settings):
    """Hold what every change needs, from outside."""
    if file := settings.sqlite_file:
        held = sqlite3.connect(file, isolation_level=None)
        held.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            held.close()
        return
    connection = await asyncpg.connect(settings.database_url)
    try:
        async with connection.transaction():
            await connection.fetch("SELECT * FROM clock WHERE id = 1 FOR UPDATE")
            yield
    finally:
        await connection.close()
