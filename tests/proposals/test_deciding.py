"""A proposal is approved or given back: what it touched is written, and nothing else."""

import pytest

from shop import catalogue
from shop.errors import InvalidError
from shop.models import (
    OfficialRole,
    Producer,
    ProducerState,
    Proposal,
    ProposalState,
    Review,
    Voice,
)
from shop.proposals import deciding, drafting
from shop.proposals.deciding import Approval
from shop.proposals.drafting import ConflictError, Typed
from shop.proposals.rounds import DecidedError, Reason
from shop.publishing.loading import load
from tests.conftest import services_of
from tests.people import member, official
from tests.proposals.drafts import drafted, waiting_photo

ONE = "HP-CS-101"
SARDINES, PACK = "HP-OCOP-0001", "HP-OCOP-0001-1"


@pytest.fixture
async def people(shop):
    return await member(ONE), await official(OfficialRole.MODERATOR)


async def submitted(shop, person, **texts: str) -> Proposal:
    made = await drafted(person, ONE, **texts)
    await waiting_photo(services_of(shop), made.id)
    return await drafting.submit(made.id, made.version, user=person.user, answer_days=3)


async def test_a_new_product_is_on_show_once_it_is_approved(shop, people):
    producer, moderator = people
    await Producer.filter(code=ONE).update(state=ProducerState.UNCONFIRMED)
    sent = await submitted(shop, producer)
    assert (sent.state, sent.round) == (ProposalState.SUBMITTED, 1)
    assert (await shop.get("/san-pham/HP-NS-0251")).status_code == 404

    code = await deciding.approve(
        sent.id, Approval(sent.version), services_of(shop).pictures, user=moderator.user
    )

    assert code == "HP-NS-0251"
    page = await shop.get("/san-pham/HP-NS-0251/ca-moi-kho-lang-chai")
    assert page.status_code == 200
    assert "Cá mòi kho Làng Chài" in page.text
    assert "125.000" in page.text
    [pack] = (await load([code]))[code].variants
    assert (pack["sku"], pack["price_confirmed_by"]) == ("HP-NS-0251-1", Voice.PRODUCER)
    assert (await Producer.get(code=ONE)).state == ProducerState.CONFIRMED
    with pytest.raises(DecidedError):
        await deciding.approve(
            sent.id, Approval(sent.version), services_of(shop).pictures, user=moderator.user
        )


async def test_an_approval_never_sets_a_price_back(shop, people):
    producer, moderator = people
    begun = await drafting.begin(ONE, SARDINES, user=producer.user)
    again = await drafting.begin(ONE, SARDINES, user=producer.user)
    assert again.id == begun.id  # one open proposal for a product
    saved = await drafting.save(begun.id, Typed(begun.version, {"storage": "Nơi khô ráo."}))
    sent = await drafting.submit(saved.id, saved.version, user=producer.user, answer_days=3)
    await catalogue.set_price(PACK, 99_000, by="test")

    await deciding.approve(
        sent.id, Approval(sent.version), services_of(shop).pictures, user=moderator.user
    )

    rows = (await load([SARDINES]))[SARDINES]
    assert rows.product["storage"] == "Nơi khô ráo."
    assert [row["price"] for row in rows.variants] == [99_000]


async def test_a_proposal_is_given_back_with_all_reasons_at_once(shop, people):
    producer, moderator = people
    sent = await submitted(shop, producer)
    with pytest.raises(InvalidError, match="Choose one reason"):
        await deciding.give_back(sent.id, sent.version, [], user=moderator.user)

    reasons = [Reason("photos", "blurred"), Reason("name", "", "Thiếu chữ «kho».")]
    back = await deciding.give_back(sent.id, sent.version, reasons, user=moderator.user)

    assert back.state == ProposalState.RETURNED
    [review] = await Review.all()
    assert [one["field"] for one in review.reasons] == ["photos", "name"]
    saved = await drafting.save(back.id, Typed(back.version, {"name": "Cá mòi kho"}))
    again = await drafting.submit(saved.id, saved.version, user=producer.user, answer_days=3)
    assert (again.state, again.round) == (ProposalState.SUBMITTED, 2)


async def test_two_tabs_do_not_overwrite_each_other(shop, people):
    producer, _ = people
    made = await drafted(producer, ONE)
    await drafting.save(made.id, Typed(made.version, {"name": "Cá mòi một nắng"}))

    with pytest.raises(ConflictError) as refused:
        await drafting.save(made.id, Typed(made.version, {"name": "Cá mòi", "price-1": "99k"}))

    assert refused.value.fields == {"name": ("Cá mòi một nắng", "Cá mòi")}
    held = await Proposal.get(id=made.id)
    assert held.patch["price-1"]["typed"] == "125k"
    kept = Typed(made.version, {"name": "Cá mòi"}, insists={"name"})
    assert (await drafting.save(made.id, kept)).patch["name"]["typed"] == "Cá mòi"


async def test_what_is_lacking_is_said_field_by_field(shop, people):
    producer, _ = people
    begun = await drafting.begin(ONE, user=producer.user)
    with pytest.raises(InvalidError) as refused:
        await drafting.submit(begun.id, begun.version, user=producer.user, answer_days=3)
    assert [one.field for one in refused.value.errors] == [
        "photos", "name", "pack-1", "price-1", "group",
    ]  # fmt: skip
