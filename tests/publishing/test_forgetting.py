"""Old versions lose their documents and nothing else, and only what was replaced long ago does."""

import random
from datetime import datetime, timedelta
from hashlib import sha256

import pytest

from shop import catalogue, clock, publishing
from shop.models import AuditEntry, Listing, ListingVersion
from shop.publishing import Drift, Forgetter, forgetting
from tests.conftest import TODAY, front_door, services_of
from tests.publishing.goods import CA_MOI, GAO_RUOI, a_small_catalogue, goods, on_show
from tests.publishing.test_clock_set_wrong import at_work
from tests.publishing.truth import drift, serials, sql, the_table

DAY = timedelta(days=1)
KEPT = 30
CODES = ("HP-NS-0001", "HP-NS-0002", "HP-OCOP-0003")


async def priced(price: int, at: datetime) -> None:
    with clock.stopped(at):
        await catalogue.set_price(f"{CA_MOI}-1", price, by="test")


async def kept_revs(code: str = CA_MOI) -> list[int]:
    rows = ListingVersion.filter(code=code, document__not_isnull=True)
    return await rows.order_by("rev").values_list("rev", flat=True)


async def digests() -> list[tuple]:
    return (
        await ListingVersion.all().order_by("id").values_list("id", "code", "rev", "digest", "at")
    )


async def forget(forgetter: Forgetter, at: datetime) -> int:
    """Forget as the worker does, until there is nothing left."""
    total = 0
    while gone := await forgetter.forget_old(at):
        total += gone
    return total


@pytest.fixture
async def history(small):
    """A product shown today, with another price in 10 days and in 20; and one never changed."""
    with clock.stopped(TODAY):
        await on_show(goods(CA_MOI), goods(GAO_RUOI))
    await priced(90_000, TODAY + 10 * DAY)
    await priced(95_000, TODAY + 20 * DAY)
    return small


async def test_a_version_keeps_its_document_so_many_days_after_it_was_replaced(history):
    before, table = await digests(), await the_table()
    audit = await AuditEntry.all().order_by("id").values()
    shown_first = (await ListingVersion.get(code=CA_MOI, rev=1)).document

    assert await forget(Forgetter(KEPT), TODAY + 40 * DAY) == 2  # the first of each, none replaced
    assert await kept_revs() == [1, 2, 3]
    assert await forget(Forgetter(KEPT), TODAY + 40 * DAY + timedelta(seconds=1)) == 3
    assert await kept_revs() == [2, 3]
    assert await forget(Forgetter(KEPT), TODAY + 4000 * DAY) == 4
    assert await kept_revs() == [3]

    assert await kept_revs(GAO_RUOI) == [1]
    assert (await digests(), await the_table()) == (before, table)
    assert await AuditEntry.all().order_by("id").values() == audit
    erased = await ListingVersion.get(code=CA_MOI, rev=1)
    assert erased.digest == sha256(f"everyone\n{shown_first}".encode()).hexdigest()


async def test_what_was_withdrawn_long_ago_loses_its_document_and_stays_a_tombstone(history):
    with clock.stopped(TODAY + 21 * DAY):
        await catalogue.withdraw(CA_MOI, by="test")

    await forget(Forgetter(KEPT), TODAY + 52 * DAY)

    assert await kept_revs() == []
    tombstone = await ListingVersion.get(code=CA_MOI, rev=4)
    assert tombstone.digest == sha256(b"site\n").hexdigest()  # of no erased document
    assert await ListingVersion.filter(digest=tombstone.digest).count() == 1


async def test_without_the_setting_nothing_is_ever_erased(history):
    assert await forget(Forgetter(0), TODAY + 40_000 * DAY) == 0

    assert await kept_revs() == [1, 2, 3]


async def test_all_that_reads_versions_goes_on_as_before(history):
    """A lost listing gets its next revision, and the database is still known as ours."""
    data, seen = history.settings.data, await publishing.head()
    await publishing.remember_head(data)
    await priced(99_000, TODAY + 30 * DAY)
    await forget(Forgetter(KEPT), TODAY + 4000 * DAY)

    await publishing.check_epoch(data)
    await sql(f"DELETE FROM listing WHERE code = '{CA_MOI}'")  # noqa: S608 - a constant of ours
    found = await drift()

    assert (await publishing.head(afresh=True)).epoch == seen.epoch
    assert found == (2, [Drift(CA_MOI, 6)])
    assert await serials() == {CA_MOI: (6, 5), GAO_RUOI: (2, 1)}


