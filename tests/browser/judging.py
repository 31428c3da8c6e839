"""Forms sent as people send them, and what is wrong with the page that they meet."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, Locator, Page

from tests.people import Person

NARROW, WIDE = {"width": 360, "height": 640}, {"width": 1280, "height": 800}
CROSSED = [("", NARROW), ("/en", WIDE)]
"""Languages and widths: neither changes what the other does to a page."""


async def faults_of(page: Page, width: int) -> list[str]:
    found = (await Axe().run(page)).response["violations"]
    faults = [f"{v['id']}: {[n['html'] for n in v['nodes']][:3]}" for v in found]
    is_wide = await page.evaluate("document.documentElement.scrollWidth")
    return faults + ([f"{is_wide} px wide"] if is_wide > width else [])


async def judge(page: Page, states: AsyncIterator[str]) -> list[str]:
    """Look at a page in one state after the other, narrow and wide; give the states.

    They are accessible, fit, have one heading, and their scripts fail nowhere.
    """
    seen, said = [], []
    page.on("console", lambda message: said.append(message.text))
    async for state in states:
        assert await page.locator("h1").count() == 1, state
        for size in (NARROW, WIDE):
            await page.set_viewport_size(size)
            assert (state, await faults_of(page, size["width"])) == (state, [])
        seen.append(state)
    assert [one for one in said if "Failed to load resource" not in one] == []
    return seen


async def faults_of_states(
    chromium: Browser,
    site: Any,
    states: Mapping[str, tuple[str, str]],
    prefix: str,
    size: dict[str, int],
) -> dict[str, list[str]]:
    """Give state → what is wrong with the page of a site that it names, as its person sees it."""
    faults = {}
    for state, (who, path) in states.items():
        async with opened_by(chromium, site, who, prefix + path, size) as page:
            assert await page.locator("h1").count() == 1, state
            if found := await faults_of(page, size["width"]):
                faults[state] = found
    return faults


@asynccontextmanager
async def opened_by(
    chromium: Browser, site: Any, who: str, path: str, size: dict[str, int]
) -> AsyncIterator[Page]:
    """Open a page of a site as one of its people.

    `path` may name what the site has; no `who`: the reader is signed out.
    """
    async with await chromium.new_context(locale="vi-VN", viewport=size) as context:
        if who:
            await come(context, site.origin, getattr(site, who))
        page = await context.new_page()
        await page.goto(site.origin + path.format(**site._asdict()))
        yield page


async def come(context: BrowserContext, origin: str, person: Person) -> None:
    """Be signed in as a person."""
    await context.add_cookies(
        [{"name": name, "value": value, "url": origin} for name, value in person.cookies.items()]
    )


async def press(button: Locator) -> None:
    """Click what sends a form, and wait for the page that answers it.

    Playwright returns from a click before the answer has come: what is counted or
    judged then may be the page before, or none.
    """
    async with button.page.expect_navigation():
        await button.click()
