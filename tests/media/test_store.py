"""Pictures are kept once, whole, under the digest of their content, in whatever store."""

import resource
from hashlib import sha256
from time import time

import pytest

from media.store import Missing, Store, original_key, picture_key
from tests.media.conftest import opened

DATA = "Nước mắm Cát Hải".encode()
DIGEST = sha256(DATA).hexdigest()
NAME = f"{DIGEST}.webp"
THIRTEEN_HOURS = 13 * 3600
LARGE = 64_000_000


@pytest.fixture
def original(tmp_path):
    (tmp_path / "đã gửi").write_bytes(DATA)
    return tmp_path / "đã gửi"


async def test_what_was_put_can_be_got(store):
    await store.put(NAME, DATA)

    assert await store.get(NAME) == DATA
    assert await store.has(picture_key(NAME))


async def test_putting_the_same_again_is_fine(store):
    await store.put(NAME, DATA)
    await store.put(NAME, DATA)

    assert await store.get(NAME) == DATA


async def test_what_is_not_there_is_missing(store, tmp_path):
    assert not await store.has(picture_key(NAME))
    with pytest.raises(Missing):
        await store.get(NAME)
    with pytest.raises(Missing):
        await store.copy_original(DIGEST, tmp_path / "copy")


async def test_a_name_must_be_the_digest_of_its_content(store, original):
    original.write_bytes(b"something else")

    with pytest.raises(ValueError, match="not what"):
        await store.put(NAME, b"something else")
    with pytest.raises(ValueError, match="not what"):
        await store.put_original(DIGEST, original)

    assert not await store.has(picture_key(NAME))
    assert not await store.has(original_key(DIGEST))
    assert [page async for page in store.pages()] == []


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
async def test_any_other_name_is_refused(store, name, original):
    await store.put_original(DIGEST, original)

    for attempt in (store.get(name), store.put(name, DATA)):
        with pytest.raises(ValueError, match="not the name of a picture"):
            await attempt


@pytest.mark.parametrize("key", ["", NAME, DIGEST, f"originals/00/{DIGEST}", "pictures/../../x"])
async def test_any_other_key_is_refused(store, key):
    for attempt in (store.has(key), store.refresh(key), store.is_whole(key), store.remove(key)):
        with pytest.raises(ValueError, match="not a key"):
            await attempt


async def test_originals_are_kept_where_the_public_cannot_reach(store, original, tmp_path):
    await store.put_original(DIGEST, original)
    await store.put_original(DIGEST, original)

    await store.copy_original(DIGEST, tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == DATA
    assert not await store.has(picture_key(NAME))
    with pytest.raises(ValueError, match="not a digest"):
        await store.copy_original(f"../pictures/{DIGEST}", tmp_path / "copy")


async def test_everything_stored_is_listed(store, original):
    before = int(time()) - 1  # S3 knows no fractions
    await store.put(NAME, DATA)
    await store.put_original(DIGEST, original)

    listed = sorted([kept async for page in store.pages() for kept in page], key=lambda k: k.key)
    assert [kept.key for kept in listed] == [original_key(DIGEST), picture_key(NAME)]
    assert [kept.bytes for kept in listed] == [len(DATA)] * 2
    assert all(before <= kept.changed <= time() for kept in listed)


async def test_what_is_removed_is_gone(store):
    await store.put(NAME, DATA)

    assert not await store.remove(picture_key(NAME), before=time() - 60)
    assert await store.has(picture_key(NAME))
    assert await store.remove(picture_key(NAME))
    assert not await store.remove(picture_key(NAME))
    assert not await store.has(picture_key(NAME))


@pytest.mark.parametrize("sort", ["folder", "memory", "s3"])
async def test_what_is_old_is_held_and_stays_whole(sort, request, tmp_path, original):
    store = opened(sort, request, tmp_path, clock=lambda: time() + THIRTEEN_HOURS)
    await store.put(NAME, DATA)
    await store.put(NAME, DATA)
    await store.put_original(DIGEST, original)

    assert await store.refresh(picture_key(NAME))
    assert await store.refresh(original_key(DIGEST))
    assert not await store.refresh(picture_key(f"{DIGEST}.jpg"))
    assert await store.get(NAME) == DATA


@pytest.mark.parametrize(("hours", "is_new"), [(11, False), (13, True)])
async def test_what_is_old_is_made_young_by_putting_it(hours, is_new):
    store = Store.open("memory://", clock=lambda: time() + hours * 3600)
    await store.put(NAME, DATA)
    [[before]] = [page async for page in store.pages()]

    await store.put(NAME, DATA)

    [[after]] = [page async for page in store.pages()]
    assert (after.changed > before.changed) is is_new


@pytest.mark.parametrize("sort", ["folder", "s3"])
async def test_a_large_original_never_lies_in_memory(sort, request, tmp_path):
    store = opened(sort, request, tmp_path)
    data = bytes(range(256)) * (LARGE // 256)
    (tmp_path / "large").write_bytes(data)
    digest = sha256(data).hexdigest()
    del data
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    await store.put_original(digest, tmp_path / "large")
    await store.copy_original(digest, tmp_path / "copy")

    assert (tmp_path / "copy").stat().st_size == LARGE
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < LARGE / 2
