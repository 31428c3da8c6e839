"""What officials do besides deciding: suspend, mend spelling, tell, and send again what failed."""

from datetime import timedelta

import pytest

from shop import clock
from shop.models import (
    AuditEntry,
    InPerson,
    Listing,
    MemberRole,
    Membership,
    Message,
    MessageState,
    OfficialRole,
    Product,
    Proposal,
    Review,
)
from shop.proposals import deciding, digesting, drafting
from shop.proposals.deciding import Approval
from shop.proposals.drafting import Typed
from shop.proposals.rounds import Reason
from tests.accounts.coming import post
from tests.conftest import TODAY, services_of
from tests.people import Person, member, official
from tests.proposals.drafts import drafted, waiting_photo

ONE = "HP-CS-101"
SARDINES = "HP-OCOP-0001"
SUSPEND = f"/can-bo/san-pham/{SARDINES}/tam-ngung"


@pytest.fixture
async def moderator(shop) -> Person:
    return await official(OfficialRole.MODERATOR)


async def submitted(shop, person: Person, **texts: str) -> Proposal:
    made = await drafted(person, ONE, **texts)
    await waiting_photo(services_of(shop), made.id)
    return await drafting.submit(made.id, made.version, user=person.user, answer_days=3)


async def see(shop, person: Person, path: str) -> str:
    shop.cookies.clear()
    answer = await shop.get(path, headers=person.headers)
    assert answer.status_code == 200, path
    return answer.text


async def send(shop, person: Person, path: str, **fields: str):
    shop.cookies.clear()
    shop.cookies.update(person.cookies)
    return await post(shop, path, **fields)


async def version_of(code: str) -> str:
    return str((await Product.get(code=code)).version)


async def test_officials_leave_what_is_of_their_own_producer_to_others(shop, moderator):
    sent = await submitted(shop, await member(ONE))
    await Membership.create(
        user_id=moderator.user,
        producer_id=ONE,
        role=MemberRole.EDITOR,
        since=clock.now(),
        accepted_at=clock.now(),
        by="test",
    )
    page = f"/can-bo/de-nghi/{sent.id}"

    seen = await see(shop, moderator, page)
    answers = [
        await send(shop, moderator, f"{page}/duyet", seen=str(sent.version)),
        await send(shop, moderator, f"{page}/tra-lai", seen=str(sent.version), words="Sửa."),
    ]

    assert f"{page}/duyet" not in seen
    assert [answer.status_code for answer in answers] == [403, 403]
    assert all("Bạn có tên trong cơ sở này" in answer.text for answer in answers)
    assert not await Review.exists()


async def test_a_product_is_suspended_with_a_reason_that_its_producer_reads(shop, moderator):
    owner = await member((await Product.get(code=SARDINES)).producer_id)
    seen = await version_of(SARDINES)
    bare = await send(shop, moderator, SUSPEND, seen=seen, act="suspend")
    assert bare.status_code == 422
    assert "Hãy ghi lý do." in bare.text
    assert (await Listing.get(code=SARDINES)).live

    done = await send(
        shop, moderator, SUSPEND, seen=seen, act="suspend", reason="Chờ phiếu kiểm nghiệm"
    )

    assert done.status_code == 303
    assert not (await Listing.get(code=SARDINES)).live
    told = await Message.get()
    assert (told.what, told.address, told.not_before == told.created_at) == (
        "product_suspended", owner.address.text, True,
    )  # fmt: skip
    assert told.words["reason"] == "Chờ phiếu kiểm nghiệm"
    page = await see(shop, moderator, SUSPEND)
    assert f"cán bộ số {moderator.user}" in page
    assert "Lý do: Chờ phiếu kiểm nghiệm" in page
    stale = await send(shop, moderator, SUSPEND, seen=seen, act="end", reason="Đã có phiếu.")
    assert stale.status_code == 409
    ended = await send(
        shop, moderator, SUSPEND, seen=await version_of(SARDINES), act="end", reason="Đã có phiếu."
    )
    assert ended.status_code == 303
    assert (await Listing.get(code=SARDINES)).live
    acts = await AuditEntry.filter(subject=SARDINES, by=f"user {moderator.user}").order_by("id")
    assert [(one.action, one.detail["reason"]) for one in acts] == [
        ("product.suspend", "Chờ phiếu kiểm nghiệm"), ("product.reinstate", "Đã có phiếu."),
    ]  # fmt: skip
    assert await Message.all().order_by("created_at").values_list("what", flat=True) == [
        "product_suspended", "product_reinstated",
    ]  # fmt: skip


