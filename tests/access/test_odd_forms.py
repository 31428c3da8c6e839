"""Whatever is typed into whatever form of a signed-in person is answered, or refused: never 500."""

import re
from urllib.parse import urlencode

import pytest

from tests.access.table import TABLE
from tests.access.test_table import World, a_world
from tests.accounts.coming import FORM, OURS
from tests.edge.making_up import HOSTILE

NAME = re.compile(r'name="(\w+)"')
BY_BUTTONS = {
    "address", "availability", "basis", "code", "credential", "granted", "id", "language", "ma",
    "mine", "moi", "name", "number", "password", "phone", "price", "producer", "purpose", "q",
    "role", "seen", "sku", "state", "until", "user", "version", "xong",
}  # fmt: skip
"""Names that forms send, also those that only buttons carry."""
TYPED = {"sqlite": HOSTILE[::3], "postgres": HOSTILE[1::5]}


@pytest.mark.timeout(900)
@pytest.mark.parametrize("actor", ["anonymous", "owner", "registrar"])
async def test_any_odd_text_may_stand_in_any_form(shop, database_kind, actor):
    world, failed = await a_world(), []
    names = BY_BUTTONS | await names_on_pages(shop, world, actor)
    for method, path in TABLE:
        filled = await world.fill(path, actor, 0)
        if path.endswith("/ra") or method == "GET":
            continue
        for text in TYPED[database_kind]:
            await world.restore()
            headers = {**OURS, **FORM, **await world.headers_of(actor)}
            body = urlencode(dict.fromkeys(sorted(names), text), errors="surrogatepass")
            answer = await shop.post(filled, content=body, headers=headers)
            if answer.status_code >= 500:
                failed.append((filled, text, answer.status_code))

    assert failed == []


async def names_on_pages(shop, world: World, actor: str) -> set[str]:
    """Read what the forms of all pages send."""
    found: set[str] = set()
    for method, path in TABLE:
        if method == "GET":
            filled = await world.fill(path, actor, 0)
            page = await shop.get(filled, headers=await world.headers_of(actor))
            assert page.status_code < 500, filled
            found |= set(NAME.findall(page.text))
    return found
