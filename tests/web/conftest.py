"""Fixtures of the pages' tests."""

from typing import Any

import pytest

from shop.database import database
from shop.readers import suggestions
from tests.publishing.goods import a_small_catalogue, goods, on_show


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """Let the first request for suggestions wait as long as a busy machine needs."""
    monkeypatch.setattr(suggestions, "FIRST_WAIT", 30.0)


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    """What is asked of the database, as it is asked."""
    heard: list[str] = []
    client = type(database())
    for name in ("execute_query", "execute_query_dict", "read_here"):
        if (original := getattr(client, name, None)) is None:
            continue
        if name == "execute_query_dict" and hasattr(client, "read_here"):
            continue  # SQLite's asks execute_query
        monkeypatch.setattr(client, name, noting(original, heard))
    return heard


@pytest.fixture
async def portal(client):
    """The front door of a catalogue in which Làng Chài has one product on show."""
    await a_small_catalogue()
    await on_show(goods())
    return client


def noting(original, heard):
    def note(self, query, *values: Any, **options: Any):
        heard.append(query)
        return original(self, query, *values, **options)

    return note
