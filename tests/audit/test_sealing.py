"""Entries get their places in one chain, whatever their ids are; its negative controls fail."""

import asyncio
from datetime import timedelta

import pytest
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from shop import clock, database
from shop.audit import record, sealing
from shop.audit.anchors import head
from shop.audit.chain import BEGINNING, digest_of_detail, hash_of
from shop.audit.erasing import erase_detail
from shop.audit.sealing import seal_some, unsealed
from shop.audit.verifying import Why, verify
from shop.errors import InvalidError, NotFoundError
from shop.models import AuditEntry
from tests.audit.entries import AT, acts, seal_all, sealed
from tests.publishing.truth import sql

ENTRY = {
    "id": 61,
    "at": AT,
    "by": "user 12",
    "action": "product.suspend",
    "subject": "HP-OCOP-0026",
    "before": "",
    "after": "a" * 64,
    "request": "4f1c",
}
DETAIL = {"reason": "Nhãn sai hạn dùng", "days": 3}
SALT = "000102030405060708090a0b0c0d0e0f"
NOTHING_UNIQUE = {
    "postgres": """
        ALTER TABLE audit_entry DROP CONSTRAINT audit_entry_seal_no_key;
        ALTER TABLE audit_entry DROP CONSTRAINT audit_entry_prev_key;
    """,
    "sqlite": """
        DROP TABLE audit_entry;
        CREATE TABLE audit_entry (id INTEGER PRIMARY KEY, at, "by", action, subject, before, after,
            request, detail, seal_no, prev, hash, detail_salt, detail_digest);
    """,
}
DIGEST = "8bc8271911a1a8015a262e8b083499fbb3e42fbf7752160725dd55feded1d71d"
HASH = "47a5786961652124a424922336844e8d3b03b1963280988ccf3e4824e1d45d76"


def test_a_seal_is_this_hash_for_ever():
    digest = digest_of_detail(SALT, DETAIL)

    assert digest == DIGEST
    assert hash_of(ENTRY, 7, BEGINNING, digest) == HASH


@pytest.mark.parametrize(
    "written",
    [
        {"at": "2026-11-23 03:00:00.250001+00:00"},
        {"at": "2026-11-23T10:00:00.250001+07:00"},
    ],
)
def test_however_a_database_tells_an_entry_its_seal_is_the_same(written):
    detail = '{"days": 3, "reason": "Nhãn sai hạn dùng"}'

    assert digest_of_detail(SALT, detail) == DIGEST
    assert hash_of(ENTRY | written, 7, BEGINNING, DIGEST) == HASH


def test_letters_that_move_from_one_field_to_the_next_make_another_seal():
    moved = ENTRY | {"action": "product.suspen", "subject": "dHP-OCOP-0026"}

    assert hash_of(moved, 7, BEGINNING, DIGEST) != HASH


async def test_what_was_recorded_is_sealed_in_the_order_of_its_time(services):
    await acts(3)
    with clock.stopped(AT):
        async with in_transaction():
            await record("worker", "product.update", "HP-OCOP-0009")

    assert await seal_some() is False

    rows = await AuditEntry.all().order_by("seal_no")
    assert [(row.seal_no, row.subject) for row in rows] == [
        (1, "HP-OCOP-0009"), (2, "HP-OCOP-0001"), (3, "HP-OCOP-0002"), (4, "HP-OCOP-0003"),
    ]  # fmt: skip
    assert [row.prev for row in rows] == [BEGINNING, *[row.hash for row in rows[:3]]]
    assert len({row.detail_salt for row in rows}) == 4
    assert (await verify()).is_whole


async def test_many_are_sealed_some_at_a_time(services):
    await acts(6)

    first, left = await seal_some(4), (await unsealed()).many
    second, third = await seal_some(4), await seal_some(4)

    assert (first, left, second, third) == (True, 2, False, False)
    assert (await head()).seal_no == 6
    assert (await verify()).is_whole


async def test_what_waits_to_be_sealed_is_told_with_its_age(services):
    assert await unsealed() == sealing.Unsealed(0, None)
    await acts(2)

    assert await unsealed() == sealing.Unsealed(2, AT + timedelta(seconds=1))


