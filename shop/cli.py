"""The command line: `sanvat …`."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any, cast

import asyncpg
import orjson
from cyclopts import App, CycloptsError, Parameter
from rich.console import Console
from rich.progress import Progress
from tortoise.exceptions import BaseORMException

from search.engine import Busy, Query, Unavailable
from shop import (
    accounts,
    clock,
    database,
    demo,
    generating,
    logs,
    publishing,
    serving,
    worker,
)
from shop.app import opened
from shop.config import Settings
from shop.errors import InvalidError, ShopError
from shop.intake import Intake, Report, take_in
from shop.readers import feeds, finding, index
from shop.services import Services

app = App(name="sanvat", help="Sản vật Hải Phòng: the catalogue of a province.")
partner_app = App(name="partner", help="Partners and their keys.")
app.command(partner_app)
out = Console(soft_wrap=True, highlight=False, markup=False)
progress_out = Console(stderr=True)
BY = "command line"


def main() -> None:
    """Run a command; a refusal is one clear line and exit status 1, or 2 for a wrong command."""
    for stream in (sys.stdout, sys.stderr):
        cast("TextIOWrapper", stream).reconfigure(errors="replace")  # an ASCII terminal shows ?
    try:
        status = app(sys.argv[1:], exit_on_error=False, print_error=False) or 0
        sys.stdout.flush()
    except BrokenPipeError:  # `sanvat … | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    except KeyboardInterrupt:
        status = 130
    except EXPECTED as refusal:
        status = 2 if isinstance(refusal, CycloptsError) else 1
        sys.stderr.write(f"sanvat: {' '.join(_in_words(refusal).split())}\n")
    sys.exit(status)


DATABASE_ERRORS = (BaseORMException, asyncpg.PostgresError)
EXPECTED = (CycloptsError, ShopError, OSError, Busy, Unavailable, *DATABASE_ERRORS)


def _in_words(refusal: BaseException) -> str:
    match refusal:
        case CycloptsError():
            return f"{refusal} See: sanvat --help"
        case OSError():
            return f"{refusal.strerror or refusal}: {refusal.filename or _what_is_set()}"
        case Busy() | Unavailable():
            return "The index is being written by another process; try again shortly."
        case BaseORMException() | asyncpg.PostgresError():
            return f"The database refuses: {refusal} ({_what_is_set()})"
    return str(refusal)


def _what_is_set() -> str:
    """Name where the database is looked for, without its password."""
    settings = _settings()
    if settings.sqlite_file:
        return str(settings.sqlite_file)
    return f"SANVAT_DATABASE_URL on {settings.database_url.rpartition('@')[2]}"


# Running


@app.command
def serve(
    *, host: str = "127.0.0.1", port: int = 8000, workers: int = 1, no_worker: bool = False
) -> None:
    """Serve pages and API; with one process the worker runs inside it."""
    settings = _settings()
    serving.check_options(settings, host, port, workers)
    _run(_check())  # here a refusal is one line, and in uvicorn a traceback
    serving.serve(settings, host, port, workers=workers, no_worker=no_worker)


@app.command(name="worker")
def run_worker() -> None:
    """Do what must happen after a commit: publish, expire, index, build feeds."""
    _run(_work())


@app.command
def migrate() -> None:
    """Bring the database's tables up to date."""
    _run(_migrate())


@app.command(name="demo")
def run_demo(*, host: str = "127.0.0.1", port: int = 8000) -> None:
    """Load the demo catalogue with drawn pictures, and serve it."""
    os.environ.setdefault("SANVAT_BASE_URL", f"http://localhost:{port}")
    _run(demo.load(_settings(), _shown("Loading the demo catalogue")))
    out.print(f"\n  Sản vật Hải Phòng: http://localhost:{port}\n")
    serve(host=host, port=port)


# The catalogue


@app.command(name="import")
def import_lists(
    *paths: Path,
    dry_run: bool = False,
    publish: bool = False,
) -> int:
    """Import CSV or XLSX files, or folders of them.

    Rows are checked one by one: a bad one is refused whole and named, the others go in. Rows count
    as in a spreadsheet, the titles being row 1. The exit status is 1 when anything was refused.

    Parameters
    ----------
    paths
        Files or folders: communes, sets, producers, products, told apart by their columns.
    dry_run
        Only say what would happen.
    publish
        Show new products at once.
    """
    if not paths:
        raise InvalidError("Say what to import: a CSV or XLSX file, or a folder of them.")
    return _report(_run(_take_in(paths, Intake(by=BY, publish=publish, dry_run=dry_run))))


@app.command
def generate(*, products: int, seed: int = 0, publish: bool = False) -> None:
    """Make a believable synthetic catalogue, for trials of scale."""
    if products < 1:
        raise InvalidError("--products is a number above 0.")
    _run(_generate(products, seed, publish=publish))


@app.command
def verify() -> None:
    """Render everything again, compare it with what is published, report and repair."""
    _run(_verify())


@app.command
def reindex(*, from_scratch: bool = False) -> None:
    """Bring the search index up to the head, or fill a new one."""
    _run(_reindex(from_scratch=from_scratch))


