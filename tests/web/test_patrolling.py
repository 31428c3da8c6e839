"""A trusted producer shows a change at once; officials look at it afterwards, and put it back."""

import asyncio
import re
from datetime import timedelta

import orjson
import pytest

from shop import catalogue, clock
from shop.models import (
    AuditEntry,
    Listing,
    MemberRole,
    Membership,
    Message,
    OfficialRole,
    Patrol,
    Photo,
    Picture,
    Product,
    Proposal,
    ProposalPhoto,
    ProposalState,
    Review,
    ReviewDecision,
)
from shop.proposals import deciding, drafting
from shop.proposals.deciding import Approval
from shop.proposals.drafting import Typed, make_id
from shop.proposals.rounds import Reason
from tests.accounts.coming import post
from tests.conftest import front_door, services_of
from tests.mirror.copies import copied, shown, sync_once
from tests.people import Person, member, official
from tests.proposals.drafts import about_photos, waiting_photo
from tests.publishing.truth import drift

BANANAS, PACK = "HP-NS-0004", "HP-NS-0004-1"
DRY, COLD = "Nơi khô ráo, thoáng mát.", "Ngăn mát tủ lạnh."
LIST = "/can-bo?muc=hau-kiem"
TEN = clock.now().replace(hour=3, minute=0, second=0, microsecond=0) + timedelta(days=1)
"""Ten o'clock in Hải Phòng, after any day that the catalogue's prices are of."""
AFTERWARDS = "Đăng ngay, cán bộ xem sau."
WAITS = "Chờ cán bộ duyệt."


@pytest.fixture(autouse=True)
def at_ten(full_settings):
    """Stop the clock once the catalogue is made: its prices are of the day before."""
    with clock.stopped(TEN):
        yield


@pytest.fixture
async def shop(full_settings):
    """The front door of a shop that trusts."""
    async with front_door(full_settings.model_copy(update={"trust": True})) as door:
        yield door


@pytest.fixture
async def moderator(shop) -> Person:
    return await official(OfficialRole.MODERATOR)


@pytest.fixture
async def owner(shop) -> Person:
    """An owner of the bananas' producer, of whom officials approved three proposals."""
    return await known_by(ReviewDecision.APPROVED, 3)


async def known_by(decision: ReviewDecision, many: int, at=None) -> Person:
    """Give an owner of the bananas' producer, on whose proposals officials decided before."""
    producer = (await Product.get(code=BANANAS)).producer_id
    person, now = await member(producer), at or clock.now() - timedelta(days=1)
    for _ in range(many):
        old = await Proposal.create(
            id=make_id(), producer_id=producer, product_id=BANANAS, base_version=1, patch={},
            state=ProposalState.APPROVED, round=1, author_id=person.user, begun_at=now,
            changed_at=now, submitted_at=now, ended_at=now,
        )  # fmt: skip
        await Review.create(proposal_id=old.id, round=1, decision=decision, reasons=[], at=now)
    return person


async def an_edit(person: Person, **texts: str) -> Proposal:
    producer = (await Product.get(code=BANANAS)).producer_id
    begun = await drafting.begin(producer, BANANAS, user=person.user)
    return await drafting.save(begun.id, Typed(begun.version, texts))


async def see(shop, person: Person, path: str, status: int = 200) -> str:
    shop.cookies.clear()
    answer = await shop.get(path, headers=person.headers)
    assert answer.status_code == status, path
    return answer.text


async def press(shop, person: Person, path: str, **fields: str):
    shop.cookies.clear()
    shop.cookies.update(person.cookies)
    return await post(shop, path, **fields)


def check_of(made: Proposal) -> str:
    return f"/nha-san-xuat/de-nghi/{made.id}/xem-lai"


def patrol_of(made: Proposal) -> str:
    return f"/can-bo/hau-kiem/{made.id}"


