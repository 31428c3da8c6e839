"""The feed files: building them now, and letting go what the count guard holds back."""

from cyclopts import App

from shop.cli.rows import open_rows
from shop.cli.terminal import BY, out, run, settings
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
    ours = settings()
    async with open_rows():
        built = await feeds.build(ours.data, ours.base_url)
        held = await feeds.withheld()
    out.print("feed files built" if built else "feed files are up to date")
    for name, items in held.items():
        out.print(_held(name, items))


async def _release(name: str) -> None:
    ours = settings()
    async with open_rows():
        await feeds.release(ours.data, name, by=BY)
        await feeds.build(ours.data, ours.base_url)
        held = await feeds.withheld()
    out.print(_held(name, held[name]) if name in held else f"{name} released")


def _held(name: str, items: int) -> str:
    return f"{name} is held back: it would have {items} items. See: sanvat feeds release"
