"""Fixtures of the tests about people."""

from collections.abc import AsyncIterator

import pytest

from shop.config import Settings
from tests.conftest import front_door

KEY = "e2bq07x5v1d9k3m8w6z4t0r7y5p1n9s2"


@pytest.fixture
async def keyed(settings) -> Settings:
    """Settings of an empty catalogue that can seal."""
    return Settings(data=settings.data, database_url=settings.database_url, secret_key=KEY)


@pytest.fixture
async def desk(keyed) -> AsyncIterator:
    """The front door of an empty catalogue that can seal."""
    async with front_door(keyed) as door:
        yield door


from tests.web.conftest import asked  # noqa: E402, F401
