"""Whatever other hands did to a listing is found, reported and repaired by `verify`."""

# ruff: noqa: S608 - the statements are put together from constants of this test

import pytest

from shop import catalogue, publishing
from shop.models import Listing, ListingVersion
from shop.publishing import Drift
from shop.services import opened
from tests.commands import told
from tests.publishing.goods import CA_MOI, GAO_RUOI, TRA_SEN, a_small_catalogue, goods, on_show
from tests.publishing.truth import (
    Mirror,
    by_the_listings,
    by_the_rows,
    drift,
    serials,
    sql,
    the_table,
)

DAMAGES = {
    "document": f"UPDATE listing SET document = '{{}}' WHERE code = '{CA_MOI}'",
    "digest": f"UPDATE listing SET digest = '{'0' * 64}' WHERE code = '{CA_MOI}'",
    "audience": f"UPDATE listing SET audience = 'site' WHERE code = '{CA_MOI}'",
    "live": f"UPDATE listing SET live = FALSE, document = NULL WHERE code = '{CA_MOI}'",
    "row": f"DELETE FROM listing WHERE code = '{CA_MOI}'",
    "rows of the product": f"UPDATE product SET name_vi = 'Cá nục' WHERE code = '{CA_MOI}'",
    "product": f"DELETE FROM product WHERE code = '{CA_MOI}'",
}


@pytest.fixture
async def shown(small):
    """Three products at serials 1 to 3."""
    await on_show(goods(CA_MOI), goods(GAO_RUOI), goods(TRA_SEN))
    return small


async def test_nothing_is_found_where_nothing_is_wrong(shown):
    before = await the_table()

    assert await drift() == (3, [])
    assert await the_table() == before


@pytest.mark.parametrize("damage", DAMAGES)
async def test_a_damaged_listing_is_found_and_repaired(shown, damage):
    reader = await Mirror().catch_up()
    await sql(DAMAGES[damage])

    assert await drift() == (3, [Drift(CA_MOI, 4)])

    assert await serials() == {CA_MOI: (4, 2), GAO_RUOI: (2, 1), TRA_SEN: (3, 1)}
    assert await by_the_listings() == await by_the_rows()
    assert (await ListingVersion.get(code=CA_MOI, rev=2)).by == "verify"
    await reader.catch_up()
    assert reader.copy == await the_table()
    assert await drift() == (3, [])


async def test_a_listing_of_a_product_that_never_was_becomes_a_tombstone(shown):
    await sql(
        "INSERT INTO listing (code, serial, rev, live, audience, document, digest, changed_at)"
        " SELECT 'HP-OCOP-0000', 0, 9, live, audience, document, digest, changed_at"
        f" FROM listing WHERE code = '{CA_MOI}'"
    )

    assert await drift() == (4, [Drift("HP-OCOP-0000", 4)])

    ghost = await Listing.get(code="HP-OCOP-0000")
    assert (ghost.live, ghost.document, ghost.serial, ghost.rev) == (False, None, 4, 10)
    assert await drift() == (4, [])


async def test_a_lost_tombstone_is_put_back_with_a_higher_revision(shown):
    await catalogue.withdraw(CA_MOI, by="test")
    await sql(f"DELETE FROM listing WHERE code = '{CA_MOI}'")
    assert await drift() == (3, [publishing.Drift(CA_MOI, 5)])
    assert await drift() == (3, [])

    async with publishing.change(by="test") as change:
        await sql(f"UPDATE product SET state = 'published' WHERE code = '{CA_MOI}'")
        change.touch(CA_MOI)

    assert await serials() == {CA_MOI: (6, 4), GAO_RUOI: (2, 1), TRA_SEN: (3, 1)}


async def test_a_forgotten_alarm_is_set_again_without_moving_the_listing(shown):
    await sql(f"UPDATE listing SET changes_at = changed_at WHERE code = '{CA_MOI}'")

    assert await drift() == (3, [])

    assert (await Listing.get(code=CA_MOI)).changes_at is None
    assert (await serials())[CA_MOI] == (1, 1)


async def test_verify_pages_over_all_codes_of_products_and_listings(small):
    codes = [f"HP-OCOP-{n:04}" for n in range(1, 451)]
    for start in range(0, 450, 150):
        await on_show(*[goods(code) for code in codes[start : start + 150]])
    await sql(f"DELETE FROM product WHERE code IN ('{codes[0]}', '{codes[199]}', '{codes[449]}')")
    await sql(f"UPDATE listing SET document = '{{}}' WHERE code = '{codes[200]}'")

    looked_at, found = await drift()

    assert looked_at == 450
    assert found == [
        Drift(codes[0], 451),
        Drift(codes[199], 452),
        Drift(codes[200], 453),
        Drift(codes[449], 454),
    ]


async def test_the_command_reports_each_repair_and_then_none(settings, inside):
    async with opened(settings):
        await a_small_catalogue()
        await on_show(goods(CA_MOI), goods(GAO_RUOI))
        await sql(DAMAGES["document"])

    first, second = await inside(settings, "verify"), await inside(settings, "verify")

    found = "HP-OCOP-0001: differed from its rows; repaired as serial 3\n"
    assert told(first) == (0, f"{found}2 listings verified, 1 repaired\n", "")
    assert told(second) == (0, "2 listings verified, 0 repaired\n", "")
    async with opened(settings):
        assert await by_the_listings() == await by_the_rows()
