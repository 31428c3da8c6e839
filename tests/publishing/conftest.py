"""Fixtures: a small catalogue on both databases, and each database alone for what only it does."""

from collections.abc import AsyncIterator
from itertools import count

import pytest
from tortoise.backends.base import executor

from shop import database
from shop.app import opened
from shop.config import Settings
from shop.services import Services
from tests import databases
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


@pytest.fixture
async def on_postgres(postgres, tmp_path) -> AsyncIterator[Settings]:
    """An open service over a small catalogue on PostgreSQL, where writers are truly concurrent."""
    executor.EXECUTOR_CACHE.clear()
    name = f"concurrent_{next(_numbers)}"
    databases.run_sql(postgres, f"CREATE DATABASE {name}")
    settings = Settings(data=tmp_path, database_url=f"{postgres}/{name}")
    async with database.connected(settings):
        await database.migrate(settings)
    async with opened(settings):
        await a_small_catalogue()
        yield settings
    databases.run_sql(postgres, f"DROP DATABASE {name} WITH (FORCE)")
