"""Synthetic catalogues to measure on, made once and kept under var/bench."""

import asyncio
import os
import shutil
import subprocess
import sys
from pathlib import Path
from zlib import crc32

from media.accept import Incoming
from media.illustrations import picture
from shop import logs, photos
from shop.config import Settings
from shop.services import opened

FOLDER = Path("var/bench")
BATCH = 200


def catalogue(products: int) -> Path:
    """Give the data folder of a published catalogue of this size; make it if need be."""
    folder = FOLDER / f"{products}-{_kind()}"
    if not (folder / "made").exists():
        for older in FOLDER.glob(f"{products}-*"):
            shutil.rmtree(older)
        folder.mkdir(parents=True)
        sanvat(folder, "generate", "--products", str(products), "--seed", "1", "--publish")
        sanvat(folder, "reindex", "--from-scratch")
        (folder / "made").touch()
    return folder


def pictured(products: int) -> Path:
    """Give one whose products all have a picture, without which no sales channel takes them."""
    bare = catalogue(products)
    folder = bare.with_name(f"pictured-{bare.name}")
    if not (folder / "made").exists():
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(bare, folder, ignore=shutil.ignore_patterns("made"))
        asyncio.run(_illustrate(folder))
        (folder / "made").touch()
    return folder


async def _illustrate(data: Path) -> None:
    settings = Settings(data=data, log_level="error")
    logs.configure(settings)
    async with opened(settings) as services:
        with Incoming(services.room.folder) as incoming:
            incoming.write(picture("gio-lua"))
            digest = await photos.take(incoming, services.room, by="bench")
        codes = [row["code"] for row in await photos.without_picture()]
        for batch in (codes[n : n + BATCH] for n in range(0, len(codes), BATCH)):
            await photos.illustrate(batch, digest, by="bench")


def _kind() -> str:
    """Name what the catalogue was made by: another generator or document makes another one."""
    made_by = ["shop/demo/generating.py", "shop/publishing/rendering.py", "shop/models/listings.py"]
    return f"{crc32(b''.join(Path(file).read_bytes() for file in made_by)):08x}"


def sanvat(data: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "shop.cli", *arguments]
    subprocess.run(command, env=environment(data), check=True, stdout=subprocess.DEVNULL)


def environment(data: Path) -> dict[str, str]:
    quiet = {"SANVAT_LOG_LEVEL": "error", "SANVAT_RATE_PER_ADDRESS": "0"}
    return {**os.environ, "SANVAT_DATA": str(data), **quiet}