@app.command(name="feeds")
def build_feeds() -> None:
    """Build the feed files now."""
    _run(_build_feeds())


@app.command
def search(
    query: str | None = None,
    *,
    batch: Path | None = None,
    limit: Annotated[int, Parameter(help="Hits a query, at most 100.")] = 10,
    json: bool = False,
) -> None:
    """Search for one query, or for each line of a file."""
    if not 1 <= limit <= finding.MOST_HITS:
        raise InvalidError(f"--limit is a number from 1 to {finding.MOST_HITS}.")
    if (query is None) == (batch is None):
        raise InvalidError("Give either a query or --batch FILE.")
    if batch:
        _run(_search_batch(_lines(batch), limit))
    else:
        _run(_search_one(query or "", limit, as_json=json))


@partner_app.command(name="add")
def add_partner(name: str) -> None:
    """Add a partner, and print its key once."""
    out.print(_run(_add_partner(name)))


# How they do it


def _settings() -> Settings:
    return Settings.from_environment()


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(work)


@asynccontextmanager
async def _open() -> AsyncIterator[Services]:
    settings = _settings()
    logs.configure(settings.model_copy(update={"log_level": "warning"}))
    await _reach(settings)
    async with opened(settings) as services:
        yield services


async def _reach(settings: Settings) -> None:
    """Knock at the database: Tortoise takes one that is down for one without migrations."""
    async with database.connected(settings):
        await database.select("SELECT 1")


async def _check() -> None:
    async with _open():
        pass


async def _work() -> None:
    settings = _settings()
    logs.configure(settings)
    stopping = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stopping.set)
    await _reach(settings)
    async with opened(settings) as services:
        await worker.run(services, stopping)


async def _migrate() -> None:
    settings = _settings()
    async with database.connected(settings):
        await database.select("SELECT 1")
        out.print(await database.migrate(settings))
        await publishing.ensure_clock()


async def _take_in(paths: tuple[Path, ...], how: Intake) -> Report:
    async with _open():
        return await take_in(paths, how, _shown("Importing"))


def _report(report: Report) -> int:
    for line in (*report.refusals, *report.conflicts, *report.lines()):
        out.print(str(line))
    return 1 if report.refusals else 0


async def _generate(products: int, seed: int, *, publish: bool) -> None:
    async with _open():
        with Progress(console=progress_out) as progress:
            task = progress.add_task("Generating", total=products)
            async for made in generating.generate(products, seed, publish=publish, by=BY):
                progress.advance(task, made)
    out.print(f"{products} products generated")


async def _verify() -> None:
    looked_at, drifted = 0, 0
    async with _open():
        async for count, drifts in publishing.verify():
            looked_at, drifted = looked_at + count, drifted + len(drifts)
            for drift in drifts:
                out.print(
                    f"{drift.code}: differed from its rows; repaired as serial {drift.serial}"
                )
    out.print(f"{looked_at} listings verified, {drifted} repaired")


async def _reindex(*, from_scratch: bool) -> None:
    async with _open() as services:
        if from_scratch:
            written = await index.rebuild(services.engine)
        else:
            written = await index.follow(services.engine)
    out.print(f"{written} listings written to the index")


async def _build_feeds() -> None:
    async with _open() as services:
        built = await feeds.build(services.settings.data, services.settings.base_url)
    out.print("feed files built" if built else "feed files are up to date")


def _lines(file: Path) -> list[str]:
    """Give the lines that hold anything."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidError(f"{file}: is not UTF-8.") from None
    return [line for line in text.split("\n") if line.strip()]


async def _search_one(text: str, limit: int, *, as_json: bool) -> None:
    async with _open() as services:
        found = await _find(services, text, limit)
    hits = [
        {"code": one.code, "name": orjson.loads(one.document or "{}")["name"]["vi"]}
        for one in found.listings
    ]
    if as_json:
        _write_json({"query": text, "total": found.answer.total, "hits": hits})
    else:
        for hit in hits:
            out.print(f"{hit['code']}  {hit['name']}")


async def _search_batch(queries: list[str], limit: int) -> None:
    async with _open() as services:
        for text in queries:
            found = await _find(services, text, limit)
            _write_json({"query": text, "hits": [one.code for one in found.listings]})


async def _find(services: Services, text: str, limit: int) -> finding.Found:
    if await services.engine.position() is None:
        await index.rebuild(services.engine)
    now = int(clock.now().timestamp())
    return await finding.find(services.engine, Query(text=text, now=now, limit=limit))


def _write_json(value: Any) -> None:
    sys.stdout.write(orjson.dumps(value).decode() + "\n")


async def _add_partner(name: str) -> str:
    async with _open():
        return await accounts.add_partner(name, by=BY)


def _shown(title: str) -> Callable[[int], None]:
    """Make a progress callback that counts on a terminal and keeps silent in a pipe."""
    done = 0

    def advance(rows: int) -> None:
        nonlocal done
        done += rows
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{title}: {done} …")

    return advance


if __name__ == "__main__":
    main()
