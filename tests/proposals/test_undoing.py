"""A decision is taken back within ten minutes, while nothing newer happened."""

from datetime import timedelta

import pytest

from shop import catalogue, clock
from shop.accounts.members import remove_member
from shop.models import (
    AuditEntry,
    Decision,
    Identity,
    InPerson,
    Listing,
    Message,
    OfficialRole,
    Photo,
    Picture,
    Producer,
    ProducerState,
    Product,
    Proposal,
    ProposalState,
    Recognition,
    Review,
    Variant,
)
from shop.proposals import deciding, drafting
from shop.proposals.deciding import Approval, Stars
from shop.proposals.drafting import Typed
from shop.proposals.rounds import Reason
from tests.accounts.coming import post
from tests.conftest import services_of
from tests.mirror.copies import copied, shown, sync_once
from tests.people import Person, member, official
from tests.proposals.drafts import about_photos, drafted, waiting_photo
from tests.publishing.truth import drift

ONE, CODE = "HP-CS-101", "HP-NS-0251"
SARDINES, PACK = "HP-OCOP-0001", "HP-OCOP-0001-1"
TEN = clock.now().replace(hour=3, minute=0, second=0, microsecond=0) + timedelta(days=1)
"""Ten o'clock in Hải Phòng, after any day that the catalogue's prices are of."""
TOO_LATE = "Quá 10 phút, hoặc cơ sở đã sửa tiếp. Muốn rút thì dùng Tạm ngừng."


@pytest.fixture(autouse=True)
def at_ten():
    """Stop the clock at ten o’clock in Hải Phòng."""
    with clock.stopped(TEN):
        yield


async def submitted(shop, person: Person) -> Proposal:
    made = await drafted(person, ONE)
    await waiting_photo(services_of(shop), made.id)
    return await drafting.submit(made.id, made.version, user=person.user, answer_days=3)


async def an_edit(shop, *, photo: bool = False, **texts: str) -> tuple[Proposal, Person]:
    owner = (await Product.get(code=SARDINES)).producer_id
    person = await member(owner)
    begun = await drafting.begin(owner, SARDINES, user=person.user)
    saved = await drafting.save(begun.id, Typed(begun.version, texts))
    if photo:
        await waiting_photo(services_of(shop), saved.id)
        await about_photos(saved.id)
    return await drafting.submit(saved.id, saved.version, user=person.user, answer_days=3), person


async def approve(shop, sent: Proposal, person: Person, **said: object) -> str:
    version = (await Proposal.get(id=sent.id)).version
    pictures = services_of(shop).pictures
    return await deciding.approve(sent.id, Approval(version, **said), pictures, user=person.user)


async def give_back(sent: Proposal, person: Person) -> None:
    version = (await Proposal.get(id=sent.id)).version
    reasons = [Reason("photos", "blurred")]
    await deciding.give_back(sent.id, version, reasons, user=person.user)


async def undo(shop, sent: Proposal, person: Person, seen: int | None = None):
    """Press the button as the page has it."""
    shop.cookies.clear()
    for name, value in person.cookies.items():
        shop.cookies.set(name, value)
    version = seen or (await Proposal.get(id=sent.id)).version
    return await post(shop, f"/can-bo/de-nghi/{sent.id}/hoan-tac", seen=str(version))


async def see(shop, person: Person, path: str) -> str:
    shop.cookies.clear()
    answer = await shop.get(path, headers=person.headers)
    assert answer.status_code == 200, path
    return answer.text


async def listing() -> tuple[str, int]:
    found = await Listing.get(code=SARDINES)
    return found.document, found.rev