async def send(shop, person: Person, made: Proposal):
    """Press the button as the page has it."""
    page = await see(shop, person, check_of(made))
    hidden = dict(re.findall(r'<input type="hidden" name="(seen|look)" value="(\w+)">', page))
    return await press(shop, person, check_of(made), pledge="yes", **hidden)


async def a_shown(shop, person: Person, **texts: str) -> Proposal:
    made = await an_edit(person, **texts)
    answer = await send(shop, person, made)
    assert answer.headers["location"] == f"/nha-san-xuat/de-nghi/{made.id}/da-gui"
    return await Proposal.get(id=made.id)


async def put_back(shop, official: Person, made: Proposal, words: str = "Chưa đúng nhãn."):
    return await press(shop, official, patrol_of(made), act="put_back", words=words)


async def document() -> bytes:
    return (await Listing.get(code=BANANAS)).document.encode()


async def storage() -> str:
    return str(orjson.loads(await document()).get("storage", ""))


async def test_without_the_setting_nothing_changes(full_settings):
    async with front_door(full_settings) as shop:
        owner = await known_by(ReviewDecision.APPROVED, 3)
        made = await an_edit(owner, storage=DRY)

        page = await see(shop, owner, check_of(made))
        sent = await press(
            shop, owner, check_of(made), seen=str(made.version), pledge="yes", look="after"
        )

        assert "Đăng ngay" not in page
        assert WAITS not in page
        assert sent.status_code == 303
        assert (await Proposal.get(id=made.id)).state == ProposalState.SUBMITTED
        assert "Hậu kiểm" not in await see(shop, await official(OfficialRole.MODERATOR), "/can-bo")


async def test_a_trusted_producer_is_told_and_shows_it_at_once(shop, owner, moderator):
    made = await an_edit(owner, storage=DRY)
    page = await see(shop, owner, check_of(made))
    assert AFTERWARDS in page
    assert '<button type="submit">Đăng ngay</button>' in page

    answer = await send(shop, owner, made)

    assert answer.status_code == 303
    held, review = await Proposal.get(id=made.id), await Review.get(proposal_id=made.id)
    assert (held.state, held.round) == (ProposalState.APPROVED, 1)
    assert (review.decision, review.by_id) == (ReviewDecision.TRUSTED, owner.user)
    assert await storage() == DRY
    patrol = await Patrol.get()
    assert patrol.changed["storage"][1] == DRY
    assert patrol.until == TEN + timedelta(days=14)
    assert await Message.all().count() == 0
    said = await see(shop, owner, answer.headers["location"])
    assert "<title>Đã đăng" in said
    assert f"Người mua đang thấy bản mới của {BANANAS}." in said
    desk = await see(shop, moderator, LIST)
    assert "Hậu kiểm <b>1</b>" in desk
    assert f'href="{patrol_of(made)}"' in desk
    seen = await see(shop, moderator, f"/can-bo/de-nghi/{made.id}")
    assert "không qua duyệt" in seen
    assert "hoan-tac" not in await see(
        shop, await official(OfficialRole.ADMIN), f"/can-bo/de-nghi/{made.id}"
    )
    again = await press(shop, owner, check_of(made), pledge="yes", seen="1", look="after")
    assert again.status_code == 303  # a double tap
    acts = await AuditEntry.filter(subject=made.id).order_by("id").values_list("action", flat=True)
    assert acts == ["proposal.submit", "proposal.show_at_once"]


@pytest.mark.parametrize(
    ("decision", "many", "days", "said"),
    [
        (ReviewDecision.APPROVED, 0, 1, WAITS),
        (ReviewDecision.RETURNED, 1, 364, WAITS),
        (ReviewDecision.RETURNED, 1, 366, AFTERWARDS),
        (ReviewDecision.TRUSTED, 1, 1, AFTERWARDS),
    ],
)
async def test_three_approvals_and_no_return_of_a_year_make_trust(shop, decision, many, days, said):
    await known_by(ReviewDecision.APPROVED, 3 if many else 2)
    owner = await known_by(decision, many, clock.now() - timedelta(days=days))
    made = await an_edit(owner, storage=DRY)

    page = await see(shop, owner, check_of(made))

    assert said in page
    assert ("Đăng ngay" in page) == (said == AFTERWARDS)