async def test_an_official_mends_spelling_and_the_producer_sees_whose_words_they_are(
    shop, moderator
):
    producer = await member(ONE)
    sent = await submitted(shop, producer, description="Cá mòi kho sẳn, ngon lắm.")
    page = f"/can-bo/de-nghi/{sent.id}/chinh-ta"
    form = await see(shop, moderator, page)
    assert 'name="description"' in form
    assert 'name="story"' not in form
    same = {"seen": str(sent.version), "description": "Cá mòi kho sẳn, ngon lắm."}
    assert (await send(shop, moderator, page, **same)).status_code == 422
    emptied = await send(shop, moderator, page, seen=str(sent.version), description="")
    assert emptied.status_code == 422

    done = await send(
        shop, moderator, page, seen=str(sent.version), description="Cá mòi kho sẵn, ngon lắm.",
        name="Tên khác", story="Chuyện khác.",
    )  # fmt: skip

    assert done.status_code == 303
    held = await Proposal.get(id=sent.id)
    assert held.patch["description"] | {"at": 0} == {
        "typed": "Cá mòi kho sẵn, ngon lắm.", "read": "Cá mòi kho sẵn, ngon lắm.", "base": "",
        "was": "Cá mòi kho sẳn, ngon lắm.", "at": 0,
    }  # fmt: skip
    assert held.patch["name"] == sent.patch["name"]
    assert "story" not in held.patch
    late = await send(shop, moderator, page, seen=str(sent.version), description="Khác.")
    assert late.status_code == 409
    assert "Cán bộ đã sửa lỗi chính tả: Giới thiệu." in await see(
        shop, moderator, f"/can-bo/de-nghi/{sent.id}"
    )
    approval = Approval(held.version)
    await deciding.approve(sent.id, approval, services_of(shop).pictures, user=moderator.user)
    assert (await Message.get()).what == "proposal_mended"
    theirs = await see(shop, producer, f"/nha-san-xuat/de-nghi/{sent.id}/da-gui")
    assert "Cán bộ đã sửa lỗi chính tả giúp bạn." in theirs
    assert "sẳn" in theirs[theirs.index("<del>") : theirs.index("</del>")]
    assert "sẵn" in theirs[theirs.index("<ins>") : theirs.index("</ins>")]


async def test_a_new_reason_for_old_words_is_marked_before_it_is_sent_and_counted(shop, moderator):
    producer = await member(ONE)
    sent = await submitted(shop, producer)
    reasons = [Reason("name", "label")]
    await deciding.give_back(sent.id, sent.version, reasons, user=moderator.user)
    held = await Proposal.get(id=sent.id)
    saved = await drafting.save(held.id, Typed(held.version, {"name": "Cá mòi kho niêu"}))
    again = await drafting.submit(saved.id, saved.version, user=producer.user, answer_days=3)
    page = f"/can-bo/de-nghi/{sent.id}/tra-lai"
    said = {"seen": str(again.version), "reasons": "blurred"}

    looked = await send(shop, moderator, page, act="look", **said)

    assert looked.text.count("Lý do mới cho nội dung cũ") == 1
    about_new = await send(shop, moderator, page, act="look", seen=said["seen"], reasons="label")
    assert "Lý do mới cho nội dung cũ" not in about_new.text
    assert (await send(shop, moderator, page, act="send", **said)).status_code == 303
    first, second = await Review.all().order_by("id")
    assert [one.get("late", False) for one in (*first.reasons, *second.reasons)] == [False, True]


async def test_what_was_not_sent_is_listed_for_administrators_and_sent_again(shop, moderator):
    admin, now = await official(OfficialRole.ADMIN), clock.now()
    lost = await Message.create(
        id="a" * 22, kind="phone", address="+84912345678", what="proposal_approved",
        words={"product": "Cá mòi kho"}, language="vi", state=MessageState.DEAD, not_before=now,
        expires_at=now, created_at=now, ended_at=now, attempts=9,
        error="the SMS gateway answered 500",
    )  # fmt: skip
    assert "Tin nhắn không gửi được: 1" in await see(shop, admin, "/can-bo")
    assert "Tin nhắn không gửi được: 1" not in await see(shop, moderator, "/can-bo")
    page = await see(shop, admin, "/can-bo/tin-nhan")
    for said in ("Đề nghị của cơ sở đã được duyệt", "tới một số điện thoại",
                 "the SMS gateway answered 500", "sau 9 lần gửi"):  # fmt: skip
        assert said in page
    assert "912345678" not in page

    again = await send(shop, admin, f"/can-bo/tin-nhan/{lost.id}")

    assert again.status_code == 303
    waits = await Message.get()
    assert (waits.state, waits.attempts, waits.error) == (MessageState.WAITING, 0, "")
    assert waits.expires_at - waits.not_before == timedelta(days=3)
    assert (await send(shop, admin, f"/can-bo/tin-nhan/{lost.id}")).status_code == 404
    assert (await send(shop, moderator, f"/can-bo/tin-nhan/{lost.id}")).status_code == 403


async def test_officials_hear_once_a_morning_what_waits_for_them(shop):
    with clock.stopped(TODAY.replace(hour=1)):  # a Monday, 8:00 in Hải Phòng
        moderator = await official(OfficialRole.MODERATOR)
        await official(OfficialRole.READER)
        assert await digesting.tell_officials() == 0
        await submitted(shop, await member(ONE))
        for _ in range(2):
            await digesting.tell_officials()
        told = await Message.get()
        assert (told.what, told.address) == ("desk_digest", moderator.address.text)
        assert told.words == {"waiting": 1, "late": 0, "tell": 0}
    with clock.stopped(TODAY):
        assert await digesting.tell_officials() == 0
    with clock.stopped(TODAY.replace(hour=1) + timedelta(days=4)):
        assert await digesting.tell_officials() == 1
    assert await Message.all().order_by("created_at").values_list("words", flat=True) == [
        {"waiting": 1, "late": 0, "tell": 0}, {"waiting": 1, "late": 1, "tell": 0},
    ]  # fmt: skip
    with clock.stopped(TODAY.replace(hour=1) + timedelta(days=5)):
        assert await digesting.tell_officials() == 0  # a Saturday
    assert await InPerson.all().count() == 0
