"""S3 that refuses, fails, stalls, lies or forgets is noticed in bounded time (quality.md F20)."""

from datetime import timedelta
from hashlib import sha256
from time import monotonic

import pytest

from media.store import Damaged, Missing, Store, Unavailable, picture_key
from media.store.store import PATIENCE, RETRIES
from tests import storage

DATA = "Nước mắm Cát Hải".encode()
DIGEST = sha256(DATA).hexdigest()
NAME = f"{DIGEST}.webp"
SOON = {"read_timeout": "300ms", "timeout": "1s"}
AT_MOST = 5


@pytest.fixture
async def s3():
    async with storage.failing_s3() as held:
        yield held


@pytest.fixture
async def store(s3):
    retries = {**RETRIES, "retry_timeout": timedelta(seconds=2)}
    options = storage.s3_options(s3.address, **SOON)
    store = Store.open("s3://sanvat/media", retry_config=retries, **options)
    await store.put(NAME, DATA)
    s3.asked.clear()
    return store


def test_the_real_patience_is_some_seconds():
    assert PATIENCE == {"connect_timeout": "3s", "read_timeout": "5s", "timeout": "15s"}
    assert RETRIES["retry_timeout"] == timedelta(seconds=8)


async def test_where_and_with_which_keys_is_read_from_the_environment(s3, monkeypatch):
    for name, value in {
        "ACCESS_KEY_ID": "test",
        "SECRET_ACCESS_KEY": "test",
        "REGION": "us-east-1",
        "ENDPOINT_URL": s3.address,
        "ALLOW_HTTP": "true",
    }.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    store = Store.open("s3://sanvat/media")

    await store.put(NAME, DATA)

    assert s3.kept == {f"/sanvat/media/{picture_key(NAME)}": DATA}
    assert await store.get(NAME) == DATA


async def test_http_without_tls_must_be_allowed(s3):
    options = {**storage.s3_options(s3.address), "client_options": {}}

    with pytest.raises(Unavailable):
        await Store.open("s3://sanvat/media", **options).get(NAME)

    assert s3.asked == []


@pytest.mark.parametrize(("status", "asked"), [(400, 1), (403, 1), (500, 4), (503, 4)])
async def test_a_store_that_refuses_or_fails_is_unavailable(s3, store, status, asked):
    s3.status = status

    for attempt in (
        store.get(NAME),
        store.has(picture_key(NAME)),
        store.put(NAME, DATA),
        store.refresh(picture_key(NAME)),
        store.remove(picture_key(NAME)),
    ):
        s3.asked.clear()
        with pytest.raises(Unavailable):
            await attempt
        assert len(s3.asked) == asked
    with pytest.raises(Unavailable):
        [page async for page in store.pages()]


@pytest.mark.parametrize("fault", ["silent", "trickling"])
async def test_a_store_that_is_slow_is_given_up(s3, store, fault):
    setattr(s3, fault, True)
    began = monotonic()

    with pytest.raises(Unavailable):
        await store.get(NAME)

    assert monotonic() - began < AT_MOST


async def test_a_store_that_is_gone_is_unavailable(store, s3):
    options = storage.s3_options("http://127.0.0.1:9")
    began = monotonic()

    with pytest.raises(Unavailable):
        await Store.open("s3://sanvat/media", **options).get(NAME)

    assert monotonic() - began < AT_MOST


async def test_bytes_that_were_wrong_once_are_asked_for_again(s3, store):
    s3.wrong = 1

    assert await store.get(NAME) == DATA
    assert s3.asked == ["GET", "GET"]


async def test_bytes_that_stay_wrong_are_not_given(s3, store, tmp_path):
    s3.wrong = 2
    with pytest.raises(Damaged):
        await store.get(NAME)
    s3.kept[f"/sanvat/media/originals/{DIGEST[:2]}/{DIGEST}"] = b"something else"
    with pytest.raises(Damaged):
        await store.copy_original(DIGEST, tmp_path / "copy")


async def test_what_is_damaged_there_is_written_again(s3, store):
    s3.kept = dict.fromkeys(s3.kept, b"something else")

    await store.put(NAME, DATA)

    assert await store.get(NAME) == DATA


async def test_a_write_is_believed_only_when_the_store_shows_it(s3, store):
    s3.lost = True

    with pytest.raises(Unavailable, match="does not have it"):
        await store.put(NAME, DATA)

    with pytest.raises(Missing):
        await store.get(NAME)


async def test_a_bucket_that_is_not_there_is_not_taken_for_a_missing_picture(s3, store):
    s3.status = 404

    with pytest.raises(Unavailable, match="does not take"):
        await store.put(NAME, DATA)