async def test_the_third_approval_counts_and_what_was_shown_at_once_does_not(shop, moderator):
    owner = await known_by(ReviewDecision.APPROVED, 2)
    await known_by(ReviewDecision.TRUSTED, 1)
    first = await an_edit(owner, storage=DRY)
    assert WAITS in await see(shop, owner, check_of(first))
    await send(shop, owner, first)
    held = await Proposal.get(id=first.id)
    pictures = services_of(shop).pictures
    await deciding.approve(held.id, Approval(held.version), pictures, user=moderator.user)

    second = await an_edit(owner, storage=COLD)

    assert AFTERWARDS in await see(shop, owner, check_of(second))


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"description": "Chuối tiêu chín cây, ngọt đậm."}, AFTERWARDS),
        ({"story": "Bà ngoại trồng chuối từ năm 1985."}, AFTERWARDS),
        ({"months": "1,2,3"}, "Đăng ngay."),
        ({"months": "1,2,3", "storage": DRY}, AFTERWARDS),
        ({"name": "Chuối tiêu Tiên Lãng"}, WAITS),
        ({"ingredients": "Chuối."}, WAITS),
        ({"shelf_life": "12 tháng"}, WAITS),
        ({f"pack-{PACK}": "nải 2 kg"}, WAITS),
        ({"storage": DRY, "uses": "do-nhau"}, WAITS),
        ({"storage": DRY, "name": "Chuối tiêu Tiên Lãng"}, WAITS),
        ({"story": "Gọi 0912 345 678 để đặt."}, WAITS),
    ],
)
async def test_one_field_that_waits_lets_all_of_it_wait(shop, owner, texts, said):
    made = await an_edit(owner, **texts)

    page = await see(shop, owner, check_of(made))

    assert f"<b>{said}</b>" in page


async def test_what_is_looked_at_at_no_time_needs_no_trust_and_is_on_no_list(shop, moderator):
    stranger = await known_by(ReviewDecision.APPROVED, 0)

    made = await a_shown(shop, stranger, months="1,2,3")

    assert made.state == ProposalState.APPROVED
    assert orjson.loads(await document())["season_months"] == [1, 2, 3]
    assert await Patrol.all().count() == 0
    assert "Hậu kiểm <b>0</b>" in await see(shop, moderator, "/can-bo")


async def two_photos(shop, owner: Person) -> list[str]:
    """Let the bananas show two photos, which officials approved."""
    made = await an_edit(owner)
    digests = [await waiting_photo(services_of(shop), made.id, data) for data in (b"one", b"two")]
    await about_photos(made.id)
    held = await drafting.submit(made.id, made.version, user=owner.user, answer_days=3)
    by, pictures = (await official(OfficialRole.MODERATOR)).user, services_of(shop).pictures
    await deciding.approve(held.id, Approval(held.version), pictures, user=by)
    return digests


async def with_photos(shop, owner: Person, *wanted: str, new: bytes = b"") -> Proposal:
    """Begin an edit whose photos are these, and a new one."""
    made = await an_edit(owner)
    for n, picture in enumerate(wanted, 1):
        await ProposalPhoto.create(proposal_id=made.id, position=n, picture_id=picture)
    if new:
        await waiting_photo(services_of(shop), made.id, new)
    await about_photos(made.id)
    return await Proposal.get(id=made.id)


async def shown_photos() -> list[str]:
    rows = Photo.filter(product_id=BANANAS).order_by("position")
    return [*await rows.values_list("picture_id", flat=True)]


