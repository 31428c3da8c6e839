"""An owner answers by hand what the producer allows: pages and the change log follow at once."""

import asyncio
import re
from datetime import timedelta
from hashlib import sha256
from html import unescape

import html5lib
import orjson
import pytest

from shop import catalogue, clock
from shop.catalogue.agreements import AGREEMENTS
from shop.models import (
    AuditEntry,
    Clock,
    Consent,
    Listing,
    MemberRole,
    Message,
    Producer,
    Product,
    Purpose,
    Session,
)
from tests.conftest import TODAY
from tests.people import Person, member

MAKER, CODE = "HP-CS-130", "HP-OCOP-0026"
FISH_SAUCE = f"/san-pham/{CODE}/nuoc-mam-cat-hai"
PAGE, CONTACT = f"/nha-san-xuat/{MAKER}/dong-y", f"/nha-san-xuat/{MAKER}/lien-he"
LISTED = "theo danh sách của thành phố"
TEXTS = {
    "2026-11": "d77e",
}
"""Version → how the SHA-256 of its texts begins."""


@pytest.fixture
async def owner(shop) -> Person:
    return await member(MAKER)


async def say(door, person: Person, purpose: str, answer: str = "give", **more: str):
    fields = {"purpose": purpose, "answer": answer, "version": "2026-11", **more}
    path = fields.pop("path", PAGE)
    return await door.post(path, data=fields, headers=person.headers)


async def read(door, person: Person, path: str = PAGE) -> str:
    return unescape((await door.get(path, headers=person.headers)).text)


async def rows(purpose: Purpose) -> list[Consent]:
    return await Consent.filter(producer_id=MAKER, purpose=purpose).order_by("id")


async def position() -> tuple[int, int]:
    held = await Clock.get(id=1)
    return held.head, held.reports


@pytest.mark.on("sqlite")
async def test_nothing_is_preset_and_what_a_list_brought_is_said(shop, owner):
    for path in (PAGE, f"{PAGE}?moi=1", f"/en{PAGE}"):
        page = html5lib.parse(
            (await shop.get(path, headers=owner.headers)).text, namespaceHTMLElements=False
        )
        kinds = {one.get("type") for one in page.find(".//main").iter("input")}
        assert kinds == {"hidden"}
        assert [one for one in page.iter() if {"checked", "selected"} & one.attrib.keys()] == []

    page = await read(shop, owner, f"{PAGE}?moi=1")
    assert page.count(LISTED) == 3
    assert page.count("Bạn chưa cho phép.") == 1  # that buyers may call came with no list
    assert "nên chúng tôi hỏi lại từng điều" in page
    assert "hỏi lại từng điều" not in await read(shop, owner)


@pytest.mark.on("sqlite")
async def test_what_follows_is_told_before_it_is_given_or_taken_back(shop, owner):
    goods = await Product.filter(producer_id=MAKER).count()

    page, english = await read(shop, owner), await read(shop, owner, f"/en{PAGE}")

    for agreement in AGREEMENTS.values():
        assert f'<p class="agreement">{agreement.text.vi}</p>' in page
        assert f'<p class="agreement">{agreement.text.en}</p>' in english
    assert f"Nếu rút: trang của cơ sở và {goods} sản phẩm bị gỡ khỏi trang công khai." in page
    assert f"Nếu rút: {goods} sản phẩm ra khỏi dữ liệu mở" in page
    assert "Nếu rút: số điện thoại và cách liên hệ mất khỏi mọi trang." in page
    assert "Nếu rút: không trang nào thay đổi." in page


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(("prefix", "place"), [("", 0), ("/en", 1)])
async def test_the_sentence_that_was_read_is_kept_letter_for_letter(shop, owner, prefix, place):
    shown = re.findall('<p class="agreement">(.*?)</p>', await read(shop, owner, f"{prefix}{PAGE}"))

    for purpose in Purpose:
        await say(shop, owner, purpose, path=f"{prefix}{PAGE}")

    standing = await Consent.filter(producer_id=MAKER, withdrawn_at=None)
    assert sorted(one.text for one in standing) == sorted(shown)
    for one in standing:
        assert one.text == AGREEMENTS[one.purpose].text[place]
        assert (one.text_version, one.basis) == ("2026-11", f"by hand: user {owner.user}")


async def test_a_list_s_consent_is_replaced_without_a_flicker(shop, owner):
    before, listing = await position(), await Listing.get(code=CODE).values()

    for purpose in (Purpose.CATALOGUE, Purpose.MARKETPLACES, Purpose.STATISTICS):
        answer = await say(shop, owner, purpose)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?xong={purpose}")

    assert await position() == before
    assert await Listing.get(code=CODE).values() == listing
    former, new = await rows(Purpose.CATALOGUE)
    assert (former.text, former.withdrawn_at) == ("", new.given_at)
    assert new.withdrawn_at is None
    page = await read(shop, owner)
    assert page.count("chủ cơ sở đã đồng ý tại đây") == 3
    assert LISTED not in page


