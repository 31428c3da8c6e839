"""Pictures: rendering them as an upload does, and looking after the stored ones."""

import shutil
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from media import sweeping
from media.batch import render_all
from media.sentences import Sentence
from shop import photos
from shop.cli.opening import open_quietly
from shop.cli.terminal import BY, out, progress, run, settings, write_json
from shop.database.heartbeats import note_success
from shop.errors import InvalidError
from shop.publishing import expect_right_clock
from shop.queries import picture_files
from shop.queries.lookalikes import Use, lookalikes
from shop.services import workshop_of

app = App(name="picture", help="Pictures: render, keep and compare them.")
NOTHING_TO_RENDER = Sentence(
    "Hãy ghi ảnh hoặc thư mục ảnh cần xử lý.",
    "Say what to render: a picture, or a folder of them.",
)


@app.command
def render(*paths: Path, out: Annotated[Path, Parameter(name="--out")]) -> None:
    """Accept and render pictures exactly as an upload would; one JSON line for each file.

    Parameters
    ----------
    paths
        Files, or folders of them.
    out
        The folder that takes the renditions.
    """
    if not paths:
        raise InvalidError(NOTHING_TO_RENDER)
    run(_render(paths, out))


@app.command
def rerender(*, everything: bool = False) -> int:
    """Make renditions of older settings again from the originals; can be stopped at any time.

    Parameters
    ----------
    everything
        Render all pictures again, also those of today's settings.
    """
    return run(_rerender(everything=everything))


@app.command(name="lookalikes")
def list_lookalikes(*, json: bool = False) -> None:
    """List photos of different producers that look alike: perhaps one was stolen."""
    run(_lookalikes(as_json=json))


@app.command
def sweep() -> None:
    """Delete files that no row names and that are older than a day; report rows without files."""
    run(_sweep())


@app.command
def scrub() -> int:
    """Read every stored file and report damaged ones."""
    return run(_scrub())


@app.command
def remove(digest: str, *, reason: str) -> None:
    """Take a picture off all products and proposals and delete its files.

    Parameters
    ----------
    digest
        The picture, as `lookalikes` and uploads name it.
    reason
        For the record.
    """
    run(_remove(digest, reason))


async def _render(paths: tuple[Path, ...], folder: Path) -> None:
    workshop = workshop_of(settings())
    try:
        with progress("Rendering") as advance:
            async for answer in render_all(paths, folder, workshop):
                write_json(answer)
                advance(1)
    finally:
        await workshop.close()


async def _rerender(*, everything: bool) -> int:
    done, kept = 0, 0
    async with open_quietly() as services:
        total = await photos.count_to_rerender(everything=everything)
        with progress("Rendering again", total) as advance:
            async for one in photos.rerender(services.room, by=BY, everything=everything):
                done, kept = done + (not one.problem), kept + bool(one.problem)
                if one.problem:
                    out.print(f"{one.digest}: keeps its renditions: {one.problem}")
                advance(1)
    out.print(f"{done} pictures rendered again, {kept} left as they are")
    return 1 if kept else 0


async def _lookalikes(*, as_json: bool) -> None:
    async with open_quietly():
        found = await lookalikes()
    for pair in found:
        if as_json:
            write_json(pair)
        else:
            out.print(f"{pair.distance:2d}  {_use(pair.first)}  {_use(pair.second)}")
    if not found and not as_json:
        out.print("no lookalikes")


def _use(use: Use) -> str:
    return f"{use.product} ({use.producer}, {use.picture[:12]}, {use.taken_at:%Y-%m-%d})"


async def _sweep() -> None:
    async with open_quietly() as services:
        at = await expect_right_clock(services.settings.data)
        checked = await picture_files.sweep(services.pictures, at)
        await note_success("sweep", counted=len(checked.missing))
    for name in checked.missing:
        out.print(f"{name}: is named by a row and not there")
    swept = checked.swept
    out.print(
        f"{swept.looked_at} files looked at, {swept.removed} removed ({swept.bytes} bytes), "
        f"{len(checked.missing)} missing"
    )


async def _scrub() -> int:
    damaged, looked_at = 0, 0

    def note(files: int, _: int) -> None:
        nonlocal looked_at
        looked_at = files
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{files} files read …")

    async with open_quietly() as services:
        async for name in sweeping.scrub(services.pictures, note):
            damaged += 1
            out.print(f"{name}: is damaged")
    out.print(f"{looked_at} files read, {damaged} damaged")
    return 1 if damaged else 0


async def _remove(digest: str, reason: str) -> None:
    async with open_quietly() as services:
        removed = await photos.remove(digest, services.room, by=BY, reason=reason)
        for code in removed.products:  # what was drawn for sharing shows it too
            shutil.rmtree(services.settings.data / "shares" / code, ignore_errors=True)
    out.print(f"{digest} removed from {', '.join(removed.products) or 'no product'}")
    for proposal in removed.proposals:
        out.print(f"and from proposal {proposal}")
    for twin in removed.twins:
        out.print(f"{twin} has the very same pixels and stays; remove it too if need be")
