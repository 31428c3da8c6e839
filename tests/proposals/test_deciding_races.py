"""Approvals beside prices, edits and imports of the same product: each wins once, or waits."""

import asyncio
import json
from collections.abc import Awaitable
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from random import Random

import pytest

from shop import catalogue, clock, photos
from shop.catalogue.writing import input_of
from shop.errors import EditedMeanwhileError, InvalidError, NotFoundError
from shop.inputs.tables import PackInput, PhotoInput, ProductInput
from shop.intake.products import save_products
from shop.intake.statements import Outcome
from shop.models import (
    CodeCounter,
    ListingVersion,
    OfficialRole,
    Picture,
    Product,
    Proposal,
    Review,
)
from shop.proposals import deciding, drafting
from shop.proposals.deciding import Approval
from shop.proposals.drafting import Typed
from shop.proposals.rounds import DecidedError
from shop.publishing.loading import load
from tests.conftest import services_of
from tests.people import member, official
from tests.proposals.drafts import drafted, waiting_photo
from tests.publishing.truth import drift

ONE = "HP-CS-101"
SARDINES, PACK = "HP-OCOP-0001", "HP-OCOP-0001-1"
APPROVALS, PRICES, EDITS, IMPORTS = 40, 20, 20, 20
REFUSED = (DecidedError, EditedMeanwhileError, InvalidError, NotFoundError)
SEED = 15


async def came_of(act: Awaitable[object]) -> object:
    """Give what an act gives, or how it was refused; anything else that it raises fails."""
    try:
        return await act
    except REFUSED as refusal:
        return refusal


async def submitted(shop, **texts: str) -> Proposal:
    person = await member(ONE)
    made = await drafted(person, ONE, **texts)
    await waiting_photo(services_of(shop), made.id)
    return await drafting.submit(made.id, made.version, user=person.user, answer_days=3)


async def an_edit(code: str, **texts: str) -> Proposal:
    producer = (await Product.get(code=code)).producer_id
    person = await member(producer)
    begun = await drafting.begin(producer, code, user=person.user)
    saved = await drafting.save(begun.id, Typed(begun.version, texts))
    return await drafting.submit(saved.id, saved.version, user=person.user, answer_days=3)


async def stated(code: str, /, **changed: object) -> ProductInput:
    """State a product as a list does."""
    one = replace(input_of((await load([code]))[code]), photos=None)
    [first, *_] = one.packs
    pack = PackInput(pack=first.pack, quantity=first.quantity, unit=first.unit, price=first.price)
    return replace(one, packs=[pack], **changed)


async def a_picture(n: int) -> str:
    """Write the row of a picture that was taken."""
    digest = sha256(str(n).encode()).hexdigest()
    file = {"name": f"{digest}.jpg", "width": 640, "height": 480, "type": "image/jpeg"}
    await Picture.create(
        digest=digest, width=640, height=480, placeholder="", renditions=[file], recipe=1,
        taken_at=clock.now(), taken_by="test",
    )  # fmt: skip
    return digest


async def test_a_hundred_writers_of_one_product_each_win_once(shop):
    sent = await an_edit(SARDINES, storage="Nơi khô ráo, thoáng mát.")
    moderator = (await official(OfficialRole.MODERATOR)).user
    pictures = services_of(shop).pictures
    before = (await load([SARDINES]))[SARDINES]
    listed = [await stated(SARDINES, description_en=f"From list {n}") for n in range(IMPORTS)]
    taken = [await a_picture(n) for n in range(EDITS)]
    prices = [100_000 + 1_000 * n for n in range(PRICES)]
    acts = [
        *(
            deciding.approve(sent.id, Approval(sent.version), pictures, user=moderator)
            for _ in range(APPROVALS)
        ),
        *(catalogue.set_price(PACK, price, by="price") for price in prices),
        *(photos.show(SARDINES, PhotoInput(picture=one), by="test") for one in taken),
        *(save_products([one], by="list", publish=True) for one in listed),
    ]
    Random(SEED).shuffle(acts)  # noqa: S311 - for variety

    came = await asyncio.gather(*[came_of(act) for act in acts])

    judged = [one[SARDINES].outcome for one in came if isinstance(one, dict)]
    after = (await load([SARDINES]))[SARDINES]
    assert came.count(SARDINES) == 1
    assert sum(isinstance(one, DecidedError) for one in came) == APPROVALS - 1
    assert await Review.filter(proposal_id=sent.id).count() == 1
    assert after.product["storage"] == "Nơi khô ráo, thoáng mát."
    won = 1 + EDITS + judged.count(Outcome.UPDATED)
    assert after.product["version"] == before.product["version"] + won
    assert {one["picture_id"] for one in after.photos} == set(taken)
    [pack] = after.variants
    assert pack["version"] == before.variants[0]["version"] + PRICES
    await prices_are_set_by_prices_alone(moderator, prices, pack["price"])
    assert (await drift())[1] == []


