"""The desk's tabs, who has what in hand, what is put off, and words that are never lost."""

import re
from datetime import timedelta

import pytest

from shop import catalogue, clock
from shop.accounts import leaving
from shop.models import (
    AuditEntry,
    InHand,
    Mandate,
    OfficialRole,
    Producer,
    Product,
    Proposal,
    ProposalState,
    PutOff,
    Review,
    Session,
    User,
)
from shop.proposals import deciding, drafting, holding
from shop.proposals.holding import IDLE
from shop.proposals.queue import smallest
from shop.proposals.rounds import Reason
from tests.accounts.coming import post
from tests.people import Person, member, official
from tests.web.test_desk import (
    ONE,
    SARDINES,
    an_edit,
    decide,
    owner_of,
    page_of,
    see,
    submitted,
)

LONG = "Ảnh chụp mờ, hãy chụp lại ngoài trời. " * 264
"""10,032 letters."""
ROW = re.compile(r"data-row>.*?<bdi>([^<]*)</bdi>.*?</a>", re.DOTALL)


@pytest.fixture
async def producer(shop) -> Person:
    return await member(ONE)


@pytest.fixture
async def moderator(shop) -> Person:
    return await official(OfficialRole.MODERATOR)


@pytest.fixture
async def other(shop) -> Person:
    person = await official(OfficialRole.ADMIN)
    await User.filter(id=person.user).update(name="Chị Hoa Minh Hoạ")
    return person


async def press(shop, person: Person, sent: Proposal, act: str, /, **fields: str):
    return await press_at(shop, person, page_of(sent, act), **fields)


async def press_at(shop, person: Person, path: str, **fields: str):
    shop.cookies.clear()
    for name, value in person.cookies.items():
        shop.cookies.set(name, value)
    return await post(shop, path, **fields)


