"""Owners say who works for the producer; the people are told, come in, and may leave."""

import asyncio
from datetime import date, timedelta
from html import unescape

import html5lib
import pytest
from tortoise.transactions import in_transaction

from shop import clock
from shop.accounts import claims, joining
from shop.models import (
    AuditEntry,
    Claim,
    Code,
    Identity,
    IdentityKind,
    MemberRole,
    Membership,
    Message,
    User,
)
from tests.conftest import TODAY, front_door
from tests.people import Person, at_another_browser, member, stranger

MAKER, OTHER = "HP-CS-005", "HP-CS-010"
PAGE = f"/nha-san-xuat/{MAKER}/thanh-vien"
LEAVE = f"/nha-san-xuat/{MAKER}/roi-co-so"
NUMBER = "0912 345 678"
EMPTY_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
LAST_OWNER = "Cơ sở cần ít nhất một chủ. Hãy mời chủ khác trước."


@pytest.fixture
async def owner(shop) -> Person:
    return await member(MAKER)


async def add(door, person: Person, address: str, role: str = "editor", until: str = ""):
    fields = {"address": address, "role": role, "until": until}
    return await door.post(PAGE, data=fields, headers=person.headers)


async def accept(door, person: Person):
    path = f"/nha-san-xuat/loi-moi/{await membership_of(person)}"
    return await door.post(path, data={"answer": "yes"}, headers=person.headers)


async def standing(producer: str = MAKER) -> dict[int, tuple[str, date | None]]:
    rows = await Membership.filter(producer_id=producer, ended_at=None).order_by("id")
    return {row.user_id: (str(row.role), row.until) for row in rows}


async def membership_of(person: Person) -> int:
    return (await Membership.get(user_id=person.user, producer_id=MAKER, ended_at=None)).id


def errors_of(answer) -> list[str]:
    page = html5lib.parse(answer.text, namespaceHTMLElements=False)
    found = page.find(".//*[@id='form-errors']")
    return (
        ["".join(one.itertext()).strip() for one in found.iter("li")] if found is not None else []
    )


async def test_a_person_is_added_told_and_comes_in_by_the_number(shop, owner):
    answer = await add(shop, owner, NUMBER)

    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?xong=them")
    held = await Identity.get(kind=IdentityKind.PHONE, address="+84912345678")
    assert held.verified_at is None
    assert (await standing())[held.user_id] == ("editor", None)
    [told] = await Message.all()
    assert (told.kind, told.address, told.what) == ("phone", "+84912345678", "member_added")
    assert told.words == {
        "producer": "HTX minh hoạ 02 – Xã Quyết Thắng", "role": "editor", "until": "",
    }  # fmt: skip
    assert told.code_id is None
    page = unescape((await shop.get(PAGE, headers=owner.headers)).text)
    assert "0912 ••• 678" in page
    assert "345 678" not in page.partition('<ul class="rows">')[2].partition("</ul>")[0]

    someone = await stranger("+84912345678", name="Người Tư Vấn")

    assert someone.user == held.user_id
    assert (await Identity.get(id=held.id)).verified_at is not None
    assert (await shop.get(LEAVE, headers=someone.headers)).status_code == 404
    assert (await accept(shop, someone)).status_code == 303
    mine = await shop.get(LEAVE, headers=someone.headers)
    assert mine.status_code == 200
    assert (await shop.get(PAGE, headers=someone.headers)).status_code == 403


@pytest.mark.on("sqlite")
async def test_where_nothing_can_be_sent_the_owner_is_asked_to_tell_them(full_settings):
    mute = full_settings.model_copy(update={"console_messages": False})
    async with front_door(mute) as door:
        owner = await member(MAKER)
        answer = await add(door, owner, NUMBER)
        page = await door.get(answer.headers["location"], headers=owner.headers)

    assert "Đã thêm người. Hiện chưa gửi được tin, hãy tự báo cho họ." in unescape(page.text)


