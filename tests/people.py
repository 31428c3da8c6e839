"""People who are signed in, for tests: what their browsers send with each request."""

from dataclasses import dataclass, field
from datetime import date

from tortoise.transactions import in_transaction

from shop.accounts import sessions
from shop.accounts.members import add_member, give_mandate
from shop.accounts.people import Address, welcome
from shop.accounts.secret import digest_of, make_token
from shop.accounts.sessions import Browser
from shop.models import IdentityKind, MemberRole, OfficialRole, Side, User
from shop.web.signed import BROWSER, SESSION

OURS = {"Sec-Fetch-Site": "same-origin"}
"""What browsers send with a form of ours."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person at a browser of theirs: `client.get(path, headers=person.headers)`."""

    user: int
    address: Address
    side: Side
    browser: str = field(repr=False)
    token: str = field(repr=False)

    @property
    def digest(self) -> str:
        """Find the session's row by it."""
        return digest_of(self.token)

    @property
    def cookies(self) -> dict[str, str]:
        return {SESSION: self.token, BROWSER: self.browser}

    @property
    def headers(self) -> dict[str, str]:
        sent = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {**OURS, "Cookie": sent}


async def stranger(
    address: str = "", *, side: Side = Side.PRODUCER, name: str = "Người Minh Hoạ"
) -> Person:
    """Sign a person in who may do nothing yet; the person of the address if there is one."""
    kind = IdentityKind.EMAIL if "@" in address else IdentityKind.PHONE
    text = address or f"+8491234{5000 + await User.all().count():04d}"
    async with in_transaction():
        user = await welcome(Address(kind, text), "vi", name=name)
    return await at_another_browser(user.id, Address(kind, text), side)


async def at_another_browser(user: int, address: Address, side: Side = Side.PRODUCER) -> Person:
    """Sign a person in with a browser that was never here; now they have just shown themselves."""
    browser = make_token()
    async with in_transaction():
        token = await sessions.begin(user, side, Browser(browser, "127.0.0.1", "Chrome · Android"))
    return Person(user, address, side, browser, token)


async def member(
    producer: str,
    role: MemberRole = MemberRole.OWNER,
    *,
    until: date | None = None,
    address: str = "",
    name: str = "Người Minh Hoạ",
) -> Person:
    """Sign in a person who works for a producer."""
    person = await stranger(address, name=name)
    async with in_transaction():
        await add_member(person.user, producer, role, by="test", until=until)
    return person


async def official(
    role: OfficialRole, commune: str | None = None, *, until: date | None = None, address: str = ""
) -> Person:
    """Sign in an official with a mandate in a commune; None: in the whole city."""
    email = address or f"can-bo-{await User.all().count()}@example.vn"
    person = await stranger(email, side=Side.OFFICIAL)
    async with in_transaction():
        await give_mandate(person.user, role, commune, by="test", until=until)
    return person
