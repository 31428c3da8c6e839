"""Each edit of a product takes the next version, once; its offer has a version of its own."""

import asyncio

import pytest

from shop import catalogue, photos
from shop.catalogue.writing import claim
from shop.errors import EditedMeanwhileError, NotFoundError
from shop.inputs.tables import PhotoInput
from shop.models import AuditEntry, Picture, Product, Variant
from shop.publishing import change
from tests.conftest import TODAY
from tests.publishing.goods import CA_MOI, goods, on_show

EDITS = 100
JPEG = [{"name": f"{'a' * 64}.jpg", "width": 8, "height": 6, "type": "image/jpeg"}]


async def version() -> int:
    return (await Product.get(code=CA_MOI)).version


async def edit(number: int, won: list[int]) -> None:
    """Edit what is seen, again and again until it is the latest."""
    seen = await version()
    while True:
        try:
            async with change(by=f"user {number}") as wanted:
                await claim(wanted, CA_MOI, seen)
                await Product.filter(code=CA_MOI).update(story_vi=f"lần {number}")
        except EditedMeanwhileError as refusal:
            seen = refusal.version
        else:
            won.append(seen + 1)
            return


async def test_of_many_edits_at_once_each_version_is_won_once(small):
    await on_show(goods())
    first, won = await version(), []

    async with asyncio.TaskGroup() as group:
        for number in range(EDITS):
            group.create_task(edit(number, won))

    assert sorted(won) == list(range(first + 1, first + EDITS + 1))
    assert await version() == first + EDITS


async def test_every_verb_takes_a_version(small):
    await on_show(goods())
    await Picture.create(digest="a" * 64, width=8, height=6, placeholder="data:", recipe=1,
                         renditions=JPEG, taken_at=TODAY, taken_by="test")  # fmt: skip
    photo, room = PhotoInput(picture="a" * 64), small.room
    assert await version() == 2  # created, then published

    for number, verb in enumerate(
        (
            lambda: catalogue.suspend(CA_MOI, by="user 1", reason="Kiểm tra"),
            lambda: catalogue.reinstate(CA_MOI, by="user 1", reason="Đã kiểm tra"),
            lambda: photos.illustrate([CA_MOI], "a" * 64, by="demo"),
            lambda: photos.show(CA_MOI, photo, by="partner 1"),
            lambda: photos.remove("a" * 64, room, by="user 1", reason="xin gỡ"),
            lambda: catalogue.withdraw(CA_MOI, by="user 1"),
        ),
        3,
    ):
        await verb()
        assert await version() == number


@pytest.mark.parametrize("verb", ["withdraw", "suspend", "reinstate"])
async def test_a_decision_on_what_was_edited_since_is_refused(small, verb):
    await on_show(goods())
    seen = await version()
    await catalogue.suspend(CA_MOI, by="user 1", reason="một")
    reason = {} if verb == "withdraw" else {"reason": "hai"}

    with pytest.raises(EditedMeanwhileError) as refusal:
        await getattr(catalogue, verb)(CA_MOI, by="user 2", seen=seen, **reason)

    assert (refusal.value.subject, refusal.value.version) == (CA_MOI, seen + 1)


async def test_an_offer_has_a_version_of_its_own(small):
    await on_show(goods())
    sku, seen = f"{CA_MOI}-1", await version()

    await catalogue.set_price(sku, 131_000, by="user 1", seen=1)
    with pytest.raises(EditedMeanwhileError):
        await catalogue.set_price(sku, 99_000, by="user 2", seen=1)

    [pack] = await Variant.filter(sku=sku).values("price", "version")
    assert pack == {"price": 131_000, "version": 2}
    assert await version() == seen


async def test_there_is_nothing_to_claim_of_what_is_not_there(small):
    for verb in (catalogue.withdraw("HP-NS-9999", by="x"), catalogue.set_price("?", 1, by="x")):
        with pytest.raises(NotFoundError):
            await verb


async def test_imports_and_publications_are_on_record_with_before_and_after(small):
    await on_show(goods(), goods("HP-OCOP-0027"))
    await on_show(goods(), goods("HP-OCOP-0027", price=99_000))

    entries = await AuditEntry.all().order_by("id").values("action", "subject", "before", "after")
    assert [(one["action"], one["subject"]) for one in entries] == [
        ("product.create", CA_MOI),
        ("product.create", "HP-OCOP-0027"),
        ("product.publish", CA_MOI),
        ("product.publish", "HP-OCOP-0027"),
        ("product.update", "HP-OCOP-0027"),
    ]
    made, *_, updated = entries
    assert (made["before"], len(made["after"])) == ("", 64)
    assert updated["before"] != updated["after"]