async def test_a_number_does_not_tell_whose_it_is(shop, owner):
    someone = await stranger(name="Người Giấu Tên")
    with clock.stopped(clock.now() + timedelta(minutes=1)):
        await add(shop, owner, someone.address.text)
    page = unescape((await shop.get(PAGE, headers=owner.headers)).text)
    assert "Người Giấu Tên" not in page
    assert someone.address.masked in page
    assert "(đang chờ trả lời)" in page

    with clock.stopped(clock.now() + timedelta(minutes=2)):
        await at_another_browser(someone.user, someone.address)
    assert "Người Giấu Tên" not in (await shop.get(PAGE, headers=owner.headers)).text
    assert (await accept(shop, someone)).status_code == 303
    with clock.stopped(clock.now() + timedelta(minutes=2)):
        await at_another_browser(someone.user, someone.address)

    assert "Người Giấu Tên" in (await shop.get(PAGE, headers=owner.headers)).text


async def test_a_known_and_an_unknown_address_are_answered_alike(shop, owner):
    known = await stranger("co-nguoi@example.vn")

    answers = [
        await add(shop, owner, address) for address in (known.address.text, "moi@example.vn")
    ]

    assert {(one.status_code, one.headers["location"], one.content) for one in answers} == {
        (303, f"{PAGE}?xong=them", b"")
    }
    assert await Message.all().count() == 2
    assert await Code.all().count() == 0


async def test_a_double_tap_adds_and_tells_once(shop, owner):
    for _ in range(3):
        assert (await add(shop, owner, NUMBER)).status_code == 303

    assert len(await standing()) == 2
    assert (await Message.all().count(), await Identity.all().count()) == (1, 2)


async def test_a_last_day_is_noted_and_a_new_one_takes_its_place(shop, owner):
    for day, until in (("31/12/2099", date(2099, 12, 31)), ("2099-11-30", date(2099, 11, 30))):
        assert (await add(shop, owner, NUMBER, until=day)).status_code == 303
        [other] = [one for user, one in (await standing()).items() if user != owner.user]
        assert other == ("editor", until)
    assert "đến hết ngày 30/11/2099" in (await shop.get(PAGE, headers=owner.headers)).text


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(
    ("days", "status"), [(-1, 404), (0, 200), (1, 200)], ids=["yesterday", "today", "tomorrow"]
)
async def test_a_membership_is_good_through_its_last_day(shop, days, status):
    with clock.stopped(TODAY - timedelta(days=2)):
        someone = await member(
            MAKER, MemberRole.EDITOR, until=(TODAY + timedelta(days=days)).date()
        )
    with clock.stopped(TODAY):
        again = await at_another_browser(someone.user, someone.address)
        assert (await shop.get(LEAVE, headers=again.headers)).status_code == status


@pytest.mark.on("sqlite")
async def test_a_last_day_ends_with_the_day_in_hai_phong(shop):
    with clock.stopped(TODAY):
        someone = await member(MAKER, MemberRole.EDITOR, until=TODAY.date())
    end = clock.end_of(TODAY.date())
    for at, status in ((end - timedelta(seconds=1), 200), (end, 404)):
        with clock.stopped(at):
            again = await at_another_browser(someone.user, someone.address)
            assert (await shop.get(LEAVE, headers=again.headers)).status_code == status


WRONG = [
    ({"address": ""}, "Bạn chưa ghi số điện thoại hoặc email. Hãy ghi một trong hai."),
    ({"address": "0225 3842 011"}, "Hãy nhập số điện thoại 10 số, ví dụ 0912 345 678."),
    ({"address": "<script>" * 1250}, "Hãy nhập số điện thoại 10 số, ví dụ 0912 345 678."),
    ({"role": ""}, "Bạn chưa chọn người đó làm được gì. Hãy chọn một dòng."),
    ({"role": "admin"}, "Bạn chưa chọn người đó làm được gì. Hãy chọn một dòng."),
    ({"until": "22/11/2026"}, "Ngày cuối đã qua. Hãy ghi một ngày từ hôm nay."),
]


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(("fields", "said"), WRONG)
async def test_what_is_wrong_is_said_and_every_letter_stays(shop, fields, said):
    with clock.stopped(TODAY):
        owner = await member(MAKER)
        sent = {"address": NUMBER, "role": "editor", "until": "", **fields}

        answer = await add(shop, owner, **sent)

    assert (answer.status_code, errors_of(answer)) == (422, [said])
    page = html5lib.parse(answer.text, namespaceHTMLElements=False)
    for name in ("address", "until"):
        assert page.find(f".//*[@id='field-{name}']").get("value") == sent[name]
    ticked = [one.get("value") for one in page.iter("input") if "checked" in one.attrib]
    assert ticked == ([sent["role"]] if sent["role"] == "editor" else [])
    assert list(await standing()) == [owner.user]
    assert await Message.all().count() == 0


