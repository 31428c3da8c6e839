"""Catalogues to begin a test with: one template of each kind on each database, and its copies."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

from tortoise.backends.base import executor

from shop import database
from shop.config import Settings
from shop.intake import Intake, take_in
from shop.readers import index
from shop.services import Services, opened
from tests import databases
from tests.publishing.goods import a_small_catalogue

DATA = Path(__file__).parents[1] / "shop" / "data"


async def _fill_with_the_lists(held: Services) -> None:
    report = await take_in([DATA], Intake(by="import", publish=True))
    assert report.counts["products"] == {"created": 429}
    await index.follow(held.engine)


async def _fill_with_a_few(_: Services) -> None:
    await a_small_catalogue()


FILLINGS: dict[str, Callable[[Services], Awaitable[None]]] = {
    "full": _fill_with_the_lists,
    "small": _fill_with_a_few,
}
"""Kind of catalogue → what is added to an empty one."""


class Catalogues:
    """What a worker copies; the first worker that needs a template makes it for all."""

    def __init__(self, folder: Path, worker: str) -> None:
        self._folder = folder
        """Shared by all workers."""
        self._worker = worker
        self._templates: dict[tuple[str, str], Settings] = {}
        self._copies: databases.Copies | None = None

    @asynccontextmanager
    async def copied(self, kind: str, database_kind: str, folder: Path) -> AsyncIterator[Settings]:
        """Give settings of a fresh copy, whose files lie in a folder."""
        executor.EXECUTOR_CACHE.clear()  # it is keyed by connection name and not by dialect
        template = await self._template(kind, database_kind)
        folder.mkdir(exist_ok=True)
        if (template.data / "index").exists():
            shutil.copytree(template.data / "index", folder / "index")
        if database_kind == "sqlite":
            shutil.copy(template.sqlite_file, folder / "sanvat.sqlite3")
            yield Settings(data=folder)
            return
        address, _, source = template.database_url.rpartition("/")
        self._copies = self._copies or databases.Copies(address, f"test_{self._worker}")
        with self._copies.of(source) as name:
            yield Settings(data=folder, database_url=f"{address}/{name}")

    def close(self) -> None:
        if self._copies:
            self._copies.close()

    async def _template(self, kind: str, database_kind: str) -> Settings:
        key = (kind, database_kind)
        if key not in self._templates:
            self._templates[key] = await self._made(kind, database_kind)
        return self._templates[key]

    async def _made(self, kind: str, database_kind: str) -> Settings:
        made = self._folder / f"{database_kind}-{kind}"
        before = await self._template("empty", database_kind) if kind in FILLINGS else None
        with await asyncio.to_thread(held, self._folder / f"{made.name}.lock"):
            if not made.exists():
                unfinished = self._folder / f"{made.name}-new"
                unfinished.mkdir(exist_ok=True)
                await _make(kind, self._begun(unfinished, database_kind, kind, before))
                unfinished.rename(made)
        return self._settings(made, database_kind, kind)

    def _begun(
        self, folder: Path, database_kind: str, kind: str, empty: Settings | None
    ) -> Settings:
        """Give settings of a database without tables, or of a copy of the empty catalogue's."""
        begun = self._settings(folder, database_kind, kind)
        if begun.sqlite_file:
            if empty:
                shutil.copy(empty.sqlite_file, begun.sqlite_file)
            return begun
        address, _, name = begun.database_url.rpartition("/")
        template = f" TEMPLATE {empty.database_url.rpartition('/')[2]}" if empty else ""
        databases.run_sql(address, f"CREATE DATABASE {name}{template}")
        return begun

    def _settings(self, folder: Path, database_kind: str, kind: str) -> Settings:
        if database_kind == "sqlite":
            return Settings(data=folder)
        address = databases.server_of_run(self._folder)
        return Settings(data=folder, database_url=f"{address}/template_{kind}")


def held(file: Path) -> ExitStack:
    """Take a lock that all workers know, in whatever thread; it is given back on leaving."""
    stack = ExitStack()
    stack.enter_context(databases.locked(file))
    return stack


async def _make(kind: str, template: Settings) -> None:
    executor.EXECUTOR_CACHE.clear()
    if kind == "empty":
        async with database.connected(template):
            await database.migrate(template)
    async with opened(template) as held:
        if fill := FILLINGS.get(kind):
            await fill(held)
