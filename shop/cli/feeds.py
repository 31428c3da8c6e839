"""The feed files: building them now, and letting go what the count guard holds back."""

from cyclopts import App

from shop.cli.terminal import open_quietly, out, run
from shop.readers import feeds

app = App(name="feeds", help="Build the feed files now, if the catalogue has moved.")


@app.default
def build() -> None:
    """Build the feed files now, if the catalogue has moved."""
    run(_build())


@app.command
def release(name: str) -> None:
    """Let a file go that is held back because it lost too many items.

    Parameters
    ----------
    name
        As in its address, such as google.xml.
    """
    run(_release(name))


async def _build() -> None:
    async with open_quietly() as services:
        built = await feeds.build(services.settings.data, services.settings.base_url)
        held = await feeds.withheld()
    out.print("feed files built" if built else "feed files are up to date")
    for name, items in held.items():
        out.print(f"{name} is held back: it would have {items} items. See: sanvat feeds release")


async def _release(name: str) -> None:
    async with open_quietly() as services:
        await feeds.release(services.settings.data, services.settings.base_url, name)
    out.print(f"{name} released")
