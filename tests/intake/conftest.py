"""A catalogue to import into, and how to look at what came of it."""

from pathlib import Path

import pytest

from shop import publishing
from shop.intake import Intake, take_in
from shop.models import Listing
from shop.services import opened

BY = "test"


@pytest.fixture
async def full(full_settings):
    """The demo catalogue, open: 429 products, published at serials 1 to 429."""
    async with opened(full_settings) as services:
        yield services


@pytest.fixture
def take():
    """Import and publish; give the report."""

    async def importing(
        *paths: Path, publish=True, dry_run=False, accepted=frozenset(), specimens=False
    ):
        asked = {"publish": publish, "dry_run": dry_run}
        how = Intake(by=BY, accepted=accepted, specimens=specimens, **asked)
        return await take_in(list(paths), how)

    return importing


@pytest.fixture
def refused(take):
    """Import what must be refused whole; give the lines that say why.

    Nothing may have moved: no product, no listing.
    """

    async def importing(*paths: Path):
        before = await serials()
        report = await take(*paths)
        assert report.counts["products"].keys() <= {"refused"}, report.lines()
        assert await serials() == before
        return [str(refusal) for refusal in report.refusals]

    return importing


async def serials():
    """Give code → serial of what is published."""
    return dict(await Listing.all().values_list("code", "serial"))


async def drift():
    """Verify everything; give what was found to differ."""
    return [one async for _, drifts in publishing.verify() for one in drifts]
