"""What keeps an edit of a product that is on show from being sent."""

import pytest

from shop.errors import InvalidError
from shop.models import Product, Proposal
from shop.proposals import drafting
from shop.proposals.drafting import Typed
from shop.proposals.pictures import Act, act
from tests.people import Person, member
from tests.proposals.drafts import drafted

ONE, SARDINES = "HP-CS-101", "HP-OCOP-0001"
PACK = f"pack-{SARDINES}-1"


@pytest.fixture
async def person(shop) -> Person:
    return await member(ONE)


async def lacking(sent: Proposal, person: Person) -> list[str]:
    with pytest.raises(InvalidError) as refused:
        await drafting.submit(sent.id, sent.version, user=person.user, answer_days=3)
    return [one.field for one in refused.value.errors]


async def saved(person: Person, **texts: str) -> Proposal:
    begun = await drafting.begin(ONE, SARDINES, user=person.user)
    return await drafting.save(begun.id, Typed(begun.version, texts))


@pytest.mark.on("sqlite")
async def test_an_edit_that_changes_nothing_is_not_sent(person):
    same = await saved(person)
    assert await lacking(same, person) == [""]

    here = (await Product.get(code=SARDINES)).storage
    await saved(person, storage="Nơi khô ráo.")
    put_back = await saved(person, storage=here)
    assert await lacking(put_back, person) == [""]


@pytest.mark.on("sqlite")
async def test_a_pack_on_sale_cannot_lose_its_name(person):
    assert await lacking(await saved(person, **{PACK: ""}), person) == [PACK]
    assert await lacking(await saved(person, **{PACK: "\u200b"}), person) == [PACK]


@pytest.mark.on("sqlite")
@pytest.mark.parametrize("unseen", ["", " ", "\u200b", "\u00ad"])
async def test_what_only_looks_empty_is_empty(person, unseen):
    """A pack and a price that were typed before, and now hold what no person sees."""
    made = await drafted(person, ONE)
    typed = Typed(made.version, {"pack-1": unseen, "price-1": unseen})
    emptied = await drafting.save(made.id, typed)

    assert {"pack-1", "price-1"} <= set(await lacking(emptied, person))


@pytest.mark.on("sqlite")
async def test_a_photo_that_is_gone_or_does_not_move_touches_no_photos(person):
    begun = await drafting.begin(ONE, SARDINES, user=person.user)

    for wanted in Act:
        await act(begun.id, "0" * 64, wanted)

    held = await Proposal.get(id=begun.id)
    assert (held.patch, held.version) == ({}, begun.version)
