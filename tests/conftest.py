"""Fixtures: a fresh catalogue for each test on each database, and the application over it."""

import asyncio
import gc
import os
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import httpx2
import hypothesis
import pytest

from media.workshop import Workshop
from search.embedded import engine
from shop import clock
from shop.app import create
from shop.config import Settings
from shop.database import opening
from shop.edge import health
from shop.services import Services, opened
from tests import databases, tiers
from tests.browser.sites import empty_site, full_site
from tests.catalogues import Catalogues, held
from tests.commands import in_this_thread
from tests.faults import table
from tests.thrift import build_models_once, compile_paths_once

# No test is timed; in CI the examples are the same each time: chance belongs on a desk.
hypothesis.settings.register_profile(
    "ours", deadline=None, derandomize=os.environ.get("CI") == "true"
)
hypothesis.settings.load_profile("ours")
TODAY = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
HERE = Path(__file__).parent
ONLY_WRITTEN = (
    "api/test_agents.py", "api/test_channels.py", "api/test_feeds.py", "api/test_llms.py",
    "api/test_mcp.py", "api/test_openapi.py", "api/test_search.py", "edge/", "formats/",
    "shop/test_cli_channels.py", "structured_data/", "web/test_gallery.py",
    "web/test_pages_front_door.py", "web/test_pictures.py", "web/test_search_page.py",
    "web/test_sharing.py", "web/test_suggestions.py",
)  # fmt: skip
"""Tests of how something is written that a few functions read: they run on SQLite only.

Those functions, and the statements of every kind of page (tests/web/test_statements.py), are tried
on both databases.
"""
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")


def pytest_configure(config: pytest.Config) -> None:
    os.environ.setdefault(databases.RUN, str(os.getpid()))
    compile_paths_once()
    build_models_once()
    _configure_bytecode(config)
    if folder := databases.memory():  # nothing that is tried here outlives the machine
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", folder)


def _configure_bytecode(config: pytest.Config) -> None:
    """Let processes that tests start keep their bytecode: making it is most of a start."""
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):  # then not beside the sources
        os.environ["PYTHONPYCACHEPREFIX"] = str(config.rootpath / ".pytest_cache" / "bytecode")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_kind" in metafunc.fixturenames:
        marker = metafunc.definition.get_closest_marker("on")
        place = str(metafunc.definition.path.relative_to(HERE))
        everywhere = ("sqlite",) if place.startswith(ONLY_WRITTEN) else databases.DATABASES
        kinds = marker.args if marker else everywhere
        metafunc.parametrize("database_kind", kinds, scope="session")


def pytest_terminal_summary(terminalreporter) -> None:
    """Say how many tests ran on each database."""
    ran = Counter(
        kind
        for report in terminalreporter.getreports("passed")
        for kind in databases.DATABASES
        if report.when == "call" and kind in report.nodeid.partition("[")[2].strip("]").split("-")
    )
    counted = ", ".join(f"{ran[kind]} on {kind}" for kind in databases.DATABASES)
    terminalreporter.write_line(f"tests that ran on a database: {counted}")
    if left := terminalreporter.config.stash.get(tiers.LEFT, 0):
        terminalreporter.write_line(f"left to `make test-thorough`: {left} tests (tests/tiers.py)")
    _print_faults(terminalreporter)


def pytest_deselected(items) -> None:
    """Count what is left to the thorough run."""
    for item in items:
        if item.get_closest_marker(tiers.THOROUGH):
            stash = item.config.stash
            stash[tiers.LEFT] = stash.get(tiers.LEFT, 0) + 1


def pytest_sessionfinish(session) -> None:
    """Tell it to the process that sums up, if this one is a worker: each has seen all tests."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["left"] = session.config.stash.get(tiers.LEFT, 0)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node) -> None:
    told = getattr(node, "workeroutput", {})
    node.config.stash[tiers.LEFT] = told.get("left", 0)


def _print_faults(terminalreporter) -> None:
    """Tell of each fault what came of it, when they were asked for."""
    if "faults" in terminalreporter.config.option.markexpr:
        reports = [one for key in ("passed", "failed") for one in terminalreporter.getreports(key)]
        accounts = filter(None, map(table.told, [one for one in reports if one.when == "call"]))
        for line in table.lines(accounts):
            terminalreporter.write_line(line)


def pytest_collection_finish() -> None:
    """Collect garbage less often: most of what it looks through is here to stay."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(tryfirst=True)  # before the tests are chosen by their marks
def pytest_collection_modifyitems(items) -> None:
    tiers.mark_thorough(items)
    for item in items:
        if item.get_closest_marker("meilisearch") and "MEILI_URL" not in os.environ:
            item.add_marker(pytest.mark.skip(reason="needs MEILI_URL"))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """In CI a skipped test is a failure, except for what another machine must provide."""
    outcome = yield
    report = outcome.get_result()
    excused = any(item.get_closest_marker(name) for name in ("meilisearch", "shared"))
    if report.skipped and os.environ.get("CI") == "true" and not excused:
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"


