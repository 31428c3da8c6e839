"""Fixtures: a small catalogue on both databases, and each database alone for what only it does."""

from collections.abc import AsyncIterator

import pytest

from shop.config import Settings
from shop.services import Services, opened


@pytest.fixture
async def small(catalogues, database_kind, tmp_path) -> AsyncIterator[Services]:
    """An open service over a small catalogue without products."""
    copied = catalogues.copied("small", database_kind, tmp_path)
    async with copied as settings, opened(settings) as services:
        yield services


@pytest.fixture
async def on_sqlite(catalogues, tmp_path) -> AsyncIterator[Settings]:
    """An open service over a small catalogue on SQLite."""
    async with catalogues.copied("small", "sqlite", tmp_path) as settings, opened(settings):
        yield settings


@pytest.fixture
async def on_postgres(catalogues, tmp_path) -> AsyncIterator[Settings]:
    """An open service over a small catalogue on PostgreSQL, where writers are truly concurrent."""
    async with catalogues.copied("small", "postgres", tmp_path) as settings, opened(settings):
        yield settings
