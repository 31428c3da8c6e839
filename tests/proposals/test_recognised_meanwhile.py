"""Stars are entered and taken back while a product is under review: neither word is lost."""

from datetime import timedelta

import pytest

from shop import clock
from shop.catalogue.recognising import revoke
from shop.models import Listing, OfficialRole, Product, Proposal, Recognition
from shop.proposals import deciding, drafting, undoing
from shop.proposals.deciding import Approval
from shop.proposals.drafting import Typed
from shop.proposals.undoing import TooLateError
from tests.conftest import services_of
from tests.people import member, official
from tests.proposals.drafts import about_photos, waiting_photo
from tests.publishing.truth import document, drift

FISH_SAUCE = "HP-OCOP-0026"
TEN = clock.now().replace(hour=3, minute=0, second=0, microsecond=0) + timedelta(days=1)
"""After any day that the catalogue's prices are of."""


@pytest.fixture(autouse=True)
def at_ten():
    with clock.stopped(TEN):
        yield


async def an_edit(shop):
    """Submit another description of fish sauce, with a photo."""
    owner = (await Product.get(code=FISH_SAUCE)).producer_id
    person = await member(owner)
    begun = await drafting.begin(owner, FISH_SAUCE, user=person.user)
    text = {"description": "Nước mắm cốt ủ chượp bằng cá nhâm ở Cát Hải, chắt tay từng mẻ."}
    saved = await drafting.save(begun.id, Typed(begun.version, text))
    await waiting_photo(services_of(shop), saved.id)
    await about_photos(saved.id)
    seen = (await Proposal.get(id=saved.id)).version
    return await drafting.submit(saved.id, seen, user=person.user, answer_days=3)


async def take_back(by: str) -> None:
    one = await Recognition.filter(product_id=FISH_SAUCE).order_by("-id").first()
    await revoke(one.id, "Không còn sản xuất", clock.today(), one.version, by=by)


async def test_stars_that_are_revoked_under_review_stay_revoked_when_it_is_approved(shop):
    sent, moderator = await an_edit(shop), await official(OfficialRole.MODERATOR)
    assert "ocop" in await document(FISH_SAUCE)

    await take_back("user 99")
    pictures = services_of(shop).pictures
    await deciding.approve(sent.id, Approval(sent.version), pictures, user=moderator.user)

    shown = await document(FISH_SAUCE)
    assert ("ocop" in shown, "Cát Hải" in shown["description"]["vi"]) == (False, True)
    assert (await drift())[1] == []


async def test_an_approval_is_not_undone_over_a_revocation(shop):
    sent, moderator = await an_edit(shop), await official(OfficialRole.MODERATOR)
    pictures = services_of(shop).pictures
    await deciding.approve(sent.id, Approval(sent.version), pictures, user=moderator.user)
    await take_back("user 99")
    before = await Listing.get(code=FISH_SAUCE).values_list("serial", "digest")

    held = await Proposal.get(id=sent.id)
    with pytest.raises(TooLateError):
        await undoing.undo(sent.id, held.version, user=moderator.user, is_admin=False)

    assert await Listing.get(code=FISH_SAUCE).values_list("serial", "digest") == before
    assert "ocop" not in await document(FISH_SAUCE)
