"""Draws hostile PDFs as papers that were sent: `python -m benchmarks.hostile_pdfs FOLDER`.

All PDFs below the folder, then seeded damage of them and of our own, to 2,000 in all. Said at the
end: what became of them, the slowest, and the most memory that this process, the parent, had.
"""

import asyncio
import logging
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from time import perf_counter

from media.accept import Incoming, kind_of_paper
from media.refusing import Crashed, Refused
from media.workshop import Workshop
from tests.hostile_pdfs import mutated, own

COUNT, SLOWEST, HEAVIEST = 2_000, 15.0, 200
MIDDLING = 3 << 20
"""Bytes of the largest that is damaged: of those more are tried in the same time."""


def main() -> None:
    logging.basicConfig(level=logging.ERROR, format="%(message).200s")
    sys.exit(asyncio.run(_all(Path(sys.argv[1]))))


async def _all(folder: Path) -> int:
    workshop, told, slowest, began = Workshop(2), Counter[str](), 0.0, perf_counter()
    work = _files(folder)

    async def worker(scratch: Path) -> None:
        nonlocal slowest
        for data in work:
            start = perf_counter()
            told[await _drawn(data, workshop, scratch)] += 1
            slowest = max(slowest, perf_counter() - start)

    with TemporaryDirectory() as scratch:
        await asyncio.gather(worker(Path(scratch)), worker(Path(scratch)))
    await workshop.close()
    heaviest = getrusage(RUSAGE_SELF).ru_maxrss >> 10
    for said, count in told.most_common():
        print(f"{count:6} {said}")
    print(f"{told.total()} files in {perf_counter() - began:.0f} s")
    print(
        f"slowest: {slowest:.1f} s (at most {SLOWEST}); parent: {heaviest} MB (at most {HEAVIEST})"
    )
    return int(slowest > SLOWEST or heaviest > HEAVIEST or told.total() < COUNT)


async def _drawn(data: bytes, workshop: Workshop, scratch: Path) -> str:
    try:
        with Incoming(scratch, kind_of_paper) as incoming:
            incoming.write(data)
            _ = incoming.kind
            pages = await workshop.draw(incoming.path)
    except Crashed as crashed:
        return f"crashed its process: {crashed.said.en}"
    except Refused as refused:
        return f"refused: {refused.said.en}"
    return f"drawn: {'1 page' if len(pages) == 1 else 'many pages'}"


def _files(folder: Path) -> Iterator[bytes]:
    """Give them one at a time, so that the parent holds two."""
    ours = own()
    named = (path for path in folder.rglob("*") if path.suffix.lower() == ".pdf")
    found = sorted(path for path in named if path.is_file())[:COUNT]
    yield from ours
    for path in found:
        yield path.read_bytes()
    small = [path for path in found if 0 < path.stat().st_size < MIDDLING]
    sources = [one for one in ours if len(one) < MIDDLING]
    for seed in range(max(0, COUNT - len(found) - len(ours))):
        place = seed % (len(small) + len(sources))
        yield mutated(
            sources[place] if place < len(sources) else small[place - len(sources)].read_bytes(),
            seed,
        )


if __name__ == "__main__":
    main()