@pytest.fixture(scope="session")
def postgres(folder_of_run) -> str:
    """The address of a real server, without a database name; all workers share it."""
    return databases.server_of_run(folder_of_run)


@pytest.fixture(scope="session")
def folder_of_run(tmp_path_factory) -> Path:
    """What the workers of a run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if WORKER else base


@pytest.fixture(scope="session")
def catalogues(folder_of_run) -> Iterator[Catalogues]:
    with closing(Catalogues(folder_of_run, WORKER)) as held:
        yield held


@pytest.fixture(autouse=True, scope="session")
def patient() -> None:
    """Let searches and writers finish: a loaded machine cutting them short is a test of its own."""
    engine.PATIENCE = 30.0
    opening.PATIENCE = 60.0
    health.LONGEST_LOOK = 30.0


@pytest.fixture
def stopped_clock() -> Iterator[datetime]:
    with clock.stopped(TODAY):
        yield TODAY


@pytest.fixture
async def settings(catalogues, database_kind, tmp_path) -> AsyncIterator[Settings]:
    """Settings of a fresh, empty catalogue."""
    async with catalogues.copied("empty", database_kind, tmp_path) as fresh:
        yield fresh


@pytest.fixture
async def full_settings(catalogues, database_kind, tmp_path) -> AsyncIterator[Settings]:
    """Settings of a fresh copy of the demo catalogue: 429 products, published, without pictures."""
    async with catalogues.copied("full", database_kind, tmp_path) as fresh:
        yield fresh


@pytest.fixture
async def services(settings) -> AsyncIterator[Services]:
    async with opened(settings) as held:
        yield held


@pytest.fixture
async def client(settings) -> AsyncIterator[httpx2.AsyncClient]:
    """The front door of an empty catalogue, without a worker."""
    async with front_door(settings) as door:
        yield door


@pytest.fixture
async def shop(full_settings) -> AsyncIterator[httpx2.AsyncClient]:
    """The front door of the demo catalogue, without a worker; its index is filled."""
    async with front_door(full_settings) as door:
        yield door


@pytest.fixture
async def pictured(catalogues, database_kind, tmp_path) -> AsyncIterator[httpx2.AsyncClient]:
    """The front door of the demo catalogue with the same picture on every product."""
    copied = catalogues.copied("pictured", database_kind, tmp_path)
    async with copied as settings, front_door(settings) as door:
        yield door


@pytest.fixture(scope="session")
async def full_settings_of_site(tmp_path_factory, folder_of_run) -> Settings:
    """Made by the first process that needs it; the others copy that."""
    made = folder_of_run / "full-site"
    with await asyncio.to_thread(held, folder_of_run / "full-site.lock"):
        if not made.exists():
            async with full_site(folder_of_run / "full-site.unfinished") as settings:
                pass
            settings.data.rename(made)
    ours = tmp_path_factory.mktemp("full-site") / "data"
    shutil.copytree(made, ours)
    return Settings(data=ours)


@pytest.fixture(scope="session")
async def empty_settings_of_site(tmp_path_factory) -> AsyncIterator:
    async with empty_site(tmp_path_factory.mktemp("empty-site")) as settings:
        yield settings


@pytest.fixture(scope="session")
async def broken_settings_of_site(tmp_path_factory) -> AsyncIterator:
    async with empty_site(tmp_path_factory.mktemp("broken-site")) as settings:
        yield settings


@pytest.fixture
def inside(monkeypatch, capsys):
    """Run a command like `sanvat`, in a thread of this process: it has a loop of its own."""

    async def running(settings: Settings, *arguments: str):
        command = in_this_thread(settings, monkeypatch, capsys)
        return await asyncio.get_running_loop().run_in_executor(None, command, *arguments)

    return running


@cache
def shared_workshop() -> Workshop:
    """Give the one workshop of this process, whose foreman takes half a second to learn his trade.

    What happens to workshops is tried in tests/media/test_workshop.py and through real servers.
    """
    return Workshop()


@pytest.fixture(autouse=True, scope="session")
async def closed_workshop() -> AsyncIterator[None]:
    yield
    await shared_workshop().close()


def services_of(door: httpx2.AsyncClient) -> Services:
    held: Services = door._transport.app.state.process.services
    return held


@asynccontextmanager
async def front_door(
    settings: Settings, *, with_worker: bool = False
) -> AsyncIterator[httpx2.AsyncClient]:
    """Open the application as a server would, and knock."""
    app = create(settings, with_worker=with_worker, workshop=shared_workshop())
    transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(
            transport=transport,
            base_url="http://localhost:8000",
            headers={"Accept-Encoding": "identity"},
        ) as door,
    ):
        yield door
