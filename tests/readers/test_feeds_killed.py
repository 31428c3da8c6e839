"""A build that is killed for good: the old files stay, the next build takes over."""

import signal
import time
from collections.abc import Iterator
from contextlib import suppress

import psutil
import pytest

from shop import catalogue, clock
from shop.errors import UnwritableError
from shop.formats.files import FORMATS
from shop.formats.rules import Setting
from shop.formats.writing import Page
from shop.models import Listing
from shop.readers.feeds import beside
from shop.readers.feeds.beside import WRITERS, Writers
from tests import processes
from tests.conftest import services_of
from tests.feeding import build, fetched, lines
from tests.serving import environment


async def test_a_build_that_is_killed_leaves_the_old_files(shop):
    await build(shop)
    before = await fetched(shop, "products.jsonl")
    await catalogue.withdraw("HP-OCOP-0026", by="test")

    held = services_of(shop)
    process = processes.start("-m", "shop.cli", "feeds", env=environment(held.settings))
    folder = held.settings.data / "feeds"
    while process.poll() is None and not list(folder.glob("growing-*")):
        time.sleep(0.001)  # noqa: ASYNC251 - nothing else is to happen here
    process.send_signal(signal.SIGKILL)
    process.wait()

    assert list(folder.glob("growing-*"))
    assert await fetched(shop, "products.jsonl") == before
    assert await build(shop)
    assert list(folder.glob("growing-*")) == []
    assert len(await lines(shop)) == 428


async def test_a_document_that_cannot_be_written_is_named(shop, capfd):
    await build(shop)
    before = await fetched(shop, "google.xml")
    listing = await Listing.get(code="HP-OCOP-0026")
    odd = listing.document.replace('"evidence"', '"evidense"')
    await Listing.filter(code="HP-OCOP-0026").update(document=odd)
    await catalogue.withdraw("HP-OCOP-0027", by="test")

    with pytest.raises(UnwritableError, match=r"^HP-OCOP-0026 cannot be written: KeyError"):
        await build(shop)

    assert await fetched(shop, "google.xml") == before
    assert "Traceback" not in capfd.readouterr().err


def test_pages_are_written_where_no_larger_pipe_is_to_be_had(monkeypatch):
    monkeypatch.setattr(beside, "PIPE", (1 << 32) - 1)  # more than the kernel gives any process
    page = Page([], "http://localhost", [Setting("http://localhost")] * len(FORMATS), clock.today())

    with Writers() as writers:
        assert len(writers.begin(page).result()) == 8


def test_a_writer_that_is_killed_is_an_error_and_leaves_no_process():
    page = Page([], "http://localhost", [Setting("http://localhost")] * len(FORMATS), clock.today())
    with Writers() as writers:
        assert len(writers.begin(page).result()) == 8
        begun = list(running_writers())
        assert len(begun) == WRITERS
        for process in begun:
            process.kill()

        with pytest.raises(ChildProcessError):
            writers.begin(page).result()

    assert [process for process in begun if process.is_running()] == []


def running_writers() -> Iterator[psutil.Process]:
    """Find them among the browsers and servers of other tests, dead ones among those."""
    for process in psutil.Process().children():
        with suppress(psutil.NoSuchProcess):
            if "shop.formats" in process.cmdline():
                yield process
