"""Fixtures: a producer who proposes, and an official who decides."""

import pytest

from shop.models import OfficialRole
from tests.people import Person, member, official


@pytest.fixture
async def producer(shop) -> Person:
    return await member("HP-CS-101")


@pytest.fixture
async def moderator(shop) -> Person:
    return await official(OfficialRole.MODERATOR)
