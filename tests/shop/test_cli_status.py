"""`sanvat status`: what is behind, fails and grows, and whether a person is needed."""

import json
import os
import shutil
from collections import namedtuple
from datetime import timedelta

import pytest
from tortoise.transactions import in_transaction

from shop import clock, database
from shop.audit import record
from shop.database.heartbeats import BACKUP, Beat, note
from shop.models import (
    AuditEntry,
    Delivery,
    DeliveryState,
    FeedFile,
    IdentityKind,
    Listing,
    ListingVersion,
    Message,
    MessageState,
    PageReport,
    Partner,
    Proposal,
    ProposalState,
    Topic,
    ToPublish,
    Webhook,
)
from tests.audit.entries import seal_all
from tests.commands import told

DUTIES = ("epoch", "expire", "feeds", "head", "index", "messages", "publish", "sweep", "webhooks")
FISH_SAUCE = "HP-OCOP-0026"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def sanvat(full_settings, inside):
    async def running(*arguments: str):
        return told(await inside(full_settings, *arguments))

    return running


@pytest.fixture
def status(sanvat):
    """Give the exit status, and about → the lines of it."""

    async def running():
        left, said, complaints = await sanvat("status", "--json")
        assert complaints == ""
        read = json.loads(said)
        assert left == (1 if read["needs_a_person"] else 0)
        assert read["needs_a_person"] == list(
            dict.fromkeys(one["about"] for one in read["lines"] if one["needs_a_person"])
        )
        return left, {one["about"]: one for one in read["lines"]}

    return running


@pytest.fixture
async def running_well(full_settings, sanvat):
    """Leave the rows of a service whose worker runs, and which was backed up."""
    await sanvat("feeds")
    async with database.connected(full_settings):
        beats = [Beat(duty, clock.now(), late_after=600, counted=0) for duty in DUTIES]
        await note(*beats, Beat(BACKUP, clock.now()))
        await seal_all()


async def change(settings, *beats: Beat) -> None:
    async with database.connected(settings):
        await note(*beats)


def needing(lines) -> set[str]:
    return {about for about, one in lines.items() if one["needs_a_person"]}


async def test_where_nothing_is_wrong_it_says_so_on_one_screen(sanvat, running_well):
    left, said, complaints = await sanvat("status")

    lines = said.splitlines()
    assert (left, complaints) == (0, "")
    assert len(lines) == 16
    assert all(len(line) < 240 for line in lines)
    assert ", at serial 429 of the epoch " in lines[0]
    assert lines[1].startswith("  duties     all 9 of the worker go on, the last one ")
    assert lines[2:4] == [
        "  publish    0 products wait to be published",
        "  index      read up to 429 of 429",
    ]
    assert lines[4] == "  feeds      8 files, at most 0 s behind"
    assert lines[5:11] == [
        "  webhooks   0 messages wait, 0 given up, 0 webhooks disabled",
        "  messages   0 wait (0 of them fail), 0 sent in 24 h, 0 given up, 0 of 500 paid ones",
        "  audit      0 entries are not sealed",
        "  reports    0 open",
        "  proposals  0 wait to be decided",
        "  pictures   0 files are lost",
    ]
    assert lines[12].startswith("  clock      believed")
    assert lines[13].startswith("  backup     the last one ")
    assert "; listing_version 429 rows, +429 in 24 h" in lines[14]
    assert lines[15] == "Nothing needs a person."


@pytest.mark.on("sqlite")
async def test_it_speaks_vietnamese_too(sanvat, full_settings):
    async with database.connected(full_settings):
        await seal_all()

    left, said, _ = await sanvat("status", "--language", "vi")

    assert left == 1
    assert "! duties     chưa có worker nào chạy\n" in said
    assert "  index      đã đọc tới 429 trên 429\n" in said
    assert "! backup     chưa từng sao lưu\n" in said
    assert said.endswith("Cần người xem: duties, feeds, backup.\n")


async def test_duties_that_fail_or_are_late_are_named_with_the_reason(
    status, sanvat, running_well, full_settings
):
    now = clock.now()
    await change(
        full_settings,
        Beat("webhooks", now - 5 * MINUTE, 7, "OSError: no route"),
        Beat("sweep", now - 3 * DAY, late_after=90_000, counted=0),
    )

    _, said, _ = await sanvat("status")
    left, lines = await status()

    assert left == 1
    assert "! duties     sweep: not done for 3 days\n" in said
    assert "! duties     webhooks: fails for 5 min, OSError: no route\n" in said
    assert said.endswith("\nA person is needed: duties.\n")
    assert needing(lines) == {"duties"}