async def said_by_script(shop, person: Person, sent: Proposal) -> str:
    """Give what the page's script is told once a reason is being written."""
    shop.cookies.clear()
    headers = {
        **person.headers,
        "Accept": "application/json",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    answer = await shop.post(page_of(sent, "nhan"), content="", headers=headers)
    assert answer.status_code == 200
    return answer.json()["said"]


def names(page: str) -> list[str]:
    return ROW.findall(page)


def counts(page: str) -> dict[str, int]:
    tabs = page[page.index("desk-tabs") :].partition("</nav>")[0]
    return {name: int(many) for name, many in re.findall(r">([^<>]+) <b>(\d+)</b>", tabs)}


async def three(shop, producer: Person) -> list[Proposal]:
    """Submit three products, promised one after the other."""
    made = [await submitted(shop, producer, name=f"Cá mòi mẻ {n}") for n in range(3)]
    for n, one in enumerate(made):
        await Proposal.filter(id=one.id).update(answer_by=clock.today() + timedelta(days=n))
    return made


async def test_nothing_is_forgotten_each_state_has_a_tab_with_its_number(shop, producer, moderator):
    first, second, third = await three(shop, producer)
    await deciding.give_back(
        second.id, second.version, [Reason("name", "label")], user=moderator.user
    )
    await holding.take_in_hand(third.id, user=moderator.user)
    helper = await official(OfficialRole.HELPER, (await Producer.get(code=ONE)).commune_id)
    begun = await drafting.begin(ONE, user=helper.user, helps=True)
    asked = {"state": ProposalState.NEEDS_WORD, "asked_at": clock.now(), "asked_version": 1}
    await Proposal.filter(id=begun.id).update(**asked)
    await catalogue.suspend(SARDINES, by="test", reason="Ảnh của cơ sở khác.")

    page = await see(shop, moderator)

    assert counts(page) == {
        "Chờ duyệt": 2,
        "Tôi đang xem": 1,
        "Chờ cơ sở xác nhận": 1,
        "Đã trả lại": 1,
        "Tạm ngừng": 1,
    }
    assert names(page) == ["Cá mòi mẻ 0", "Cá mòi mẻ 2"]
    assert names(await see(shop, moderator, "/can-bo?muc=toi-xem")) == ["Cá mòi mẻ 2"]
    assert names(await see(shop, moderator, "/can-bo?muc=da-tra-lai")) == ["Cá mòi mẻ 1"]
    off = await see(shop, moderator, "/can-bo?muc=tam-ngung")
    assert "Ảnh của cơ sở khác." in off
    assert f'href="/can-bo/san-pham/{SARDINES}/tam-ngung"' in off
    waits = await see(shop, moderator, "/can-bo?muc=cho-co-so")
    assert f"/can-bo/giup/de-nghi/{begun.id}" not in waits  # a moderator fills nothing in
    theirs = await see(shop, helper, "/can-bo?muc=cho-co-so")
    assert f'href="/can-bo/giup/de-nghi/{begun.id}/loi-co-so"' in theirs
    assert first.id in page


async def test_what_is_looked_for_is_found_and_what_is_empty_says_so(shop, producer, moderator):
    _, second, third = await three(shop, producer)
    await Proposal.filter(id=second.id).update(round=3)
    owner = await member(await owner_of(SARDINES))
    edit = await an_edit(owner, storage="Nơi khô ráo.")
    await Proposal.filter(id__in=[third.id, edit.id]).update(
        answer_by=clock.today() + timedelta(days=9)
    )
    group, a_set = "so-che-va-muoi", (await Product.get(code=SARDINES)).ocop_set_id
    sardines = (await Product.get(code=SARDINES)).name_vi

    found = {
        query: names(await see(shop, moderator, f"/can-bo?{query}"))
        for query in (
            "loai=moi",
            "loai=sua",
            "nhieu-lan=1",
            "sap-han=1",
            f"nhom={group}",
            f"nhom={a_set}",
            "nhom=trai-cay",
            "muc=toi-xem",
            "muc=khong-co",
        )
    }

    new = ["Cá mòi mẻ 0", "Cá mòi mẻ 1", "Cá mòi mẻ 2"]
    everything = [*new[:2], *sorted(["Cá mòi mẻ 2", sardines], key=lambda one: one == sardines)]
    assert found == {
        "loai=moi": new,
        "loai=sua": [sardines],
        "nhieu-lan=1": ["Cá mòi mẻ 1"],
        "sap-han=1": new[:2],
        f"nhom={group}": new,
        f"nhom={a_set}": [sardines],
        "nhom=trai-cay": [],
        "muc=toi-xem": [],
        "muc=khong-co": everything,
    }
    none = await see(shop, moderator, "/can-bo?nhom=trai-cay")
    assert "Không có đề nghị nào như vậy." in none
    assert "Sơ chế và muối (3)" in none


async def test_opening_is_not_taking_and_taking_is_seen_by_others(shop, producer, moderator, other):
    sent = await submitted(shop, producer)
    opened = await see(shop, moderator, page_of(sent))
    assert "Nhận xem" in opened
    assert not await InHand.exists()

    assert (await press(shop, other, sent, "nhan")).status_code == 303

    theirs = await see(shop, moderator, page_of(sent))
    assert "Chị Hoa Minh Hoạ đang xem từ" in theirs
    assert "Bạn vẫn trả lời được." in theirs
    listed = await see(shop, moderator)
    assert 'class="desk-others"' in listed
    assert "Chị Hoa Minh Hoạ, 1 phút" in listed
    assert "Bạn đang xem từ" in await see(shop, other, page_of(sent))
    assert counts(await see(shop, other))["Tôi đang xem"] == 1
    assert "Chị Hoa Minh Hoạ đang xem" in await said_by_script(shop, moderator, sent)
    assert (await InHand.get()).user_id == other.user  # writing takes it from no other's hands
    await press(shop, moderator, sent, "nhan", over="1")
    assert (await InHand.get()).user_id == moderator.user
    noted = (
        await AuditEntry.filter(action="proposal.take").order_by("id").values_list("by", "subject")
    )
    assert noted == [(f"user {one.user}", sent.id) for one in (other, moderator)]


async def test_who_has_it_in_hand_keeps_no_other_from_deciding(shop, producer, moderator, other):
    sent = await submitted(shop, producer)
    await holding.take_in_hand(sent.id, user=other.user)

    assert (await decide(shop, moderator, sent, "duyet")).status_code == 303

    assert not await InHand.exists()
    assert (await Review.get()).by_id == moderator.user


async def test_it_is_in_hand_until_it_is_left_or_nothing_happens(shop, producer, moderator, other):
    sent = await submitted(shop, producer)
    now = clock.now()
    with clock.stopped(now):
        assert "Bạn đang xem" in await said_by_script(shop, moderator, sent)
    with clock.stopped(now + IDLE - timedelta(seconds=1)):
        assert "Bạn đang xem từ" in await said_by_script(shop, moderator, sent)  # begins anew
    with clock.stopped(now + 2 * IDLE - timedelta(seconds=2)):
        page = await see(shop, await again(other), page_of(sent))
        assert "đang xem từ" in page
    with clock.stopped(now + 2 * IDLE):
        page = await see(shop, await again(other), page_of(sent))
        assert "đang xem từ" not in page
        assert "Bạn đang xem" in await said_by_script(shop, await again(other), sent)
        await press(shop, await again(moderator), sent, "thoi")
        assert (await InHand.get()).user_id == other.user
        await press(shop, await again(other), sent, "thoi")
        assert not await InHand.exists()


async def again(person: Person) -> Person:
    """Let a person have just been here, however the clock is set."""
    await Session.filter(user_id=person.user).update(
        seen_at=clock.now(), created_at=clock.now(), proved_at=clock.now()
    )
    return person


async def test_what_is_put_off_stands_behind_for_one_and_counts(shop, producer, moderator, other):
    first, second, third = await three(shop, producer)

    answer = await press(shop, moderator, first, "de-sau")

    assert answer.headers["location"] == page_of(second)
    mine = await see(shop, moderator)
    assert names(mine) == ["Cá mòi mẻ 1", "Cá mòi mẻ 2", "Cá mòi mẻ 0"]
    assert counts(mine)["Chờ duyệt"] == 3
    assert "Bạn để sau" in mine
    assert names(await see(shop, other)) == [f"Cá mòi mẻ {n}" for n in range(3)]
    await press(shop, moderator, first, "de-sau")
    assert await PutOff.all().count() == 1
    last = await decide(shop, moderator, third, "duyet")
    assert last.headers["location"].startswith(page_of(first))  # the one behind it, for them
    with clock.stopped(clock.now() + timedelta(days=1)):
        assert names(await see(shop, await again(moderator))) == ["Cá mòi mẻ 0", "Cá mòi mẻ 1"]


async def test_before_and_behind_lead_through_the_list(shop, producer, moderator):
    first, second, third = await three(shop, producer)
    page = await see(shop, moderator, page_of(second))
    assert f'href="{page_of(first)}" rel="prev" data-key="k"' in page
    assert f'href="{page_of(third)}" rel="next" data-key="j"' in page
    assert 'rel="prev"' not in await see(shop, moderator, page_of(first))
    assert 'rel="next"' not in await see(shop, moderator, page_of(third))


async def test_the_next_one_is_free_of_others_while_there_is_one(shop, producer, moderator, other):
    first, second, third = await three(shop, producer)
    await holding.take_in_hand(second.id, user=other.user)

    answer = await decide(shop, moderator, first, "duyet")

    assert answer.headers["location"] == f"{page_of(third)}?xong={first.id}"
    answer = await decide(shop, moderator, third, "duyet")
    assert answer.headers["location"] == f"{page_of(second)}?xong={third.id}"


@pytest.mark.parametrize("ends", ["right", "proposal", "session", "person"])
async def test_what_was_written_is_kept_whatever_went_away_meanwhile(
    shop, producer, moderator, ends
):
    sent = await submitted(shop, producer)
    seen = str(sent.version)
    if ends == "right":
        await Mandate.filter(user_id=moderator.user).update(ended_at=clock.now())
    elif ends == "proposal":
        await drafting.take_back(sent.id, user=producer.user)
    elif ends == "session":
        await Session.filter(user_id=moderator.user).update(ended_at=clock.now())
    else:
        await leaving.close(await User.get(id=moderator.user), by="test")

    said = {
        "act": "send",
        "reasons": "blurred",
        "words": "Chụp ngoài trời, ban ngày.",
        "seen": seen,
    }
    answer = await decide(shop, moderator, sent, "tra-lai", **said)

    assert answer.status_code == (404 if ends in {"right", "proposal"} else 403)
    assert "Chụp ngoài trời, ban ngày." in answer.text
    if answer.status_code == 404:
        assert "Ảnh mờ hoặc không phải sản phẩm." in answer.text
        assert "Cá mòi kho" not in answer.text  # nothing is told of what is not theirs
        hidden = await press(shop, moderator, Proposal(id="0" * 26), "tra-lai", **said)
        assert hidden.text.replace("0" * 26, "") == answer.text.replace(sent.id, "")
    assert not await Review.exists()


async def test_words_without_end_are_refused_and_kept(shop, producer, moderator):
    sent = await submitted(shop, producer)

    answer = await decide(shop, moderator, sent, "tra-lai", act="send", words=LONG)

    assert answer.status_code == 422
    assert LONG.strip() in answer.text
    assert not await Review.exists()


async def test_a_product_that_moved_under_the_review_is_decided_by_eye(shop, moderator):
    owner = await member(await owner_of(SARDINES))
    sent = await an_edit(owner, name="Cá mòi kho niêu")
    await Product.filter(code=SARDINES).update(name_vi="Cá mòi kho đổi tên")
    await catalogue.suspend(SARDINES, by="test", reason="Thử.")

    page = await see(shop, moderator, page_of(sent))
    assert "Bản đang hiển thị đã đổi từ lúc gửi" in page
    assert "Sản phẩm đang bị tạm ngừng" in page
    assert (await decide(shop, moderator, sent, "duyet")).status_code == 422
    chosen = await decide(shop, moderator, sent, "duyet", **{"choice-name": "proposed"})
    assert chosen.status_code == 303
    assert (await Product.get(code=SARDINES)).name_vi == "Cá mòi kho niêu"


async def test_photos_that_wait_of_two_producers_are_compared(shop, producer, moderator):
    mine = await submitted(shop, producer)
    theirs = await submitted(shop, await member("HP-CS-102"), "HP-CS-102", name="Mắm tép")
    here = (await Producer.get(code=ONE)).commune_id
    near = await official(OfficialRole.MODERATOR, here)

    page = await see(shop, moderator, page_of(mine))
    assert "Máy thấy: Ảnh đang chờ duyệt của HP-CS-102 (khác 0/64)." in page
    assert f'<a href="{page_of(theirs)}">So sánh<' in page
    other_commune = (await Producer.get(code="HP-CS-102")).commune_id != here
    assert (page_of(theirs) not in await see(shop, near, page_of(mine))) is other_commune


async def test_who_came_too_late_is_led_on(shop, producer, moderator, other):
    first, second, _ = await three(shop, producer)
    await decide(shop, other, first, "duyet")

    late = await decide(shop, moderator, first, "duyet", seen="2")

    assert late.status_code == 409
    assert "Chị Hoa Minh Hoạ đã duyệt đề nghị này lúc" in late.text
    assert f'href="{page_of(second)}" rel="next"' in late.text


async def test_shortcuts_are_turned_off_by_each_for_themselves(shop, producer, moderator):
    await submitted(shop, producer)
    assert "data-keys" in await see(shop, moderator)

    answer = await press_at(shop, moderator, "/can-bo/tai-khoan/phim-tat")

    assert answer.headers["location"] == "/can-bo/tai-khoan?xong=phim"
    assert "Đã lưu phím tắt." in await see(shop, moderator, answer.headers["location"])
    assert "data-keys" not in await see(shop, moderator)
    await press_at(shop, moderator, "/can-bo/tai-khoan/phim-tat", shortcuts="1")
    assert "data-keys" in await see(shop, moderator)


async def test_its_producer_sees_by_when_and_at_which_place(shop, producer):
    first, _, third = await three(shop, producer)
    path = "/nha-san-xuat/de-nghi/{}/da-gui"

    assert "Đang xếp thứ 1." in await see(shop, producer, path.format(first.id))
    assert "Đang xếp thứ 3." in await see(shop, producer, path.format(third.id))


@pytest.mark.parametrize(
    "tab",
    [
        "",
        "?muc=toi-xem",
        "?muc=da-tra-lai",
        "?muc=cho-co-so",
        "?muc=tam-ngung",
        "?loai=moi&nhom=so-che-va-muoi&nhieu-lan=1",
    ],
)
async def test_any_page_of_a_queue_of_500_asks_six_questions(shop, moderator, asked, tab):
    now = clock.now()
    same = {
        "producer_id": ONE,
        "round": 3,
        "begun_at": now,
        "changed_at": now,
        "asked_at": now,
        "submitted_at": now,
        "answer_by": clock.today(),
        "helped_by_id": moderator.user,
    }
    states = (ProposalState.SUBMITTED, ProposalState.RETURNED, ProposalState.NEEDS_WORD)
    patch = {"group": {"typed": "", "read": "so-che-va-muoi", "base": "", "at": 1}}
    rows = [Proposal(id=f"{n:026d}", patch=patch, state=states[n % 3], **same) for n in range(1500)]
    await Proposal.bulk_create(rows)
    held = [
        InHand(proposal_id=one.id, user_id=moderator.user, since=now, seen_at=now)
        for one in rows
        if one.state == ProposalState.SUBMITTED
    ]
    await InHand.bulk_create(held)
    await see(shop, moderator)

    path, found = f"/can-bo{tab}", []
    for _ in range(2):
        asked.clear()
        page = await see(shop, moderator, path)
        found.append(len(asked))
        more = page.rpartition('class="quiet" href="')[2].partition('"')[0].replace("&amp;", "&")
        path = more if "sau=" in more else path

    assert max(found) <= 6, found
    assert counts(page)["Chờ duyệt"] == 500


def test_the_smallest_file_that_is_wide_enough_is_taken():
    files = [
        {"name": f"{width}.{kind}", "width": width, "type": f"image/{kind}"}
        for width in (1600, 320, 640)
        for kind in ("jpeg", "webp")
    ]
    assert smallest(files, 96) == "320.jpeg"
    assert smallest(files, 640) == "640.jpeg"
    assert smallest(files, 5000) == "1600.jpeg"
    assert smallest([], 96) == ""
