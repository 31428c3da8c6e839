"""A real browser in front of two real servers."""

import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing

import httpx2
import pytest
from playwright.async_api import Browser, BrowserContext, async_playwright

from tests.serving import served

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PROGRAMS = ("chromium-headless-shell", "chromium", "google-chrome")
"""The first has no windows to paint, and takes half the time."""
PHONE = {"width": 390, "height": 844}
DENSE_PHONE = {"width": 412, "height": 915}


@pytest.fixture(scope="session")
def full(full_settings_of_site) -> Iterator[str]:
    """Its names for suggestions are ready."""
    with served(full_settings_of_site, with_worker=False) as origin:
        while not httpx2.get(f"{origin}/goi-y?q=nuoc", timeout=20).json()["items"]:
            continue  # each question waits a second
        yield origin


@pytest.fixture(scope="session")
def empty(empty_settings_of_site) -> Iterator[str]:
    with served(empty_settings_of_site, with_worker=False) as origin:
        yield origin


@pytest.fixture(scope="session")
def broken(broken_settings_of_site) -> Iterator[str]:
    """A site whose database has lost a table since it was opened: its pages fail."""
    with served(broken_settings_of_site, with_worker=False) as origin:
        file = broken_settings_of_site.sqlite_file
        with closing(sqlite3.connect(file, timeout=60)) as database:  # its worker writes, too
            database.execute("DROP TABLE IF EXISTS commune")
        yield origin


@pytest.fixture(scope="session")
def sites(full, empty, broken) -> dict[str, str]:
    return {"full": full, "empty": empty, "broken": broken}


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI must install Chromium: .ci/run does")
        pytest.skip("no Chromium is installed here")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
async def phone(chromium) -> AsyncIterator[BrowserContext]:
    async with await chromium.new_context(viewport=PHONE, locale="vi-VN") as context:
        yield context


@pytest.fixture
async def dense_phone(chromium) -> AsyncIterator[BrowserContext]:
    options = {"viewport": DENSE_PHONE, "device_scale_factor": 2.625, "has_touch": True}
    async with await chromium.new_context(**options, locale="vi-VN") as context:
        yield context


@pytest.fixture
async def phone_without_javascript(chromium) -> AsyncIterator[BrowserContext]:
    async with await chromium.new_context(viewport=PHONE, java_script_enabled=False) as context:
        yield context
