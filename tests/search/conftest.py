"""Fixtures: the stand-in for Meilisearch, and engines on it."""

import pytest

from search.embedded import EmbeddedEngine
from search.meili.breaker import Breaker
from search.meili.server import Server
from shop.queries.entries import entry_of
from shop.queries.listings import page_by_code
from shop.services import opened
from tests.search.contract import fill
from tests.search.meili_stand_in import serving
from tests.search.meili_stand_in.keeping import Clock, Keeping, at_once
from tests.search.meili_stand_in.state import MASTER
from tests.search.meili_stand_in.validation import OPENAPI, Published


@pytest.fixture(scope="session")
def running():
    with serving(Published() if OPENAPI.is_file() else None) as stand_in:
        yield stand_in


@pytest.fixture
def stand_in(running):
    """A fresh server; all that goes over the wire must be as it is published."""
    running.reset()
    yield running
    assert running.faults_found == []


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
async def meili(stand_in, clock):
    engine = Keeping(Server(stand_in.url, MASTER, sleep=at_once), breaker=Breaker(clock=clock))
    yield engine
    await engine.close()


@pytest.fixture
async def other_meili(stand_in, meili):
    """A second engine, as another process has one."""
    other = Keeping(Server(stand_in.url, MASTER, sleep=at_once))
    other._words_kept = meili._words_kept
    yield other
    await other.close()


@pytest.fixture(scope="session")
async def real_entries(catalogues, tmp_path_factory):
    """The 429 products of the demo catalogue, as engines are given them."""
    folder = tmp_path_factory.mktemp("catalogue")
    async with catalogues.copied("full", "sqlite", folder) as settings, opened(settings):
        return [entry_of(listing) for listing in await page_by_code("", 1000)]


@pytest.fixture(scope="session")
async def embedded(real_entries, tmp_path_factory):
    """The embedded engine with the real catalogue."""
    engine = EmbeddedEngine(tmp_path_factory.mktemp("index") / "index")
    await fill(engine, real_entries)
    yield engine
    await engine.close()
