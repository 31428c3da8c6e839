"""Whatever is typed into whatever form of a signed-in person is answered, or refused: never 500."""

import re
from urllib.parse import urlencode

import pytest

from tests.access.table import TABLE
from tests.access.test_table import World, a_world
from tests.accounts.coming import FORM, OURS
from tests.databases import DATABASES
from tests.edge.making_up import HOSTILE

NAME = re.compile(r'name="(\w+)"')
BY_BUTTONS = {
    "address", "availability", "basis", "code", "credential", "granted", "id", "language", "ma",
    "mine", "moi", "name", "number", "password", "phone", "price", "producer", "purpose", "q",
    "role", "seen", "sku", "state", "until", "user", "version", "xong",
}  # fmt: skip
"""Names that forms send, also those that only buttons carry."""
ACTORS = ("anonymous", "owner", "registrar")
FORMS_A_TEXT = 12
"""Each text is typed into every twelfth form, and each actor types others into a form."""


@pytest.mark.timeout(900)
@pytest.mark.parametrize("actor", ACTORS)
async def test_any_odd_text_may_stand_in_any_form(shop, database_kind, actor):
    world, failed = await a_world(), []
    turn = ACTORS.index(actor) + len(ACTORS) * DATABASES.index(database_kind)
    names = BY_BUTTONS | await names_on_pages(shop, world, actor)
    forms = [path for method, path in TABLE if method == "POST" and not path.endswith("/ra")]
    for n, path in enumerate(forms):
        filled = await world.fill(path, actor, 0)
        for text in HOSTILE[(n + turn) % FORMS_A_TEXT :: FORMS_A_TEXT]:
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
