"""Uploads to a slow store: side by side, in bounded time, and right when they are repeated."""

from hashlib import sha256

import pytest

from media.refusing import SLOW_STORE
from shop.models import Picture
from shop.photos import files
from tests import storage
from tests.conftest import front_door, services_of
from tests.pictures import key, photo, send

ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_REGION": "us-east-1",
    "AWS_ALLOW_HTTP": "true",
}
SIZE = (350, 260)
FILES = 5
"""The original, WebP at 320 and 350, the JPEG and its square."""


@pytest.fixture
async def s3(monkeypatch):
    async with storage.failing_s3() as held:
        for name, value in {**ENVIRONMENT, "AWS_ENDPOINT_URL": held.address}.items():
            monkeypatch.setenv(name, value)
        yield held


@pytest.fixture
async def door(s3, settings):
    """The front door of an empty catalogue whose pictures lie in S3."""
    there = settings.model_copy(update={"storage_url": "s3://sanvat/pictures"})
    async with front_door(there) as opened:
        yield opened


def test_the_store_has_half_a_minute_of_an_upload():
    assert files.LONGEST == 30.0


async def test_all_pictures_of_an_upload_wait_for_the_store_together(s3, door):
    s3.delay = 1.0  # more than a hundred requests: one after another they would take too long

    answer = await send(door, await key(), *[photo(seed, SIZE) for seed in range(6)])

    assert answer.status_code == 200
    assert [one["accepted"] for one in answer.json()["pictures"]] == [True] * 6
    assert await Picture.all().count() == 6
    assert len(s3.kept) == 6 * FILES


async def test_a_store_that_is_too_slow_is_said_and_a_repeat_puts_nothing_again(
    s3, door, monkeypatch
):
    monkeypatch.setattr(files, "LONGEST", 7.0)
    s3.mute = True
    sent, sender = photo(1, SIZE), await key()

    answer = await send(door, sender, sent)

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.json()["detail"] == SLOW_STORE.en
    assert await Picture.all().count() == 0
    assert list(services_of(door).room.folder.iterdir()) == []
    assert len(s3.kept) == FILES

    s3.mute = False
    s3.asked.clear()
    again = await send(door, sender, sent)

    assert again.json()["pictures"][0]["picture"] == sha256(sent).hexdigest()
    assert set(s3.asked) == {"HEAD", "GET"}
    assert await Picture.all().count() == 1


async def test_shown_pictures_survive_a_store_that_is_away_and_its_errors_are_counted(s3, door):
    taken = (await send(door, await key(), photo(1, SIZE))).json()["pictures"][0]
    shown, other = (one["url"] for one in taken["renditions"][:2])
    before = await door.get(shown)
    s3.status = 403

    after, refused = await door.get(shown), await door.get(other)

    assert (after.status_code, after.content) == (200, before.content)
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
    figures = (await door.get("/metrics")).text
    assert errors(figures, "read") >= 1
    assert 'sanvat_store_seconds_count{act="write"}' in figures


async def test_a_cache_of_no_bytes_is_none(s3, settings):
    told = {"storage_url": "s3://sanvat/pictures", "picture_cache": 0}
    async with front_door(settings.model_copy(update=told)) as door:
        taken = (await send(door, await key(), photo(1, SIZE))).json()["pictures"][0]
        await door.get(taken["renditions"][0]["url"])

        assert not (settings.data / "picture-cache").exists()


def errors(figures: str, act: str) -> float:
    begin = f'sanvat_store_errors_total{{act="{act}"}} '
    return next(float(line.removeprefix(begin)) for line in figures.splitlines() if begin in line)