async def test_the_order_of_photos_is_at_once_and_a_photo_that_goes_waits(shop, owner):
    one, two = await two_photos(shop, owner)
    turned = await with_photos(shop, owner, two, one)
    assert "<b>Đăng ngay.</b>" in await see(shop, owner, check_of(turned))

    assert (await send(shop, owner, turned)).status_code == 303

    assert await shown_photos() == [two, one]
    fewer = await with_photos(shop, owner, two)
    assert f"<b>{WAITS}</b>" in await see(shop, owner, check_of(fewer))


async def test_a_photo_more_is_looked_at_afterwards_and_goes_when_it_is_put_back(
    shop, owner, moderator
):
    one, two = await two_photos(shop, owner)
    before = await document()
    made = await with_photos(shop, owner, one, two, new=b"three")
    assert f"<b>{AFTERWARDS}</b>" in await see(shop, owner, check_of(made))
    await send(shop, owner, made)
    [three] = set(await shown_photos()) - {one, two}
    page = await see(shop, moderator, patrol_of(made))
    assert "Ảnh 3, mới thêm" in page
    assert f"/media/{three}.jpg" in page

    answer = await put_back(shop, moderator, made)

    assert answer.status_code == 303
    assert await shown_photos() == [one, two]
    assert await document() == before
    assert not await Picture.exists(digest=three)
    assert (await drift())[1] == []


async def test_what_an_official_has_seen_stays_and_leaves_the_list(shop, owner, moderator):
    made = await a_shown(shop, owner, storage=DRY)
    page = await see(shop, moderator, patrol_of(made))
    assert "Cơ sở được tin cậy nên bản này đã lên trang ngay." in page
    assert re.search(r"<ins>.*Nơi khô ráo", page)

    answer = await press(shop, moderator, patrol_of(made), act="keep")

    assert (answer.status_code, answer.headers["location"]) == (303, LIST)
    assert await storage() == DRY
    assert "Không có thay đổi nào chờ hậu kiểm." in await see(shop, moderator, LIST)
    late = await put_back(shop, moderator, made)
    assert late.status_code == 409
    assert "Việc hậu kiểm này đã xong." in late.text
    assert f"cán bộ số {moderator.user}" in late.text
    assert 'name="act"' not in late.text
    entry = await AuditEntry.get(action="proposal.patrol")
    assert (entry.by, entry.subject) == (f"user {moderator.user}", made.id)
    assert await Message.all().count() == 0


async def test_it_is_put_back_as_a_new_revision_and_the_price_of_the_day_stays(
    shop, owner, moderator, tmp_path
):
    before, rev = orjson.loads(await document()), (await Listing.get(code=BANANAS)).rev
    made = await a_shown(shop, owner, storage=DRY, story="Bà ngoại trồng chuối từ năm 1985.")
    await catalogue.set_price(PACK, 99_000, by="test")
    priced = orjson.loads(await document())
    assert await sync_once(shop, tmp_path / "copy")

    answer = await put_back(shop, moderator, made, "Trên nhãn ghi khác.")

    assert answer.status_code == 303
    assert answer.headers["location"] == f"{LIST}&xong={made.id}"
    after = orjson.loads(await document())
    assert after == {**before, "variants": priced["variants"]}
    assert (await Listing.get(code=BANANAS)).rev == rev + 3
    assert await sync_once(shop, tmp_path / "copy")
    assert copied(tmp_path / "copy") == await shown()
    assert (await drift())[1] == []


