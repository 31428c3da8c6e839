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
from shop.readers import feeds, index
from shop.services import Services, opened
from tests import databases
from tests.faults.goods import goods_on_show
from tests.pictures import give_everything_a_picture
from tests.publishing.goods import a_small_catalogue

DATA = Path(__file__).parents[1] / "shop" / "data"


async def _add_the_lists(held: Services) -> None:
    report = await take_in([DATA], Intake(by="import", publish=True, specimens=True))
    assert report.counts["products"] == {"created": 429}
    await index.follow(held.engine)


async def _add_a_few_rows(_: Services) -> None:
    await a_small_catalogue()


async def _add_goods(held: Services) -> None:
    await goods_on_show()
    await index.follow(held.engine)


async def _add_pictures(_: Services) -> None:
    await give_everything_a_picture()


async def _add_feeds(held: Services) -> None:
    assert await feeds.build(held.settings.data, held.settings.base_url)


KINDS: dict[str, tuple[str, Callable[[Services], Awaitable[None]]]] = {
    "small": ("empty", _add_a_few_rows),
    "shown": ("empty", _add_goods),
    "full": ("empty", _add_the_lists),
    "pictured": ("full", _add_pictures),
    "fed": ("full", _add_feeds),
}
"""Kind of catalogue → the kind that it begins as, and what is added then."""
FILES = ("index", "feeds")
"""Folders that belong to a catalogue beside its database."""


class Catalogues:
    """What a worker copies; the first worker that needs a template makes it for all."""

    def __init__(self, folder: Path, worker: str) -> None:
        self._folder = folder
        """Shared by all workers."""
        self._worker = worker
        self._templates: dict[tuple[str, str], Settings] = {}
        self._copies: databases.Copies | None = None
        self._last = ""
        """The database of the last copy."""

    @asynccontextmanager
    async def copied(self, kind: str, database_kind: str, folder: Path) -> AsyncIterator[Settings]:
        """Give settings of a fresh copy, whose files lie in a folder."""
        if database_kind != self._last:
            executor.EXECUTOR_CACHE.clear()  # it is keyed by connection name and not by dialect
            self._last = database_kind
        template = await self._template(kind, database_kind)
        folder.mkdir(exist_ok=True)
        _copy_files(template, folder)
        if template.sqlite_file:
            yield Settings(data=folder, console_messages=True)
            return
        address, _, source = template.database_url.rpartition("/")
        self._copies = self._copies or databases.Copies(address, f"test_{self._worker}")
        with self._copies.of(source) as name:
            url = f"{address}/{name}"
            yield Settings(data=folder, database_url=url, console_messages=True)

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
        before, _ = KINDS.get(kind, (None, None))
        begins = before and await self._template(before, database_kind)
        with await asyncio.to_thread(held, self._folder / f"{made.name}.lock"):
            if not made.exists():
                unfinished = self._folder / f"{made.name}-new"
                unfinished.mkdir(exist_ok=True)
                await _make(kind, self._begun(unfinished, database_kind, kind, begins))
                unfinished.rename(made)
        return self._settings(made, database_kind, kind)

    def _begun(
        self, folder: Path, database_kind: str, kind: str, begins: Settings | None
    ) -> Settings:
        """Give settings of a database without tables, or of a copy of another template's."""
        begun = self._settings(folder, database_kind, kind)
        if begins:
            _copy_files(begins, folder)
        if not begun.sqlite_file:
            address, _, name = begun.database_url.rpartition("/")
            source = f" TEMPLATE {begins.database_url.rpartition('/')[2]}" if begins else ""
            databases.run_sql(address, f"CREATE DATABASE {name}{source}")
        return begun

    def _settings(self, folder: Path, database_kind: str, kind: str) -> Settings:
        if database_kind == "sqlite":
            return Settings(data=folder, console_messages=True)
        address = databases.server_of_run(self._folder)
        return Settings(data=folder, database_url=f"{address}/template_{kind}")


def held(file: Path) -> ExitStack:
    """Take a lock that all workers know, in whatever thread; it is given back on leaving."""
    stack = ExitStack()
    stack.enter_context(databases.locked(file))
    return stack


def _copy_files(template: Settings, folder: Path) -> None:
    for name in FILES:
        if (template.data / name).exists():
            shutil.copytree(template.data / name, folder / name, symlinks=True)
    if file := template.sqlite_file:
        shutil.copy(file, folder)


async def _make(kind: str, template: Settings) -> None:
    executor.EXECUTOR_CACHE.clear()
    if kind not in KINDS:
        async with database.connected(template):
            await database.migrate(template)
    async with opened(template) as services:
        if kind in KINDS:
            await KINDS[kind][1](services)
