"""A folder keeps what it was given through kills, damage and sweeps at the same moment."""

import asyncio
import os
import subprocess
import sys
from fcntl import LOCK_EX, flock
from hashlib import sha256
from pathlib import Path
from signal import SIGKILL
from time import time

import pytest

from media.store import Damaged, Store, Unavailable, original_key, picture_key

DATA = "Nước mắm Cát Hải".encode()
DIGEST = sha256(DATA).hexdigest()
NAME = f"{DIGEST}.webp"


@pytest.fixture
def original(tmp_path):
    (tmp_path / "đã gửi").write_bytes(DATA)
    return tmp_path / "đã gửi"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "media"


@pytest.fixture
def store(folder):
    return Store.open(str(folder))


async def test_a_folder_fans_out_by_the_first_two_digits(store, folder, original):
    await store.put(NAME, DATA)
    await store.put_original(DIGEST, original)

    files = sorted(str(f.relative_to(folder)) for f in folder.rglob("*") if f.is_file())
    assert files == [f"originals/{DIGEST[:2]}/{DIGEST}", f"pictures/{DIGEST[:2]}/{NAME}"]


async def test_a_damaged_file_is_never_given_and_is_repaired_by_putting_it_again(store, folder):
    await store.put(NAME, DATA)
    (folder / picture_key(NAME)).write_bytes(DATA[:-1])

    with pytest.raises(Damaged):
        await store.get(NAME)
    assert not await store.refresh(picture_key(NAME))
    await store.put(NAME, DATA)

    assert await store.get(NAME) == DATA


async def test_a_damaged_original_is_not_copied_and_is_repaired(store, folder, original, tmp_path):
    await store.put_original(DIGEST, original)
    (folder / original_key(DIGEST)).write_bytes(DATA + b"!")

    with pytest.raises(Damaged):
        await store.copy_original(DIGEST, tmp_path / "copy")
    await store.put_original(DIGEST, original)
    await store.copy_original(DIGEST, tmp_path / "copy")

    assert (tmp_path / "copy").read_bytes() == DATA


async def test_what_is_kept_is_a_copy_that_its_sender_cannot_change(store, original, tmp_path):
    await store.put_original(DIGEST, original)
    original.write_bytes(b"something else")

    await store.copy_original(DIGEST, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == DATA


async def test_a_put_that_fails_leaves_nothing(store, folder):
    (folder / "pictures").write_bytes(b"a file where a folder should be")

    with pytest.raises(Unavailable, match=NAME):
        await store.put(NAME, DATA)

    assert [f.name for f in folder.rglob("*")] == ["pictures"]


async def test_an_original_of_other_bytes_leaves_nothing(store, folder, original):
    original.write_bytes(b"something else")

    with pytest.raises(ValueError, match="not what"):
        await store.put_original(DIGEST, original)

    assert [f for f in folder.rglob("*") if f.is_file()] == []


async def test_putting_it_again_makes_it_young(store, folder, original):
    await store.put(NAME, DATA)
    await store.put_original(DIGEST, original)
    for key in (picture_key(NAME), original_key(DIGEST)):
        os.utime(folder / key, (0, 0))

    await store.put(NAME, DATA)
    await store.put_original(DIGEST, original)

    assert [k.changed > time() - 60 async for page in store.pages() for k in page] == [True, True]


async def test_what_is_swept_while_it_is_put_is_written_again(store, folder):
    """The sweep has the lock and has found the file old; the put finds it there, and must wait."""
    await store.put(NAME, DATA)
    path = folder / picture_key(NAME)
    lock = os.open(path.parent, os.O_RDONLY)
    flock(lock, LOCK_EX)

    async with asyncio.TaskGroup() as group:
        put = group.create_task(store.put(NAME, DATA))
        done, _ = await asyncio.wait([put], timeout=0.2)
        assert not done
        path.unlink()
        os.close(lock)

    assert await store.get(NAME) == DATA


async def test_no_put_is_lost_however_it_falls_together_with_a_sweep(store, folder):
    await store.put(NAME, DATA)
    path = folder / picture_key(NAME)
    removed = 0
    for _ in range(300):
        os.utime(path, (0, 0))

        results = await asyncio.gather(
            store.remove(picture_key(NAME), before=time() - 60), store.put(NAME, DATA)
        )

        removed += bool(results[0])
        assert path.read_bytes() == DATA
    assert removed


WRITER = """
import asyncio, sys
from hashlib import sha256
from pathlib import Path
from media.store import Store

async def write():
    store, sent = Store.open(sys.argv[1]), Path(sys.argv[1] + "-sent")
    for number in range(100_000):
        data = str(number).encode() * 200_000
        digest = sha256(data).hexdigest()
        sent.write_bytes(data)
        await store.put_original(digest, sent)
        await store.put(f"{digest}.webp", data)
        print(digest, flush=True)

asyncio.run(write())
"""


def test_a_kill_loses_nothing_acknowledged_and_leaves_no_half_file(folder, store):
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    ) as writer:
        acknowledged = [writer.stdout.readline().decode().strip() for _ in range(20)]
        os.kill(writer.pid, SIGKILL)

    kept = {f.name: f for f in folder.rglob("*") if f.is_file() and f.suffix != ".part"}
    assert {*acknowledged, *[f"{digest}.webp" for digest in acknowledged]} <= kept.keys()
    for name, file in kept.items():
        assert sha256(file.read_bytes()).hexdigest() == name[:64]