async def test_what_waits_needs_a_person_only_where_nothing_moves_it_on(
    status, running_well, full_settings
):
    async with database.connected(full_settings):
        await ToPublish.create(code=FISH_SAUCE, by="import")

    _, moving = await status()
    await change(full_settings, Beat("publish", clock.now() - 5 * MINUTE, 3, "OSError: no route"))
    _, stuck = await status()

    assert moving["publish"]["waiting"] == stuck["publish"]["waiting"] == 1
    assert needing(moving) == set()
    assert needing(stuck) == {"duties", "publish"}


async def test_an_index_behind_the_head_is_told_and_a_lost_one_needs_a_person(
    status, running_well, full_settings, sanvat
):
    await sanvat("product", "price", f"{FISH_SAUCE}-1", "123000")
    _, behind = await status()
    shutil.rmtree(full_settings.data / "index")
    _, lost = await status()

    assert (behind["index"]["serial"], behind["index"]["head"]) == (429, 430)
    assert behind["index"]["en"] == "read up to 429 of 430"
    assert needing(behind) == set()
    assert needing(lost) == {"index"}
    assert lost["index"]["serial"] is None


async def test_feeds_that_are_old_or_held_back_need_a_person(
    status, running_well, full_settings, sanvat
):
    await sanvat("product", "price", f"{FISH_SAUCE}-1", "123000")
    long_ago = clock.now() - 20 * MINUTE
    async with database.connected(full_settings):
        await Listing.filter(code=FISH_SAUCE).update(changed_at=long_ago)
    _, old = await status()
    async with database.connected(full_settings):
        await Listing.filter(code=FISH_SAUCE).update(changed_at=clock.now())
        await FeedFile.filter(name="google.xml").update(withheld=3)
    _, held = await status()

    assert old["feeds"]["en"] == "8 files, at most 20 min behind"
    assert held["feeds"]["en"].endswith(" behind; held back: google.xml")
    assert needing(old) == needing(held) == {"feeds"}


async def test_a_file_is_let_go_from_the_shell_by_the_verb_of_the_desk(
    sanvat, running_well, full_settings
):
    async with database.connected(full_settings):
        await FeedFile.filter(name__startswith="products.jsonl").update(withheld=400)

    first = await sanvat("feeds", "release", "products.jsonl")
    left, _, complaint = await sanvat("feeds", "release", "products.jsonl")

    assert first[:2] == (0, "products.jsonl released\n")
    assert (left, "products.jsonl is not held back." in complaint) == (1, True)
    async with database.connected(full_settings):
        entry = await AuditEntry.get(action="feed.release")
        row = await FeedFile.get(name="products.jsonl.gz")
    assert (entry.by, entry.detail) == ("command line", {"items": 400, "was": 429})
    assert (row.items, row.accepted, row.withheld) == (429, 429, None)


async def test_webhooks_and_messages_that_were_given_up_need_a_person(
    status, running_well, full_settings
):
    now = clock.now()
    async with database.connected(full_settings):
        await a_dead_delivery()
        for state, error in (
            (MessageState.DEAD, "the gateway is away"),
            (MessageState.WAITING, "the gateway is away"),
            (MessageState.WAITING, ""),
        ):
            await Message.create(
                id=os.urandom(16).hex(),
                kind=IdentityKind.PHONE,
                address="+84912345678",
                what="code",
                words={},
                language="vi",
                state=state,
                not_before=now,
                expires_at=now + DAY,
                created_at=now,
                ended_at=now if state is MessageState.DEAD else None,
                error=error,
            )

    _, lines = await status()

    assert lines["webhooks"]["en"] == "0 messages wait, 1 given up, 0 webhooks disabled"
    assert lines["messages"]["en"] == (
        "2 wait (1 of them fail), 0 sent in 24 h, 1 given up, 0 of 500 paid ones"
    )
    assert needing(lines) == {"webhooks", "messages"}


async def a_dead_delivery() -> None:
    now = clock.now()
    partner = await Partner.create(name="Sàn Đất Cảng", created_at=now)
    hook = await Webhook.create(
        id="wh_1",
        partner=partner,
        url="https://san.example/nghe",
        secret="whsec_1",
        created_at=now,
        told_epoch="",
        told_serial=0,
    )
    await Delivery.create(
        id="msg_1",
        webhook=hook,
        epoch="",
        serial=1,
        state=DeliveryState.DEAD,
        next_at=now,
        created_at=now,
        ended_at=now,
    )


async def test_entries_that_are_not_sealed_for_a_minute_need_a_person(
    status, running_well, full_settings
):
    async def note_ago(ago: timedelta) -> None:
        async with database.connected(full_settings), in_transaction():
            with clock.stopped(clock.now() - ago):
                await record("user 12", "product.suspend", FISH_SAUCE, reason="Nhãn sai")

    await note_ago(timedelta())
    _, young = await status()
    await note_ago(2 * MINUTE)
    left, old = await status()

    assert (needing(young), young["audit"]["unsealed"]) == (set(), 1)
    assert (left, needing(old), old["audit"]["unsealed"]) == (1, {"audit"}, 2)
    assert old["audit"]["vi"] == "2 dòng chưa khoá sổ, lâu nhất 2 phút"


