"""What pages weigh with real photographs, and when they are first painted: in Chromium, as a phone.

    python -m benchmarks.weighing [FOLDER OF PHOTOGRAPHS]

First paint is compared with that of a page of ten letters in turns, with a processor four times
slower and slow 4G; it says little on a machine that does other work.
"""

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from typing import Any

from playwright.async_api import Browser, CDPSession, Page, async_playwright

from benchmarks.figures import Figure
from benchmarks.photographing import PHOTOS, photographed
from benchmarks.serving import served

PROGRAMS = ("chromium-headless-shell", "chromium")
PHONES = {
    "360 px, 2 dpx": {"viewport": {"width": 360, "height": 640}, "device_scale_factor": 2},
    "412 px, 2.6 dpx": {"viewport": {"width": 412, "height": 915}, "device_scale_factor": 2.625},
    "1280 px": {"viewport": {"width": 1280, "height": 800}, "device_scale_factor": 1},
}
PRODUCT = "/san-pham/HP-OCOP-0026/nuoc-mam-cat-hai"
BARS = {"/": 300, "/tim-kiem": 300, "/tim-kiem?q=nước mắm": 300, PRODUCT: 400}
"""Address → kilobytes that its first view may weigh, and scrolled through."""
EMPTY = "/bench/constant/10"
SLOW_4G = {"offline": False, "latency": 562.5, "downloadThroughput": 184_320,
           "uploadThroughput": 92_160}  # fmt: skip
ROUNDS = 5
PAINTED = """new Promise(done => {
  const known = performance.getEntriesByName("first-paint")[0];
  if (known) return done(known.startTime);
  new PerformanceObserver((list, observer) => {
    for (const one of list.getEntries())
      if (one.name == "first-paint") { observer.disconnect(); done(one.startTime); }
  }).observe({type: "paint", buffered: true});
})"""
SCROLLED = """(async () => {
  const pause = () => new Promise(done => setTimeout(done, 120));
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
    scrollTo(0, y); await pause();
  }
})()"""
ELEMENTS = "document.querySelectorAll('*').length"


async def main(data: Path, *, painting: bool) -> None:
    with served(data) as (port, _):
        origin = f"http://127.0.0.1:{port}"
        async with async_playwright() as playwright:
            program = next(filter(None, map(shutil.which, PROGRAMS)))
            browser = await playwright.chromium.launch(executable_path=program)
            measured = painted(browser, origin) if painting else weighed(browser, origin)
            async for figure in measured:
                print(figure, flush=True)
            await browser.close()


async def weighed(browser: Browser, origin: str) -> AsyncIterator[Figure]:
    for phone, options in PHONES.items():
        for address, bar in BARS.items():
            async with opened(browser, options) as (page, session):
                sizes = _arriving(session)
                await page.goto(origin + address, wait_until="networkidle", timeout=90_000)
                first = sum(sizes) / 1000
                await page.evaluate(SCROLLED)
                await page.wait_for_load_state("networkidle", timeout=90_000)
                whole, elements = sum(sizes) / 1000, await page.evaluate(ELEMENTS)
            name = f"{address} at {phone}"
            yield Figure(f"{name}, first view", first, bar, at_most=True, unit=" kB")
            yield Figure(f"{name}, scrolled through", whole, bar, at_most=True, unit=" kB")
            yield Figure(f"{name}, elements", elements, 800, at_most=True)


async def painted(browser: Browser, origin: str) -> AsyncIterator[Figure]:
    taken: dict[str, list[float]] = {address: [] for address in (EMPTY, *BARS)}
    for _ in range(ROUNDS):
        for address, milliseconds in taken.items():
            milliseconds.append(await _first_paint(browser, origin + address))
    empty = median(taken.pop(EMPTY))
    for address, milliseconds in taken.items():
        name = f"{address}, first paint ({median(milliseconds):.0f} ms) / an empty page's"
        yield Figure(name, median(milliseconds) / empty, 2, at_most=True)


async def _first_paint(browser: Browser, address: str) -> float:
    async with opened(browser, PHONES["360 px, 2 dpx"]) as (page, session):
        await session.send("Network.emulateNetworkConditions", SLOW_4G)
        await session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        await page.goto(address, wait_until="domcontentloaded", timeout=60_000)
        return float(await page.evaluate(PAINTED))


@asynccontextmanager
async def opened(
    browser: Browser, options: dict[str, Any]
) -> AsyncIterator[tuple[Page, CDPSession]]:
    """Open a page with nothing kept of earlier ones."""
    async with await browser.new_context(**options, locale="vi-VN") as context:
        page = await context.new_page()
        session = await context.new_cdp_session(page)
        await session.send("Network.enable")
        yield page, session


def _arriving(session: CDPSession) -> list[int]:
    """Give a list that grows by the bytes of each answer, as they went over the line."""
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    return sizes


def arguments() -> Iterator[str]:
    return (one for one in sys.argv[1:] if not one.startswith("--"))


if __name__ == "__main__":
    catalogue = photographed(Path(next(arguments(), PHOTOS)))
    asyncio.run(main(catalogue, painting="--paint" in sys.argv))
