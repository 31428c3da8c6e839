"""What no row names goes, what a row names stays, and what is damaged or lost is told."""

import asyncio
import os
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from time import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from media.store import Store, original_key, picture_key
from media.sweeping import Swept, missing, scrub, sweep

DATA = "Nước mắm Cát Hải".encode()
DIGEST = sha256(DATA).hexdigest()
NAME = f"{DIGEST}.webp"
KEY = picture_key(NAME)
HOUR = 3600


@pytest.fixture
def original(tmp_path):
    (tmp_path / "đã gửi").write_bytes(DATA)
    return tmp_path / "đã gửi"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "media"


@pytest.fixture
def here(folder):
    return Store.open(str(folder))


def naming(*keys: str):
    async def named(asked):
        return [key for key in asked if key in keys]

    return named


def in_hours(hours):
    return datetime.fromtimestamp(time(), UTC) + timedelta(hours=hours)


async def many(store, count):
    names = [f"{sha256(b'%d' % n).hexdigest()}.jpg" for n in range(count)]
    for n, name in enumerate(names):
        await store.put(name, b"%d" % n)
    return [picture_key(name) for name in names]


async def keys_of(store):
    return {kept.key async for page in store.pages() for kept in page}


async def each(keys):
    for key in keys:
        yield key


async def test_what_no_row_names_is_removed_after_a_day(store, original):
    await store.put(NAME, DATA)
    await store.put_original(DIGEST, original)
    await store.put(f"{DIGEST}.jpg", DATA)

    early = await sweep(store, naming(), in_hours(23))
    late = await sweep(store, naming(KEY, original_key(DIGEST)), in_hours(25))

    assert (early, late) == (Swept(3, 0, 0), Swept(3, 1, len(DATA)))
    assert await keys_of(store) == {KEY, original_key(DIGEST)}


async def test_rows_are_asked_about_some_hundreds_at_a_time(here):
    keys, asked = await many(here, 40), []

    async def named(some):
        asked.extend(some)
        assert len(some) <= 500
        return keys[:10]

    swept = await sweep(here, named, in_hours(25))

    assert sorted(asked) == sorted(keys)
    assert (swept.looked_at, swept.removed) == (40, 30)
    assert await keys_of(here) == set(keys[:10])


async def test_what_killed_writers_left_is_removed_after_a_day(here, folder):
    await here.put(NAME, DATA)
    left = folder / f"pictures/{DIGEST[:2]}" / f".{'0' * 32}.part"
    left.write_bytes(b"half")

    assert await sweep(here, naming(KEY), in_hours(23)) == Swept(2, 0, 0)
    assert await sweep(here, naming(KEY), in_hours(25)) == Swept(2, 1, 4)
    assert not left.exists()


async def test_what_is_not_ours_is_left_alone(here, folder):
    strangers = ["pictures/.DS_Store", f"pictures/00/{NAME}", f"originals/{NAME}", "notes.part"]
    for name in strangers:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"?")

    assert (await sweep(here, naming(), in_hours(25))).removed == 0
    assert all((folder / name).exists() for name in strangers)


async def test_nothing_is_removed_when_the_rows_cannot_be_asked(here):
    await here.put(NAME, DATA)

    async def named(_):
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await sweep(here, named, in_hours(25))

    assert await here.get(NAME) == DATA


async def test_an_upload_after_the_rows_were_asked_is_kept(here, folder):
    """The sweep has listed the old file and heard that no row names it; then it is sent again."""
    await here.put(NAME, DATA)
    os.utime(folder / KEY, (0, 0))

    async def named(_):
        await here.put(NAME, DATA)
        return []

    assert (await sweep(here, named, in_hours(0))).removed == 0
    assert await here.get(NAME) == DATA


async def test_an_upload_after_the_rows_were_asked_is_kept_without_a_folder():
    store = Store.open("memory://", clock=lambda: time() + 13 * HOUR)
    await store.put(NAME, DATA)
    now = in_hours(24)

    async def named(_):
        await store.put(NAME, DATA)
        return []

    assert (await sweep(store, named, now)).removed == 0
    assert await store.get(NAME) == DATA


@pytest.mark.parametrize("first", ["sweep", "upload"])
async def test_uploads_and_sweeps_at_once_lose_nothing(here, folder, first):
    """What is about to be removed is sent again at that moment; either may come first."""
    keys = await many(here, 60)
    for key in keys:
        os.utime(folder / key, (0, 0))
    lost = []

    async def upload(key):
        await here.put(key.rpartition("/")[2], b"%d" % keys.index(key))
        lost.extend([] if (folder / key).exists() else [key])

    async with asyncio.TaskGroup() as group:

        async def named(some):
            for key in some:
                group.create_task(upload(key))
            await asyncio.sleep(0)  # now they have begun
            return []

        def naming_at_once(some):
            for key in some:
                group.create_task(upload(key))
            return naming()(some)

        await sweep(here, named if first == "upload" else naming_at_once, in_hours(0))

    assert lost == []
    assert await keys_of(here) == set(keys)


async def test_rows_without_files_are_told(store):
    await store.put(NAME, DATA)
    lost = [picture_key(f"{sha256(b'%d' % n).hexdigest()}.webp") for n in range(20)]

    told = [key async for key in missing(store, each([*lost[:9], KEY, *lost[9:]]))]

    assert told == lost


async def test_a_scrub_finds_nothing_where_nothing_is_damaged(store, original):
    keys = await many(store, 10)
    await store.put_original(DIGEST, original)

    assert [key async for key in scrub(store)] == []
    assert await keys_of(store) == {*keys, original_key(DIGEST)}


async def test_a_scrub_finds_only_what_is_damaged(here, folder, original):
    keys = await many(here, 20)
    await here.put_original(DIGEST, original)
    (folder / keys[3]).write_bytes(b"")
    (folder / original_key(DIGEST)).write_bytes(DATA[:-1])
    (folder / "pictures/notes.txt").write_bytes(b"?")
    seen = []

    damaged = {key async for key in scrub(here, lambda *counts: seen.append(counts))}

    assert damaged == {keys[3], original_key(DIGEST)}
    assert seen[-1] == (21, sum(len(b"%d" % n) for n in range(20)) - 1 + len(DATA) - 1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.binary(min_size=1, max_size=3000), chance=st.data())
async def test_a_scrub_finds_any_flipped_bit(here, folder, data, chance):
    name = f"{sha256(data).hexdigest()}.jpg"
    await here.put(name, data)
    assert [key async for key in scrub(here)] == []
    bit = chance.draw(st.integers(0, len(data) * 8 - 1))
    flipped = bytearray(data)
    flipped[bit // 8] ^= 1 << bit % 8
    (folder / picture_key(name)).write_bytes(flipped)

    assert [key async for key in scrub(here)] == [picture_key(name)]

    await here.remove(picture_key(name))


async def test_a_scrub_finds_every_one_of_the_bits(here, folder):
    await here.put(NAME, DATA)
    for bit in range(len(DATA) * 8):
        flipped = bytearray(DATA)
        flipped[bit // 8] ^= 1 << bit % 8
        (folder / KEY).write_bytes(flipped)

        assert [key async for key in scrub(here)] == [KEY]