async def test_reports_and_proposals_need_a_person_when_they_wait_too_long(
    status, running_well, full_settings
):
    now, today = clock.now(), clock.today()
    async with database.connected(full_settings):
        report = await PageReport.create(
            at=now - 3 * DAY, code=FISH_SAUCE, topic=Topic.PRICE, language="vi"
        )
        proposal = await Proposal.create(
            id="0123456789abcdefghjkmnpqrs",
            producer_id="HP-CS-130",
            product_id=FISH_SAUCE,
            patch={},
            state=ProposalState.SUBMITTED,
            begun_at=now,
            changed_at=now,
            submitted_at=now - 5 * DAY,
            answer_by=today,
        )
    _, in_time = await status()
    async with database.connected(full_settings):
        await PageReport.filter(id=report.id).update(at=now - 9 * DAY)
        await Proposal.filter(id=proposal.id).update(answer_by=today - DAY)
    _, late = await status()

    assert in_time["reports"]["en"] == "1 open, the oldest for 3 days"
    assert in_time["proposals"]["en"].startswith("1 wait to be decided, 012-")
    assert in_time["proposals"]["en"].endswith(" longest, for 5 days")
    assert needing(in_time) == set()
    assert late["proposals"]["en"].endswith("for 5 days, 1 beyond the promised day")
    assert needing(late) == {"reports", "proposals"}


async def test_lost_pictures_and_backups_that_fail_or_are_old_need_a_person(
    status, running_well, full_settings
):
    now = clock.now()
    await change(
        full_settings,
        Beat("sweep", now, late_after=90_000, counted=2),
        Beat(BACKUP, now, 1, "OSError: No space left on device"),
    )
    _, failing = await status()
    await change(full_settings, Beat(BACKUP, now - 3 * DAY))
    _, old = await status()

    assert failing["pictures"]["en"] == "2 files are lost"
    assert failing["backup"]["en"].endswith("; failed 1 times: OSError: No space left on device")
    assert old["backup"]["en"] == "the last one 3 days ago"
    assert needing(failing) == needing(old) == {"pictures", "backup"}


@pytest.mark.on("sqlite")
async def test_a_disk_that_is_nearly_full_needs_a_person(status, running_well, monkeypatch):
    counted = namedtuple("counted", "f_bavail f_frsize f_files f_favail")  # noqa: PYI024
    monkeypatch.setattr(os, "statvfs", lambda _: counted(10**6, 1000, 10**6, 10**6))
    _, full = await status()
    monkeypatch.setattr(os, "statvfs", lambda _: counted(10**9, 1000, 10**6, 9_000))
    _, crowded = await status()
    monkeypatch.setattr(os, "statvfs", lambda _: counted(10**9, 1000, 0, 0))
    _, uncounted = await status()

    assert needing(full) == needing(crowded) == {"disk"}
    assert needing(uncounted) == set()
    assert "1.0 GB and 1,000,000 files left" in full["disk"]["en"]


async def test_a_clock_that_is_not_believed_needs_a_person(status, running_well):
    with clock.wrong(timedelta(days=200)):
        _, lines = await status()

    assert lines["clock"]["en"].startswith("not believed: it is ")
    assert "clock" in needing(lines)


async def test_growth_is_counted_of_the_last_day(status, running_well, full_settings):
    async with database.connected(full_settings):
        before = clock.now() - 2 * DAY
        await ListingVersion.all().update(at=before)
        last = await ListingVersion.all().order_by("-id").limit(1).values_list("id", flat=True)
        await ListingVersion.filter(id__gt=last[0] - 10).update(at=clock.now())
        async with in_transaction():
            await record("worker", "product.update", FISH_SAUCE)

    _, lines = await status()

    told_of = lines["database"]
    assert (told_of["listing_version"]["rows"], told_of["listing_version"]["new"]) == (429, 10)
    assert told_of["audit_entry"]["rows"] == told_of["audit_entry"]["new"] == 861
    assert told_of["bytes"] > 10**6


@pytest.mark.on("postgres")
async def test_a_database_that_is_away_is_one_line(full_settings, inside):
    ours = full_settings.model_copy(update={"database_url": "postgres://a:mat-khau@127.0.0.1:1/x"})

    left, said, complaints = told(await inside(ours, "status"))

    assert (left, said) == (1, "")
    assert "mat-khau" not in complaints
    assert len(complaints.splitlines()) == 1
