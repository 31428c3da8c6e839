"""Keeping a copy of a catalogue, ours or another service's, in a folder."""

from math import inf
from pathlib import Path
from typing import Annotated

import httpx2
from cyclopts import Parameter

from shop.cli.terminal import counting, out, run
from shop.mirror import Folder, Mirror, MirrorError, Source

PATIENCE_ONCE = 300.0
"""Seconds that `--once` waits for a catalogue that is busy or away."""


def mirror(
    url: str,
    folder: Path,
    *,
    once: Annotated[bool, Parameter(negative="")] = False,
    key_file: Path | None = None,
) -> int:
    """Copy a catalogue into a folder, one JSON document a product, and keep in step with it.

    Stop it at any time and start it again: it goes on where it was. What cannot be read is put into
    the folder `quarantine`, and does not stop the rest.

    Parameters
    ----------
    url
        Where the catalogue is, such as https://sanvat.example.vn
    folder
        The copy; made if it is not there.
    once
        Catch up, compare everything with the source, and end: with 1 unless both are equal.
    key_file
        A file that holds a partner's key; then the catalogue is told how far the copy is.
    """
    if not _is_address(url):
        raise MirrorError("The catalogue's address begins with http:// or https://.")
    key = key_file.read_text().strip() if key_file else ""
    return run(_mirror(url, folder, key, once=once))


def _is_address(url: str) -> bool:
    try:
        asked = httpx2.URL(url)
    except httpx2.InvalidURL:
        return False
    return asked.scheme in {"http", "https"} and bool(asked.host)


async def _mirror(url: str, folder: Path, key: str, *, once: bool) -> int:
    copy = Folder(folder)
    try:
        async with httpx2.AsyncClient(base_url=url) as client:
            source = Source(client, PATIENCE_ONCE if once else inf, key)
            mirroring = Mirror(source, copy, counting("Changes"))
            if not once:
                await mirroring.follow()
            equal = await mirroring.sync_once()
    finally:
        copy.close()
    aside = copy.aside()
    state = "equal to the source" if equal else "NOT equal to the source"
    out.print(f"{len(copy.codes())} products, {state}, {len(aside)} in quarantine")
    return 0 if equal and not aside else 1
