"""Every process tells the same figures; one whose source is away has no sample."""

import asyncio
import os
from datetime import timedelta

import pytest

from shop import catalogue, clock, metrics
from shop.database import database
from shop.database.heartbeats import note_failure, note_success
from shop.models import FeedFile
from shop.readers import feeds
from shop.services import opened
from tests.conftest import TODAY, front_door, services_of
from tests.pictures import key, photo, send
from tests.running.scraped import samples

CODE = "HP-NS-0001"


async def scraped(door) -> dict[str, float]:
    return samples((await door.get("/metrics")).text)


def named(figures: dict[str, float]) -> set[str]:
    return {name.partition("{")[0] for name in figures}


async def test_every_figure_is_told_by_a_process_that_does_no_duty(full_settings):
    async with front_door(full_settings, with_worker=True) as working:
        await note_failure("backup", OSError(28, "No space left on device"))
        await note_success("backup")
        wanted = {one.name for one in metrics.FIGURES}
        figures: dict[str, float] = {}
        built = 'sanvat_duty_last_success_timestamp_seconds{duty="feeds"}'
        while not (wanted <= named(figures) and built in figures):
            await asyncio.sleep(0.2)
            figures = await scraped(working)
    async with front_door(full_settings) as door:
        found = await scraped(door)

    assert wanted <= named(found)
    assert found["sanvat_backup_failures"] == 0
    assert found['sanvat_duty_failures{duty="feeds"}'] == 0
    assert found['sanvat_duty_late_after_seconds{duty="feeds"}'] == 602
    assert clock.now().timestamp() - found["sanvat_backup_last_success_timestamp_seconds"] < 120
    assert 'sanvat_duty_failures{duty="backup"}' not in found
    room = os.statvfs(full_settings.data)
    told = found['sanvat_disk_free_bytes{place="data"}']
    assert told == pytest.approx(room.f_bavail * room.f_frsize, rel=0.5)
    on_sqlite = bool(full_settings.sqlite_file)
    assert ('sanvat_disk_free_bytes{place="database"}' in found) is on_sqlite


async def test_what_is_not_known_has_no_sample(settings):
    async with front_door(settings) as door:
        before = await scraped(door)
        await database().execute_script("DROP TABLE heartbeat")
        await database().execute_script("DROP TABLE feed_file")
        after = await scraped(door)
        ready = await door.get("/readyz")

    assert before["sanvat_head_serial"] == 0
    absent = {"sanvat_index_serial", "sanvat_picture_files_missing", "sanvat_feed_age_seconds"}
    absent |= {"sanvat_backup_failures", "sanvat_duty_failures", "sanvat_clock_skew_seconds"}
    assert not absent & named(before)
    assert named(before) - named(after) == {"sanvat_feed_withheld"}
    assert (ready.status_code, ready.json()["duties"]) == (200, None)


@pytest.mark.parametrize("missing", [3, 0])
async def test_a_lost_file_that_another_process_missed_is_told(client, missing):
    await note_success("sweep", counted=missing)

    assert (await scraped(client))["sanvat_picture_files_missing"] == missing


async def test_a_feed_file_is_as_old_as_the_first_change_that_it_lacks(
    full_settings, stopped_clock
):
    async def ages_after(seconds: int) -> set[float]:
        return set((await feeds.ages(TODAY + timedelta(seconds=seconds))).values())

    async with opened(full_settings) as services:
        await feeds.build(full_settings.data, full_settings.base_url)
        assert await ages_after(86_400) == {0.0}
        for second in range(10, 50, 20):  # the same product: its listing has the last change only
            with clock.stopped(TODAY + timedelta(seconds=second)):
                await catalogue.suspend(CODE, by="test", reason="xem lại nhãn")
            with clock.stopped(TODAY + timedelta(seconds=second + 10)):
                await catalogue.reinstate(CODE, by="test", reason="nhãn đúng")

        assert await ages_after(100) == {90.0}
        await FeedFile.filter(name="google.xml").update(serial=10_000)
        ages = await feeds.ages(TODAY + timedelta(seconds=100))
        assert (ages["google.xml"], ages["products.jsonl"]) == (0.0, 90.0)

        with clock.stopped(TODAY + timedelta(seconds=100)):
            await feeds.build(services.settings.data, services.settings.base_url)
        assert await ages_after(700) == {0.0}


async def test_pictures_that_are_not_taken_are_counted_by_why(shop):
    partner = await key()
    before = await scraped(shop)

    answer = await send(shop, partner, "Đây là văn bản, không phải ảnh.".encode())
    taken = await send(shop, partner, photo())

    assert (answer.status_code, taken.status_code) == (422, 200)
    after = await scraped(shop)
    refused = {
        name: after[name] - before[name]
        for name in after
        if name.startswith("sanvat_uploads_refused_total{") and after[name] != before[name]
    }
    assert refused == {'sanvat_uploads_refused_total{why="text"}': 1}


@pytest.mark.on("sqlite")
async def test_more_partners_than_a_metric_should_have_are_counted_as_one(monkeypatch):
    monkeypatch.setattr(metrics, "_partners", set())
    monkeypatch.setattr(metrics, "MOST_PARTNERS", 2)

    for name in ("Một", "Hai", "Ba", "Bốn", "Hai"):
        metrics.count_throttled(name)

    def counted(name: str) -> float | None:
        return metrics.registry.get_sample_value("sanvat_throttled_total", {"partner": name})

    assert (counted("Một"), counted("Hai"), counted("Ba"), counted("others")) == (1, 2, None, 2)


async def test_connections_in_use_are_told(shop):
    before = await scraped(shop)

    await services_of(shop).engine.position()

    most = {"sqlite": 5, "postgres": 12}[database().capabilities.dialect]
    used, free = (
        before[f'sanvat_database_connections{{state="{one}"}}'] for one in ("used", "free")
    )
    assert used + free == most
    assert before["sanvat_database_waiting"] == 0
