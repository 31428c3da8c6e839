"""What ends or begins at a known instant does so then, by the running worker, and not before."""

from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta

import pytest

from shop import catalogue, clock, publishing
from shop.models import Availability, Certificate, Listing, ListingVersion, Recognition
from tests.conftest import front_door
from tests.mirror.copies import copied, shown, sync_once
from tests.publishing.goods import (
    CA_MOI,
    GAO_RUOI,
    VIETGAP,
    a_small_catalogue,
    goods,
    on_show,
    stars,
)
from tests.publishing.truth import document, drift, serials

NEW_YEAR = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
"""31 December 2026, 24:00 in Hải Phòng."""
NEW_YEARS_EVE, NEW_YEARS_DAY = date(2026, 12, 31), date(2027, 1, 1)
SECOND = timedelta(seconds=1)
STARS = {
    "stars": 4,
    "decision": "31122023/QĐ-UBND",
    "issuer": "UBND thành phố Hải Phòng",
    "signed_on": "2023-12-31",
    "expires_on": "2026-12-31",
}
ENDING = {"recognition": stars(4, date(2023, 12, 31), NEW_YEARS_EVE)}
BEGINNING = {"recognition": stars(5, NEW_YEARS_DAY, date(2029, 12, 31))}
NEW_STARS = {
    "stars": 5,
    "decision": "01012027/QĐ-UBND",
    "issuer": "UBND thành phố Hải Phòng",
    "signed_on": "2027-01-01",
    "expires_on": "2029-12-31",
}


async def the_worker_looks() -> None:
    """Wait until the worker has published all that is due, by a listing that is due and wrong."""
    due = Listing.filter(code=GAO_RUOI)
    await due.update(digest="", changes_at=clock.now())
    head = (await publishing.head()).serial
    assert (await publishing.wait_beyond(head, 10)).serial == head + 1


async def test_stars_leave_the_document_at_midnight_of_their_last_day(settings):
    with clock.stopped(NEW_YEAR - SECOND):
        async with front_door(settings, with_worker=True):
            await a_small_catalogue()
            await on_show(goods(**ENDING), goods(GAO_RUOI))
            await the_worker_looks()
            assert (await document(CA_MOI))["ocop"] == STARS
            assert await serials() == {CA_MOI: (1, 1), GAO_RUOI: (3, 2)}
            assert (await Listing.get(code=CA_MOI)).changes_at == NEW_YEAR

            with clock.stopped(NEW_YEAR):
                await publishing.wait_beyond(3, 10)

                assert "ocop" not in await document(CA_MOI)
                assert await serials() == {CA_MOI: (4, 2), GAO_RUOI: (3, 2)}
                listing = await Listing.get(code=CA_MOI)
                assert (listing.changes_at, listing.changed_at) == (None, NEW_YEAR)
                assert (await ListingVersion.get(code=CA_MOI, rev=2)).by == "time"
                await the_worker_looks()
                assert await serials() == {CA_MOI: (4, 2), GAO_RUOI: (5, 3)}


async def test_stars_signed_for_tomorrow_appear_at_midnight(settings):
    with clock.stopped(NEW_YEAR - SECOND):
        async with front_door(settings, with_worker=True):
            await a_small_catalogue()
            await on_show(goods(**BEGINNING), goods(GAO_RUOI))
            await the_worker_looks()
            assert "ocop" not in await document(CA_MOI)
            assert (await Listing.get(code=CA_MOI)).changes_at == NEW_YEAR

            with clock.stopped(NEW_YEAR):
                await publishing.wait_beyond(3, 10)

                assert (await document(CA_MOI))["ocop"] == NEW_STARS
                assert await serials() == {CA_MOI: (4, 2), GAO_RUOI: (3, 2)}
                in_three_years = datetime(2029, 12, 31, 17, 0, tzinfo=UTC)
                assert (await Listing.get(code=CA_MOI)).changes_at == in_three_years


async def test_a_certificate_leaves_the_document_at_midnight_of_its_last_day(settings):
    with clock.stopped(NEW_YEAR - SECOND):
        async with front_door(settings, with_worker=True):
            await a_small_catalogue()
            await on_show(goods(certificates=[VIETGAP]), goods(GAO_RUOI))
            async with publishing.change(by="test") as change:
                dates = {"issued_on": date(2025, 1, 1), "expires_on": NEW_YEARS_EVE}
                await Certificate.filter(product_id=CA_MOI).update(**dates)
                change.touch(CA_MOI)
            await the_worker_looks()
            shown = {"kind": "VIETGAP", "issued_on": "2025-01-01", "expires_on": "2026-12-31"}
            assert (await document(CA_MOI))["certificates"] == [shown]
            assert await serials() == {CA_MOI: (3, 2), GAO_RUOI: (4, 2)}

            with clock.stopped(NEW_YEAR):
                await publishing.wait_beyond(4, 10)

                assert "certificates" not in await document(CA_MOI)
                assert await serials() == {CA_MOI: (5, 3), GAO_RUOI: (4, 2)}
                assert (await Listing.get(code=CA_MOI)).changes_at is None


