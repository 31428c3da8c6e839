"""By a clock that is wrong nothing ends and nothing is deleted, and what it did is mended."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from hashlib import sha256

import httpx2
import pytest
import structlog

from media.store import picture_key
from shop import catalogue, clock, counting, publishing, worker
from shop import logs as logs_of_service
from shop.accounts.sending import PostOffice
from shop.config import Settings
from shop.database.pulse import Pulse
from shop.models import (
    AuditEntry,
    ClickCount,
    Delivery,
    DeliveryState,
    Listing,
    Partner,
    Picture,
    SearchCount,
    ToPublish,
    Webhook,
)
from shop.publishing.timekeeping import (
    LONGEST_STOP,
    SETTLING,
    Doubt,
    Note,
    Reading,
    doubt_about,
    read_note,
    write_note,
)
from shop.readers.webhooks import Sender
from shop.services import Services, opened
from tests.commands import told
from tests.conftest import TODAY, front_door, services_of
from tests.feeding import build, lines
from tests.publishing.goods import CA_MOI, a_small_catalogue, goods, on_show, stars
from tests.publishing.truth import by_the_listings, by_the_rows, document, drift, the_table

MONTHS = timedelta(days=1220)
"""The 40 months of the incident."""
ENDING = 147
"""Documents of the lists that lose their stars in that time."""
DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
NOTHING = timedelta(0)
BY_DATABASE = "it is not what the database's clock says"
WAS_SET = "it was set to another time while the machine ran"
BEHIND = "it is behind what was written before"
FAR_AHEAD = "it is too far ahead of what was written last"
STARTED = "the machine has just been started, and may set it yet"
UNNAMED = f"{sha256(b'x').hexdigest()}.jpg"


class Worker:
    """The duties of one worker, done when they are asked for."""

    def __init__(self, services: Services, sender: Sender) -> None:
        office = PostOffice(services.settings)
        duties = worker.duties(services, sender, office, Pulse())
        self._duties = {one.name: one.do for one in duties}
        self.services = services

    async def does(self, *names: str) -> None:
        for name in names:
            while await self._duties[name]():
                pass

    async def lives(self) -> None:
        """Do all that a clock decides on."""
        await self.does("publish", "expire", "mend", "forget", "sweep")

    @property
    def trouble(self) -> str | None:
        return self.services.troubles.get("clock")

    @property
    def note(self) -> Note:
        return read_note(self.services.settings.data)


@asynccontextmanager
async def at_work(services: Services) -> AsyncIterator[Worker]:
    async with Sender(services.outbound) as sender:
        yield Worker(services, sender)


@asynccontextmanager
async def started(settings: Settings) -> AsyncIterator[Worker]:
    """Start a worker as if it was a process of its own."""
    async with opened(settings) as services, at_work(services) as working:
        yield working


@pytest.fixture
async def full(full_settings, stopped_clock) -> Settings:
    """The demo catalogue as it was published today, and young things that a clock could age."""
    async with opened(full_settings) as services:
        mender = publishing.Mender()
        while await mender.mend(TODAY):
            pass
        await Listing.all().update(changed_at=TODAY)
        await AuditEntry.all().update(at=TODAY)
        await a_day_s_figures()
        await a_told_message()
        await a_file_without_a_row(services)
    return full_settings


async def a_day_s_figures() -> None:
    await SearchCount.create(day=clock.today(), understood="nước mắm", searches=3, hits=8)
    await ClickCount.create(day=clock.today(), understood="nước mắm", code=CA_MOI, clicks=1)


async def a_told_message() -> None:
    partner = await Partner.create(name="Chợ Việt", site="", created_at=TODAY)
    hook = {"url": "https://example.vn/hook", "secret": "whsec_x"}
    cursor = {"told_epoch": "", "told_serial": 0, "created_at": TODAY}
    await Webhook.create(id="wh_1", partner=partner, **hook, **cursor)
    times = {"next_at": TODAY, "created_at": TODAY, "ended_at": TODAY}
    state = DeliveryState.DELIVERED
    await Delivery.create(id="msg_1", webhook_id="wh_1", epoch="", serial=0, state=state, **times)


async def a_file_without_a_row(services: Services) -> None:
    """Store a file; nothing is swept from a store of which no row names anything."""
    measures = {"width": 1, "height": 1, "placeholder": "", "renditions": []}
    await Picture.create(digest="ab" * 32, recipe=1, taken_at=TODAY, taken_by="test", **measures)
    await services.pictures.put(UNNAMED, b"x")
    file = services.settings.data / "media" / picture_key(UNNAMED)
    os.utime(file, (TODAY.timestamp(), TODAY.timestamp()))


async def what_could_age(services: Services) -> tuple[int, int, int, bool]:
    counts = [await one.all().count() for one in (SearchCount, ClickCount, Delivery)]
    return (*counts, await services.pictures.has(picture_key(UNNAMED)))


ALL_THERE = (1, 1, 1, True)
ALL_GONE = (0, 0, 0, False)


async def end_what_ends() -> None:
    """Do what a worker did that believed any clock."""
    while await worker.publish_due():
        pass


async def wrong_documents() -> int:
    right, shown = await by_the_rows(), await by_the_listings()
    return sum(shown[code] != right[code] for code in right)


async def test_a_worker_that_starts_40_months_ahead_ends_and_deletes_nothing(full, database_kind):
    with clock.wrong(MONTHS):
        async with started(full) as working:
            before, head = await the_table(), await publishing.head()
            await working.lives()

            assert working.trouble == (BY_DATABASE if database_kind == "postgres" else FAR_AHEAD)
            assert await the_table() == before
            assert await publishing.head(afresh=True) == head
            assert await what_could_age(working.services) == ALL_THERE


async def test_it_does_end_and_delete_once_an_operator_says_that_the_clock_is_right(full, inside):
    with clock.wrong(MONTHS, database=MONTHS):
        first = await inside(full, "clock")
        said = await inside(full, "clock", "--believe")
        async with started(full) as working:
            head = (await publishing.head()).serial
            await working.lives()

            assert working.trouble is None
            assert (await publishing.head(afresh=True)).serial == head + ENDING
            assert await what_could_age(working.services) == ALL_GONE

    assert (first.returncode, first.stdout.splitlines()[-1]) == (1, f"not believed: {FAR_AHEAD}")
    assert (said.returncode, said.stdout.splitlines()[-1]) == (0, "believed")


@pytest.mark.parametrize("together", [False, True])
async def test_a_clock_that_is_set_under_a_worker_is_said_once_and_so_is_its_return(
    full, together, database_kind
):
    logs_of_service.configure(full)  # a command that ran before may have made them quiet
    async with started(full) as working:
        before = await the_table()
        with structlog.testing.capture_logs() as logs:
            await working.lives()
            assert about_the_clock(logs) == []

            with clock.wrong(MONTHS, database=MONTHS if together else NOTHING):
                for _ in range(3):
                    await working.lives()
                apart = database_kind == "postgres" and not together
                reason = BY_DATABASE if apart else WAS_SET
                assert working.trouble == reason
                assert working.note == Note(working.note.believed, reason, MONTHS.total_seconds())

            for _ in range(3):
                await working.lives()
            assert working.trouble is None
            assert working.note == Note(Reading.now())

        assert about_the_clock(logs) == [
            {
                "event": "clock not believed",
                "log_level": "error",
                "reason": reason,
                "ahead": MONTHS.total_seconds(),
            },
            {"event": "clock believed again", "log_level": "info"},
        ]
        assert await the_table() == before
        assert await what_could_age(working.services) == ALL_THERE


def about_the_clock(logs: list) -> list:
    return [line for line in logs if line["event"].startswith("clock")]


async def test_what_was_rendered_in_the_future_is_mended_without_verify(full):
    async with started(full) as working:
        await working.lives()
        with clock.wrong(MONTHS):
            await end_what_ends()
        assert await wrong_documents() == ENDING

        await working.lives()

        assert await wrong_documents() == 0
        assert await drift() == (429, [])
        head = await publishing.head()
        await working.lives()
        assert await publishing.head(afresh=True) == head


async def test_a_worker_that_knows_nothing_mends_what_another_version_left(full):
    async with opened(full):
        with clock.wrong(MONTHS):
            await end_what_ends()

    async with started(full) as working:
        await working.lives()

        assert working.trouble is None
        assert await drift() == (429, [])


async def test_a_running_service_mends_by_itself(full):
    async with front_door(full, with_worker=True):
        with clock.wrong(MONTHS):
            await end_what_ends()
        assert await wrong_documents() == ENDING

        async with asyncio.timeout(60):
            while await wrong_documents():
                await a_moment()
        assert await drift() == (429, [])


async def test_a_running_service_says_that_its_clock_is_wrong(full, database_kind):
    with clock.wrong(MONTHS):
        async with front_door(full, with_worker=True) as door:
            state = await in_trouble(door)
            measured = (await door.get("/metrics")).text

    assert state["status"] == "ready"
    assert state["clock_trouble"] == (BY_DATABASE if database_kind == "postgres" else FAR_AHEAD)
    [skew] = [line for line in measured.splitlines() if line.startswith("sanvat_clock_skew")]
    assert float(skew.split()[1]) == MONTHS.total_seconds()


async def in_trouble(door: httpx2.AsyncClient) -> dict:
    async with asyncio.timeout(30):
        while not (state := (await door.get("/readyz")).json())["clock_trouble"]:
            await a_moment()
    return state


async def a_moment() -> None:
    await publishing.wait_beyond((await publishing.head()).serial, 0.5)


# Restarts


NOTED = Reading(TODAY, "this run", 1_000_000.0)


def later(by: timedelta, *, run: str = "this run", up: float | None = None) -> Reading:
    """Read the clock after some time, which has truly passed."""
    uptime = NOTED.uptime + by.total_seconds() if up is None else up
    return Reading(TODAY + by, run, uptime)


@pytest.mark.parametrize(
    ("now", "doubt"),
    [
        pytest.param(later(5 * SECOND), None, id="a moment"),
        pytest.param(later(30 * DAY), None, id="the worker was stopped for a month"),
        pytest.param(later(30 * DAY, run="next", up=400), None, id="the machine was for a month"),
        pytest.param(later(MONTHS), Doubt(FAR_AHEAD, MONTHS), id="the worker was for 40 months"),
        pytest.param(
            later(MONTHS, run="next", up=400), Doubt(FAR_AHEAD, MONTHS), id="or an empty battery"
        ),
        pytest.param(later(LONGEST_STOP, run="next", up=400), None, id="the longest stop"),
        pytest.param(
            later(30 * DAY, run="next", up=SETTLING - 1), Doubt(STARTED, NOTHING), id="just started"
        ),
        pytest.param(
            later(30 * DAY, up=NOTED.uptime), Doubt(WAS_SET, 30 * DAY), id="set on by a month"
        ),
        pytest.param(later(-HOUR, up=NOTED.uptime), Doubt(WAS_SET, -HOUR), id="set back"),
        pytest.param(later(-30 * SECOND, up=NOTED.uptime), None, id="put right by the network"),
        pytest.param(
            later(-HOUR, run="next", up=10), Doubt(BEHIND, -HOUR), id="an earlier time at start"
        ),
    ],
)
def test_a_reading_is_judged_by_the_last_one_that_was_believed(now, doubt):
    assert doubt_about(now, NOTED, None) == doubt
    assert doubt_about(now, NOTED, 59 * SECOND) == doubt


def test_a_database_with_another_time_is_enough_for_doubt():
    apart = timedelta(seconds=61)

    assert doubt_about(later(SECOND), NOTED, apart) == Doubt(BY_DATABASE, apart)
    assert doubt_about(later(SECOND), None, -apart) == Doubt(BY_DATABASE, -apart)
    assert doubt_about(later(SECOND), None, NOTHING) is None


async def test_a_machine_that_was_off_for_a_month_ends_what_ended_meanwhile(full):
    async with started(full) as working:
        await working.lives()
        first = await Listing.exclude(changes_at=None).order_by("changes_at").first()
    write_note(full.data, Note(Reading(TODAY, "another run", 5.0)))

    with clock.stopped(first.changes_at):
        assert first.changes_at - TODAY < LONGEST_STOP
        async with started(full) as working:
            await working.lives()

            assert working.trouble is None
            assert await drift() == (429, [])
            assert (await Listing.get(code=first.code)).serial > 429


async def test_a_machine_that_starts_in_1970_mends_nothing_until_its_clock_is_set(full):
    async with started(full) as working:
        await working.lives()
        before = await the_table()
    write_note(full.data, Note(Reading(TODAY, "another run", 5.0)))

    for note_is_lost in (False, True):
        if note_is_lost:
            (full.data / "clock").unlink()
        back = clock.now() - datetime.fromtimestamp(0, clock.VIETNAM)
        with clock.wrong(-back, database=-back):
            async with started(full) as working:
                await working.lives()
                assert working.trouble == BEHIND
                assert await the_table() == before
    async with started(full) as working:
        await working.lives()
        assert working.trouble is None
        assert await the_table() == before


@pytest.mark.on("postgres")
async def test_a_database_with_a_clock_of_its_own_settles_a_machine_that_slept(full):
    async with started(full) as working:
        await working.lives()
        month = 30 * DAY
        with clock.stopped(TODAY + HOUR), clock.wrong(NOTHING, database=month):
            await working.lives()
            assert working.trouble == BY_DATABASE
            with clock.wrong(month, database=month):  # as the network's time has it
                await working.lives()
                assert working.trouble is None


@pytest.mark.on("sqlite")
@pytest.mark.parametrize("note", [b"", b"{", b"[]", b'{"believed": 7}', b'{"believed": {"at": 1}}'])
async def test_a_note_that_cannot_be_read_says_nothing(services, stopped_clock, note):
    (services.settings.data / "clock").write_bytes(note)

    async with at_work(services) as working:
        await working.does("expire")

        assert (working.trouble, working.note) == (None, Note(Reading.now()))


# What else is done by the clock


ENDS_IN_2028 = stars(4, date(2026, 11, 1), date(2028, 1, 1))


async def test_what_is_left_to_a_worker_is_rendered_by_the_time_that_was_believed(
    small, stopped_clock
):
    await on_show(goods(recognition=ENDS_IN_2028))
    async with at_work(small) as working:
        await working.lives()
        with clock.wrong(MONTHS):
            await catalogue.set_price(f"{CA_MOI}-1", 90_000, by="test")
            assert "ocop" not in await document(CA_MOI)
            await ToPublish.create(code=CA_MOI)

            await working.lives()

            assert working.trouble
            assert (await document(CA_MOI))["ocop"]["stars"] == 4
            assert (await Listing.get(code=CA_MOI)).changed_at == TODAY


async def test_feeds_keep_their_stars_while_the_clock_is_wrong_and_get_lost_ones_back(
    settings, stopped_clock
):
    async with front_door(settings) as door, at_work(services_of(door)) as working:
        await a_small_catalogue()
        await on_show(goods(recognition=ENDS_IN_2028))
        await working.does("expire")

        with clock.wrong(MONTHS):
            await working.does("feeds")
            [kept] = await lines(door)
        await catalogue.set_price(f"{CA_MOI}-1", 90_000, by="test")
        with clock.wrong(MONTHS):
            await build(door)
            [lost] = await lines(door)
        await working.does("feeds")
        [again] = await lines(door)

    assert (kept["ocop"]["stars"], lost.get("ocop"), again["ocop"]["stars"]) == (4, None, 4)


async def test_what_is_old_is_deleted_in_portions(services, monkeypatch):
    monkeypatch.setattr("shop.database.deleting.PORTION", 2)
    long_ago = clock.today() - 500 * DAY
    for n in range(5):
        await SearchCount.create(day=long_ago, understood=f"gạo {n}")

    gone = [await counting.forget_old() for _ in range(4)]

    assert gone == [2, 2, 1, 0]


async def test_a_sweep_by_hand_is_refused_while_the_clock_is_wrong(full, inside):
    with clock.wrong(MONTHS):
        refused = await inside(full, "picture", "sweep")
        async with opened(full) as services:
            assert await what_could_age(services) == ALL_THERE
    swept = await inside(full, "picture", "sweep")

    sentence = "This machine's clock is not to be believed. Run: sanvat clock."
    assert told(refused) == (1, "", f"sanvat: {sentence}\n")
    assert "1 files looked at, 0 removed" in swept.stdout


@pytest.mark.on("postgres")
async def test_no_operator_can_have_a_clock_believed_that_the_database_contradicts(full, inside):
    with clock.wrong(MONTHS):
        refused = await inside(full, "clock", "--believe")

    said = "This machine's clock and the database's differ. Set the one that is wrong."
    assert told(refused) == (1, "", f"sanvat: {said}\n")
    assert not (full.data / "clock").exists()