async def test_a_number_is_shown_at_once_and_gone_at_once(shop, owner):
    await catalogue.set_contact(MAKER, {"phone": "0912 345 678"}, by="test")
    before = await shop.get(FISH_SAUCE)  # kept from now on
    head, _ = await position()
    assert "tel:" not in before.text

    await say(shop, owner, "contact")

    pages = [FISH_SAUCE, f"/en{FISH_SAUCE}", f"/co-so/{MAKER}"]
    for path in pages:
        page = (await shop.get(path, follow_redirects=True)).text
        assert 'href="tel:+84912345678"' in page, path
    assert (await position())[0] == head  # of the change log it is no part
    changes = (await shop.get("/api/v1/changes?since=0&limit=1000")).text
    assert "912345678" not in changes

    await say(shop, owner, "contact", "withdraw")

    for path in pages:
        page = (await shop.get(path, follow_redirects=True)).text
        assert "tel:" not in page, path
        assert "Hỏi UBND" in page or "Ask the People" in page
    assert (await Producer.get(code=MAKER)).phone == "+84912345678"


async def test_what_marketplaces_may_have_follows_their_consent(shop, owner):
    async def change() -> dict:
        answer = orjson.loads((await shop.get("/api/v1/changes?since=0&limit=1000")).content)
        return next(one for one in answer["items"] if one["code"] == CODE)

    await say(shop, owner, "marketplaces", "withdraw")
    assert (await change())["op"] == "delete"
    assert (await shop.get(FISH_SAUCE)).status_code == 200
    assert (await shop.get(f"/api/v1/listings/{CODE}")).status_code == 410

    await say(shop, owner, "marketplaces")
    assert (await change())["op"] == "upsert"


async def test_without_consent_to_the_pages_nothing_of_it_is_there(shop, owner):
    await shop.get(FISH_SAUCE)

    await say(shop, owner, "catalogue", "withdraw")

    assert (await shop.get(FISH_SAUCE)).status_code == 410
    assert (await shop.get(f"/co-so/{MAKER}")).status_code == 404
    page = await read(shop, owner)
    goods = await Product.filter(producer_id=MAKER).count()
    assert f"{goods} sản phẩm đang chờ bạn đồng ý cho hiện tên cơ sở." in page
    assert "Chỉ có tác dụng khi bạn đã đồng ý ở mục Trang công khai." in page
    assert "Đã rút lại ngày" in page

    await say(shop, owner, "catalogue")
    assert (await shop.get(FISH_SAUCE)).status_code == 200


async def test_a_double_tap_and_a_second_tab_change_nothing_more(shop, owner):
    for _ in range(3):
        assert (await say(shop, owner, "contact")).status_code == 303
    assert len(await rows(Purpose.CONTACT)) == 1
    for _ in range(3):
        assert (await say(shop, owner, "contact", "withdraw")).status_code == 303
    assert [one.withdrawn_at is None for one in await rows(Purpose.CONTACT)] == [False]
    told = await AuditEntry.filter(subject=MAKER, action__startswith="consent").order_by("id")
    assert [(one.action, one.by) for one in told] == [
        ("consent.give", f"user {owner.user}"),
        ("consent.withdraw", f"user {owner.user}"),
    ]


async def test_answers_that_come_at_once_leave_one_that_stands_or_none(shop, owner):
    given = await asyncio.gather(*(say(shop, owner, "catalogue") for _ in range(5)))
    assert {one.status_code for one in given} == {303}
    assert [one.withdrawn_at is None for one in await rows(Purpose.CATALOGUE)] == [False, True]

    both = ["give", "withdraw"] * 3
    mixed = await asyncio.gather(*(say(shop, owner, "catalogue", answer) for answer in both))

    assert {one.status_code for one in mixed} == {303}
    standing = [one for one in await rows(Purpose.CATALOGUE) if one.withdrawn_at is None]
    assert len(standing) <= 1
    assert (await Listing.get(code=CODE)).live == bool(standing)


async def test_two_owners_who_disagree_are_both_on_record(shop, owner):
    other = await member(MAKER)

    await say(shop, owner, "statistics")
    await say(shop, other, "statistics", "withdraw")
    await say(shop, owner, "statistics")

    told = await AuditEntry.filter(action__startswith="consent").order_by("id")
    assert [(one.action.partition(".")[2], one.by) for one in told] == [
        ("give", f"user {owner.user}"),
        ("withdraw", f"user {other.user}"),
        ("give", f"user {owner.user}"),
    ]


async def test_a_consent_without_a_number_leads_to_where_it_is_noted(shop, owner):
    answer = await say(shop, owner, "contact")

    assert answer.headers["location"] == f"{CONTACT}?dong-y=1"
    page = await read(shop, owner, answer.headers["location"])
    assert "Bạn đã cho hiện cách liên hệ. Hãy ghi số điện thoại" in page


