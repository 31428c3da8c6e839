"""Pages by which an official fills in for a producer, and by which the producer says yes or no."""

import contextlib
import re
import signal

import httpx2
import pytest
from structlog.testing import capture_logs

from shop import publishing
from shop.accounts.members import end_mandates
from shop.accounts.secret import digest_of_digits
from shop.catalogue import withdraw_consent
from shop.models import (
    AskedWord,
    AuditEntry,
    Code,
    Consent,
    MemberRole,
    OfficialRole,
    Producer,
    Proposal,
    ProposalState,
    Purpose,
    WaitingPicture,
    WordBy,
)
from shop.proposals import drafting, helping
from shop.proposals.drafting import Typed
from tests.accounts.test_invitations import killed_at
from tests.conftest import front_door
from tests.people import OURS, Person, member, official
from tests.pictures import photo
from tests.proposals.drafts import MACKEREL, waiting_photo
from tests.publishing.goods import CA_MOI, TRA_SEN, a_small_catalogue, goods, on_show
from tests.publishing.truth import serials
from tests.web.own import FORM, LANG_CHAI, THUY_HUONG, text_of

COMMUNE, PHONE = "11728", "+84912345678"
HELPING = "/can-bo/giup"


async def filled_in(services, person: Person) -> str:
    """Fill in a new product for Làng Chài and hand it to the producer; give where its pages are."""
    await Producer.filter(code=LANG_CHAI).update(phone=PHONE)
    begun = await helping.begin(LANG_CHAI, None, user=person.user)
    saved = await drafting.save(begun.id, Typed(1, MACKEREL | {"group": "other"}))
    await waiting_photo(services, begun.id)
    await drafting.submit(begun.id, saved.version, user=person.user, answer_days=3)
    return f"{HELPING}/de-nghi/{begun.id}"


@pytest.fixture
async def helper(portal):
    return await official(OfficialRole.HELPER, COMMUNE)


@pytest.fixture
async def asked(portal, helper):
    return await filled_in(portal._transport.app.state.process.services, helper)


async def link_of(portal, helper, asked: str) -> str:
    page = await portal.post(f"{asked}/loi-co-so/link", headers=helper.headers | FORM)
    return re.search(r">http://localhost:8000(/loi/[\w-]+)</textarea>", page.text)[1]


async def held() -> Proposal:
    return await Proposal.get()


async def everything() -> tuple:
    rows = (AskedWord, AuditEntry, Code, Consent, Proposal)
    return (await serials(), [await one.all().order_by("id").values() for one in rows])


async def test_an_official_finds_a_producer_and_begins_for_it(portal, helper):
    listed = await portal.get(f"{HELPING}?q=lang+chai", headers=helper.headers)
    nothing = await portal.get(f"{HELPING}?q=Lạng", headers=helper.headers)
    page = await portal.get(f"{HELPING}/co-so/{LANG_CHAI}", headers=helper.headers)
    begun = await portal.post(f"{HELPING}/co-so/{LANG_CHAI}", headers=helper.headers | FORM)
    again = await portal.get(f"{HELPING}/co-so/{LANG_CHAI}", headers=helper.headers)

    assert f'href="{HELPING}/co-so/{LANG_CHAI}"' in listed.text
    assert "Không có cơ sở nào như vậy" in text_of(nothing)
    assert "Thêm sản phẩm giúp" in text_of(page)
    assert f'value="{CA_MOI}"' in page.text
    proposal = await held()
    assert begun.headers["location"] == f"{HELPING}/de-nghi/{proposal.id}/anh"
    assert (proposal.helped_by_id, proposal.producer_id) == (helper.user, LANG_CHAI)
    assert "Bản nháp Làm tiếp" in text_of(again)


