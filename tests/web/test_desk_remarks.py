"""Findings on the desk: what they rest on, the reasons they suggest, and the official's answers."""

import re

import pytest

from shop.models import (
    AuditEntry,
    FindingAnswer,
    OfficialRole,
    Proposal,
    ProposalPhoto,
    Verdict,
    WaitingPicture,
)
from shop.proposals import deciding, drafting
from shop.proposals.answering import Answer, Precision, note_answers, precisions
from shop.proposals.rounds import Reason
from tests.accounts.coming import FORM, OURS
from tests.conftest import services_of
from tests.people import Person, member, official
from tests.proposals.drafts import drafted, waiting_photo
from tests.web.test_desk import decide, page_of, see

ONE = "HP-CS-101"
WARNED = {"name": "Cá mòi kho OCOP 4 sao", "price-1": "9.000.000"}
STARS, PRICE, SMALL = "stars-name", "price_far_off-price-1", "small_photo-photos"


@pytest.fixture
async def producer(shop) -> Person:
    return await member(ONE)


@pytest.fixture
async def moderator(shop) -> Person:
    return await official(OfficialRole.MODERATOR)


async def warned(shop, person: Person) -> Proposal:
    """Submit a product with a small photo, stars that it has not, and its shelf life unsaid."""
    made = await drafted(person, ONE, **WARNED)
    await waiting_photo(services_of(shop), made.id)
    return await drafting.submit(made.id, made.version, user=person.user, answer_days=3)


async def rows() -> list[tuple[str, str, Verdict | None, str]]:
    held = FindingAnswer.all().order_by("key", "field")
    return [*await held.values_list("key", "field", "verdict", "why")]


async def test_an_official_reads_what_a_finding_rests_on_and_what_it_suggests(
    shop, producer, moderator
):
    page = await see(shop, moderator, page_of(await warned(shop, producer)))

    assert "<b>Cần xem · Tên.</b>" in page
    assert "Máy thấy: Cá mòi kho OCOP 4 sao" in page
    assert "Máy thấy: 640 × 480" in page
    suggested = re.findall(r'value="(\w+)">[^<]*<small>\(máy thấy\)', page)
    assert suggested == ["blurred", "price", "stars", "lacks"]
    assert "checked" not in page[page.index('action="/can-bo/de-nghi/') :]


async def test_the_list_says_how_many_stood_there_when_it_was_sent(shop, producer, moderator):
    sent = await warned(shop, producer)
    [many] = re.findall(r"Lưu ý \((\d+)\)", await see(shop, moderator))
    page = await see(shop, moderator, page_of(sent))
    assert int(many) == (await Proposal.get(id=sent.id)).findings == page.count('name="why-') > 1

    await Proposal.filter(id=sent.id).update(findings=None)  # sent before they were counted

    assert "Lưu ý (" not in await see(shop, moderator)


@pytest.mark.on("sqlite")
async def test_a_producer_reads_the_same_sentence_before_sending(shop, producer):
    made = await drafted(producer, ONE, **WARNED)
    await waiting_photo(services_of(shop), made.id)

    page = await see(shop, producer, f"/nha-san-xuat/de-nghi/{made.id}/xem-lai")

    assert "Chữ «OCOP» chỉ được ghi khi có quyết định còn hạn." in page
    assert "Máy thấy" not in page
    assert "máy thấy" not in page


async def test_a_finding_is_ignored_for_a_reason_and_counted(shop, producer, moderator):
    sent = await warned(shop, producer)
    page = await see(shop, moderator, page_of(sent))
    shown = re.findall(r'form="approve" name="remark" value="([^"]+)"', page)
    assert shown == [STARS, SMALL, PRICE, "no_shelf_life-shelf_life"]

    answer = await approved(shop, moderator, sent, shown, **{f"why-{SMALL}": "  Nhìn  vẫn rõ "})

    assert answer.status_code == 303
    assert await rows() == [
        ("no_shelf_life", "shelf_life", None, ""),
        ("price_far_off", "price-1", None, ""),
        ("small_photo", "photos", Verdict.IGNORED, "Nhìn vẫn rõ"),
        ("stars", "name", None, ""),
    ]
    assert await precisions() == [
        Precision("no_shelf_life", 1, 0, 0),
        Precision("price_far_off", 1, 0, 0),
        Precision("small_photo", 1, 0, 1),
        Precision("stars", 1, 0, 0),
    ]
    [entry] = await AuditEntry.filter(action="proposal.answer")
    assert entry.detail == {"round": 1, "findings": [["small_photo", "photos", "ignored"]]}


@pytest.mark.on("sqlite")
async def test_a_reason_that_a_finding_suggests_agrees_with_it(shop, producer, moderator):
    sent = await warned(shop, producer)

    await decide(shop, moderator, sent, "tra-lai", reasons="stars", remark=STARS)

    assert await rows() == [("stars", "name", Verdict.AGREED, "")]


@pytest.mark.on("sqlite")
async def test_only_what_could_have_been_shown_is_kept(shop, producer, moderator):
    sent = await warned(shop, producer)
    sly = ["made_up-name", "stars-" + "x" * 60, "stars-<b>", STARS, STARS]

    answer = await approved(shop, moderator, sent, sly, **{f"agree-{STARS}": "yes"})

    assert answer.status_code == 303
    assert await rows() == [("stars", "name", Verdict.AGREED, "")]


@pytest.mark.on("sqlite")
async def test_what_was_typed_beside_a_finding_stays_when_the_form_is_refused(
    shop, producer, moderator
):
    sent = await warned(shop, producer)
    typed = {f"why-{SMALL}": "Vẫn rõ", "group": "khong-co"}

    answer = await approved(shop, moderator, sent, [SMALL], **typed)

    assert answer.status_code == 422
    assert 'value="Vẫn rõ"' in answer.text
    assert await rows() == []


@pytest.mark.on("sqlite")
async def test_a_round_that_is_decided_once_more_keeps_the_last_answers(shop, producer, moderator):
    sent = await warned(shop, producer)
    back = await deciding.give_back(
        sent.id, sent.version, [Reason("name", "stars")], user=moderator.user,
        answers=[Answer("stars", "name"), Answer("small_photo", "photos", Verdict.AGREED)],
    )  # fmt: skip

    await note_answers(back, [Answer("stars", "name", Verdict.AGREED)], user=moderator.user)

    assert await rows() == [("stars", "name", Verdict.AGREED, "")]


@pytest.mark.on("sqlite")
async def test_a_photo_like_anothers_leads_to_it(shop, producer, moderator):
    other = await member("HP-CS-115")
    theirs = await drafted(other, "HP-CS-115")
    await waiting_photo(services_of(shop), theirs.id, b"theirs")
    mine = await warned(shop, producer)
    await WaitingPicture.all().update(likeness="ffffffffffffffff")
    assert await ProposalPhoto.all().count() == 2

    page = await see(shop, moderator, page_of(mine))

    assert "Ảnh 1 giống ảnh của cơ sở khác." in page
    assert "Máy thấy: Ảnh đang chờ duyệt của HP-CS-115 (khác 0/64)." in page


async def approved(shop, person: Person, sent: Proposal, shown: list[str], **fields: str):
    """Approve as the page would, with each finding that it shows."""
    shop.cookies.clear()
    for name, value in person.cookies.items():
        shop.cookies.set(name, value)
    form = {"seen": str(sent.version), "remark": shown, **fields}
    return await shop.post(page_of(sent, "duyet"), data=form, headers={**OURS, **FORM})