@pytest.mark.on("sqlite")
async def test_after_a_claim_the_way_goes_on_being_a_claim_s(shop, owner):
    answer = await say(shop, owner, "catalogue", path=f"{PAGE}?moi=1")

    assert answer.headers["location"] == f"{PAGE}?moi=1&xong=catalogue"
    page = await read(shop, owner, answer.headers["location"])
    assert "Trang công khai: đã ghi là bạn đồng ý." in page


@pytest.mark.on("sqlite")
async def test_what_the_address_says_was_done_is_not_believed(shop, owner):
    page = await read(shop, owner, f"{PAGE}?xong=contact")

    assert "đã ghi là bạn đồng ý" not in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"version": "2020-01"}, "Câu hỏi vừa được viết lại. Hãy đọc bản mới rồi trả lời."),
        ({"version": ""}, "Câu hỏi vừa được viết lại. Hãy đọc bản mới rồi trả lời."),
        ({"purpose": "everything"}, "“everything” không có ở đây."),
        ({"answer": "maybe"}, "“maybe” không có ở đây."),
    ],
)
async def test_another_answer_than_was_asked_for_is_refused(shop, owner, fields, said):
    before = await Consent.all().order_by("id").values()

    answer = await say(shop, owner, **{"purpose": "contact", **fields})

    assert answer.status_code == 422
    assert said in unescape(answer.text)
    assert await Consent.all().order_by("id").values() == before


async def test_a_clock_that_was_set_back_keeps_no_consent_standing(shop, owner):
    with clock.stopped(TODAY + timedelta(days=30)):
        later = await member(MAKER)
        await say(shop, later, "contact")
    with clock.stopped(TODAY):
        again = await member(MAKER)
        answer = await say(shop, again, "contact", "withdraw")

    [ended] = await rows(Purpose.CONTACT)
    assert (answer.status_code, ended.withdrawn_at) == (303, ended.given_at)


@pytest.mark.on("sqlite")
async def test_an_editor_may_not_and_another_s_producer_is_not_there(shop, owner):
    editor, stranger = await member(MAKER, MemberRole.EDITOR), await member("HP-CS-005")
    missing = PAGE.replace(MAKER, "HP-CS-999")

    for ask in (shop.get, shop.post):
        more = {} if ask == shop.get else {"data": {"purpose": "contact", "answer": "give"}}
        refused = await ask(PAGE, headers=editor.headers, **more)
        hidden = await ask(PAGE, headers=stranger.headers, **more)
        none = await ask(missing, headers=stranger.headers, **more)
        assert (refused.status_code, hidden.status_code, none.status_code) == (403, 404, 404)
        assert hidden.text.replace(MAKER, "HP-CS-999") == none.text
    assert await rows(Purpose.CONTACT) == []


@pytest.mark.on("sqlite")
async def test_who_came_in_long_ago_shows_again_who_they_are(shop, owner):
    ago = clock.now() - timedelta(minutes=16)
    await Session.filter(digest=owner.digest).update(proved_at=ago)

    page = await shop.get(PAGE, headers=owner.headers)
    answer = await say(shop, owner, "contact")

    assert page.headers["location"] == (
        f"/nha-san-xuat/xac-nhan?ve=%2Fnha-san-xuat%2F{MAKER}%2Fdong-y"
    )
    assert (page.status_code, answer.status_code) == (303, 403)
    assert "Đã quá 15 phút từ khi bạn xác nhận." in answer.text
    assert await rows(Purpose.CONTACT) == []


@pytest.mark.on("sqlite")
async def test_a_form_of_another_site_is_refused(shop, owner):
    answer = await shop.post(
        PAGE,
        data={"purpose": "contact", "answer": "give", "version": "2026-11"},
        headers={**owner.headers, "Sec-Fetch-Site": "cross-site"},
    )

    assert answer.status_code == 403
    assert await rows(Purpose.CONTACT) == []


@pytest.mark.on("sqlite")
async def test_a_paper_of_an_operator_is_named_and_can_be_confirmed(shop, owner):
    await catalogue.give_consent(MAKER, Purpose.CONTACT, "phiếu ký ngày 1/11", by="test")
    assert "(căn cứ: phiếu ký ngày 1/11)" in await read(shop, owner)

    await say(shop, owner, "contact")

    assert [one.text == "" for one in await rows(Purpose.CONTACT)] == [True, False]
    assert await Message.all().count() == 0


@pytest.mark.on("sqlite")
async def test_what_was_read_in_the_other_language_is_said_as_it_was(shop, owner):
    await say(shop, owner, "statistics", path=f"/en{PAGE}")

    kept = AGREEMENTS[Purpose.STATISTICS].text.en
    assert f'Câu đã đồng ý: <q lang="en">{kept}</q>' in await read(shop, owner)


def test_a_text_that_is_changed_gets_another_version():
    texts = "\n".join("\n".join(one.text) for one in AGREEMENTS.values())
    versions = {one.version for one in AGREEMENTS.values()}

    assert {version: sha256(texts.encode()).hexdigest()[:4] for version in versions} == TEXTS