async def test_its_producer_is_told_why_ten_minutes_later_and_waits_from_then_on(
    shop, owner, moderator
):
    made = await a_shown(shop, owner, storage=DRY)

    await put_back(shop, moderator, made, "Trên nhãn ghi khác.")

    message = await Message.get()
    assert (message.what, message.address) == ("proposal_put_back", owner.address.text)
    assert message.words["reason"] == "Trên nhãn ghi khác."
    assert message.not_before == TEN + timedelta(minutes=10)
    held = await Proposal.get(id=made.id)
    assert held.state == ProposalState.RETURNED
    page = await see(shop, owner, check_of(made))
    assert "Trên nhãn ghi khác." in page
    assert f"<b>{WAITS}</b>" in page
    await send(shop, owner, held)
    assert (await Proposal.get(id=made.id)).state == ProposalState.SUBMITTED
    rounds = await see(shop, moderator, f"/can-bo/de-nghi/{made.id}")
    assert f"Lần 1: đăng ngay {TEN:%d/%m/%Y} 10:00, cán bộ xem sau, đưa về như trước" in rounds
    assert "Trên nhãn ghi khác." in rounds


async def test_putting_back_is_undone_like_other_decisions_and_waits_then(shop, owner, moderator):
    made = await a_shown(shop, owner, storage=DRY)
    await put_back(shop, moderator, made)
    bar = await see(shop, moderator, f"{LIST}&xong={made.id}")
    assert "Hoàn tác được đến 10:10." in bar
    [seen] = re.findall(r'name="seen" value="(\d+)"', bar)

    answer = await press(shop, moderator, f"/can-bo/de-nghi/{made.id}/hoan-tac", seen=seen)

    assert answer.status_code == 303
    assert (await Proposal.get(id=made.id)).state == ProposalState.SUBMITTED
    assert await storage() != DRY
    assert await Message.all().count() == 0


async def test_without_a_reason_nothing_is_put_back(shop, owner, moderator):
    made = await a_shown(shop, owner, storage=DRY)
    assert "Phần vừa sửa chưa đúng." in await see(shop, moderator, patrol_of(made))

    answer = await put_back(shop, moderator, made, "  ")

    assert answer.status_code == 422
    assert "Hãy ghi lý do. Cơ sở sẽ đọc lời này." in answer.text
    assert await storage() == DRY


async def test_what_its_producer_wrote_since_is_not_lost(shop, owner, moderator):
    before = await storage()
    first = await a_shown(shop, owner, storage=DRY)
    second = await a_shown(shop, owner, storage=COLD)

    refused = await put_back(shop, moderator, first)

    assert refused.status_code == 409
    assert "Cơ sở đã sửa tiếp." in refused.text
    assert "Chưa đúng nhãn." in refused.text
    assert await storage() == COLD
    assert await Message.all().count() == 0
    assert (await put_back(shop, moderator, second)).status_code == 303
    assert await storage() == DRY
    sent = await drafting.submit(
        second.id, (await Proposal.get(id=second.id)).version, user=owner.user, answer_days=3
    )
    assert (await put_back(shop, moderator, first)).status_code == 409  # that one waits now
    reasons = [Reason("storage", "", "Ghi như trên nhãn.")]
    await deciding.give_back(second.id, sent.version, reasons, user=moderator.user)
    assert (await put_back(shop, moderator, first)).status_code == 303
    assert await storage() == before
    states = [(await Proposal.get(id=one.id)).state for one in (first, second)]
    assert states == [ProposalState.WITHDRAWN, ProposalState.RETURNED]


async def test_two_officials_put_it_back_once(shop, owner, moderator):
    made, other = await a_shown(shop, owner, storage=DRY), await official(OfficialRole.ADMIN)
    rev = (await Listing.get(code=BANANAS)).rev
    shop.cookies.clear()

    answers = await asyncio.gather(
        *(
            shop.post(
                patrol_of(made),
                data={"act": "put_back", "words": "Chưa đúng nhãn."},
                headers=person.headers,
            )
            for person in (moderator, other)
        )
    )

    assert sorted(one.status_code for one in answers) == [303, 409]
    assert (await Listing.get(code=BANANAS)).rev == rev + 1
    assert await Message.all().count() == 1


