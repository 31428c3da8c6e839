"""Pictures are kept once, whole, under the digest of their content."""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from signal import SIGKILL

import pytest

from media.store import Damaged, Missing, Store, Unavailable

DATA = "Nước mắm Cát Hải".encode()
DIGEST = sha256(DATA).hexdigest()
NAME = f"{DIGEST}.webp"


@pytest.fixture(params=["folder", "file-url", "memory"])
def store(request, tmp_path):
    place = {
        "folder": str(tmp_path / "ảnh mới"),
        "file-url": (tmp_path / "ảnh mới").as_uri(),
        "memory": "memory://",
    }
    return Store.open(place[request.param])


async def test_what_was_put_can_be_got(store):
    await store.put(NAME, DATA)

    assert await store.get(NAME) == DATA
    assert await store.exists(NAME)


async def test_putting_the_same_again_is_fine(store):
    await store.put(NAME, DATA)
    await store.put(NAME, DATA)

    assert await store.get(NAME) == DATA


async def test_what_is_not_there_is_missing(store):
    assert not await store.exists(NAME)
    with pytest.raises(Missing):
        await store.get(NAME)
    with pytest.raises(Missing):
        await store.get_original(DIGEST)


async def test_a_name_must_be_the_digest_of_its_content(store):
    with pytest.raises(ValueError, match="not what"):
        await store.put(NAME, b"something else")
    with pytest.raises(ValueError, match="not what"):
        await store.put_original(DIGEST, b"something else")

    assert not await store.exists(NAME)
    assert not await store.has_original(DIGEST)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "photo.webp",
        DIGEST,
        f"{DIGEST}.svg",
        f"{DIGEST}.webp\n",
        f"{DIGEST.upper()}.webp",
        f"../{DIGEST}.webp",
        f"originals/{DIGEST[:2]}/{DIGEST}",
        f"../originals/{DIGEST[:2]}/{DIGEST}",
        "/etc/passwd",
    ],
)
async def test_any_other_name_is_refused(store, name):
    await store.put_original(DIGEST, DATA)

    for attempt in (store.get(name), store.exists(name), store.put(name, DATA)):
        with pytest.raises(ValueError, match="not the name of a picture"):
            await attempt


async def test_originals_are_kept_where_the_public_cannot_reach(store):
    await store.put_original(DIGEST, DATA)

    assert await store.get_original(DIGEST) == DATA
    assert not await store.exists(NAME)
    with pytest.raises(ValueError, match="not a digest"):
        await store.get_original(f"../pictures/{DIGEST}")


async def test_a_folder_fans_out_by_the_first_two_digits(tmp_path):
    store = Store.open(str(tmp_path))

    await store.put(NAME, DATA)
    await store.put_original(DIGEST, DATA)

    files = sorted(str(f.relative_to(tmp_path)) for f in tmp_path.rglob("*") if f.is_file())
    assert files == [f"originals/{DIGEST[:2]}/{DIGEST}", f"pictures/{DIGEST[:2]}/{NAME}"]


async def test_a_damaged_file_is_never_given_and_is_repaired_by_putting_it_again(tmp_path):
    store = Store.open(str(tmp_path))
    await store.put(NAME, DATA)
    (tmp_path / "pictures" / DIGEST[:2] / NAME).write_bytes(DATA[:-1])

    with pytest.raises(Damaged):
        await store.get(NAME)
    await store.put(NAME, DATA)

    assert await store.get(NAME) == DATA


async def test_a_put_that_fails_leaves_nothing(tmp_path):
    store = Store.open(str(tmp_path))
    (tmp_path / "pictures").write_bytes(b"a file where a folder should be")

    with pytest.raises(Unavailable, match=NAME):
        await store.put(NAME, DATA)

    assert [f.name for f in tmp_path.rglob("*")] == ["pictures"]


WRITER = """
import sys
from hashlib import sha256
from pathlib import Path
from media.store import write_durably
for number in range(100_000):
    data = str(number).encode() * 200_000
    write_durably(Path(sys.argv[1]) / sha256(data).hexdigest(), data)
    print(number, flush=True)
"""


def test_a_kill_leaves_no_half_file(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    ) as writer:
        for _ in range(20):
            writer.stdout.readline()
        os.kill(writer.pid, SIGKILL)

    kept = [file for file in tmp_path.iterdir() if not file.name.endswith(".part")]
    assert len(kept) >= 20
    for file in kept:
        assert sha256(file.read_bytes()).hexdigest() == file.name
