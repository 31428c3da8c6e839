"""Pictures that are kept near: whole or not at all, never more than fit, and gone when removed."""

import asyncio
import os
import subprocess
import sys
from hashlib import sha256
from itertools import count
from pathlib import Path
from signal import SIGKILL

import pytest

from media.store import Missing, Store, Unavailable, picture_key
from media.store.cache import Cache
from tests import storage

DATA = "Nước mắm Cát Hải".encode()
NAME = f"{sha256(DATA).hexdigest()}.webp"
ROOMY = 1_000_000


def picture(number: int, size: int = 1000) -> tuple[str, bytes]:
    data = str(number).encode() * size
    data = data[:size]
    return f"{sha256(data).hexdigest()}.webp", data


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "picture-cache"


@pytest.fixture
async def s3():
    async with storage.failing_s3() as held:
        yield held


@pytest.fixture
async def store(s3, folder) -> Store:
    """A store in S3, which has one picture, with a cache before it."""
    options = storage.s3_options(s3.address, timeout="1s", read_timeout="300ms")
    opened = Store.open("s3://sanvat/media", cache=Cache(folder, ROOMY), **options)
    await opened.put(NAME, DATA)
    s3.asked.clear()
    return opened


async def test_a_picture_that_was_shown_survives_a_store_that_is_away(s3, store):
    assert await store.get(NAME) == DATA
    s3.silent = True

    assert await store.get(NAME) == DATA
    assert s3.asked == ["GET"]


async def test_a_picture_that_waits_for_approval_is_not_kept(s3, store, folder):
    await store.waiting.put(NAME, DATA)
    assert await store.waiting.get(NAME) == DATA

    assert not folder.exists()


@pytest.mark.parametrize("damage", [b"", DATA[:-1], b"something else"])
async def test_a_cut_or_damaged_file_is_fetched_again(s3, store, folder, damage):
    await store.get(NAME)
    kept = folder / NAME[:2] / NAME
    kept.write_bytes(damage)

    assert await store.get(NAME) == DATA
    assert kept.read_bytes() == DATA
    assert s3.asked == ["GET", "GET"]


async def test_what_cannot_be_kept_is_served_all_the_same(s3, store, folder):
    folder.write_bytes(b"a file where a folder should be")

    assert await store.get(NAME) == DATA
    assert await store.get(NAME) == DATA
    assert s3.asked == ["GET", "GET"]


FULL_DISK = """
import asyncio, resource, signal, sys
from pathlib import Path
from media.store.cache import Cache

async def keep():
    cache = Cache(Path(sys.argv[1]), 1_000_000)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))  # as if the disk were full after that
    await cache.keep(sys.argv[2], b"x" * 1000, "")

asyncio.run(keep())
"""


def test_a_disk_that_takes_half_a_file_keeps_none(folder):
    name = f"{sha256(b'x' * 1000).hexdigest()}.webp"
    subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(folder), name],
        cwd=Path(__file__).parents[2],
        check=True,
    )

    assert [one for one in folder.rglob("*") if one.is_file()] == []


async def test_a_picture_that_is_removed_is_removed_here_too(s3, store, folder):
    await store.get(NAME)
    s3.lost = True  # the stand-in keeps what it is told to delete

    await store.remove(picture_key(NAME))

    assert not (folder / NAME[:2] / NAME).exists()
    with pytest.raises(Missing):
        await store.get(NAME)


async def test_a_picture_that_is_removed_while_it_is_fetched_is_not_kept(folder):
    cache = Cache(folder, ROOMY)
    seen = await cache.removals(NAME)
    await cache.forget(NAME)
    await cache.keep(NAME, DATA, seen)
    assert await cache.get(NAME) is None

    await cache.keep(NAME, DATA, await cache.removals(NAME))
    assert await cache.get(NAME) == DATA


async def test_a_removal_that_cannot_be_written_down_is_said(folder):
    folder.write_bytes(b"a file where a folder should be")

    with pytest.raises(Unavailable, match="may still lie in the cache"):
        await Cache(folder, ROOMY).forget(NAME)


async def test_what_was_not_asked_for_longest_goes_first(folder):
    ticks = count(1)
    cache = Cache(folder, 10_000, clock=lambda: float(next(ticks)))
    for number in range(10):
        await cache.keep(*picture(number), "")
    assert await cache.get(picture(0)[0])

    await cache.keep(*picture(10), "")

    left = [number for number in range(11) if await cache.get(picture(number)[0])]
    assert left == [0, 3, 4, 5, 6, 7, 8, 9, 10]


async def test_a_picture_larger_than_the_cache_is_not_kept(folder):
    await Cache(folder, 999).keep(*picture(1), "")

    assert not folder.exists()


@pytest.mark.parametrize("count_kept", ["", "zehn", "-5", "0"])
async def test_a_count_that_is_damaged_or_too_low_is_made_anew(folder, count_kept):
    before = Cache(folder, 10_000)
    for number in range(10):
        await before.keep(*picture(number), "")
    (folder / "size").write_text(count_kept)

    await Cache(folder, 10_000).keep(*picture(10), "")

    assert sum(one.stat().st_size for one in folder.rglob("*.webp")) <= 10_000


WRITER = """
import asyncio, sys
from hashlib import sha256
from pathlib import Path
from media.store.cache import Cache

async def fill():
    cache = Cache(Path(sys.argv[1]), 300_000)
    for number in range(int(sys.argv[2]), 1_000_000):
        data = str(number).encode() * 5000
        name = f"{sha256(data).hexdigest()}.webp"
        await cache.keep(name, data, await cache.removals(name))
        print(number, flush=True)

asyncio.run(fill())
"""


def test_processes_that_are_killed_leave_whole_pictures_and_no_more_than_fit(folder):
    command = [sys.executable, "-c", WRITER, str(folder)]
    writers = [
        subprocess.Popen(
            [*command, str(first)], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
        )
        for first in (0, 300_000, 600_000)
    ]
    for writer in writers:
        with writer:
            for _ in range(40):
                assert writer.stdout.readline()
            os.kill(writer.pid, SIGKILL)

    kept = list(folder.rglob("*.webp"))
    assert kept
    assert sum(one.stat().st_size for one in kept) <= 300_000
    assert [one for one in kept if sha256(one.read_bytes()).hexdigest() != one.name[:64]] == []
    asyncio.run(Cache(folder, 300_000).keep(NAME, DATA, ""))
    assert (folder / NAME[:2] / NAME).exists()  # no lock outlived its process
