"""Synthetic catalogues to measure on, made once and kept under var/bench."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from zlib import crc32

FOLDER = Path("var/bench")


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


def _kind() -> str:
    """Name what the catalogue was made by: another generator or document makes another one."""
    made_by = ["shop/generating.py", "shop/publishing/rendering.py", "shop/models/listings.py"]
    return f"{crc32(b''.join(Path(file).read_bytes() for file in made_by)):08x}"


def sanvat(data: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "shop.cli", *arguments]
    subprocess.run(command, env=environment(data), check=True, stdout=subprocess.DEVNULL)


def environment(data: Path) -> dict[str, str]:
    quiet = {"SANVAT_LOG_LEVEL": "error", "SANVAT_RATE_PER_ADDRESS": "0"}
    return {**os.environ, "SANVAT_DATA": str(data), **quiet}