async def test_a_word_about_stock_grows_old_at_midnight_and_a_mirror_hears_of_it(
    settings, tmp_path
):
    said_on = clock.today(NEW_YEAR - SECOND) - timedelta(days=89)
    with clock.stopped(NEW_YEAR - SECOND):
        async with front_door(settings, with_worker=True) as door:
            await a_small_catalogue()
            await on_show(goods(), goods(GAO_RUOI))
            said = catalogue.Said(on=said_on)
            await catalogue.set_availability(
                f"{CA_MOI}-1", Availability.IN_STOCK, by="test", said=said
            )
            await the_worker_looks()
            assert await sync_once(door, tmp_path / "copy")
            before = copied(tmp_path / "copy")
            assert b'"availability":"in_stock"' in before[CA_MOI]
            assert (await Listing.get(code=CA_MOI)).changes_at == NEW_YEAR

            with clock.stopped(NEW_YEAR):
                await publishing.wait_beyond(4, 10)

                assert b"availability" not in (await shown())[CA_MOI]
                assert await sync_once(door, tmp_path / "copy")
                after = copied(tmp_path / "copy")
                assert after == await shown()
                assert {code for code in after if after[code] != before[code]} == {CA_MOI}


async def test_everything_that_is_due_at_one_midnight_moves_even_if_it_is_much(settings):
    codes = [f"HP-OCOP-{n:04}" for n in range(1, 301)]
    with ExitStack() as times:
        times.enter_context(clock.stopped(NEW_YEAR - SECOND))
        async with front_door(settings, with_worker=True):
            await a_small_catalogue()
            for start in (0, 150):
                await on_show(*[goods(code, **ENDING) for code in codes[start : start + 150]])

            times.enter_context(clock.stopped(NEW_YEAR))

            assert (await publishing.wait_beyond(599, 10)).serial == 600
            assert await Listing.filter(document__contains='"ocop":').count() == 0
            assert await drift() == (300, [])


HISTORY = [
    (datetime(2024, 2, 28, 16, 59, 59, 999999, tzinfo=UTC), None, "2024-02-28T17:00:00+00:00"),
    (datetime(2024, 2, 28, 17, 0, tzinfo=UTC), 3, "2026-12-31T17:00:00+00:00"),
    (datetime(2026, 12, 31, 16, 59, 59, 999999, tzinfo=UTC), 3, "2026-12-31T17:00:00+00:00"),
    (datetime(2026, 12, 31, 17, 0, tzinfo=UTC), 5, "2028-03-14T17:00:00+00:00"),
    (datetime(2027, 2, 28, 17, 0, tzinfo=UTC), 5, "2028-03-14T17:00:00+00:00"),
    (datetime(2028, 3, 14, 16, 59, 59, 999999, tzinfo=UTC), 5, "2028-03-14T17:00:00+00:00"),
    (datetime(2028, 3, 14, 17, 0, tzinfo=UTC), None, None),
    (datetime(2029, 12, 31, 17, 0, tzinfo=UTC), None, None),
]
"""At this instant: so many stars, and the next instant at which that differs."""


@pytest.mark.parametrize(("at", "expected", "changes_at"), HISTORY)
async def test_the_next_instant_is_a_midnight_in_hai_phong(small, at, expected, changes_at):
    with clock.stopped(at):
        await on_show(goods(recognition=stars(3, date(2024, 2, 29), date(2027, 2, 28))))
        async with publishing.change(by="test") as change:
            await on_a_second_decision(signed_on=NEW_YEARS_DAY, revoked_on=date(2028, 3, 15))
            change.touch(CA_MOI)

        listing = await Listing.get(code=CA_MOI)

    assert (await document(CA_MOI)).get("ocop", {}).get("stars") == expected
    assert listing.changes_at == (changes_at and datetime.fromisoformat(changes_at))


async def on_a_second_decision(*, signed_on: date, revoked_on: date) -> None:
    first = await Recognition.get(product_id=CA_MOI).prefetch_related("decision")
    decision = first.decision.clone(pk=None)
    decision.update_from_dict({"number": "02/QĐ-UBND", "signed_on": signed_on})
    await decision.save(force_create=True)
    recognition = first.clone(pk=None)
    recognition.update_from_dict(
        {
            "decision_id": decision.pk,
            "stars": 5,
            "expires_on": date(2029, 12, 31),
            "revoked_on": revoked_on,
        }
    )
    await recognition.save(force_create=True)