@pytest.mark.on("sqlite")
async def test_no_part_is_preset(shop, owner):
    page = html5lib.parse(
        (await shop.get(PAGE, headers=owner.headers)).text, namespaceHTMLElements=False
    )

    assert [one.get("value") for one in page.iter("input") if "checked" in one.attrib] == []


async def test_a_member_is_made_an_owner_an_editor_and_removed(shop, owner):
    someone = await member(MAKER, MemberRole.EDITOR, until=date(2099, 1, 1))
    for role in ("owner", "editor"):
        path = f"{PAGE}/{await membership_of(someone)}/vai-tro"
        answer = await shop.post(path, data={"to": role}, headers=owner.headers)
        assert answer.headers["location"] == f"{PAGE}?xong=vai-tro"
        assert (await standing())[someone.user] == (role, date(2099, 1, 1))
    assert (await shop.get(LEAVE, headers=someone.headers)).status_code == 200

    path = f"{PAGE}/{await membership_of(someone)}/bo"
    answer = await shop.post(path, headers={**owner.headers, **EMPTY_FORM})

    assert answer.headers["location"] == f"{PAGE}?xong=bo"
    [told] = await Message.all()
    assert (told.what, told.address) == ("member_removed", someone.address.text)
    assert (await shop.get(LEAVE, headers=someone.headers)).status_code == 404
    entries = await AuditEntry.filter(subject=MAKER, by=f"user {owner.user}").order_by("id")
    assert [one.action for one in entries] == ["member.add", "member.add", "member.remove"]


async def test_the_only_owner_stays_one(shop, owner):
    await member(MAKER, MemberRole.EDITOR)
    mine = await membership_of(owner)
    posts = [
        (f"{PAGE}/{mine}/bo", {}),
        (f"{PAGE}/{mine}/vai-tro", {"to": "editor"}),
        (LEAVE, {}),
        (PAGE, {"address": owner.address.text, "role": "editor"}),
        (PAGE, {"address": owner.address.text, "role": "owner", "until": "31/12/2099"}),
    ]
    for path, fields in posts:
        answer = await shop.post(path, data=fields, headers={**owner.headers, **EMPTY_FORM})
        assert (answer.status_code, errors_of(answer)) == (422, [LAST_OWNER]), path
    assert (await standing())[owner.user] == ("owner", None)


@pytest.mark.parametrize("act", ["bo", "vai-tro"])
async def test_two_owners_who_end_each_other_at_once_leave_one(shop, owner, act):
    other = await member(MAKER)
    theirs, mine = await membership_of(other), await membership_of(owner)

    answers = await asyncio.gather(
        *(
            shop.post(f"{PAGE}/{which}/{act}", data={"to": "editor"}, headers=person.headers)
            for which, person in ((theirs, owner), (mine, other))
        )
    )

    owners = [user for user, (role, _) in (await standing()).items() if role == "owner"]
    assert len(owners) == 1
    assert min(one.status_code for one in answers) == 303
    assert {one.status_code for one in answers} <= {303, 403, 404, 422}


async def test_a_number_that_two_producers_add_at_once_is_one_person(shop, owner):
    other = await member(OTHER)
    pages = ((PAGE, owner), (PAGE.replace(MAKER, OTHER), other))
    fields = {"address": NUMBER, "role": "editor"}

    answers = await asyncio.gather(
        *(shop.post(page, data=fields, headers=person.headers) for page, person in pages)
    )

    assert [one.status_code for one in answers] == [303, 303]
    [held] = await Identity.filter(address="+84912345678")
    assert await Membership.filter(user_id=held.user_id).count() == 2
    assert await User.all().count() == 3


async def test_of_two_owners_one_may_leave(shop, owner):
    other = await member(MAKER)

    answer = await shop.post(LEAVE, headers={**owner.headers, **EMPTY_FORM})

    assert (answer.status_code, answer.headers["location"]) == (303, "/nha-san-xuat")
    assert list(await standing()) == [other.user]
    assert (await shop.get(PAGE, headers=owner.headers)).status_code == 404


async def test_an_editor_leaves_by_themselves(shop, owner):
    editor = await member(MAKER, MemberRole.EDITOR)
    page = unescape((await shop.get(LEAVE, headers=editor.headers)).text)
    assert "Muốn vào lại phải nhờ chủ cơ sở." in page
    assert "thanh-vien" not in page

    await shop.post(LEAVE, headers={**editor.headers, **EMPTY_FORM})

    assert list(await standing()) == [owner.user]