async def test_a_product_on_show_is_changed_for_it_and_one_of_another_is_not(portal, helper):
    await on_show(goods(TRA_SEN, producer_id=THUY_HUONG))
    here = f"{HELPING}/co-so/{LANG_CHAI}"

    first = await portal.post(here, data={"product": CA_MOI}, headers=helper.headers)
    second = await portal.post(here, data={"product": CA_MOI}, headers=helper.headers)
    others = await portal.post(here, data={"product": TRA_SEN}, headers=helper.headers)
    elsewhere = await portal.get(f"{HELPING}/co-so/{THUY_HUONG}", headers=helper.headers)

    assert first.headers["location"] == second.headers["location"]
    assert (others.status_code, elsewhere.status_code) == (404, 404)
    assert await Proposal.all().count() == 1


async def test_a_code_is_sent_where_the_producer_is_and_typed_as_it_is_read(portal, helper, asked):
    way = f"{asked}/loi-co-so/ma"
    choose = await portal.get(f"{asked}/loi-co-so", headers=helper.headers)
    before = await portal.get(way, headers=helper.headers)
    sent = await portal.post(way, data={"lam": "gui", "to": "0"}, headers=helper.headers)
    after = await portal.get(sent.headers["location"], headers=helper.headers)
    odd = await portal.get(f"{way}?da-gui={'9' * 5000}", headers=helper.headers)
    await Code.all().update(digest=digest_of_digits("707070", ""))
    wrong = await portal.post(way, data={"lam": "nhap", "code": "1"}, headers=helper.headers)
    right = await portal.post(way, data={"lam": "nhap", "code": "707070"}, headers=helper.headers)
    twice = await portal.post(way, data={"lam": "nhap", "code": "707070"}, headers=helper.headers)

    assert "Cá mòi kho Làng Chài" in text_of(choose)
    assert "125.000 ₫ / hộp 400 g" in text_of(choose)
    assert "0912 ••• 678" in text_of(before)
    assert PHONE not in before.text + after.text
    assert "Đã gửi mã tới 0912 ••• 678." in text_of(after)
    assert (odd.status_code, "Đã gửi mã tới" in text_of(odd)) == (200, False)
    assert wrong.status_code == 422
    assert "Mã gồm 6 số" in text_of(wrong)
    assert right.headers["location"] == twice.headers["location"] == f"{asked}/da-gui"
    assert ((await held()).state, (await held()).round) == (ProposalState.SUBMITTED, 1)


@pytest.mark.on("sqlite")
async def test_where_no_message_can_go_no_code_is_offered(portal, helper, asked):
    await Producer.filter(code=LANG_CHAI).update(phone="")

    page = await portal.get(f"{asked}/loi-co-so", headers=helper.headers)

    assert f'href="{asked}/loi-co-so/ma"' not in page.text
    assert "Chưa có số nào của cơ sở nhận được mã." in text_of(page)


async def test_looking_at_a_link_changes_nothing(portal, helper, asked):
    address = await link_of(portal, helper, asked)
    before = await everything()

    for n in range(20):
        robot = {"User-Agent": "facebookexternalhit/1.1", "Sec-Fetch-Site": "cross-site"}
        path = f"{address}?answer=yes&purposes=catalogue"
        answer = await portal.request(("GET", "HEAD")[n % 2], path, headers=robot)
        assert answer.status_code == 200
        assert "set-cookie" not in answer.headers
    foreign = await portal.post(address, data={"answer": "yes"}, headers=robot)

    assert foreign.status_code == 403
    assert await everything() == before


