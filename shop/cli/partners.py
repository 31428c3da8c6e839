"""Partners: who they are, their keys, what of the catalogue is for them, what they report."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Annotated, TypeVar

from cyclopts import App, Parameter
from pydantic import ValidationError

from media.sentences import Sentence
from shop.cli.rows import open_rows
from shop.cli.terminal import BY, out, run
from shop.errors import InvalidError, mistakes
from shop.errors.mistakes import shown
from shop.models import KeyKind, Kind, Right
from shop.partners import following, keys, sales
from shop.partners.following import Lag
from shop.partners.keys import KnownKey
from shop.partners.sales import Reported
from shop.partners.scopes import Scope

app = App(name="partner", help="Partners: their keys, scopes, channels and webhooks.")
key_commands = App(
    name="key", help="A partner's keys: two at a time, each good for a year at most."
)
app.command(key_commands)
app.command(
    "shop.cli.channels:app",
    name="channel",
    help="Sales channels: rules, what keeps goods out, and sheets.",
)
app.command("shop.cli.webhooks:app", name="webhook", help="Partners' webhooks.")
RIGHT = {
    "set": Sentence(
        "“{value}” không phải là bộ sản phẩm OCOP. Hãy ghi --set từ 01 đến 26.",
        "“{value}” is no OCOP set; write --set as 01 to 26.",
    ),
    "commune": Sentence(
        "“{value}” không phải là mã xã. Hãy ghi --commune đủ năm chữ số.",
        "“{value}” is no commune's code of today; write --commune in five digits.",
    ),
    "stars": Sentence(
        "“{value}” không phải là hạng sao. Hãy ghi --stars là 3, 4 hoặc 5.",
        "“{value}” is no number of stars; write --stars as 3, 4 or 5.",
    ),
}
T = TypeVar("T")


@app.command
def add(
    name: str,
    *,
    site: Annotated[str, Parameter(help="Host of its pages; it may report addresses there.")] = "",
    service: Annotated[
        bool, Parameter(help="For a service of ours: it may also show pictures on products.")
    ] = False,
    producer: Annotated[
        str, Parameter(help="Code of the producer whose own system it is: stock and prices only.")
    ] = "",
) -> None:
    """Add a partner, and print its key once."""
    kind = KeyKind.SERVICE if service else KeyKind.PARTNER
    out.print(
        _opened(lambda: keys.add_partner(name, by=BY, kind=kind, site=site, producer=producer))
    )


@app.command(name="list")
def list_partners() -> None:
    """List partners, and how far behind the head each last said its copy is."""
    for lag in _opened(following.lags):
        out.print(f"{lag.partner}: {_in_words(lag)}")


@app.command(name="scope")
def set_scope(
    name: str,
    *,
    kind: tuple[Kind, ...] = (),
    ocop_set: Annotated[tuple[str, ...], Parameter(name="--set", help="OCOP sets, 01 to 26.")] = (),
    commune: Annotated[tuple[str, ...], Parameter(help="Commune codes of today.")] = (),
    stars: Annotated[tuple[int, ...], Parameter(help="3 to 5.")] = (),
    sellable: Annotated[
        bool, Parameter(help="Only what may be sold online and has a price.")
    ] = False,
) -> None:
    """Set what of the catalogue is for a partner; without options it is everything.

    Options of one kind are alternatives, those of several kinds must all hold. The partner's
    cursors are of another scope then: it is told 410 and starts over.
    """
    try:
        wanted = Scope.model_validate(
            {"kind": kind, "set": ocop_set, "commune": commune, "stars": stars}
            | {"sellable": sellable}
        )
    except ValidationError as refused:
        raise InvalidError(_wrong(refused)) from None

    async def change() -> None:
        await keys.set_scope(await keys.partner_named(name), wanted, by=BY)

    _opened(change)
    out.print(f"{name}: {_scope(wanted)}")


@app.command
def end(name: str) -> None:
    """End a partner: its keys, webhooks and channels, and all links to its pages."""

    async def change() -> None:
        await keys.end_partner(await keys.partner_named(name), by=BY)

    _opened(change)


@app.command(name="site")
def set_site(name: str, host: str) -> None:
    """Set the host of a partner's own pages, where its reports may lead."""

    async def change() -> None:
        await keys.set_site(await keys.partner_named(name), host, by=BY)

    _opened(change)


