"""Forms sent as people send them, and what is wrong with the page that they meet."""

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Locator, Page


async def faults_of(page: Page, width: int) -> list[str]:
    found = (await Axe().run(page)).response["violations"]
    faults = [f"{v['id']}: {[n['html'] for n in v['nodes']][:3]}" for v in found]
    is_wide = await page.evaluate("document.documentElement.scrollWidth")
    return faults + ([f"{is_wide} px wide"] if is_wide > width else [])


async def press(button: Locator) -> None:
    """Click what sends a form, and wait for the page that answers it.

    Playwright returns from a click before the answer has come: what is counted or
    judged then may be the page before, or none.
    """
    async with button.page.expect_navigation():
        await button.click()
