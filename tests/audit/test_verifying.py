"""What other hands do to the audit is found, and the first entry that is wrong is named."""

from datetime import date

import pytest

from shop.audit.anchors import Anchor, anchor_from, head
from shop.audit.chain import BEGINNING, digest_of_detail, hash_of
from shop.audit.erasing import erase_detail
from shop.audit.verifying import Stands, Why, Wrong, verify
from shop.errors import InvalidError
from shop.models import AuditEntry
from tests.audit.entries import acts, seal_all, sealed
from tests.publishing.truth import sql

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("tampering", "why"),
    [
        ("UPDATE audit_entry SET \"by\" = 'user 13' WHERE seal_no = 3", Why.EDITED),
        ("UPDATE audit_entry SET action = 'product.update' WHERE seal_no = 3", Why.EDITED),
        ("UPDATE audit_entry SET at = '2026-11-24 03:00:00+00:00' WHERE seal_no = 3", Why.EDITED),
        ("UPDATE audit_entry SET id = 999 WHERE seal_no = 3", Why.EDITED),
        ('UPDATE audit_entry SET detail = \'{"reason": "Khác"}\' WHERE seal_no = 3', Why.DETAIL),
        ("UPDATE audit_entry SET detail_salt = 'x' WHERE seal_no = 3", Why.DETAIL),
        ("UPDATE audit_entry SET detail_digest = 'x' WHERE seal_no = 3", Why.DETAIL),
        ("UPDATE audit_entry SET detail_salt = NULL WHERE seal_no = 3", Why.DETAIL),
        (
            "UPDATE audit_entry SET detail_salt = NULL, detail = '{}' WHERE seal_no = 3",
            Why.UNRECORDED,
        ),
        ("UPDATE audit_entry SET hash = prev WHERE seal_no = 3", Why.EDITED),
        ("UPDATE audit_entry SET prev = 'x' WHERE seal_no = 3", Why.MOVED),
    ],
)
async def test_an_entry_that_was_edited_is_named(services, tampering, why):
    rows = await sealed(5)

    await sql(tampering)

    verdict = await verify()
    named = 999 if "999" in tampering else rows[2].id
    assert verdict.wrong == Wrong(3, named, why)
    assert not verdict.is_whole


async def test_an_entry_that_was_deleted_is_missed(services):
    rows = await sealed(5)

    await AuditEntry.filter(id=rows[2].id).delete()

    verdict = await verify()
    assert (verdict.wrong, verdict.sealed) == (Wrong(3, None, Why.GAP), 2)


async def test_the_first_entry_is_missed_too(services):
    rows = await sealed(2)

    await AuditEntry.filter(id=rows[0].id).delete()

    assert (await verify()).wrong == Wrong(1, None, Why.GAP)


async def test_entries_that_were_swapped_are_found(services):
    rows = await sealed(5)

    for number, one in ((-1, rows[1]), (2, rows[2]), (3, rows[1])):
        await AuditEntry.filter(id=one.id).update(seal_no=number)

    assert (await verify()).wrong == Wrong(2, rows[2].id, Why.MOVED)


async def test_what_two_entries_say_cannot_be_swapped_either(services):
    rows = await sealed(5)

    await AuditEntry.filter(id=rows[1].id).update(subject=rows[2].subject)
    await AuditEntry.filter(id=rows[2].id).update(subject=rows[1].subject)

    assert (await verify()).wrong == Wrong(2, rows[1].id, Why.EDITED)


async def test_only_an_anchor_tells_that_the_tail_was_cut(services):
    await sealed(5)
    kept = await head()

    await AuditEntry.filter(seal_no__gt=3).delete()

    without, against = await verify(), await verify([kept])
    assert (without.is_whole, without.sealed) == (True, 3)
    assert (against.is_whole, against.anchors) == (False, {kept: Stands.AHEAD})


async def test_only_an_anchor_tells_that_all_was_rewritten(services):
    await sealed(2)
    early = await head()
    await acts(3)
    await seal_all()
    late = await head()

    await AuditEntry.filter(seal_no=4).update(by="user 13")
    await rewrite_from(4)

    assert (await verify()).is_whole
    verdict = await verify([late, early])
    assert verdict.anchors == {late: Stands.DIFFERS, early: Stands.YES}
    assert not verdict.is_whole


async def rewrite_from(number: int) -> None:
    """Do what one with the database and our code in hand could do."""
    rows = await AuditEntry.filter(seal_no__gte=number).order_by("seal_no").values()
    prev = rows[0]["prev"]
    await AuditEntry.filter(seal_no__gte=number).update(prev=None)
    for row in rows:
        digest = digest_of_detail(row["detail_salt"], row["detail"])
        sealing = hash_of(row, row["seal_no"], prev, digest)
        made = {"prev": prev, "hash": sealing, "detail_digest": digest}
        await AuditEntry.filter(id=row["id"]).update(**made)
        prev = sealing


async def test_after_a_wrong_entry_anchors_are_not_judged(services):
    await sealed(5)
    kept = await head()
    await AuditEntry.filter(seal_no=3).update(by="user 13")

    assert (await verify([kept])).anchors == {kept: Stands.UNKNOWN}


async def test_an_erased_detail_with_words_in_it_again_is_found(services):
    rows = await sealed(3)
    await erase_detail(rows[1].id, by="command line")
    await AuditEntry.filter(id=rows[1].id).update(detail={"reason": "Khác"})

    assert (await verify()).wrong == Wrong(2, rows[1].id, Why.DETAIL)


async def test_nothing_and_no_anchor_are_whole(services):
    verdict = await verify()

    assert (verdict.is_whole, verdict.head, verdict.sealed) == (True, None, 0)


async def test_an_anchor_says_the_day_in_hai_phong(services):
    await sealed(2)

    found = await head()

    assert (found.seal_no, found.day) == (2, DAY)
    assert found == anchor_from(b'{"seal_no": 2, "hash": "%b", "day": "2026-11-23"}' % (
        found.hash.encode()
    ))  # fmt: skip


GOOD = f'{{"seal_no": 7, "hash": "{BEGINNING}", "day": "2026-11-23"}}'


@pytest.mark.parametrize("data", [GOOD, f'{{"epoch": "x", "audit": {GOOD}}}', f"\n {GOOD}\n"])
def test_an_anchor_is_read_alone_and_in_a_manifest(data):
    assert anchor_from(data.encode()) == Anchor(7, BEGINNING, DAY)


@pytest.mark.parametrize(
    "data",
    [
        "", "{}", "[]", "7", '{"audit": null}', GOOD.replace("7", "0"), GOOD.replace("7", "true"),
        GOOD.replace("7", '"7"'), GOOD.replace(BEGINNING, "0" * 63 + "G"),
        GOOD.replace(BEGINNING, "0" * 63), GOOD.replace("-23", "-32"), GOOD.replace("-11-", "-13-"),
        "\x00", '{"audit": ' * 2000,
    ],
)  # fmt: skip
def test_what_is_no_anchor_is_refused(data):
    with pytest.raises(InvalidError, match="There is no anchor here"):
        anchor_from(data.encode())
