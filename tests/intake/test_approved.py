"""What was approved in the service stays when the old list comes again, and is one transaction."""

from dataclasses import replace
from typing import Any

import pytest

from shop import catalogue
from shop.audit import record
from shop.catalogue.writing import input_of, update_product
from shop.errors import EditedMeanwhileError, TooManyPicturesError
from shop.inputs.tables import CertificateInput, PackInput, PhotoInput
from shop.intake.pictures import set_list
from shop.intake.statements import Outcome
from shop.models import (
    AuditEntry,
    Availability,
    Certificate,
    CertificateKind,
    Photo,
    Picture,
    Product,
    Variant,
)
from shop.photos import arrange, lock_shown
from shop.publishing import change
from shop.publishing.loading import load
from tests.conftest import TODAY
from tests.intake.conftest import drift, serials
from tests.intake.test_again import moved_since, shown
from tests.intake.writing import a_row, saved

OCOP = "HP-OCOP-0026"
APPROVED = "Cá mòi kho niêu đất, kho bảy tiếng bằng củi nhãn."
JPEG = [{"name": f"{'a' * 64}.jpg", "width": 8, "height": 6, "type": "image/jpeg"}]
BOTTLES = ("a" * 64, "b" * 64, "c" * 64)


async def approve(code=OCOP, rows=None, **said: Any):
    """Write an approved text as the desk will: the writer inside a change of the verb's own."""
    async with change(by="user 12") as wanted:
        rows = rows or (await load([code]))[code]
        await update_product(wanted, replace(input_of(rows), **said), rows)
        await record("user 12", "proposal.approve", code)


@pytest.fixture
async def pictures(full):
    for digest in BOTTLES:
        await Picture.create(digest=digest, width=8, height=6, placeholder="data:", recipe=1,
                             renditions=JPEG, taken_at=TODAY, taken_by="test")  # fmt: skip


async def test_an_approved_text_stays_when_the_old_list_is_imported_again(full, take, tmp_path):
    await approve(description_vi=APPROVED)
    before = await serials()

    report = await take(saved(tmp_path, a_row("ocop", OCOP)))

    assert report.counts["products"] == {"conflict": 1}
    assert [one.column for one in report.conflicts[0].differences] == ["description_vi"]
    assert (await shown(OCOP))["description"]["vi"] == APPROVED
    assert await moved_since(before) == {}


async def test_a_list_that_says_what_was_approved_takes_it_over(full, take, tmp_path):
    await approve(description_vi=APPROVED)

    report = await take(saved(tmp_path, a_row("ocop", OCOP, description_vi=APPROVED)))
    later = await take(saved(tmp_path, a_row("ocop", OCOP, description_vi="Nay kho bằng gas.")))

    assert report.counts["products"] == {"unchanged": 1}
    assert later.counts["products"] == {"updated": 1}


async def test_an_arrangement_of_pictures_stays_when_the_old_list_comes_again(full, pictures):
    one, two, three = BOTTLES
    listed = [("1.jpg", one), ("2.jpg", two)]
    assert (await set_list(OCOP, listed, by="test")).outcome == Outcome.UPDATED
    async with change(by="user 12") as wanted:
        await arrange(wanted, OCOP, await lock_shown(OCOP), [PhotoInput(picture=three)])

    again = await set_list(OCOP, listed, by="test")
    other = await set_list(OCOP, listed[:1], by="test")

    assert (again.outcome, other.outcome) == (Outcome.CONFLICT, Outcome.CONFLICT)
    assert await Photo.filter(product_id=OCOP).values_list("picture_id", flat=True) == [three]