async def test_who_is_removed_while_their_page_is_open_changes_nothing(shop, owner):
    other = await member(MAKER)
    assert (await shop.get(PAGE, headers=other.headers)).status_code == 200
    await shop.post(
        f"{PAGE}/{await membership_of(other)}/bo", headers={**owner.headers, **EMPTY_FORM}
    )

    answer = await add(shop, other, NUMBER)

    assert answer.status_code == 404
    assert list(await standing()) == [owner.user]


async def test_a_membership_of_another_producer_is_not_there(shop, owner):
    other = await member(OTHER)
    theirs = (await Membership.get(user_id=other.user)).id
    answers = [
        await shop.post(f"{PAGE}/{which}/{act}", data={"to": "owner"}, headers=owner.headers)
        for which in (theirs, 999_999_999)
        for act in ("vai-tro", "bo")
    ]

    assert {one.status_code for one in answers} == {404}
    assert len({one.content for one in answers}) == 1
    assert await standing(OTHER) == {other.user: ("owner", None)}


async def test_a_producer_adds_so_many_in_a_day(shop, owner, monkeypatch):
    monkeypatch.setattr(joining, "MOST_A_DAY", 3)  # with the owner
    for n in range(2):
        assert (await add(shop, owner, f"nguoi-{n}@example.vn")).status_code == 303

    answer = await add(shop, owner, "nguoi-2@example.vn")

    assert (answer.status_code, answer.headers["retry-after"]) == (429, "86400")
    assert errors_of(answer) == ["Hôm nay cơ sở đã thêm 3 người. Hãy thêm tiếp vào ngày mai."]
    assert await User.all().count() == 3  # nothing is left of one who was not added


@pytest.mark.on("sqlite")
async def test_after_16_minutes_every_letter_stays(shop):
    with clock.stopped(TODAY - timedelta(minutes=16)):
        owner = await member(MAKER)
    with clock.stopped(TODAY):
        seen = await shop.get(PAGE, headers=owner.headers)
        answer = await add(shop, owner, NUMBER, "owner", "31/12/2099")

    page = html5lib.parse(answer.text, namespaceHTMLElements=False)
    assert seen.headers["location"].startswith("/nha-san-xuat/xac-nhan?ve=")
    assert (seen.status_code, answer.status_code) == (303, 403)
    held = [page.find(f".//*[@id='field-{name}']").get("value") for name in ("address", "until")]
    assert held == [NUMBER, "31/12/2099"]
    assert [one.get("value") for one in page.iter("input") if "checked" in one.attrib] == ["owner"]
    assert list(await standing()) == [owner.user]


async def asked(producer: str = MAKER) -> tuple[Person, int]:
    """Have a stranger say that a producer is theirs, which has an owner."""
    person = await stranger(name="")
    async with in_transaction():
        await claims.claim(person.user, producer, by="test")
    return person, (await Claim.get(user_id=person.user)).id


@pytest.mark.parametrize(("said", "owners"), [("yes", 2), ("no", 1)])
async def test_an_owner_answers_a_claim_and_the_first_answer_stands(shop, owner, said, owners):
    person, claim = await asked()
    page = unescape((await shop.get(PAGE, headers=owner.headers)).text)
    assert f"{person.address.masked} xin là chủ" in page
    path = f"{PAGE}/yeu-cau/{claim}"

    answer = await shop.post(path, data={"answer": said}, headers=owner.headers)
    again = await shop.post(path, data={"answer": "yes"}, headers=owner.headers)

    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?xong=yeu-cau")
    assert (again.status_code, len(errors_of(again))) == (422, 1)
    assert len(await standing()) == owners
    assert "xin là chủ" not in (await shop.get(PAGE, headers=owner.headers)).text


async def test_a_claim_on_another_producer_is_not_there(shop, owner):
    await member(OTHER)
    _, theirs = await asked(OTHER)
    answers = [
        await shop.post(f"{PAGE}/yeu-cau/{claim}", data={"answer": "yes"}, headers=owner.headers)
        for claim in (theirs, 999_999_999)
    ]

    assert [one.status_code for one in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert (await Claim.get(id=theirs)).decided_at is None
