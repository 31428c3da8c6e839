"""Groups are guessed by the nearest names, and by what a producer makes besides."""

from dataclasses import replace

import pytest

from search.engine import Unavailable
from shop.models import Product
from shop.proposals.grouping import guessed_groups
from tests.conftest import services_of

pytestmark = pytest.mark.on("sqlite")


class Without:
    """An engine that has not one product."""

    def __init__(self, engine, code: str) -> None:
        self._engine, self._code = engine, code

    async def search(self, query):
        answer = await self._engine.search(query)
        return replace(answer, hits=tuple(hit for hit in answer.hits if hit != self._code))


class Away:
    async def search(self, _):
        raise Unavailable


async def test_three_groups_are_guessed_by_the_nearest_names(shop):
    engine = services_of(shop).engine

    assert "trai-cay" in await guessed_groups(engine, "Vải thiều sớm", "HP-CS-101")
    assert "so-che-va-muoi" in await guessed_groups(engine, "nuoc mam cot", "HP-CS-101")
    assert "gia-cam-va-trung" in await guessed_groups(engine, "Trứng gà đồi", "HP-CS-101")
    assert len(await guessed_groups(engine, "Cá mòi kho Làng Chài", "HP-CS-101")) == 3


async def test_a_name_that_says_nothing_leaves_what_its_producer_makes(shop):
    own = await Product.filter(producer_id="HP-CS-005").values_list("agri_group_id", flat=True)

    assert set(await guessed_groups(Away(), "Xyz", "HP-CS-005")) <= set(own)
    assert await guessed_groups(Away(), "Xyz", "HP-CS-101") == []


async def test_most_goods_of_the_catalogue_are_guessed_right_by_others(shop):
    """Each product is left out of what it is guessed by, as it would be if it were new."""
    rows = await Product.filter(kind="agricultural").order_by("code")
    engine, tried = services_of(shop).engine, rows[::5]
    right = [
        row.agri_group_id in await guessed_groups(Without(engine, row.code), row.name_vi, "")
        for row in tried
    ]

    assert len(tried) == 50
    assert sum(right) >= 40
