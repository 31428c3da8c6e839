"""Stars that end while the worker is dead, and stars that are renewed before they end."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shop import clock
from shop.models import Evidence, Listing
from shop.readers import index
from shop.worker import publish_due
from tests.conftest import front_door, services_of
from tests.feeding import build, rows
from tests.publishing.goods import CA_MOI, GAO_RUOI, a_small_catalogue, goods, on_show, stars
from tests.publishing.truth import document, serials

NEW_YEAR = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
"""31 December 2026, 24:00 in Hải Phòng."""
SECOND, HOURS = timedelta(seconds=1), timedelta(hours=9)
FIRST_SIGNED, LAST_DAY = date(2023, 12, 31), date(2026, 12, 31)
RENEWED, NEW_LAST_DAY = date(2026, 12, 15), date(2029, 12, 14)


async def shown(door) -> dict[str, object]:
    """Tell where the stars of the product are to be seen."""
    services = services_of(door)
    await index.follow(services.engine)
    page = (await door.get(f"/san-pham/{CA_MOI}/ca-moi-kho-lang-chai")).text
    found = (await door.get("/api/v1/search?stars=4")).json()["hits"]
    [row] = [one for one in await rows(door, "products.csv") if one["code"] == CA_MOI]
    return {
        "document": (await document(CA_MOI)).get("ocop", {}).get("stars"),
        "page": 'class="headline-stars"' in page,
        "search": [one["code"] for one in found],
        "feed": row["stars"],
    }


@pytest.fixture
async def shop(settings):
    with clock.stopped(NEW_YEAR - timedelta(days=30)):
        async with front_door(settings) as door:
            await a_small_catalogue()
            recognition = stars(4, FIRST_SIGNED, LAST_DAY)
            await on_show(goods(recognition=recognition, evidence=Evidence.SOURCED))
            await on_show(goods(GAO_RUOI, name_vi="Gạo ruộng rươi"))
            yield door


async def test_a_worker_that_was_dead_at_midnight_takes_the_stars_off_everywhere(shop):
    with clock.stopped(NEW_YEAR - SECOND):
        await build(shop)
        before, at = await shown(shop), await serials()
    assert before == {"document": 4, "page": True, "search": [CA_MOI], "feed": "4"}

    with clock.stopped(NEW_YEAR + HOURS):
        dead = await shown(shop)  # what is asked knows the day; what is copied waits
        assert dead == {"document": 4, "page": False, "search": [], "feed": "4"}
        assert await publish_due() is False
        await build(shop)
        after = await shown(shop)

        assert after == {"document": None, "page": False, "search": [], "feed": ""}
        assert await serials() == {**at, CA_MOI: (3, 2)}
        assert await publish_due() is False
        assert await serials() == {**at, CA_MOI: (3, 2)}
        assert (await Listing.get(code=CA_MOI)).changed_at == NEW_YEAR + HOURS


async def test_stars_that_are_renewed_in_time_never_leave(shop):
    with clock.stopped(NEW_YEAR - timedelta(days=10)):
        renewal = stars(4, RENEWED, NEW_LAST_DAY)
        await on_show(goods(recognition=renewal, evidence=Evidence.SOURCED))
        await build(shop)
        at = await serials()
        before = await shown(shop)
        assert (await document(CA_MOI))["ocop"]["expires_on"] == "2029-12-14"

    with clock.stopped(NEW_YEAR + HOURS):
        assert await publish_due() is False
        await build(shop)

        assert await shown(shop) == before
        assert before == {"document": 4, "page": True, "search": [CA_MOI], "feed": "4"}
        assert await serials() == at
