"""Duties tell by rows how they go, and every process tells it from there."""

import asyncio
from datetime import timedelta

import pytest

from shop import clock, worker
from shop.accounts.sending import PostOffice
from shop.database import AwayError, Why, pulse
from shop.database.heartbeats import (
    Beat,
    behind,
    forget_old,
    heartbeats,
    note,
    note_failure,
    note_success,
)
from shop.database.pulse import Pulse
from shop.readers.webhooks import Sender
from shop.services import opened
from tests.conftest import TODAY


async def test_a_worker_notes_each_duty_that_it_has_done(full_settings):
    async with opened(full_settings) as services:
        async with Sender(services.outbound) as sender:
            duties = worker.duties(services, sender, PostOffice(services.settings), Pulse())
        await works_until(services, lambda rows: len(rows) == len(duties))

        rows = await heartbeats()

        assert set(rows) == {one.name for one in duties}
        assert {row.failures for row in rows.values()} == {0}
        assert all(clock.now() - row.last_ok < timedelta(minutes=2) for row in rows.values())
        assert (rows["publish"].late_after, rows["sweep"].late_after) == (300, 95340)
        assert (rows["index"].counted, rows["sweep"].counted) == (None, 0)
        assert behind(rows, clock.now()) == {}


async def test_a_duty_that_fails_is_told_with_its_reason_until_it_is_done_again(
    full_settings, monkeypatch
):
    async def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    async with opened(full_settings) as services:
        with monkeypatch.context() as broken:
            broken.setattr(worker, "note_head", refuse)
            await works_until(services, lambda rows: "head" in rows)
            row = (await heartbeats())["head"]
            assert (row.last_ok, row.failures >= 1) == (None, True)
            assert row.why == "OSError: [Errno 28] No space left on device"
            told = behind({"head": row}, row.failed_since + timedelta(seconds=75))
            assert told == {"head": "fails for 75 s: OSError: [Errno 28] No space left on device"}

        await works_until(services, lambda rows: rows["head"].failures == 0)

        row = (await heartbeats())["head"]
        assert (row.failed_since, row.why, row.last_ok is None) == (None, "", False)


async def works_until(services, is_so) -> None:
    """Let a whole worker work until the rows say something."""
    stopping = asyncio.Event()

    async def watch() -> None:
        while not is_so(await heartbeats()):  # noqa: ASYNC110 - rows send no event
            await asyncio.sleep(0.05)
        stopping.set()

    async with asyncio.TaskGroup() as group:
        group.create_task(worker.run(services, stopping))
        group.create_task(watch())


async def test_a_failure_keeps_when_it_was_done_last_and_counts_on(services, stopped_clock):
    await note_success("backup")
    with clock.stopped(TODAY + timedelta(hours=1)):
        await note_failure("backup", OSError(28, "No space left on device"))
    with clock.stopped(TODAY + timedelta(hours=2)):
        await note_failure("backup", ValueError("x\nDETAIL: Key (phone)=(0912 345 678) exists"))

    row = (await heartbeats())["backup"]

    assert (row.last_ok, row.failures) == (TODAY, 2)
    assert row.failed_since == TODAY + timedelta(hours=1)
    assert row.why == "ValueError: x"  # not what the database says of a person's row


async def test_a_duty_is_late_after_its_time_and_a_backup_is_no_duty(services, stopped_clock):
    assert behind(await heartbeats(), TODAY) == {"worker": "no worker has run yet"}
    await note(Beat("feeds", TODAY, late_after=602), Beat("sweep", TODAY, late_after=95340))
    await note_success("backup")

    rows = await heartbeats()

    assert behind(rows, TODAY + timedelta(seconds=602)) == {}
    assert behind(rows, TODAY + timedelta(seconds=603)) == {"feeds": "not done for 603 s"}
    await note_success("feeds")  # by a command: what the worker said of its time stays
    assert (await heartbeats())["feeds"].late_after == 602


async def test_a_duty_of_another_version_is_forgotten_and_a_backup_is_not(services, stopped_clock):
    await note(Beat("index", TODAY), Beat("gone", TODAY - timedelta(days=31)))
    await note(Beat("broken", TODAY - timedelta(days=31), 5, "x"), Beat("head", TODAY, 1, "y"))
    await note(Beat("backup", TODAY - timedelta(days=400)))

    assert await forget_old(TODAY) == 2

    assert set(await heartbeats()) == {"index", "head", "backup"}


async def test_a_heartbeat_that_the_database_did_not_take_is_written_later(services, monkeypatch):
    monkeypatch.setattr(pulse, "EVERY", 0.2)
    monkeypatch.setattr(pulse, "LOOK", 0.05)
    tries = 0

    async def away_at_first(*beats: Beat) -> None:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise AwayError(Why.AWAY)
        await note(*beats)

    monkeypatch.setattr(pulse, "note", away_at_first)
    kept, stopping = Pulse(), asyncio.Event()
    kept.beat(Beat("index", TODAY, 1, "first"))
    async with asyncio.TaskGroup() as group:
        group.create_task(kept.run(stopping))
        while not await heartbeats():
            kept.beat(Beat("index", TODAY, 2, "second"))
            await asyncio.sleep(0.02)
        stopping.set()

    assert tries == 3
    assert (await heartbeats())["index"].failures == 2


@pytest.mark.on("sqlite")
async def test_what_is_nothing_new_is_written_now_and_then_only(services, monkeypatch):
    written: list[int] = []

    async def counting(*beats: Beat) -> None:
        written.append(len(beats))

    monkeypatch.setattr(pulse, "note", counting)
    monkeypatch.setattr(pulse, "LOOK", 0.01)
    kept, stopping = Pulse(), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(kept.run(stopping))
        for _ in range(50):  # of which only the first is news
            kept.beat(Beat("index", TODAY))
            await asyncio.sleep(0.01)
        stopping.set()

    assert written == [1]
