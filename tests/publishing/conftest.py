"""Fixtures: a small catalogue on both databases, and each database alone for what only it does."""

from collections.abc import AsyncIterator
from itertools import count

import pytest
from tortoise.backends.base import executor

from shop import database
from shop.config import Settings
from shop.services import Services, opened
from tests import databases
from tests.conftest import WORKER
from tests.publishing.goods import a_small_catalogue

_numbers = count(1)


@pytest.fixture
async def small(services) -> Services:
    """An open service over a small catalogue without products."""
    await a_small_catalogue()
    return services


@pytest.fixture
async def on_sqlite(tmp_path) -> AsyncIterator[Settings]:
    """An open service over a small catalogue on SQLite."""
    executor.EXECUTOR_CACHE.clear()
    settings = Settings(data=tmp_path)
    async with opened(settings):
        await a_small_catalogue()
        yield settings


@pytest.fixture(scope="session")
async def small_template(postgres, tmp_path_factory) -> str:
    """A PostgreSQL database of a small catalogue, to be copied."""
    executor.EXECUTOR_CACHE.clear()
    name = f"small_{WORKER}"
    databases.run_sql(postgres, f"CREATE DATABASE {name}")
    folder = tmp_path_factory.mktemp("small")
    settings = Settings(data=folder, database_url=f"{postgres}/{name}")
    async with database.connected(settings):
        await database.migrate(settings)
    async with opened(settings):
        await a_small_catalogue()
    return name


@pytest.fixture
async def on_postgres(postgres, small_template, tmp_path) -> AsyncIterator[Settings]:
    """An open service over a small catalogue on PostgreSQL, where writers are truly concurrent."""
    executor.EXECUTOR_CACHE.clear()
    name = f"concurrent_{WORKER}{next(_numbers)}"
    databases.run_sql(postgres, f"CREATE DATABASE {name} TEMPLATE {small_template}")
    settings = Settings(data=tmp_path, database_url=f"{postgres}/{name}")
    async with opened(settings):
        yield settings
    databases.run_sql(postgres, f"DROP DATABASE {name} WITH (FORCE)")