async def test_a_link_shows_what_is_asked_and_takes_the_word_once(portal, helper, asked):
    await withdraw_consent(LANG_CHAI, Purpose.CATALOGUE, by="test")
    address = await link_of(portal, helper, asked)

    page = await portal.get(address)
    picture = re.search(rf'src="({address}/anh/[^"]+)"', page.text)[1]
    shown = await portal.get(picture)
    answer = {"answer": "yes", "purposes": "catalogue"}
    answers = [await portal.post(address, data=answer, headers=OURS) for _ in range(2)]
    after = await portal.get(address)
    photo_after = await portal.get(f"{address}/anh/{'0' * 64}.jpg")

    assert "Cá mòi kho Làng Chài" in text_of(page)
    assert "125.000 ₫ / hộp 400 g" in text_of(page)
    assert "checked" not in page.text
    assert (shown.status_code, shown.content) == (200, b"a picture that only the store looks at")
    assert page.headers["referrer-policy"] == "same-origin"
    assert [page.headers["cache-control"], shown.headers["cache-control"]] == ["no-store"] * 2
    assert answers[0].headers["location"] == address
    assert "Cơ sở đồng ý lúc" in text_of(after)
    assert photo_after.status_code == 404
    proposal = await held()
    assert (proposal.state, proposal.round, proposal.worded_by) == (
        ProposalState.SUBMITTED, 1, WordBy.LINK
    )  # fmt: skip
    standing = Consent.filter(purpose=Purpose.CATALOGUE, producer_id=LANG_CHAI, withdrawn_at=None)
    assert await standing.count() == 1
    assert answers[1].status_code == 303


@pytest.mark.on("sqlite")
async def test_the_browser_of_the_official_does_not_answer_a_link(portal, helper, asked):
    address = await link_of(portal, helper, asked)

    refused = [
        await portal.post(address, data={"answer": said}, headers=helper.headers)
        for said in ("yes", "no")
    ]

    assert [one.status_code for one in refused] == [422, 422]
    assert "Bạn đã điền giúp" in text_of(refused[0])
    assert (await held()).state == ProposalState.NEEDS_WORD


@pytest.mark.on("sqlite")
async def test_the_token_of_a_link_stands_in_no_log(portal, helper, asked):
    address = await link_of(portal, helper, asked)

    with capture_logs() as lines:
        for path in (address, f"/en{address}", f"{address}/anh/x", f"{address}x"):
            await portal.get(path)
        await portal.post(address, data={"answer": "yes"}, headers=OURS)

    assert address.removeprefix("/loi/") not in repr(lines)
    assert {line["path"] for line in lines} == {"/loi/…", "/en/loi/…"}


async def test_a_no_ends_the_link_and_tells_the_official(portal, helper, asked):
    address = await link_of(portal, helper, asked)

    said = await portal.post(address, data={"answer": "no"}, headers=OURS)
    over = await portal.get(address)
    page = await portal.get(f"{HELPING}/co-so/{LANG_CHAI}", headers=helper.headers)

    assert "đã trả về cho cán bộ" in text_of(said)
    assert over.status_code == 404
    assert "Cơ sở chưa đồng ý: hãy hỏi rồi sửa" in text_of(page)


async def test_what_an_official_may_no_longer_do_is_not_there(portal, helper, asked):
    address = await link_of(portal, helper, asked)
    await end_mandates(helper.user, by="test")
    missing = await portal.get(f"{HELPING}/de-nghi/{'0' * 26}/loi-co-so", headers=helper.headers)

    for way in ("loi-co-so", "loi-co-so/ma", "loi-co-so/link", "loi-co-so/giay"):
        answer = await portal.get(f"{asked}/{way}", headers=helper.headers)
        assert answer.status_code == missing.status_code == 404
    code = {"lam": "nhap", "code": "707070"}
    posted = await portal.post(f"{asked}/loi-co-so/ma", data=code, headers=helper.headers)
    assert posted.status_code == (await portal.get(address)).status_code == 404
    assert (await held()).state == ProposalState.NEEDS_WORD


