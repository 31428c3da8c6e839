"""What an official chooses beside a proposal: each choice means what it says, or is refused."""

import pytest

from media.store import Missing
from shop.errors import InvalidError
from shop.models import Decision, Photo, Product, Proposal
from shop.proposals import deciding, drafting
from shop.proposals.deciding import Approval, Stars
from shop.proposals.drafting import Typed
from shop.proposals.pictures import Act, act, add
from shop.proposals.pictures import Sender as By
from tests.conftest import services_of
from tests.people import Person
from tests.pictures import photo
from tests.proposals.drafts import drafted, waiting_photo
from tests.proposals.sending import arrived, digest_of, on_show

ONE, CODE = "HP-CS-101", "HP-NS-0251"
SARDINES = "HP-OCOP-0001"
LISTED = "Cá mòi một nắng, phơi tại bến."


async def new_one(shop, person: Person) -> Proposal:
    made = await drafted(person, ONE)
    await waiting_photo(services_of(shop), made.id)
    return await drafting.submit(made.id, made.version, user=person.user, answer_days=3)


async def an_edit(person: Person, **texts: str) -> Proposal:
    begun = await drafting.begin(ONE, SARDINES, user=person.user)
    saved = await drafting.save(begun.id, Typed(begun.version, texts))
    return await drafting.submit(saved.id, saved.version, user=person.user, answer_days=3)


async def approve(shop, sent: Proposal, person: Person, **said: object) -> str:
    approval = Approval(sent.version, **said)
    pictures = services_of(shop).pictures
    return await deciding.approve(sent.id, approval, pictures, user=person.user)


async def test_of_a_new_product_there_is_nothing_to_keep(shop, producer, moderator):
    sent = await new_one(shop, producer)

    assert await approve(shop, sent, moderator, choices={"photos": "here", "name": "here"}) == CODE

    assert (await Product.get(code=CODE)).name_vi == "Cá mòi kho Làng Chài"
    assert await Photo.filter(product_id=CODE).count() == 1


async def test_photos_that_are_kept_out_do_not_become_public(shop, producer, moderator):
    """The official saw that the photos here had changed, and they were changed back since."""
    room, data = services_of(shop).room, photo(seed=7)
    here = await on_show(room, SARDINES, photo(seed=6))
    begun = await drafting.begin(ONE, SARDINES, user=producer.user)
    with arrived(room, data) as file:
        await add(begun.id, file, room, By("test"))
    await act(begun.id, here, Act.REMOVE)
    saved = await Proposal.get(id=begun.id)
    saved = await drafting.save(saved.id, Typed(saved.version, {"storage": "Nơi khô ráo."}))
    sent = await drafting.submit(saved.id, saved.version, user=producer.user, answer_days=3)

    await approve(shop, sent, moderator, choices={"photos": "here"})

    assert (await Product.get(code=SARDINES)).storage == "Nơi khô ráo."
    assert await Photo.filter(product_id=SARDINES).values_list("picture_id", flat=True) == [here]
    with pytest.raises(Missing):
        await room.pictures.copy_original(digest_of(data), room.folder / "copy")


async def test_three_short_answers_do_not_write_over_a_description_that_came(
    shop, producer, moderator
):
    for choice, expected in (("here", LISTED), ("proposed", "Cá mòi, muối.")):
        await Product.filter(code=SARDINES).update(description_vi="")
        sent = await an_edit(producer, made="Cá mòi, muối.", storage=f"Nơi {choice}.")
        await Product.filter(code=SARDINES).update(description_vi=LISTED)
        with pytest.raises(InvalidError) as refused:
            await approve(shop, sent, moderator)
        assert [one.field for one in refused.value.errors] == ["made"]

        await approve(shop, sent, moderator, choices={"made": choice})

        product = await Product.get(code=SARDINES)
        assert (product.description_vi, product.storage) == (expected, f"Nơi {choice}.")


@pytest.mark.parametrize("stars", [0, 2, 6])
async def test_a_set_without_its_stars_is_asked_for_again(shop, producer, moderator, stars):
    sent = await new_one(shop, producer)
    decision = await Decision.all().order_by("-signed_on").first()

    with pytest.raises(InvalidError, match="choose the decision and its stars"):
        await approve(shop, sent, moderator, stars=Stars("09", decision.id, stars))

    assert (await Proposal.get(id=sent.id)).state == "submitted"