async def test_a_first_publication_leaves_a_tombstone_and_comes_again_as_it_was(
    shop, producer, moderator
):
    await Producer.filter(code=ONE).update(state=ProducerState.UNCONFIRMED)
    sent = await submitted(shop, producer)
    assert await approve(shop, sent, moderator) == CODE

    answer = await undo(shop, sent, moderator)

    assert answer.status_code == 303
    assert answer.headers["location"] == f"/can-bo/de-nghi/{sent.id}?xong={sent.id}"
    now, listing = await Proposal.get(id=sent.id), await Listing.get(code=CODE)
    assert (now.state, now.round, now.ended_at) == (ProposalState.SUBMITTED, 1, None)
    assert (listing.live, listing.rev) == (False, 2)
    assert (await Product.get(code=CODE)).state == "unpublished"
    assert (await Producer.get(code=ONE)).state == ProducerState.UNCONFIRMED
    assert await Message.all().count() == await Photo.all().count() == 0
    assert await Picture.all().count() == 0
    assert (await Review.get()).undone_by_id == moderator.user
    page = await see(shop, moderator, answer.headers["location"])
    assert "Đã hoàn tác. Cá mòi kho Làng Chài lại chờ duyệt, cơ sở chưa được báo gì." in page
    assert "Sản phẩm mới" in page
    assert f"Lần 1: cán bộ số {moderator.user} duyệt {TEN:%d/%m/%Y} 10:00, hoàn tác" in page

    assert await approve(shop, sent, moderator) == CODE

    [pack] = await Variant.filter(product_id=CODE).values_list("sku", "price")
    assert pack == (f"{CODE}-1", 125_000)
    assert await Photo.filter(product_id=CODE).count() == 1
    assert (await Listing.get(code=CODE)).live
    assert (await Producer.get(code=ONE)).state == ProducerState.CONFIRMED
    assert [one.what for one in await Message.all()] == ["proposal_approved"]
    assert (await drift())[1] == []


async def test_an_edit_is_put_back_to_the_byte_and_partners_see_an_ordinary_change(
    shop, moderator, tmp_path
):
    before, rev = await listing()
    sent, _ = await an_edit(
        shop, photo=True, storage="Nơi khô ráo.", name="Cá mòi kho niêu",
        **{f"pack-{PACK}": "hộp 500 g", "pack-1": "thùng 24 hộp", "price-1": "1tr2"},
    )  # fmt: skip
    await approve(shop, sent, moderator)
    changed, _ = await listing()
    assert await sync_once(shop, tmp_path / "copy")
    assert changed != before

    answer = await undo(shop, sent, moderator)

    assert answer.status_code == 303
    assert await listing() == (before, rev + 2)
    assert await sync_once(shop, tmp_path / "copy")
    assert copied(tmp_path / "copy") == await shown()
    assert (await Proposal.get(id=sent.id)).patch == sent.patch
    assert await approve(shop, sent, moderator) == SARDINES
    again, _ = await listing()
    assert again == changed


async def test_stars_that_came_by_an_approval_go_with_it(shop, moderator):
    before, _ = await listing()
    first = await Recognition.filter(product_id=SARDINES).select_related("decision").get()
    day = first.decision.signed_on + timedelta(days=1)
    decision = await Decision.create(number="999/QĐ-UBND", issuer="UBND", signed_on=day)
    sent, _ = await an_edit(shop, storage="Nơi khô ráo.")
    await approve(shop, sent, moderator, stars=Stars("09", decision.id, 5))
    assert await Recognition.filter(product_id=SARDINES).count() == 2

    await undo(shop, sent, moderator)

    assert await Recognition.filter(product_id=SARDINES).values_list("id", flat=True) == [first.id]
    assert (await listing())[0] == before


@pytest.mark.parametrize(("seconds", "status"), [(599, 303), (601, 409)])
async def test_it_is_ten_minutes_and_no_longer(shop, moderator, seconds, status):
    sent, _ = await an_edit(shop, storage="Nơi khô ráo.")
    await approve(shop, sent, moderator)

    with clock.stopped(TEN + timedelta(seconds=seconds)):
        answer = await undo(shop, sent, moderator)

    undone = await Review.filter(undone_at__isnull=False).count()
    assert (answer.status_code, undone) == (status, int(status == 303))
    assert (TOO_LATE in answer.text) == (status == 409)


async def test_nothing_newer_is_lost_by_it(shop, moderator):
    sent, _ = await an_edit(shop, storage="Nơi khô ráo.")
    await approve(shop, sent, moderator)
    await catalogue.set_price(PACK, 99_000, by="test")
    after = await listing()

    priced = await undo(shop, sent, moderator)

    assert priced.status_code == 409
    assert TOO_LATE in priced.text
    assert await listing() == after
    assert await Message.all().count() == 1