@app.command(name="sales")
def list_sales(name: str) -> None:
    """List what a partner reported of its listings, and how many people went there."""

    async def found() -> list[Reported]:
        partner, after = await keys.partner_named(name), ""
        pages: list[Reported] = []
        while page := await sales.reported(partner, after):
            pages, after = [*pages, *page], page[-1].report.code
        return pages

    for one in _opened(found):
        said = one.report.url or one.report.note
        prices = " ".join(f"{row.sku}={row.price or 'on request'}" for row in one.prices)
        told = [one.report.code, one.report.state, one.clicks, said, *([prices] if prices else [])]
        out.print("\t".join(map(str, told)))


@key_commands.command(name="add")
def add_key(
    name: str,
    *,
    days: Annotated[int, Parameter(help="1 to 365.")] = keys.LONGEST_LIFE,
    right: Annotated[tuple[Right, ...], Parameter(help="All, if none is named.")] = (),
    service: bool = False,
    sandbox: Annotated[
        bool, Parameter(help="To try with: what it writes is checked, answered and not kept.")
    ] = False,
) -> None:
    """Make a second key of a partner, or one to try with, and print it once."""
    kind = KeyKind.SERVICE if service else KeyKind.PARTNER

    async def made() -> str:
        new = await keys.add_key(
            await keys.partner_named(name),
            by=BY,
            kind=kind,
            days=days,
            rights=right or None,
            is_sandbox=sandbox,
        )
        return new.key

    out.print(_opened(made))


@key_commands.command(name="list")
def list_keys(name: str) -> None:
    """List the keys a partner ever had, the newest first."""

    async def found() -> list[KnownKey]:
        return await keys.keys_of(await keys.partner_named(name))

    for key in _opened(found):
        out.print(f"{key.id}\t…{key.last4}\t{_state(key)}\t{_rights(key)}")


@key_commands.command(name="revoke")
def revoke_key(key: int) -> None:
    """End a key at once, by its number in `sanvat partner key list`."""
    _opened(lambda: keys.revoke_key(key, by=BY))


def _opened(work: Callable[[], Awaitable[T]]) -> T:
    async def working() -> T:
        async with open_rows():
            return await work()

    return run(working())


def _in_words(lag: Lag) -> str:
    scoped = "" if lag.scope.is_everything else f" ({_scope(lag.scope)})"
    if lag.behind is None or lag.age is None:
        return f"has never said how far it is{scoped}"
    age = timedelta(seconds=int(lag.age.total_seconds()))
    return f"{lag.behind} behind, said {age} ago{scoped}"


def _scope(scope: Scope) -> str:
    if scope.is_everything:
        return "everything"
    named = scope.model_dump(mode="json")
    sellable = ["sellable"] if named.pop("sellable") else []
    listed = [f"{kind} {', '.join(map(str, values))}" for kind, values in named.items() if values]
    return "; ".join(listed + sellable)


def _state(key: KnownKey) -> str:
    if key.revoked_at:
        return f"revoked {key.revoked_at:%Y-%m-%d}"
    return f"{'good until' if key.is_valid else 'ended'} {key.expires_at:%Y-%m-%d}"


def _rights(key: KnownKey) -> str:
    rights = "everything" if key.rights == frozenset(Right) else ", ".join(sorted(key.rights))
    marks = ["service"] * (key.kind == KeyKind.SERVICE) + ["sandbox"] * key.is_sandbox
    return ", ".join([*marks, rights])


def _wrong(refused: ValidationError) -> Sentence:
    first = refused.errors()[0]
    option, value = str(first["loc"][0]), str(first["input"])
    if option in RIGHT:
        return RIGHT[option].filled(value=shown(value))
    return mistakes.told(first, f"--{option}", value)