async def test_the_first_version_of_an_epoch_replaces_the_last_of_the_one_before(history):
    await publishing.renew_epoch("for a test")
    await priced(99_000, TODAY + 30 * DAY)

    await forget(Forgetter(KEPT), TODAY + 61 * DAY)

    assert await kept_revs() == [4]


async def test_a_version_that_a_wrong_clock_dated_ahead_is_as_old_as_those_beside_it(history):
    await priced(97_000, TODAY + 5000 * DAY)
    with clock.stopped(TODAY + 21 * DAY):
        await catalogue.withdraw(CA_MOI, by="test")

    await forget(Forgetter(KEPT), TODAY + 50 * DAY + timedelta(seconds=1))
    assert await kept_revs() == [3, 4]  # what was written last so long ago is the third
    await forget(Forgetter(KEPT), TODAY + 52 * DAY)
    assert await kept_revs() == []


def a_history(chance: random.Random, after: list[ListingVersion]) -> list[ListingVersion]:
    """Go on with a history: some codes, now and then a tombstone or a new epoch."""
    told = list(after)
    at = told[-1].at if told else TODAY
    epoch = told[-1].epoch if told else "a"
    for _ in range(chance.randrange(1, 12)):
        at += chance.choice([timedelta(0), DAY, 9 * DAY])
        epoch += chance.choice(["", "", "", "", "b"])
        code = chance.choice(CODES)
        rev = max([one.rev for one in told if one.code == code], default=0) + 1
        document = chance.choice([f'{{"rev":{rev}}}'] * 4 + [None])
        said = {"document": document, "digest": f"{code} {rev}", "by": "test"}
        told.append(ListingVersion(code=code, epoch=epoch, rev=rev, at=at, **said))
    return told


def should_keep(told: list[ListingVersion], day: datetime) -> list[tuple[str, int]]:
    """Give what has a document and was not replaced before a day."""
    return [
        (one.code, one.rev)
        for n, one in enumerate(told)
        if one.document
        and not any(later.code == one.code and later.at < day for later in told[n + 1 :])
    ]


@pytest.mark.parametrize("seed", range(12))
async def test_after_any_history_exactly_what_was_replaced_before_a_day_is_erased(
    small, monkeypatch, seed
):
    chance = random.Random(seed)  # noqa: S311 - a history that can be repeated
    monkeypatch.setattr(forgetting, "PORTION", chance.randrange(1, 6))
    forgetter, told, now = Forgetter(KEPT), [], TODAY

    for _ in range(4):
        longer = a_history(chance, told)
        await ListingVersion.bulk_create(longer[len(told) :])
        told, now = longer, max(now, longer[-1].at) + chance.randrange(40) * DAY
        if chance.random() < 0.3:
            forgetter = Forgetter(KEPT)  # the worker was started again
        await forget(forgetter, now)

        rows = ListingVersion.filter(document__not_isnull=True).order_by("id")
        assert await rows.values_list("code", "rev") == should_keep(told, now - KEPT * DAY)
        kept = await ListingVersion.all().order_by("id").values_list("code", "rev", "digest")
        assert kept == [(one.code, one.rev, one.digest) for one in told]


async def test_a_portion_is_no_larger_than_it_may_be(history, monkeypatch):
    monkeypatch.setattr(forgetting, "PORTION", 1)
    forgetter, then = Forgetter(KEPT), TODAY + 4000 * DAY

    gone = [await forgetter.forget_old(then) for _ in range(6)]

    assert gone == [1, 1, 1, 1, 0, 0]
    assert await kept_revs() == [3]


async def test_the_worker_forgets_by_a_clock_that_is_believed_and_by_no_other(settings):
    kept = type(settings)(**settings.model_dump() | {"keep_versions_days": KEPT})
    with clock.stopped(TODAY):
        async with front_door(kept) as door, at_work(services_of(door)) as working:
            await a_small_catalogue()
            await on_show(goods(CA_MOI))
            await catalogue.set_price(f"{CA_MOI}-1", 90_000, by="test")
            await working.does("forget")

            with clock.wrong(1220 * DAY):
                await working.does("forget")
                assert await kept_revs() == [1, 2]

            await Listing.all().update(changed_at=TODAY - 31 * DAY)
            await ListingVersion.all().update(at=TODAY - 31 * DAY)
            await working.does("forget")
            assert await kept_revs() == [2]
