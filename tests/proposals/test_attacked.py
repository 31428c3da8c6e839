"""Proposals under attack: numbers that no column holds, goods that moved, drafts without end."""

from urllib.parse import urlencode

import pytest

from shop.models import OfficialRole, Product, Proposal, ProposalState
from shop.proposals import drafting, helping
from shop.proposals.drafting import MOST_NEW, Typed
from tests.accounts.coming import FORM
from tests.people import Person, member, official
from tests.proposals.test_deciding import submitted

ONE, OTHER = "HP-CS-101", "HP-CS-005"
SARDINES = "HP-OCOP-0001"
FAR_TOO_LARGE = "9" * 30


async def press(door, person: Person, path: str, **fields: str):
    """Send a form as a person who is signed in."""
    return await door.post(path, content=urlencode(fields), headers={**person.headers, **FORM})


async def test_a_number_that_no_column_holds_is_refused_at_the_desk(shop):
    moderator = await official(OfficialRole.MODERATOR)
    sent = await submitted(shop, await member(ONE))
    path = f"/can-bo/de-nghi/{sent.id}/duyet"
    picked = {"ocop_set": "1", "stars": "3", "decision": FAR_TOO_LARGE}

    for number in (str(sent.version), FAR_TOO_LARGE):
        answer = await press(shop, moderator, path, seen=number, **picked)
        assert answer.status_code in {409, 422}

    assert (await Proposal.get(id=sent.id)).state == ProposalState.SUBMITTED


@pytest.mark.on("sqlite")
@pytest.mark.parametrize("sent_to", ["9" * 5_000, "٣", "-1", "\0"])
async def test_any_number_may_stand_in_the_address_of_a_code_that_was_sent(shop, sent_to):
    helper = await official(OfficialRole.REGISTRAR)
    begun = await helping.begin(ONE, SARDINES, user=helper.user)
    saved = await drafting.save(begun.id, Typed(begun.version, {"storage": "Nơi khô ráo."}))
    await drafting.submit(saved.id, saved.version, user=helper.user, answer_days=3)

    page = await shop.get(
        f"/can-bo/giup/de-nghi/{begun.id}/loi-co-so/ma",
        params={"da-gui": sent_to},
        headers=helper.headers,
    )

    assert page.status_code == 200


@pytest.mark.parametrize("chosen", ["\0", "x" * 50_000], ids=["NUL", "long"])
async def test_any_key_of_a_place_may_be_chosen(shop, chosen):
    person = await member(ONE)
    begun = await drafting.begin(ONE, user=person.user)
    path = f"/nha-san-xuat/de-nghi/{begun.id}/luu"

    saved = await press(shop, person, path, place="Đại Hà", commune=chosen)

    assert saved.status_code == 200
    kept = (await Proposal.get(id=begun.id)).patch["place"]["chosen"]
    assert len(kept) <= 600
    assert "\0" not in kept


async def test_a_product_that_went_to_another_producer_is_not_changed_by_the_former(shop):
    person, moderator = await member(ONE), await official(OfficialRole.MODERATOR)
    begun = await drafting.begin(ONE, SARDINES, user=person.user)
    saved = await drafting.save(begun.id, Typed(begun.version, {"story": "Của cơ sở cũ."}))
    sent = await drafting.submit(saved.id, saved.version, user=person.user, answer_days=3)
    await Product.filter(code=SARDINES).update(producer_id=OTHER)
    before = await Product.get(code=SARDINES).values()

    path = f"/can-bo/de-nghi/{sent.id}/duyet"
    answer = await press(shop, moderator, path, seen=str(sent.version))

    assert answer.status_code == 422
    assert "Sản phẩm này nay thuộc cơ sở khác." in answer.text
    assert await Product.get(code=SARDINES).values() == before
    assert (await Proposal.get(id=sent.id)).state == ProposalState.SUBMITTED


async def test_a_producer_that_was_given_a_product_may_change_it(shop):
    former, owner = await member(ONE), await member(OTHER)
    helper = await official(OfficialRole.REGISTRAR)
    old = await drafting.begin(ONE, SARDINES, user=former.user)
    await Product.filter(code=SARDINES).update(producer_id=OTHER)

    helped = await helping.begin(OTHER, SARDINES, user=helper.user)
    begun = await press(shop, owner, f"/nha-san-xuat/sua/{SARDINES}", x="1")

    assert helped.id != old.id
    assert begun.headers["location"] == f"/nha-san-xuat/de-nghi/{helped.id}/xem-lai"
    assert (await shop.get(begun.headers["location"], headers=owner.headers)).status_code == 200


@pytest.mark.on("sqlite")
async def test_a_producer_has_so_many_products_in_the_making(shop):
    person, helper = await member(ONE), await official(OfficialRole.REGISTRAR)
    for _ in range(MOST_NEW):
        await drafting.copy(SARDINES, user=person.user)

    path = f"/nha-san-xuat/sao-chep/{SARDINES}"
    refused = await press(shop, person, path, x="1")
    helped = await helping.begin(ONE, None, user=helper.user)
    one = await Proposal.filter(helped_by_id=None).first()
    await drafting.drop(one.id, user=person.user)
    again = await press(shop, person, path, x="1")

    assert refused.status_code == 422
    assert f"Đã có {MOST_NEW} sản phẩm chưa xong." in refused.text
    assert helped.state == ProposalState.DRAFT
    assert again.status_code == 303
    assert await Proposal.all().count() == MOST_NEW + 2


@pytest.mark.on("sqlite")
async def test_nothing_that_is_typed_turns_or_stretches_a_page_of_officials(shop):
    """Turns of direction and letters without width are no part of what is read."""
    turned = "\u202e" + "\u200b" * 5_000
    person, moderator = await member(ONE), await official(OfficialRole.MODERATOR)
    texts = {"name": f"Cá mòi{turned} kho", "pack-1": f"hộp{turned} 400 g", "price-1": "125k"}
    sent = await submitted(shop, person, **texts)
    told = await drafting.begin(ONE, SARDINES, user=person.user)
    await drafting.save(told.id, Typed(told.version, {"pack-HP-OCOP-0001-1": f"hộp{turned} 1 kg"}))
    held = await drafting.submit(told.id, 2, user=person.user, answer_days=3)

    for path in ("/can-bo", f"/can-bo/de-nghi/{sent.id}", f"/can-bo/de-nghi/{held.id}"):
        page = await shop.get(path, headers=moderator.headers)
        assert page.status_code == 200
        assert "Cá mòi kho" in page.text or path.endswith(held.id)
        assert not {"\u202e", "\u200b"} & set(page.text)
