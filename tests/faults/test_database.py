"""PostgreSQL killed, frozen, restarted, used up: what was read is shown, no write is lost."""

import asyncio
from contextlib import contextmanager, suppress
from time import monotonic, sleep

import asyncpg
import psutil
import pytest

from tests.faults.load import PATHS, load
from tests.faults.site import Seen, Site, site, until
from tests.faults.table import Account

pytestmark = [pytest.mark.on("postgres"), pytest.mark.timeout(600, func_only=True)]
ERRORS = "sanvat_database_errors_total"
FEED = "/feeds/products.jsonl"
SELLERS = 3


@pytest.fixture
def faulty(alone, database_kind):
    """A site on the PostgreSQL that may be killed; it has read what it will show."""
    with site(alone) as running:
        for path in PATHS:
            until(lambda path=path: running.get(path).status_code == 200)
        yield running


def it_comes_back(running: Site, account: Account, since: float) -> None:
    is_well_again(running)
    account.recovered = f"{monotonic() - since:.0f} s"


def is_well_again(running: Site) -> None:
    """Wait until no duty is behind and the index has read what there was when it was ready."""
    head = running.until(lambda seen: seen.status == 200).ready["head"]
    running.until(lambda seen: all_is_well(seen, head))


def all_is_well(seen: Seen, head: int | None = None) -> bool:
    """The index has read all that there is, or was, and no duty is behind."""
    index, wanted = seen.ready["index"], seen.ready["head"] if head is None else head
    return seen.status == 200 and seen.ready["duties"] == {} and (index or 0) >= wanted


def was_counted(seen: Seen, account: Account, *whys: str) -> None:
    [why, *_] = [one for one in whys if seen.figure(ERRORS, why=one)]
    account.saw(f'{ERRORS}{{why="{why}"}}')


@pytest.mark.slow
@pytest.mark.faults("kill -9 of a PostgreSQL backend under writes")
def test_a_killed_backend(faulty, lone_server, account):
    with load(faulty, prices=True) as made:
        until(lambda: made.wrote[200])
        began = monotonic()
        a_backend(lone_server.processes()).kill()
        seen = faulty.until(lambda seen: seen.total(ERRORS))
        it_comes_back(faulty, account, began)

    assert made.noticed() == {}
    made.judge(account)
    was_counted(seen, account, "away")


def a_backend(processes: list[psutil.Process]) -> psutil.Process:
    """Find a session of the service."""
    return next(one for one in processes if "faulty_" in " ".join(one.cmdline()))


@pytest.mark.slow
@pytest.mark.faults("SIGSTOP of PostgreSQL for 20 s")
def test_a_frozen_postgresql(faulty, lone_server, account):
    with load(faulty, prices=True, sellers=SELLERS) as made:
        until(lambda: made.wrote[200])
        with lone_server.frozen():
            began = monotonic()
            seen = faulty.until(lambda seen: seen.status == 503)
            sleep(max(0.0, 20 - (monotonic() - began)))
            refused = made.wrote[503]
        it_comes_back(faulty, account, monotonic())

    assert seen.ready["database"] == "does not answer"
    account.saw("readyz 503")
    assert refused >= SELLERS  # none waited until it was thawed
    assert made.noticed() == {}
    made.judge(account)
    was_counted(faulty.seen(), account, "slow", "away")


@pytest.mark.faults("pg_ctl restart -m fast")
def test_a_restarted_postgresql(faulty, lone_server, account):
    with load(faulty, prices=True) as made:
        until(lambda: made.wrote[200])
        began = monotonic()
        lone_server.restart()
        it_comes_back(faulty, account, began)

    assert made.noticed() == {}
    made.judge(account)
    was_counted(faulty.seen(), account, "away")


@pytest.mark.slow
@pytest.mark.faults("kill -9 of all of PostgreSQL, 12 s down")
def test_a_killed_postgresql(faulty, lone_server, account):
    with load(faulty, prices=True) as made:
        until(lambda: made.wrote[200])
        lone_server.kill()
        began = monotonic()
        seen = faulty.until(lambda seen: seen.status == 503)
        sleep(max(0.0, 12 - (monotonic() - began)))
        lone_server.start()
        it_comes_back(faulty, account, monotonic())

    assert seen.ready["status"] == "unready"
    account.saw("readyz 503")
    assert made.noticed() == {}
    made.judge(account)
    was_counted(faulty.seen(), account, "away")


@pytest.mark.faults("PostgreSQL stopped, warm caches")
def test_a_stopped_postgresql(faulty, lone_server, account):
    until(lambda: faulty.get(FEED).status_code == 200)
    with load(faulty, (*PATHS, FEED)) as made:
        until(lambda: made.wrote[200])
        lone_server.stop()
        seen = faulty.until(lambda seen: seen.status == 503)
        unread = faulty.get("/api/v1/listings/HP-OCOP-0027")
        lone_server.start()
        it_comes_back(faulty, account, monotonic())

    assert (unread.status_code, unread.headers["retry-after"]) == (503, "5")
    assert made.noticed() == {}
    assert str(seen.figure("sanvat_head_serial")) in {"nan", "None"}
    account.saw("readyz 503")
    made.judge(account)
    was_counted(faulty.seen(), account, "away")
    assert "Traceback" not in faulty.log.read_text()


@pytest.mark.slow
@pytest.mark.faults("connections exhausted")
def test_no_connection_to_be_had(faulty, account):
    with load(faulty) as made:
        until(lambda: made.wrote[200])
        with all_connections(faulty.settings.database_url):
            seen = faulty.until(lambda seen: seen.figure(ERRORS, why="busy"))
        it_comes_back(faulty, account, monotonic())

    assert seen.status == 503
    account.saw("readyz 503")
    assert made.noticed() == {}
    made.judge(account)
    was_counted(seen, account, "busy")


@contextmanager
def all_connections(url: str):
    """Take all that the server has, those of the service too, as a program gone wild does."""
    with asyncio.Runner() as runner:
        taken = runner.run(_take_all(url))
        try:
            yield
        finally:
            runner.run(_let_go(taken))


async def _take_all(url: str) -> list[asyncpg.Connection]:
    taken = await _take_what_is_left(url)
    ours = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name='sanvat'"
    while await taken[0].fetch(ours):
        taken += await _take_what_is_left(url)
    return taken


async def _take_what_is_left(url: str) -> list[asyncpg.Connection]:
    taken = []
    with suppress(asyncpg.TooManyConnectionsError):
        while True:
            taken.append(await asyncpg.connect(url))
    return taken


async def _let_go(taken: list[asyncpg.Connection]) -> None:
    for connection in taken:
        connection.terminate()
