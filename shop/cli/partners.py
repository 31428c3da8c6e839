"""Partners and their keys."""

from datetime import timedelta
from typing import Annotated

from cyclopts import App, Parameter

from shop import accounts
from shop.cli import channels
from shop.cli.terminal import BY, open_quietly, out, run
from shop.models import KeyKind

app = App(name="partner", help="Partners and their keys.")
app.command(channels.app)


@app.command
def add(
    name: str,
    *,
    service: Annotated[
        bool, Parameter(help="For a service of ours: it may also show pictures on products.")
    ] = False,
) -> None:
    """Add a partner, and print its key once."""
    out.print(run(_add(name, KeyKind.SERVICE if service else KeyKind.PARTNER)))


@app.command(name="list")
def list_partners() -> None:
    """List partners, and how far behind the head each last said its copy is."""
    for lag in run(_lags()):
        out.print(f"{lag.partner}: {_in_words(lag)}")


def _in_words(lag: accounts.Lag) -> str:
    if lag.behind is None or lag.age is None:
        return "has never said how far it is"
    age = timedelta(seconds=int(lag.age.total_seconds()))
    return f"{lag.behind} behind, said {age} ago"


async def _lags() -> list[accounts.Lag]:
    async with open_quietly():
        return await accounts.lags()


async def _add(name: str, kind: KeyKind) -> str:
    async with open_quietly():
        return await accounts.add_partner(name, by=BY, kind=kind)