async def test_its_producer_sends_more_while_it_is_put_back(shop, owner, moderator):
    before = await storage()
    first = await a_shown(shop, owner, storage=DRY)
    second = await an_edit(owner, storage=COLD)
    shop.cookies.clear()

    sent, back = await asyncio.gather(
        shop.post(
            check_of(second),
            data={"seen": str(second.version), "pledge": "yes", "look": "after"},
            headers=owner.headers,
        ),
        shop.post(
            patrol_of(first),
            data={"act": "put_back", "words": "Chưa đúng nhãn."},
            headers=moderator.headers,
        ),
    )

    assert sent.status_code == 303
    state = (await Proposal.get(id=second.id)).state
    assert (back.status_code, state, await storage()) in {
        (303, ProposalState.SUBMITTED, before),  # it was put back first: the second one waits
        (409, ProposalState.APPROVED, COLD),  # the second one was on show, or sent, by then
        (409, ProposalState.SUBMITTED, DRY),
    }
    assert (await drift())[1] == []


async def test_trust_that_was_lost_meanwhile_lets_it_wait_and_says_so(shop, owner, moderator):
    made = await an_edit(owner, storage=DRY)
    assert AFTERWARDS in await see(shop, owner, check_of(made))
    await known_by(ReviewDecision.RETURNED, 1)

    answer = await press(
        shop, owner, check_of(made), seen=str(made.version), pledge="yes", look="after"
    )

    assert answer.headers["location"].endswith("/da-gui?cho=1")
    assert (await Proposal.get(id=made.id)).state == ProposalState.SUBMITTED
    assert await storage() != DRY
    said = await see(shop, owner, answer.headers["location"])
    assert "Lần này cán bộ duyệt trước rồi mới đăng." in said


async def test_what_was_told_to_wait_waits_also_where_trust_came_meanwhile(shop):
    owner = await known_by(ReviewDecision.APPROVED, 2)
    made = await an_edit(owner, storage=DRY)
    await known_by(ReviewDecision.APPROVED, 1)

    await press(shop, owner, check_of(made), seen=str(made.version), pledge="yes", look="before")

    assert (await Proposal.get(id=made.id)).state == ProposalState.SUBMITTED


@pytest.mark.parametrize(("hours", "status"), [(14 * 24 - 1, 303), (14 * 24, 409)])
async def test_it_leaves_the_list_by_time_alone(shop, owner, moderator, hours, status):
    made = await a_shown(shop, owner, storage=DRY)

    with clock.stopped(TEN + timedelta(hours=hours)):
        again = await official(OfficialRole.MODERATOR)
        desk = await see(shop, again, "/can-bo")
        answer = await put_back(shop, again, made)

    assert f"Hậu kiểm <b>{int(status == 303)}</b>" in desk
    assert answer.status_code == status
    assert (await storage() == DRY) == (status == 409)


async def test_an_official_leaves_what_is_of_their_own_producer_to_others(shop, owner, moderator):
    made = await a_shown(shop, owner, storage=DRY)
    await Membership.create(
        user_id=moderator.user, producer_id=made.producer_id, role=MemberRole.EDITOR,
        since=clock.now(), accepted_at=clock.now(), by="test",
    )  # fmt: skip

    desk = await see(shop, moderator, LIST)
    answers = [
        await put_back(shop, moderator, made),
        await press(shop, moderator, patrol_of(made), act="keep"),
    ]

    assert "Cơ sở của bạn: cán bộ khác xem" in desk
    assert f'href="{patrol_of(made)}"' not in desk
    assert [one.status_code for one in answers] == [403, 403]
    assert await storage() == DRY
    assert (await Patrol.get()).ended_at is None


async def test_what_was_never_shown_at_once_is_not_there(shop, owner, moderator):
    made = await an_edit(owner, name="Chuối tiêu Tiên Lãng")
    await send(shop, owner, made)

    await see(shop, moderator, patrol_of(made), status=404)
    await see(shop, await official(OfficialRole.READER), patrol_of(made), status=404)

    assert (await Proposal.get(id=made.id)).state == ProposalState.SUBMITTED
