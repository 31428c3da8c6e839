"""What expires is told to owners and officials: each end and step once, by its own day."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from shop import catalogue, clock
from shop.accounts import reminding
from shop.accounts.reminding import remind
from shop.accounts.sending import PostOffice
from shop.accounts.texts import write
from shop.config import Settings
from shop.models import (
    Certificate,
    Evidence,
    Identity,
    IdentityKind,
    MemberRole,
    Message,
    MessageState,
    OfficialRole,
    PaperKind,
    Recognition,
    RemindedAs,
    Reminder,
    User,
)
from shop.papers import Of, confirm
from tests.papers.sent import a_paper
from tests.people import member, official
from tests.pictures import photo
from tests.publishing.goods import (
    CA_MOI,
    GAO_RUOI,
    TRA_SEN,
    VIETGAP,
    a_small_catalogue,
    goods,
    on_show,
    stars,
)

LANG_CHAI, KIEN_HUNG, QUYET_THANG = "HP-CS-101", "11728", "11761"
ENDS = date(2027, 3, 12)
"""A Friday."""
MOST = 500


def morning(left: int, hour: int = 8, minute: int = 0) -> datetime:
    """Give a time of the day that is so many days before the end; 8:00 in Hải Phòng."""
    day = ENDS - timedelta(days=left)
    return datetime(day.year, day.month, day.day, hour - 7, minute, tzinfo=UTC)


def ending(code: str = CA_MOI, ends_on: date = ENDS, **more: str):
    recognition = stars(4, ends_on - timedelta(days=1095), ends_on)
    return goods(code, recognition=recognition, evidence=Evidence.SOURCED, **more)


@pytest.fixture
async def here(services):
    """A small catalogue, long before anything of it ends."""
    with clock.stopped(morning(400)):
        await a_small_catalogue()
        yield services


async def look(left: int, **time: int) -> int:
    with clock.stopped(morning(left, **time)):
        return await remind(MOST)


async def told(person) -> list[str]:
    """List what a person is told, letter for letter."""
    rows = await Message.filter(address=person.address.text).order_by("created_at", "id")
    return [write(one.what, one.language, one.words)[1] for one in rows]


async def steps_of(person) -> list[tuple[str, int, bool]]:
    rows = await Reminder.filter(user_id=person.user).order_by("product_id", "-step")
    return [(one.product_id, one.step, one.is_told) for one in rows]


CA = (
    "Sản vật Hải Phòng: sao OCOP của Cá mòi kho Làng Chài hết hạn 12-3-2027. Nộp hồ sơ mới thì hãy"
    " đăng nhập để báo."
)
DESK = (
    "Sản vật Hải Phòng: sao, giấy tờ của {n} sản phẩm sắp hoặc vừa hết hạn. Hãy đăng nhập để xem."
)


async def test_an_owner_is_told_at_each_step_once(here):
    await on_show(ending())
    owner = await member(LANG_CHAI)

    looked = [await look(left) for left in (181, 180, 179, 91, 90, 31, 30, 1, 0, -1, -92)]

    assert looked == [0, 1, 0, 0, 1, 0, 1, 0, 1, 0, 0]
    assert await told(owner) == [CA] * 4
    assert await steps_of(owner) == [(CA_MOI, step, True) for step in (180, 90, 30, 0)]


async def test_what_was_slept_through_is_told_by_its_latest_step_alone(here):
    await on_show(ending())
    owner = await member(LANG_CHAI)

    looked = [await look(left) for left in (25, 0)]

    assert looked == [1, 1]
    assert await steps_of(owner) == [
        (CA_MOI, 180, False),
        (CA_MOI, 90, False),
        (CA_MOI, 30, True),
        (CA_MOI, 0, True),
    ]


async def test_what_ended_long_ago_is_told_to_none(here):
    await on_show(ending())
    owner = await member(LANG_CHAI)

    assert [await look(-93), await look(-92)] == [0, 1]
    assert await steps_of(owner) == [(CA_MOI, step, step == 0) for step in (180, 90, 30, 0)]


async def test_several_that_end_one_day_are_one_message(here):
    await on_show(ending(), ending(GAO_RUOI, name_vi="Gạo ruộng rươi"))
    await on_show(ending(TRA_SEN, ends_on=ENDS + timedelta(days=1)))
    owner = await member(LANG_CHAI)

    assert await look(90) == 2

    first, second = sorted(await told(owner), key=len)
    assert "sao OCOP của 2 sản phẩm hết hạn 12-3-2027." in first
    assert "Cá mòi kho Làng Chài hết hạn 13-3-2027." in second
    assert await Reminder.filter(user_id=owner.user, is_told=True, step=90).count() == 2
    assert await Reminder.filter(user_id=owner.user, is_told=True, step=180).count() == 1


async def test_only_owners_who_may_come_in_are_told_and_in_their_language(here):
    await on_show(ending())
    owner, editor = await member(LANG_CHAI), await member(LANG_CHAI, MemberRole.EDITOR)
    closed, other = await member(LANG_CHAI), await member("HP-CS-102")
    await User.filter(id=closed.user).update(disabled_at=clock.now())
    await User.filter(id=owner.user).update(language="en")

    assert await look(90) == 1

    [said] = await told(owner)
    assert said == (
        "Sản vật Hải Phòng: OCOP stars of Cá mòi kho Làng Chài end on 12-3-2027. Apply again, then"
        " sign in and say so."
    )
    assert [await told(one) for one in (editor, closed, other)] == [[], [], []]


async def test_officials_get_one_message_a_day_about_what_is_theirs(here):
    await on_show(ending(), ending(GAO_RUOI, ends_on=ENDS - timedelta(days=3)))
    helper = await official(OfficialRole.HELPER, KIEN_HUNG)
    elsewhere = await official(OfficialRole.HELPER, QUYET_THANG)
    registrar, admin = await official(OfficialRole.REGISTRAR), await official(OfficialRole.ADMIN)

    assert [await look(92, hour=7, minute=29), await look(92, hour=9)] == [0, 0]
    assert await look(92) == 2
    await on_show(ending(TRA_SEN))
    assert await look(92) == 0
    assert await look(91) == 2

    assert [await told(one) for one in (helper, registrar)] == [
        [DESK.format(n=2), DESK.format(n=1)]
    ] * 2
    assert [await told(one) for one in (elsewhere, admin)] == [[], []]
    assert {one.reminded_as for one in await Reminder.filter(user_id=helper.user)} == {
        RemindedAs.HELPER
    }


async def test_at_night_and_on_the_weekend_it_waits(here):
    await on_show(ending())
    owner, registrar = await member(LANG_CHAI), await official(OfficialRole.REGISTRAR)
    saturday = 97

    assert await look(saturday, hour=7, minute=0) == 0
    assert await look(saturday, hour=20, minute=0) == 0
    assert await look(saturday) == 1
    assert (len(await told(owner)), await told(registrar)) == (1, [])
    assert await look(saturday - 2) == 1
    assert await told(registrar) == [DESK.format(n=1)]


async def test_an_official_who_owns_a_producer_hears_of_its_goods_once(here):
    await on_show(ending())
    owner = await member(LANG_CHAI, address="chi.hoa@example.vn")
    await official(OfficialRole.REGISTRAR, address="chi.hoa@example.vn")

    assert [await look(90), await look(89)] == [1, 0]

    assert await told(owner) == [CA]


@pytest.mark.parametrize("by", ["renewed", "revoked", "withdrawn", "illustrative"])
async def test_what_no_longer_ends_is_told_to_none(here, by):
    await on_show(ending())
    owner = await member(LANG_CHAI)
    if by == "renewed":
        renewal = stars(3, ENDS - timedelta(days=100), ENDS + timedelta(days=995))
        await on_show(goods(recognition=renewal, evidence=Evidence.SOURCED))
    elif by == "revoked":
        await Recognition.all().update(revoked_on=ENDS - timedelta(days=95))
    elif by == "withdrawn":
        await catalogue.withdraw(CA_MOI, by="test")
    else:
        await on_show(goods(evidence=Evidence.ILLUSTRATIVE))

    assert await look(90) == 0
    assert await told(owner) == []


async def test_what_is_extended_is_told_by_its_new_day(here):
    await on_show(ending())
    owner = await member(LANG_CHAI)
    assert await look(90) == 1

    await Recognition.all().update(expires_on=ENDS + timedelta(days=100))

    assert [await look(30), await look(11), await look(10), await look(-10)] == [1, 0, 0, 1]
    assert [text.partition("hết hạn ")[2][:9] for text in await told(owner)] == [
        "12-3-2027",
        "20-6-2027",
        "20-6-2027",
    ]


async def test_a_confirmed_certificate_is_told_and_another_is_not(here):
    await on_show(goods(evidence=Evidence.SOURCED, certificates=[VIETGAP]))
    owner = await member(LANG_CHAI)
    await Certificate.all().update(expires_on=ENDS)
    assert await look(90) == 0

    await Certificate.all().update(verified_on=date(2026, 1, 5), verified_by="test")

    assert await look(90) == 1
    [said] = await told(owner)
    assert said == (
        "Sản vật Hải Phòng: VietGAP của Cá mòi kho Làng Chài hết hạn 12-3-2027. Có giấy mới thì"
        " hãy báo cán bộ."
    )


async def a_kind(code: str, words: str) -> None:
    await PaperKind.create(code=code, words_vi=words, words_en="")


async def test_a_paper_that_officials_confirmed_is_told_of_by_what_it_is_called(here):
    await on_show(goods(evidence=Evidence.SOURCED), goods(GAO_RUOI, evidence=Evidence.SOURCED))
    await a_kind("small_producer_commitment", "Bản cam kết sản xuất an toàn")
    await a_kind("test_report", "Phiếu kiểm nghiệm")
    owner, clerk = await member(LANG_CHAI), await official(OfficialRole.REGISTRAR)
    room, told_of = here.room, {"expires_on": ENDS, "visibility": "private"}
    of = Of(producer=LANG_CHAI)
    report = await a_paper(room, Of(product=CA_MOI), photo(1), kind="test_report", **told_of)
    whole = await a_paper(room, of, photo(2), kind="small_producer_commitment", **told_of)
    assert await look(88) == 0

    await confirm(report, user=clerk.user, seen=1)
    await confirm(whole, [CA_MOI, GAO_RUOI], user=clerk.user, seen=1)

    assert await look(88) == 3  # a Monday: officials hear of it, too
    before = "Sản vật Hải Phòng: "
    after = " hết hạn 12-3-2027. Có giấy mới thì hãy báo cán bộ."
    commitment = "Bản cam kết sản xuất an toàn"
    assert sorted(one for one in await told(owner) if "xác nhận" not in one) == [
        f"{before}{commitment} của 2 sản phẩm{after}",
        f"{before}Phiếu kiểm nghiệm của Cá mòi kho Làng Chài{after}",
    ]
    assert DESK.format(n=2) in await told(clerk)


async def test_a_certificate_that_a_newer_paper_stands_for_is_not_told_of(here):
    await on_show(goods(evidence=Evidence.SOURCED, certificates=[VIETGAP]))
    owner, clerk = await member(LANG_CHAI), await official(OfficialRole.REGISTRAR)
    known = {"verified_on": date(2026, 1, 5), "verified_by": "test"}
    await Certificate.all().update(expires_on=ENDS, **known)
    paper = await a_paper(
        here.room, Of(product=CA_MOI), photo(1), kind="VIETGAP",
        expires_on=date(2029, 3, 12),
    )  # fmt: skip
    await confirm(paper, user=clerk.user, seen=1)

    assert await look(90) == 0
    assert await Reminder.filter(user_id=owner.user).count() == 0


async def test_telephones_ring_for_half_of_the_paid_messages_and_the_rest_waits(here):
    for code, day in ((CA_MOI, ENDS), (GAO_RUOI, ENDS + timedelta(days=1))):
        await on_show(ending(code, ends_on=day))
    owner = await member(LANG_CHAI)
    by_mail = await member(LANG_CHAI, address="minh.hoa@example.vn")

    with clock.stopped(morning(80)):
        assert await remind(3) == 3
        assert await remind(3) == 0
        assert (len(await told(owner)), len(await told(by_mail))) == (1, 2)
    with clock.stopped(morning(79)):
        assert await remind(3) == 1

    assert len(await told(owner)) == 2
    assert await Reminder.filter(user_id=owner.user, is_told=True, step=90).count() == 2


async def test_a_reminder_is_worth_sending_for_a_hundred_days(here):
    await on_show(ending())
    await member(LANG_CHAI)
    await look(90)
    settings = Settings(messages_per_day=0)

    with clock.stopped(morning(-9)):
        async with PostOffice(settings, {}) as office:
            await office.send_due()
            await asyncio.gather(*office.under_way.values())

    [left] = await Message.all()
    assert left.state == MessageState.WAITING
    assert left.expires_at == morning(-10)


async def test_of_two_workers_at_once_one_tells(here):
    await on_show(ending(), ending(GAO_RUOI, ends_on=ENDS + timedelta(days=1)))
    owner, registrar = await member(LANG_CHAI), await official(OfficialRole.REGISTRAR)

    with clock.stopped(morning(88)):
        sent = await asyncio.gather(*[remind(MOST) for _ in range(4)])

    assert sum(sent) == 3
    assert (len(await told(owner)), len(await told(registrar))) == (2, 1)


async def test_a_person_without_an_address_is_told_once_there_is_one(here):
    await on_show(ending())
    owner = await member(LANG_CHAI)
    await Identity.filter(user_id=owner.user).delete()
    assert await look(90) == 0

    mail = {"kind": IdentityKind.EMAIL, "address": "minh.hoa@example.vn"}
    await Identity.create(user_id=owner.user, **mail)

    assert await look(89) == 1
    assert await Message.filter(address="minh.hoa@example.vn").count() == 1


async def test_old_reminders_are_forgotten(here):
    await on_show(ending())
    await member(LANG_CHAI)
    await look(90)

    with clock.stopped(morning(-730)):
        assert await reminding.forget_old() == 0
    with clock.stopped(morning(-731)):
        assert await reminding.forget_old() == 2