async def prices_are_set_by_prices_alone(moderator: int, prices: list[int], last: int) -> None:
    """Go through all that was ever shown: each price came once, and by being set."""
    versions = await ListingVersion.filter(code=SARDINES).order_by("rev").values("document", "by")
    shown = [(price_in(one["document"]), one["by"]) for one in versions]
    moves = [(now, by) for (was, _), (now, by) in pairwise(shown) if now != was]
    assert sorted(price for price, _ in moves) == prices
    assert {by for _, by in moves} == {"price"}
    assert f"user {moderator}" in {by for _, by in shown}
    assert moves[-1][0] == last


def price_in(document: str) -> int:
    [pack] = json.loads(document)["variants"]
    return int(pack["price"]["amount"])


async def test_new_products_approved_at_once_get_a_code_each(shop):
    moderator = (await official(OfficialRole.MODERATOR)).user
    sent = [await submitted(shop, name=f"Cá mòi kho mẻ {n}") for n in range(12)]
    pictures = services_of(shop).pictures

    codes = await asyncio.gather(*[
        deciding.approve(one.id, Approval(one.version), pictures, user=moderator) for one in sent
    ])  # fmt: skip

    assert sorted(codes) == [f"HP-NS-{n:04d}" for n in range(251, 263)]
    assert (await CodeCounter.get(prefix="HP-NS-")).allotted == 262


@pytest.mark.parametrize("is_listed_first", [True, False])
async def test_a_list_and_an_approval_never_use_one_code(shop, is_listed_first):
    moderator = (await official(OfficialRole.MODERATOR)).user
    pictures = services_of(shop).pictures
    sent = [await submitted(shop, name=f"Cá mòi kho mẻ {n}") for n in range(4)]
    brought = [await stated("HP-NS-0001", code=f"HP-NS-{n:04d}") for n in (251, 253)]
    acts = [
        *(save_products([one], by="list", publish=True) for one in brought),
        *(deciding.approve(o.id, Approval(o.version), pictures, user=moderator) for o in sent),
    ]
    came = await asyncio.gather(*(acts if is_listed_first else reversed(acts)))

    codes = [one for one in came if isinstance(one, str)]
    taken = {code for one in came if isinstance(one, dict)
             for code, said in one.items() if said.outcome == Outcome.CREATED}  # fmt: skip
    assert len(set(codes)) == len(sent)
    assert not taken & set(codes)
    for one, code in zip(sent, codes if is_listed_first else codes[::-1], strict=True):
        assert (await Product.get(code=code)).name_vi == one.patch["name"]["read"]
    for code in taken:
        assert (await Product.get(code=code)).producer_id == brought[0].producer_id


async def test_an_approval_beside_the_import_of_its_product_overwrites_nothing(shop):
    sent = await an_edit(SARDINES, storage="Nơi khô ráo.")
    moderator = (await official(OfficialRole.MODERATOR)).user
    listed = await stated(SARDINES, name_en="Village sardines")

    code, judged = await asyncio.gather(
        deciding.approve(
            sent.id, Approval(sent.version), services_of(shop).pictures, user=moderator
        ),
        save_products([listed], by="list", publish=True),
    )

    rows = (await load([code]))[code]
    assert rows.product["storage"] == "Nơi khô ráo."
    assert judged[code].outcome in {Outcome.UPDATED, Outcome.CONFLICT}
    expected = "Village sardines" if judged[code].outcome == Outcome.UPDATED else None
    assert expected in {None, rows.product["name_en"]}
