"""A proposal is begun once, however often its button is pressed."""

import asyncio

import pytest

from shop.errors import InvalidError
from shop.models import OfficialRole, Proposal
from shop.proposals import drafting, helping
from tests.people import member, official

ONE, SARDINES = "HP-CS-101", "HP-OCOP-0001"


@pytest.mark.parametrize("product", [None, SARDINES])
async def test_a_button_that_is_pressed_five_times_begins_one(shop, product):
    person = await member(ONE)

    begun = await asyncio.gather(
        *(drafting.begin(ONE, product, user=person.user) for _ in range(5))
    )

    assert len({one.id for one in begun}) == await Proposal.all().count() == 1


async def test_of_a_producer_and_a_helper_at_once_one_is_at_it(shop):
    person, helper = await member(ONE), await official(OfficialRole.HELPER)

    own, helped = await asyncio.gather(
        drafting.begin(ONE, SARDINES, user=person.user),
        helping.begin(ONE, SARDINES, user=helper.user),
        return_exceptions=True,
    )

    [held] = await Proposal.all()
    assert held.id == own.id
    assert isinstance(helped, InvalidError) == (held.helped_by_id is None)