async def test_a_paper_is_printed_photographed_and_confirmed(portal, helper, asked):
    way = f"{asked}/loi-co-so/giay"
    await withdraw_consent(LANG_CHAI, Purpose.MARKETPLACES, by="test")
    sheet = await portal.get(f"{way}/in", headers=helper.headers)
    early = await portal.post(way, data={"signed": "1"}, headers=helper.headers)
    files = {"picture": ("giay.jpg", photo(7, (640, 480)), "image/jpeg")}

    sent = await portal.post(way, data={"act": "add"}, files=files, headers=helper.headers)
    page = await portal.get(way, headers=helper.headers)
    unsigned = await portal.post(way, headers=helper.headers | FORM)
    signed = {"signed": "1", "purposes": "marketplaces"}
    done = await portal.post(way, data=signed, headers=helper.headers)

    assert "Giấy đồng ý gửi duyệt sản phẩm" in text_of(sheet)
    assert "Tôi cho các sàn, đối tác chép" in text_of(sheet)
    assert sheet.headers["cache-control"] == "no-store"
    assert (early.status_code, unsigned.status_code) == (422, 422)
    assert "Chưa có ảnh tờ giấy ký lần này." in text_of(early)
    assert sent.headers["location"] == way
    assert "Đã nhận 1 ảnh giấy." in text_of(page)
    assert done.headers["location"] == f"{asked}/da-gui"
    assert (await held()).worded_by == WordBy.PAPER
    assert await WaitingPicture.all().count() == 2
    public = await portal.get(f"/media/{(await WaitingPicture.all().first()).digest}.jpg")
    assert public.status_code == 404


async def test_a_member_agrees_where_it_stands_in_their_list(portal, helper, asked):
    editor = await member(LANG_CHAI, MemberRole.EDITOR)
    other = await member(THUY_HUONG)
    proposal = (await held()).id
    here = f"/nha-san-xuat/de-nghi/{proposal}/dong-y-gui"

    hidden = await portal.get(here, headers=other.headers)
    listed = await portal.get(f"/nha-san-xuat/{LANG_CHAI}", headers=editor.headers)
    page = await portal.get(here, headers=editor.headers)
    answers = [
        await portal.post(here, data={"answer": "yes"}, headers=editor.headers) for _ in range(2)
    ]

    assert hidden.status_code == 404
    assert f'href="{here}"' in listed.text
    assert "Đúng, tôi đồng ý gửi duyệt" in text_of(page)
    assert {one.headers["location"] for one in answers} == {
        f"/nha-san-xuat/de-nghi/{proposal}/da-gui"
    }
    assert ((await held()).worded_by, (await held()).round) == (WordBy.MEMBER, 1)


@pytest.mark.on("sqlite")
async def test_an_official_who_is_a_member_too_is_not_their_own_producer(portal, helper, asked):
    same = await member(LANG_CHAI, address=helper.address.text)
    here = f"/nha-san-xuat/de-nghi/{(await held()).id}/dong-y-gui"

    page = await portal.get(here, headers=same.headers)
    refused = await portal.post(here, data={"answer": "yes"}, headers=same.headers)

    assert same.user == helper.user
    assert "Hãy để người khác của cơ sở trả lời." in text_of(page)
    assert (refused.status_code, (await held()).state) == (422, ProposalState.NEEDS_WORD)


async def test_a_kill_after_a_word_was_taken_leaves_nothing_half_done(settings):
    async with publishing.opened(settings):
        await a_small_catalogue()
        await on_show(goods())
        await withdraw_consent(LANG_CHAI, Purpose.CATALOGUE, by="test")
        person = await official(OfficialRole.HELPER, COMMUNE)
    async with front_door(settings) as door:
        asked = await filled_in(door._transport.app.state.process.services, person)
        address = await link_of(door, person, asked)
    with killed_at("submitted", settings) as (process, origin):
        async with httpx2.AsyncClient(base_url=origin, headers=OURS) as browser:
            with contextlib.suppress(httpx2.TransportError):
                answer = {"answer": "yes", "purposes": "catalogue"}
                await browser.post(address, data=answer)
        died = process.wait(20)

    async with front_door(settings) as door:
        again = await door.post(address, data={"answer": "yes"}, headers=OURS)

        assert (died, again.status_code) == (-signal.SIGKILL, 303)
        proposal = await held()
        assert (proposal.state, proposal.round) == (ProposalState.SUBMITTED, 1)
        assert await AuditEntry.filter(action="proposal.word").count() == 1
        assert await AskedWord.filter(used_at=None).count() == 0
        standing = Consent.filter(purpose=Purpose.CATALOGUE, producer_id=LANG_CHAI)
        assert await standing.filter(withdrawn_at=None).count() == 1
