"""The real lists: in once, and nothing the second time."""

from pathlib import Path

import pytest

from shop import publishing
from shop.models import (
    Certificate,
    Commune,
    Consent,
    Decision,
    FormerCommune,
    Listing,
    Producer,
    Product,
    Recognition,
    Variant,
)
from tests.catalogues import DATA

SHARED = Path(__file__).parents[3] / "shared" / "data"
COUNTS = {
    "communes": 114,
    "former communes": 507,
    "OCOP sets": 26,
    "agricultural groups": 14,
    "producers": 118,
    "products": 429,
}


async def test_the_real_lists_come_in_whole_and_a_second_time_change_nothing(services, take):
    first = await take(DATA, specimens=True)
    head = await publishing.head()
    second = await take(DATA, specimens=True)

    assert first.counts == {noun: {"created": count} for noun, count in COUNTS.items()}
    assert (first.refusals, first.conflicts) == ([], [])
    assert first.lines()[-1] == "all: 1208 created, 0 updated, 0 unchanged, 0 conflict, 0 refused"
    assert head.serial == 429
    assert second.counts == {noun: {"unchanged": count} for noun, count in COUNTS.items()}
    assert await publishing.head() == head
    assert await Listing.filter(live=True, rev=1).count() == 429


async def test_each_row_becomes_what_it_says(full):
    counted = [
        await model.all().count() for model in (Commune, FormerCommune, Producer, Product, Variant)
    ]
    mam = await Product.get(code="HP-OCOP-0001").values()
    [pack] = await Variant.filter(product_id="HP-OCOP-0001").values()
    [stars] = await Recognition.filter(product_id="HP-OCOP-0001").values()
    decision = await Decision.get(id=stars["decision_id"]).values()

    assert counted == [114, 507, 118, 429, 429]
    assert await Recognition.all().count() == 179
    assert await Consent.all().count() == 118 * 3
    assert (mam["name_vi"], mam["commune_id"], mam["ocop_set_id"]) == (
        "Cá mòi kho Làng Chài",
        "11728",
        "08",
    )
    assert (pack["pack"], f"{pack['quantity']:.0f}", pack["unit"], pack["price"]) == (
        "hộp 400 g",
        "400",
        "g",
        125_000,
    )
    assert (stars["stars"], str(stars["expires_on"]), stars["taxonomy"]) == (
        4,
        "2022-12-31",
        "1048/QĐ-TTg",
    )
    assert (decision["number"], str(decision["signed_on"])) == ("144/QĐ-UBND", "2019-12-31")
    agri = await Certificate.filter(product_id="HP-NS-0001").values_list("kind", flat=True)
    assert agri == ["COLLECTIVE_MARK"]


async def test_a_dry_run_says_the_same_and_writes_nothing(services, take):
    report = await take(DATA, dry_run=True, specimens=True)

    assert report.counts == {noun: {"created": count} for noun, count in COUNTS.items()}
    tables = (Commune, FormerCommune, Producer, Product, Variant, Decision, Consent, Listing)
    assert [await table.all().count() for table in tables] == [0] * len(tables)
    assert (await publishing.head()).serial == 0


async def test_without_publish_nothing_is_shown(services, take):
    await take(DATA, publish=False, specimens=True)

    assert await Product.filter(state="unpublished").count() == 429
    assert await Listing.all().count() == 0


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
async def test_the_lists_we_ship_are_the_ones_we_were_given(full, take):
    report = await take(SHARED)

    assert {noun: counts["unchanged"] for noun, counts in report.counts.items()} == COUNTS