async def test_a_detail_that_is_erased_is_gone_for_ever_and_the_chain_is_whole(services):
    [_, second, _] = await sealed(3)

    await erase_detail(second.id, by="command line")
    before_its_record_is_sealed = await verify()
    await seal_all()

    now = await AuditEntry.get(id=second.id)
    assert (now.detail, now.detail_salt, now.hash) == ({}, None, second.hash)
    told = await AuditEntry.get(action="audit.erase")
    assert (told.by, told.subject, told.detail) == ("command line", f"entry {second.id}", {})
    verdict = await verify()
    assert (verdict.is_whole, verdict.sealed, verdict.erased) == (True, 4, 1)
    assert before_its_record_is_sealed.is_whole


async def test_what_cannot_be_erased_says_why_and_nothing_is_recorded(services):
    await acts(1)
    entry = await AuditEntry.get()

    with pytest.raises(InvalidError, match="is not sealed yet"):
        await erase_detail(entry.id, by="command line")
    with pytest.raises(NotFoundError, match="has no entry 999"):
        await erase_detail(999, by="command line")
    await seal_all()
    await erase_detail(entry.id, by="command line")
    with pytest.raises(InvalidError, match="is erased"):
        await erase_detail(entry.id, by="command line")

    assert await AuditEntry.filter(action="audit.erase").count() == 1


async def test_four_who_seal_at_once_make_one_chain(services):
    await acts(12)

    await asyncio.gather(*[seal_some(3) for _ in range(5)])

    verdict = await verify()
    assert (verdict.is_whole, verdict.sealed, verdict.unsealed) == (True, 12, 0)


# Negative controls: sealers that lack one thing each, and what comes of it.

ORDER = {"postgres": "id", "sqlite": "at"}
"""What a cursor would go by. On SQLite writers queue, so ids come in the order of commits."""


async def seal_by_cursor(after: object) -> None:
    """Seal by a cursor, as sealing does otherwise."""
    column = ORDER[database.database().capabilities.dialect]
    async with in_transaction():
        rows = await AuditEntry.filter(**{f"{column}__gt": after}).order_by(column).values()
        seals = list(sealing._seals(rows, *await sealing._last()))
        await database.write_many(sealing.SEAL, seals)


async def test_a_cursor_passes_over_what_is_committed_late(services):
    column = ORDER[database.database().capabilities.dialect]
    began, committed = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        if column == "at":  # by a clock that is behind
            await committed.wait()
        with clock.stopped(AT):
            async with in_transaction():
                await record("user 12", "product.suspend", "HP-OCOP-0026")
                began.set()
                await committed.wait()

    async def quick() -> None:
        if column == "id":
            await began.wait()
        await acts(2)
        await seal_by_cursor(0 if column == "id" else AT - timedelta(days=1))
        committed.set()

    await asyncio.gather(slow(), quick())
    [last] = await AuditEntry.all().order_by("-seal_no").filter(seal_no=2)
    await seal_by_cursor(getattr(last, column))
    passed_over = (await unsealed()).many
    await seal_all()

    assert passed_over == 1
    verdict = await verify()
    assert (verdict.is_whole, verdict.sealed, verdict.unsealed) == (True, 3, 0)


async def seal_without_lock(one: AuditEntry, both_read: asyncio.Barrier) -> None:
    """Look where the chain stands, and be overtaken before writing what follows."""
    last = await sealing._last()
    await both_read.wait()
    [row] = await AuditEntry.filter(id=one.id).values()
    async with in_transaction():
        await database.write_many(sealing.SEAL, list(sealing._seals([row], *last)))


async def seal_two_at_once() -> list[BaseException]:
    """Give what was refused."""
    await acts(2)
    both_read = asyncio.Barrier(2)
    sealing_both = [seal_without_lock(one, both_read) for one in await AuditEntry.all()]
    outcomes = await asyncio.gather(*sealing_both, return_exceptions=True)
    return [one for one in outcomes if one is not None]


async def test_without_the_lock_two_would_follow_one_entry_and_the_table_refuses_it(services):
    [refused] = await seal_two_at_once()
    [left] = await AuditEntry.filter(seal_no=None)
    await seal_all()

    assert isinstance(refused, IntegrityError)
    assert (await AuditEntry.get(id=left.id)).seal_no == 2
    assert (await verify()).is_whole


async def test_without_the_lock_and_the_unique_columns_the_chain_forks(services):
    await sql(NOTHING_UNIQUE[database.database().capabilities.dialect])

    refused = await seal_two_at_once()

    assert refused == []
    verdict = await verify()
    assert (verdict.sealed, verdict.wrong.why) == (1, Why.TWICE)