async def test_a_second_approval_lets_the_first_one_stand(shop, moderator):
    sent, person = await an_edit(shop, storage="Nơi khô ráo.")
    await approve(shop, sent, moderator)
    begun = await drafting.begin(sent.producer_id, SARDINES, user=person.user)

    assert (await undo(shop, sent, moderator)).status_code == 409  # its producer went on

    saved = await drafting.save(begun.id, Typed(begun.version, {"storage": "Tủ lạnh."}))
    second = await drafting.submit(saved.id, saved.version, user=person.user, answer_days=3)
    await approve(shop, second, moderator)
    assert (await undo(shop, sent, moderator)).status_code == 409
    assert (await undo(shop, second, moderator)).status_code == 303
    assert (await Product.get(code=SARDINES)).storage == "Nơi khô ráo."


async def test_a_return_is_taken_back_unless_its_producer_went_on(shop, producer, moderator):
    sent = await submitted(shop, producer)
    await give_back(sent, moderator)
    assert await Message.all().count() == 1

    assert (await undo(shop, sent, moderator)).status_code == 303

    now = await Proposal.get(id=sent.id)
    assert (now.state, now.round, now.answer_by) == ("submitted", 1, sent.answer_by)
    assert await Message.all().count() == 0
    await give_back(sent, moderator)
    now = await Proposal.get(id=sent.id)
    await drafting.save(now.id, Typed(now.version, {"name": "Cá mòi kho niêu"}))
    late = await undo(shop, sent, moderator)
    assert late.status_code == 409
    assert TOO_LATE in late.text
    stale = await undo(shop, sent, moderator, seen=now.version)
    assert stale.status_code == 409
    assert await Message.all().count() == 1


async def test_only_who_decided_takes_it_back_or_an_administrator(shop, producer, moderator):
    sent = await submitted(shop, producer)
    await approve(shop, sent, moderator)
    other, admin = await official(OfficialRole.MODERATOR), await official(OfficialRole.ADMIN)

    refused = await undo(shop, sent, other)

    assert refused.status_code == 422
    assert "Người khác đã quyết định." in refused.text
    assert "hoan-tac" not in await see(shop, other, f"/can-bo/de-nghi/{sent.id}")
    assert "hoan-tac" in await see(shop, admin, f"/can-bo/de-nghi/{sent.id}")
    assert (await undo(shop, sent, admin)).status_code == 303
    entry = await AuditEntry.filter(action="proposal.undo").get()
    assert (entry.by, entry.subject) == (f"user {admin.user}", sent.id)


async def test_the_bar_says_until_when_and_the_producer_is_told_then(shop, producer, moderator):
    sent = await submitted(shop, producer)
    await approve(shop, sent, moderator)

    bar = await see(shop, moderator, f"/can-bo?xong={sent.id}")

    assert (
        "Đã duyệt Cá mòi kho Làng Chài (HP-NS-0251). Hoàn tác được đến 10:10."
        " Cơ sở được báo sau giờ đó."
    ) in bar
    assert 'data-key="z"' in bar
    with clock.stopped(TEN + timedelta(minutes=10)):
        after = await see(shop, moderator, f"/can-bo?xong={sent.id}")
    assert "Đã duyệt Cá mòi kho Làng Chài (HP-NS-0251)." in after
    assert "hoan-tac" not in after
    assert (await Message.get()).not_before == TEN + timedelta(minutes=10)


async def test_whom_no_message_reaches_is_told_in_person(shop, producer, moderator):
    owner = await member(ONE)
    await remove_member(producer.user, ONE, by="test")
    await Identity.filter(user_id=owner.user).delete()
    sent = await submitted(shop, producer)
    await approve(shop, sent, moderator)
    helper = await official(OfficialRole.HELPER, (await Producer.get(code=ONE)).commune_id)
    assert (await InPerson.get()).not_before == TEN + timedelta(minutes=10)
    assert "Không có cơ sở nào cần báo tại xã." in await see(shop, helper, "/can-bo/bao-tai-xa")

    with clock.stopped(TEN + timedelta(minutes=10)):
        page = await see(shop, helper, "/can-bo/bao-tai-xa")
        assert "Cá mòi kho Làng Chài đã được duyệt." in page
        row = await InPerson.get()
        shop.cookies.update(helper.cookies)
        told = await post(shop, f"/can-bo/bao-tai-xa/r{row.id}")
        assert told.status_code == 303
        assert (await post(shop, f"/can-bo/bao-tai-xa/r{row.id}")).status_code == 404
    assert (await InPerson.get()).by == f"user {helper.user}"
