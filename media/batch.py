"""Renders files and whole folders to another folder, each file exactly as an upload would be."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from tempfile import gettempdir
from typing import Any
from uuid import uuid4

from media.accept import Incoming, opened
from media.pipeline import Rendered, Rendition
from media.refusing import NOT_A_FILE, UNREADABLE, Refused
from media.sentences import Sentence
from media.workshop import Workshop

PIECE = 256 * 1024
Told = dict[str, Any]


async def render_all(
    files: Iterable[Path], out: Path, workshop: Workshop
) -> AsyncIterator[dict[str, Any]]:
    """Render files, and all files below folders; give one object about each, in any order.

    `{"file", "accepted": True, "digest", "kind", "likeness", "placeholder", "renditions"}` or
    `{"file", "accepted": False, "reason", "reason_vi"}`, with the reason in plain words. Renditions
    are `{"name", "width", "height", "type", "bytes"}` and lie in `out` under their names. Whatever
    cannot be read is answered as refused; only a full or closed `out` raises OSError.
    """
    out.mkdir(parents=True, exist_ok=True)
    work = (_told(path, why, out, workshop) for path, why in _below(files, out))
    in_flight: set[asyncio.Future[Told]] = set()
    try:
        while True:
            room = 2 * workshop.at_once - len(in_flight)
            in_flight |= {asyncio.ensure_future(one) for one in islice(work, room)}
            if not in_flight:
                break
            done, in_flight = await asyncio.wait(in_flight, return_when=asyncio.FIRST_COMPLETED)
            for one in done:
                yield one.result()
    finally:
        for one in in_flight:
            one.cancel()
        await asyncio.gather(*in_flight, return_exceptions=True)


async def _told(path: Path, why: Sentence | None, out: Path, workshop: Workshop) -> Told:
    name = os.fsencode(path).decode(errors="backslashreplace")
    if why:
        return _refusal(name, why)
    try:
        rendered = await _rendered(path, workshop)
    except Refused as refused:
        return _refusal(name, refused.said)
    await asyncio.to_thread(_keep, rendered, out)
    return {"file": name, "accepted": True, **_facts(rendered)}


def _refusal(name: str, why: Sentence) -> Told:
    return {"file": name, "accepted": False, "reason": why.en, "reason_vi": why.vi}


async def _rendered(path: Path, workshop: Workshop) -> Rendered:
    with Incoming(Path(gettempdir())) as incoming:
        await asyncio.to_thread(_copy, path, incoming.write)
        return await workshop.render(incoming.path, incoming.digest)


def _copy(path: Path, write: Callable[[bytes], None]) -> None:
    with opened(path) as file:
        while piece := _piece(file):
            write(piece)


def _piece(file: int) -> bytes:
    try:
        return os.read(file, PIECE)
    except OSError as fault:
        raise Refused(UNREADABLE) from fault


def _facts(rendered: Rendered) -> Told:
    return {
        "digest": rendered.original,
        "kind": rendered.kind,
        "likeness": rendered.likeness,
        "placeholder": rendered.placeholder,
        "renditions": [_measures(rendition) for rendition in rendered.files],
    }


def _measures(rendition: Rendition) -> Told:
    return {
        "name": rendition.name,
        "width": rendition.width,
        "height": rendition.height,
        "type": rendition.content_type,
        "bytes": len(rendition.data),
    }


def _keep(rendered: Rendered, out: Path) -> None:
    for rendition in rendered.files:
        whole = out / rendition.name
        if whole.is_file() and whole.stat().st_size == len(rendition.data):
            continue
        half = out / f".{uuid4().hex}.part"
        try:
            half.write_bytes(rendition.data)
            half.replace(whole)
        finally:
            half.unlink(missing_ok=True)


def _below(paths: Iterable[Path], out: Path) -> Iterator[tuple[Path, Sentence | None]]:
    """Give every file, and what is none with the reason; a folder at a time is held in memory."""
    for path in paths:
        folders = [path] if _is_folder(path) else []
        if not folders:
            yield path, None
        while folders:
            inner, entries = _listed(folders.pop(), out)
            folders += reversed(inner)
            yield from entries


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # it is answered as a file that cannot be read
        return False


def _listed(folder: Path, out: Path) -> tuple[list[Path], list[tuple[Path, Sentence | None]]]:
    """Give the folders in a folder, and all else. Links to folders could lead round in a circle."""
    try:
        if folder.samefile(out):  # ours would be rendered again
            return [], []
        found = sorted(folder.iterdir())
    except OSError:
        return [], [(folder, UNREADABLE)]
    folders, others = [], list[tuple[Path, Sentence | None]]()
    for path in found:
        if not _is_folder(path):
            others.append((path, None))
        elif path.is_symlink():
            others.append((path, NOT_A_FILE))
        else:
            folders.append(path)
    return folders, others
