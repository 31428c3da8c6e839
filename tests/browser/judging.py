"""What is wrong with a page as people meet it: what axe finds, and what is too wide."""

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page


async def faults_of(page: Page, width: int) -> list[str]:
    found = (await Axe().run(page)).response["violations"]
    faults = [f"{v['id']}: {[n['html'] for n in v['nodes']][:3]}" for v in found]
    is_wide = await page.evaluate("document.documentElement.scrollWidth")
    return faults + ([f"{is_wide} px wide"] if is_wide > width else [])
