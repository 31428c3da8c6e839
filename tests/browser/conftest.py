"""A real browser in front of two real servers."""

import os
import shutil
from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.sync_api import BrowserContext, sync_playwright

from tests.browser.sites import empty_site, full_site
from tests.serving import served

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
async def full_settings_of_site(tmp_path_factory) -> AsyncIterator:
    async with full_site(tmp_path_factory.mktemp("full-site")) as settings:
        yield settings


@pytest.fixture(scope="session")
async def empty_settings_of_site(tmp_path_factory) -> AsyncIterator:
    async with empty_site(tmp_path_factory.mktemp("empty-site")) as settings:
        yield settings


@pytest.fixture(scope="session")
def full(full_settings_of_site) -> Iterator[str]:
    with served(full_settings_of_site) as origin:
        yield origin


@pytest.fixture(scope="session")
def empty(empty_settings_of_site) -> Iterator[str]:
    with served(empty_settings_of_site) as origin:
        yield origin


@pytest.fixture(scope="session")
def chromium():
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI must install Chromium: .ci/run does")
        pytest.skip("no Chromium is installed here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, headless=True, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def phone(chromium) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="vi-VN")
    yield context
    context.close()


@pytest.fixture
def phone_without_javascript(chromium) -> Iterator[BrowserContext]:
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, java_script_enabled=False
    )
    yield context
    context.close()
