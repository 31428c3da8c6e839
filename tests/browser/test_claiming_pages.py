"""Pages of letters, codes, claims and registering: accessible in every state, narrow and wide."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import NamedTuple

import pytest
from playwright.async_api import Page
from tortoise.transactions import in_transaction

from shop import clock, database
from shop.accounts import claims, invitations
from shop.models import Claim, Invitation, OfficialRole
from tests.browser.judging import CROSSED, faults_of, opened_by, press
from tests.browser.sites import empty_site
from tests.people import Person, member, official, stranger
from tests.serving import served

pytestmark = pytest.mark.browser
PAPER, FORM = "/nha-san-xuat/nhan", "/nha-san-xuat/co-so"
LETTERS, HANDING, CLAIMS = "/can-bo/giay-moi", "/can-bo/trao-tay", "/can-bo/yeu-cau"
OWNED, FREE, OTHER, ENDED = "HP-CS-001", "HP-CS-002", "HP-CS-003", "HP-CS-004"


class Site(NamedTuple):
    origin: str
    free: str
    """The code of a letter that is good."""
    ended: str
    late: int
    """A claim that a registrar may answer."""
    early: int
    new: Person
    asking: Person
    registrar: Person


@pytest.fixture(scope="module")
async def site(tmp_path_factory) -> AsyncIterator[Site]:
    async with empty_site(tmp_path_factory.mktemp("claiming")) as settings:
        pass
    with served(settings, with_worker=False) as origin:
        async with database.connected(settings):
            yield Site(origin, *await filled())


async def filled() -> tuple:
    free = (await invitations.invite(FREE, by="test")).code
    ended = (await invitations.invite(ENDED, by="test")).code
    over = clock.now() - timedelta(days=1)
    await Invitation.filter(producer_id=ENDED).update(expires_at=over)
    await member(OWNED)
    asking, other = await stranger("+84912000005", name=""), await stranger("+84912000006")
    for person in (asking, other):
        async with in_transaction():
            await claims.claim(person.user, OWNED, by="test")
    late, early = await Claim.all().order_by("id")
    await Claim.filter(id=late.id).update(asked_at=clock.now() - timedelta(days=15))
    people = await stranger("+84912000007"), asking, await official(OfficialRole.REGISTRAR)
    return free, ended, late.id, early.id, *people


Step = Callable[[Page, Site], Awaitable[None]]


def fill(**fields: str) -> Step:
    """Type into fields and press the first button of their form."""

    async def step(page: Page, site: Site) -> None:
        for name, text in fields.items():
            await page.locator(f"#field-{name}").fill(text.format(**site._asdict()))
        form = page.locator("form", has=page.locator(f"#field-{next(iter(fields))}"))
        await press(form.locator("button[type=submit]").first)

    return step


async def send(page: Page, site: Site) -> None:
    await press(page.locator("main form[method=post] button").first)


def pick(name: str, value: str) -> Step:
    async def step(page: Page, site: Site) -> None:
        await page.locator(f"input[name={name}][value={value}]").check()

    return step


REGISTERED = {"name": "Hộ Minh Hoạ", "contact_name": "Người Minh Hoạ"}
HOUSEHOLD = pick("subject_type", "HO_KINH_DOANH")
STATES: dict[str, tuple[str, str, list[Step]]] = {
    "paper": ("", PAPER, []),
    "paper, filled in": ("", f"{PAPER}?ma=K7QM-4T2X", []),
    "paper, empty": ("", PAPER, [fill(code="")]),
    "paper, wrong": ("", PAPER, [fill(code="K7QM-4T2X")]),
    "paper, ended": ("", PAPER, [fill(code="{ended}")]),
    "whose": ("", PAPER, [fill(code="{free}")]),
    "whose, wrong": ("", PAPER, [fill(code="{free}"), fill(address="12345")]),
    "waiting": ("asking", "/nha-san-xuat/nhan/cho", []),
    "nothing waits": ("new", "/nha-san-xuat/nhan/cho", []),
    "register": ("new", FORM, []),
    "register, empty": ("new", FORM, [send]),
    "register, places": ("new", FORM, [HOUSEHOLD, fill(**REGISTERED, place="Kiến")]),
    "register, alike": (
        "new",
        FORM,
        [HOUSEHOLD, fill(name="Công ty Hải Âu", contact_name="", place="Nghi Dương")],
    ),
    "register, there": (
        "new",
        FORM,
        [
            HOUSEHOLD,
            fill(name="Công ty Hải Âu", contact_name="", place="Nghi Dương"),
            pick("same", OWNED),
            send,
        ],
    ),
    "letters": ("registrar", LETTERS, []),
    "letters, none": ("registrar", f"{LETTERS}?q=zzzz", []),
    "before a letter": ("registrar", f"{LETTERS}/{OTHER}", []),
    "letter": ("registrar", f"{LETTERS}/{OTHER}", [send]),
    "letter, refused": ("registrar", f"{LETTERS}/{OWNED}", [send]),
    "handing": ("registrar", f"{HANDING}?co-so={OTHER}", []),
    "handing, wrong": ("registrar", HANDING, [fill(address="1", producer="HP-CS-999")]),
    "handed": ("registrar", HANDING, [fill(address="0912 345 678")]),
    "claims": ("registrar", CLAIMS, []),
    "claim": ("registrar", f"{CLAIMS}/{{late}}", []),
    "claim, early": ("registrar", f"{CLAIMS}/{{early}}", []),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("prefix", "size"), CROSSED)
async def test_a_state_is_accessible(chromium, site, prefix, size, state):
    who, path, steps = STATES[state]
    async with opened_by(chromium, site, who, prefix + path, size) as page:
        for step in steps:
            await step(page, site)

        assert await faults_of(page, size["width"]) == []
