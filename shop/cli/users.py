"""People: who comes in, what they may do, what is held about them, and how it goes."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

import orjson
from cyclopts import App, Parameter
from tortoise.transactions import in_transaction

from media.sentences import Sentence
from shop.accounts import codes, leaving, officials
from shop.accounts.members import add_member, end_mandates
from shop.accounts.people import Address, expect
from shop.accounts.secret import write_letters
from shop.cli.rows import open_rows
from shop.cli.terminal import BY, out, run, settings
from shop.errors import NO_PRODUCER, InvalidError, NotFoundError
from shop.errors.mistakes import WrongValueError
from shop.inputs.contacts import address_of_person
from shop.inputs.labels import of_form
from shop.models import IdentityKind, MemberRole, OfficialRole, Producer, User

app = App(name="user", help="People: who comes in, and what they may do.")
NO_ROLE = Sentence(
    "Hãy ghi việc của cán bộ bằng --as, như --as registrar.",
    "Say what the official may do by --as, such as --as registrar.",
)
NO_MAIL = Sentence(
    "Cán bộ đăng nhập bằng email. Hãy ghi một địa chỉ email.",
    "Officials come in by an e-mail address; give one.",
)
WHOSE = Sentence(
    "Hãy ghi cơ sở bằng --producer, như --producer HP-CS-102.",
    "Say whose owner it is by --producer, such as --producer HP-CS-102.",
)
NO_MANDATE = Sentence(
    "Người này không được giao việc đó. Hãy xem lại vai trò và mã xã.",
    "This person has no such mandate; look at the role and the commune.",
)
WHO = Sentence(
    "Hãy ghi số, email, hoặc --user và số của người đó, như --user 12.",
    "Name the person by number, e-mail address, or --user, such as --user 12.",
)
Numbered = Annotated[
    int | None, Parameter(name="--user", help="Number of the person, in place of an address.")
]
Until = Annotated[date | None, Parameter(help="Its last day; without one it is open.")]


class Kind(StrEnum):
    OFFICIAL = "official"
    PRODUCER = "producer"


@app.command
def add(  # noqa: PLR0913 - each is an option of the command line
    address: str,
    *,
    role: Kind,
    producer: str = "",
    as_: Annotated[OfficialRole | None, Parameter(name="--as")] = None,
    commune: Annotated[Sequence[str], Parameter(help="Code of one; may be said again.")] = (),
    until: Until = None,
    new_link: Annotated[bool, Parameter(help="Begin anew: a lost telephone, a password.")] = False,
) -> None:
    """Let a person in: as an official by a link that is printed once, or as a producer's owner."""
    there = read(address)
    if role is Kind.PRODUCER:
        run(_add_owner(there, producer, until))
    else:
        run(_add_official(there, as_, commune, until, new_link=new_link))


async def _add_owner(there: Address, producer: str, until: date | None) -> None:
    if not producer:
        raise InvalidError(WHOSE)
    async with open_rows(), in_transaction():
        await _must_exist(producer)
        user = await expect(there, "vi")
        await add_member(user.id, producer, MemberRole.OWNER, by=BY, until=until)
    out.print(f"user {user.id} owns {producer} and comes in at /nha-san-xuat/dang-nhap")


async def _add_official(
    there: Address,
    role: OfficialRole | None,
    communes: Sequence[str],
    until: date | None,
    *,
    new_link: bool,
) -> None:
    if there.kind is not IdentityKind.EMAIL:
        raise InvalidError(NO_MAIL)
    if role is None:
        raise InvalidError(NO_ROLE)
    async with open_rows():
        user = await officials.appoint(there, role, communes, by=BY, until=until)
        out.print(f"user {user.id} is {role}")
        if new_link or not await officials.is_active(user.id):
            token = await officials.make_link(there, by=BY)
            out.print("For this person only, once, within 24 hours:")
            out.print(officials.link_at(settings().base_url, token))


@app.command
def code(number: str, *, producer: str = "", moved: bool = False) -> None:
    """Print a code that lets a person in whom you know: once, within 24 hours.

    Parameters
    ----------
    number
        Or an address of e-mail.
    producer
        Whose owner the person becomes, if it has none.
    moved
        The number belongs to another person now; the former one no longer comes in by it.
    """
    run(_code(read(number), producer, moved=moved))


async def _code(there: Address, producer: str, *, moved: bool) -> None:
    async with open_rows():
        if producer:
            await _must_exist(producer)
        if moved and (former := await leaving.release(there, by=BY)):
            out.print(f"user {former.id} comes in by this number no more (--user {former.id})")
        letters, row = await codes.hand_over(there, by=BY, producer=producer or None)
    out.print(write_letters(letters))
    out.print(f"good once, until {row.expires_at:%Y-%m-%d %H:%M} UTC, at /nha-san-xuat/nhan")


@app.command
def show(address: str = "", *, user: Numbered = None) -> None:
    """Print all that is held about a person, as JSON."""

    async def showing() -> None:
        async with open_rows():
            told = await leaving.all_about(await _who(address, user))
        out.print(orjson.dumps(told, option=orjson.OPT_INDENT_2).decode())

    run(showing())


@app.command
def erase(address: str = "", *, user: Numbered = None, even_so: bool = False) -> None:
    """Take all that says who a person is; the audit stays, which names them by number only."""

    async def erasing(person: User) -> None:
        await leaving.erase(person, by=BY, even_so=even_so)

    _do(address, user, erasing, "is erased")


@app.command
def disable(address: str = "", *, user: Numbered = None) -> None:
    """Let a person come in no more; what is held stays."""

    async def closing(person: User) -> None:
        await leaving.close(person, by=BY)

    _do(address, user, closing, "comes in no more")


@app.command
def end(
    address: str = "",
    *,
    user: Numbered = None,
    as_: Annotated[OfficialRole | None, Parameter(name="--as")] = None,
    commune: Annotated[str, Parameter(help="Code of one; without it: everywhere.")] = "",
) -> None:
    """End what an official may do: as one role, in one commune, or all of it, at once."""

    async def ending(person: User) -> None:
        if not await end_mandates(person.id, by=BY, role=as_, commune=commune):
            raise InvalidError(NO_MANDATE)

    _do(address, user, ending, "may do this no more")


@app.command
def enable(address: str = "", *, user: Numbered = None) -> None:
    """Let a person come in again."""

    async def opening(person: User) -> None:
        await leaving.reopen(person, by=BY)

    _do(address, user, opening, "may come in again")


def _do(
    address: str, number: int | None, work: Callable[[User], Awaitable[Any]], said: str
) -> None:
    async def doing() -> None:
        async with open_rows():
            person = await _who(address, number)
            await work(person)
        out.print(f"user {person.id} {said}")

    run(doing())


async def _who(address: str, number: int | None) -> User:
    """Find a person by an address, or by number: who was parted from theirs has none left."""
    if bool(address) is (number is not None):
        raise InvalidError(WHO)
    return await (leaving.found(read(address)) if number is None else leaving.numbered(number))


def read(text: str) -> Address:
    """Read a number or an e-mail address, as it is typed. Raises InvalidError."""
    try:
        kind, address = address_of_person(text)
    except WrongValueError as wrong:
        raise InvalidError(wrong.told(of_form("address"), "")) from None
    return Address(IdentityKind(kind), address)


async def _must_exist(producer: str) -> None:
    if not await Producer.exists(code=producer):
        raise NotFoundError(NO_PRODUCER.filled(code=producer))