async def test_an_approval_is_one_transaction_of_text_photos_offers_and_audit(full, pictures):
    rows = (await load([OCOP]))[OCOP]
    before = input_of(rows)
    more = PackInput(pack="hộp 1 kg", price=290_000, availability=Availability.PREORDER)
    said = {
        "description_vi": APPROVED,
        "packs": [replace(before.packs[0], price=131_000), more],
        "photos": [PhotoInput(picture=BOTTLES[1], view_vi="mặt sau")],
        "certificates": [
            CertificateInput(kind=CertificateKind.HACCP, number="12/2026"),
            CertificateInput(kind=CertificateKind.HACCP, number="13/2026"),
        ],
    }
    await approve(**said)
    document = await shown(OCOP)

    assert document["description"]["vi"] == APPROVED
    assert [(one["sku"], one["price"]["amount"]) for one in document["variants"]] == [
        (f"{OCOP}-1", 131_000),
        (f"{OCOP}-2", 290_000),
    ]
    assert len(document["photos"]) == 1
    assert [one["number"] for one in document["certificates"]] == ["12/2026", "13/2026"]
    entries = await AuditEntry.filter(subject=OCOP, by="user 12").order_by("id")
    assert [one.action for one in entries] == ["product.update", "proposal.approve"]
    assert entries[0].before != entries[0].after != ""
    assert await drift() == []


async def test_an_approval_that_fails_leaves_nothing_of_it(full, pictures):
    rows, before = (await load([OCOP]))[OCOP], await serials()
    entries = await AuditEntry.all().count()

    with pytest.raises(TooManyPicturesError):
        await approve(description_vi=APPROVED, photos=[PhotoInput(picture="a" * 64)] * 21)

    assert (await load([OCOP]))[OCOP] == rows
    assert (await serials(), await AuditEntry.all().count()) == (before, entries)


async def test_an_approval_of_what_was_seen_before_another_edit_is_refused(full):
    rows = (await load([OCOP]))[OCOP]
    await approve(description_vi="Của người khác.")

    with pytest.raises(EditedMeanwhileError):
        await approve(rows=rows, description_vi=APPROVED)

    assert (await shown(OCOP))["description"]["vi"] == "Của người khác."


async def test_a_price_that_was_set_since_stays_when_a_text_is_approved(full):
    rows = (await load([OCOP]))[OCOP]
    await catalogue.set_price(f"{OCOP}-1", 77_000, by="user 3")

    await approve(rows=rows, description_vi=APPROVED)

    assert (await shown(OCOP))["variants"][0]["price"]["amount"] == 77_000
    assert (await shown(OCOP))["description"]["vi"] == APPROVED


async def test_an_offer_that_was_set_since_is_not_overwritten_by_another(full):
    rows = (await load([OCOP]))[OCOP]
    await catalogue.set_price(f"{OCOP}-1", 77_000, by="user 3")

    with pytest.raises(EditedMeanwhileError) as refusal:
        await approve(rows=rows, packs=[replace(input_of(rows).packs[0], price=99_000)])

    assert (refusal.value.subject, refusal.value.version) == (f"{OCOP}-1", 2)
    assert (await shown(OCOP))["variants"][0]["price"]["amount"] == 77_000


async def test_what_a_list_does_not_know_stays_when_it_is_imported(full, take, tmp_path):
    rows = (await load([OCOP]))[OCOP]
    before = input_of(rows)
    big = PackInput(pack="hộp 1 kg", price=290_000)
    await approve(packs=[*before.packs, big])
    await Product.filter(code=OCOP).update(imported_digest=rows.product["imported_digest"])
    kind = before.certificates[0].kind
    await Certificate.filter(product_id=OCOP, kind=kind).update(number="12/2026")

    report = await take(saved(tmp_path, a_row("ocop", OCOP, price_vnd="140000")))

    assert report.counts["products"] == {"updated": 1}
    packs = await Variant.filter(product_id=OCOP).order_by("id").values("sku", "price", "version")
    assert packs == [
        {"sku": f"{OCOP}-1", "price": 140_000, "version": 2},
        {"sku": f"{OCOP}-2", "price": 290_000, "version": 1},
    ]
    assert await Certificate.exists(product_id=OCOP, kind=kind, number="12/2026")
