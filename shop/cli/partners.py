"""Partners and their keys."""

from typing import Annotated

from cyclopts import App, Parameter

from shop import accounts
from shop.cli.terminal import BY, open_quietly, out, run
from shop.models import KeyKind

app = App(name="partner", help="Partners and their keys.")


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


async def _add(name: str, kind: KeyKind) -> str:
    async with open_quietly():
        return await accounts.add_partner(name, by=BY, kind=kind)
