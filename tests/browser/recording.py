"""What a person does on a page and what the page shows them, recorded for `sanvat portal klm`."""

import json
from pathlib import Path

from playwright.async_api import Locator, Page

SEEN = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), seen = [];
  const range = document.createRange();
  for (let node; node = walk.nextNode();) {
    if (!node.parentElement.checkVisibility({ visibilityProperty: true })) continue;
    const clipped = node.parentElement.closest(".hidden, .skip, script, .sprite");
    for (const word of clipped ? [] : node.data.matchAll(/\\S+/g)) {
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const at = range.getBoundingClientRect();
      const middle = at.top + at.height / 2;
      if (at.width && middle > 0 && middle < innerHeight) seen.push(word[0]);
    }
  }
  return seen.join(" ");
}"""
"""The words of a page whose middle is inside the window."""
AT_REST = """() => document.readyState === "complete"
  && [...document.images].every(one => one.complete || one.loading === "lazy")
  && document.fonts.status === 'loaded'"""
"""A person looks at a page that has come, and it does not move under the finger."""


class Recording:
    """Acts for a person and notes each operator; a page is looked at after each of its changes."""

    def __init__(self, page: Page, task: str) -> None:
        self._page = page
        self.run = {"task": task, "steps": []}

    async def look(self) -> None:
        await self._page.wait_for_function(AT_REST)
        self._note(screen=await self._page.evaluate(SEEN))

    async def tap(self, what: Locator, *, decides: bool = True) -> None:
        """Press something; what lies outside of the window is scrolled to, by a tap of its own."""
        await self._approach(what, decides=decides)
        await what.click()

    async def write(self, text: str) -> None:
        """Type into the field that has the focus, which is there already."""
        self._note(decision=f"what to write: {text}")
        self._note(keys=text)
        assert await self._page.evaluate("document.activeElement.matches('input, textarea')")
        await self._page.keyboard.type(text)

    async def key(self, key: str) -> None:
        """Press one key that does something by itself."""
        self._note(decision=key)
        self._note(keys=key)
        await self._page.keyboard.press(key)

    async def photograph(self, button: Locator, file: Path) -> None:
        """Take a photo by a button that opens the camera."""
        await self._approach(button, decides=True)
        async with self._page.expect_file_chooser() as chooser:
            await button.click()
        await (await chooser.value).set_files(file)
        self._note(photo=file.name)

    @property
    def written(self) -> list[str]:
        """What was typed, field by field."""
        return [one["keys"] for one in self.run["steps"] if "keys" in one]

    def wait(self, what: str) -> None:
        """Wait for a code to arrive."""
        self._note(wait=what)

    def keep(self, file: Path) -> Path:
        file.write_text(json.dumps(self.run, ensure_ascii=False, indent=1))
        return file

    async def _approach(self, what: Locator, *, decides: bool) -> None:
        name = (await what.inner_text()) or await what.get_attribute("name")
        if decides:
            self._note(decision=name)
        if not await self._is_seen(what):
            self._note(tap=f"scroll to {name}")
            await what.scroll_into_view_if_needed()
            await self.look()
        self._note(tap=name)

    async def _is_seen(self, what: Locator) -> bool:
        box, size = await what.bounding_box(), self._page.viewport_size
        return bool(box and size and box["y"] + box["height"] <= size["height"] and box["y"] >= 0)

    def _note(self, **step: str) -> None:
        self.run["steps"].append(step)
