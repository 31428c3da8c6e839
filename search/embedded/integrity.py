"""Whether the files of an index are the ones that tantivy wrote."""

import json
import zlib
from pathlib import Path
from typing import Any

from search.embedded.shelf import Stamp, stamp

_TAIL = 8
_MAGIC = 1337
"""Ends every file of tantivy: JSON with a CRC-32 of what stands before, its length, this number."""


class Integrity:
    """Checks files once: those of a segment never change."""

    def __init__(self) -> None:
        self._sound: set[tuple[Path, Stamp]] = set()

    def check(self, generation: Path) -> None:
        """Raise ValueError or OSError when a file that the index names is not sound."""
        sound = {(path, stamp(path)) for path in _files(generation)}
        for path, _ in sound - self._sound:
            _check(path)
        self._sound = sound


def _files(generation: Path) -> list[Path]:
    meta = json.loads((generation / "meta.json").read_bytes())
    return [path for segment in meta["segments"] for path in _of_segment(generation, segment)]


def _of_segment(generation: Path, segment: dict[str, Any]) -> list[Path]:
    name = segment["segment_id"].replace("-", "")
    deletes = segment["deletes"]
    paths = [path for path in generation.glob(f"{name}.*") if path.suffix != ".del"]
    return [*paths, generation / f"{name}.{deletes['opstamp']}.del"] if deletes else paths


def _check(path: Path) -> None:
    content = path.read_bytes()
    length = int.from_bytes(content[-_TAIL:-4], "little")
    if int.from_bytes(content[-4:], "little") != _MAGIC or length > len(content) - _TAIL:
        raise ValueError(f"{path.name} is cut short")
    body, footer = content[: -_TAIL - length], content[-_TAIL - length : -_TAIL]
    if zlib.crc32(body) != json.loads(footer)["crc"]:
        raise ValueError(f"{path.name} is damaged")
