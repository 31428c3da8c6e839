"""Officials correct products without their producers: one writes, another decides, it is told."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import pytest

from shop import clock
from shop.access import mandates_now
from shop.accounts.members import end_mandates
from shop.catalogue import suspend
from shop.errors import InvalidError, OwnWorkError
from shop.models import (
    AgriGroup,
    AuditEntry,
    InPerson,
    Listing,
    MemberRole,
    Message,
    OfficialRole,
    Product,
    Proposal,
    ProposalState,
    Review,
    State,
    Variant,
)
from shop.papers.sowing import sow
from shop.proposals import correcting, deciding, digesting, drafting, helping, undoing
from shop.proposals.deciding import Approval
from shop.proposals.drafting import Typed
from shop.proposals.rounds import DecidedError, Reason
from tests.accounts.coming import post
from tests.people import Person, member, official
from tests.pictures import photo
from tests.proposals.test_facts import hidden
from tests.publishing.goods import CA_MOI, TRA_SEN, goods, on_show
from tests.publishing.truth import drift
from tests.web.own import LANG_CHAI, LIST, THUY_HUONG, text_of

HERE, COMMUNE, ELSEWHERE = "/can-bo/sua-thay", "11728", "11761"
STORAGE = "Để nơi khô ráo, thoáng mát."


@dataclass
class Office:
    """The door, an administrator who writes, and one who decides."""

    door: object
    writer: Person
    second: Person

    async def get(self, person: Person, path: str):
        self.door.cookies.clear()
        return await self.door.get(path, headers=person.headers)

    async def send(self, person: Person, path: str, **fields: str):
        self.door.cookies.clear()
        for name, value in person.cookies.items():
            self.door.cookies.set(name, value)
        return await post(self.door, path, **fields)

    async def begun(self, code: str = CA_MOI) -> Proposal:
        answer = await self.send(self.writer, f"{HERE}/{code}")
        assert answer.status_code == 303
        return await Proposal.get(id=answer.headers["location"].split("/")[-2])

    async def sent(self, code: str = CA_MOI, **texts: str) -> Proposal:
        """Correct a product as the forms do, and send it."""
        begun = await self.begun(code)
        steps = steps_of(begun)
        form = await self.get(self.writer, f"{steps}/thong-tin")
        texts = texts or {"storage": STORAGE}
        more = {name: text for name, text in texts.items() if name == "storage"}
        facts = {name: text for name, text in texts.items() if name not in more}
        if facts:
            done = await self.send(self.writer, f"{steps}/thong-tin", **hidden(form.text), **facts)
            assert done.status_code == 303
        if more:
            now = str((await Proposal.get(id=begun.id)).version)
            await self.send(self.writer, f"{steps}/lam-them", seen=now, **more)
        now = str((await Proposal.get(id=begun.id)).version)
        done = await self.send(self.writer, f"{steps}/xem-lai", seen=now, pledge="yes")
        assert done.headers["location"] == f"{steps}/da-gui"
        return await Proposal.get(id=begun.id)

    async def decide(self, person: Person, sent: Proposal, do: str = "duyet", **fields: str):
        now = str((await Proposal.get(id=sent.id)).version)
        return await self.send(person, f"/can-bo/de-nghi/{sent.id}/{do}", seen=now, **fields)

    @property
    def pictures(self):
        return self.door._transport.app.state.process.services.pictures


def steps_of(held: Proposal) -> str:
    return f"/can-bo/giup/de-nghi/{held.id}"


@pytest.fixture
async def office(portal) -> Office:
    await AgriGroup.create(code="rau", name_vi="Rau", name_en="Vegetables")
    await sow(by="test")  # what is asked for more comes with the release
    return Office(portal, await official(OfficialRole.ADMIN), await official(OfficialRole.ADMIN))


async def told() -> list[tuple]:
    rows = await Message.all().order_by("created_at", "address")
    return sorted((row.what, row.address) for row in rows)


async def shown(code: str = CA_MOI) -> str:
    return (await Listing.get(code=code)).document


async def test_a_product_is_found_by_code_or_name_and_begun_once(office):
    await on_show(
        goods(
            TRA_SEN,
            producer_id=THUY_HUONG,
            name_vi="Trà sen Thụy Hương",
            keywords=[],
            name_en="Tea",
        )
    )
    found = {
        text: (await office.get(office.writer, f"{HERE}?q={text}")).text
        for text in ("ca+moi", "HP-OCOP-0003", "hp-ocop", "trà", "zzz", "%00", "100%25")
    }
    page = await office.get(office.writer, f"{HERE}/{CA_MOI}")
    first, second = await office.begun(), await office.begun()
    listed = await office.get(office.writer, HERE)

    links = {text: [one for one in (CA_MOI, TRA_SEN) if f"{HERE}/{one}" in page]
             for text, page in found.items()}  # fmt: skip
    assert links == {
        "ca+moi": [CA_MOI], "HP-OCOP-0003": [TRA_SEN], "hp-ocop": [CA_MOI, TRA_SEN],
        "trà": [TRA_SEN], "zzz": [], "%00": [CA_MOI, TRA_SEN], "100%25": [],
    }  # fmt: skip
    assert "Không có sản phẩm nào như vậy" in found["zzz"]
    assert "Bắt đầu sửa" in page.text
    assert first.id == second.id
    assert (first.corrected_by_id, first.helped_by_id, first.product_id) == (
        office.writer.user, None, CA_MOI,
    )  # fmt: skip
    assert "Bạn sửa thay · đang soạn" in text_of(listed)
    assert await AuditEntry.filter(action="proposal.correct").count() == 1


async def test_text_packs_and_photos_are_corrected_and_all_who_work_there_are_told(office):
    owner, editor = await member(LANG_CHAI), await member(LANG_CHAI, MemberRole.EDITOR)
    await member(THUY_HUONG)
    begun = await office.begun()
    files = {"picture": ("anh.jpg", photo(7, (900, 675)), "image/jpeg")}
    await office.door.post(f"{steps_of(begun)}/anh", files=files, headers=office.writer.headers)
    checked = await office.get(office.writer, f"{steps_of(begun)}/xem-lai")
    new = {"name": "Cá mòi kho lá gừng", "pack-1": "hũ 200 g", "price-1": "70k", "say-1": "amount"}
    sent = await office.sent(**new)

    page = await office.get(office.second, f"/can-bo/de-nghi/{sent.id}")
    answer = await office.decide(office.second, sent)

    assert "Bạn đang sửa thay cơ sở. Cán bộ khác sẽ duyệt." in text_of(checked)
    assert (sent.state, sent.round, sent.worded_by) == (ProposalState.SUBMITTED, 1, None)
    assert f"Cán bộ số {office.writer.user} sửa thay cơ sở." in text_of(page)
    assert answer.status_code == 303
    assert "Cá mòi kho lá gừng" in await shown()
    first, pack = await Variant.filter(product_id=CA_MOI).order_by("id")
    assert (first.price, pack.pack, pack.price, pack.price_confirmed_by) == (
        125_000, "hũ 200 g", 70_000, "operator",
    )  # fmt: skip
    assert (await Review.get()).by_id == office.second.user
    assert await told() == [
        ("correction_approved", office.writer.address.text),
        ("product_corrected", owner.address.text),
        ("product_corrected", editor.address.text),
    ]
    message = await Message.filter(address=owner.address.text).get()
    assert message.words == {
        "product": "Cá mòi kho lá gừng", "changed": "tên, ảnh, cách bán",
    }  # fmt: skip
    assert message.not_before - message.created_at >= timedelta(minutes=9)
    assert (await drift())[1] == []


async def test_the_official_who_wrote_it_decides_nothing_of_it(office):
    sent = await office.sent()
    seen = await office.get(office.writer, f"/can-bo/de-nghi/{sent.id}")

    refused = [
        await office.decide(office.writer, sent),
        await office.decide(office.writer, sent, "tra-lai", reasons="label", act="send"),
        await office.decide(office.writer, sent, "nhan"),
    ]
    approval = Approval(sent.version)
    with pytest.raises(OwnWorkError):
        await deciding.approve(sent.id, approval, office.pictures, user=office.writer.user)
    reasons = [Reason("storage", "label")]
    with pytest.raises(OwnWorkError):
        await deciding.give_back(sent.id, sent.version, reasons, user=office.writer.user)

    assert "Bạn đã soạn bản sửa này, nên cán bộ khác phải duyệt." in text_of(seen)
    assert f"/can-bo/de-nghi/{sent.id}/duyet" not in seen.text
    assert [one.status_code for one in refused] == [403] * 3
    assert all("Bạn đã soạn bản sửa này" in one.text for one in refused)
    assert not await Review.exists()
    assert not await Message.exists()
    assert STORAGE not in await shown()


async def test_of_writer_and_second_at_once_only_the_second_ever_approves(office):
    for n in range(6):
        sent = await office.sent(storage=f"{STORAGE} Mẻ {n}.")
        acts = [
            deciding.approve(sent.id, Approval(sent.version), office.pictures, user=person.user)
            for person in (office.writer, office.second, office.writer, office.second)
        ]
        came = await asyncio.gather(*acts, return_exceptions=True)

        own, others = came[::2], came[1::2]
        assert {type(one) for one in own} <= {OwnWorkError, DecidedError}
        assert sorted(type(one).__name__ for one in others) == [DecidedError.__name__, "str"]
    assert {row.by_id for row in await Review.all()} == {office.second.user}
    assert await Review.all().count() == 6


@pytest.mark.on("sqlite")
async def test_it_needs_no_account_of_its_producer_and_is_told_in_person(office):
    sent = await office.sent()

    await office.decide(office.second, sent)

    assert STORAGE in await shown()
    row = await InPerson.get()
    assert (row.producer_id, row.what) == (LANG_CHAI, "product_corrected")
    with clock.stopped(clock.now() + timedelta(minutes=11)):
        again = await official(OfficialRole.HELPER, COMMUNE)
        page = await office.get(again, "/can-bo/bao-tai-xa")
    said = "cán bộ đã sửa bảo quản của Cá mòi kho Làng Chài. Hãy đăng nhập để xem."
    assert said in text_of(page)


async def test_what_the_producer_is_at_comes_first(office):
    owner = await member(LANG_CHAI)
    begun = await drafting.begin(LANG_CHAI, CA_MOI, user=owner.user)
    saved = await drafting.save(begun.id, Typed(begun.version, {"name": "Cá mòi của tôi"}))
    drafted = await office.send(office.writer, f"{HERE}/{CA_MOI}")
    await drafting.submit(saved.id, saved.version, user=owner.user, answer_days=3)
    sent = await office.send(office.writer, f"{HERE}/{CA_MOI}")
    page = await office.get(office.writer, f"{HERE}/{CA_MOI}")

    assert [drafted.status_code, sent.status_code] == [422, 422]
    assert "Cơ sở đang tự sửa sản phẩm này." in text_of(drafted)
    assert "Hãy trả lời đề nghị ấy trước." in text_of(sent)
    assert "Bắt đầu sửa" not in page.text
    assert f'href="/can-bo/de-nghi/{begun.id}"' in page.text
    assert await Proposal.all().count() == 1


async def test_what_was_left_alone_for_two_weeks_keeps_none_off_and_is_kept(office):
    owner = await member(LANG_CHAI)
    begun = await drafting.begin(LANG_CHAI, CA_MOI, user=owner.user)
    await drafting.save(begun.id, Typed(begun.version, {"storage": "Trong tủ lạnh."}))
    with clock.stopped(clock.now() + timedelta(days=15)):
        writer, second = [await official(OfficialRole.ADMIN) for _ in range(2)]
        office = Office(office.door, writer, second)
        sent = await office.sent()
        assert (await office.decide(second, sent)).status_code == 303
        going = await drafting.begin(LANG_CHAI, CA_MOI, user=owner.user)
        await drafting.submit(going.id, going.version, user=owner.user, answer_days=3)
        asked = await office.decide(writer, going)
        undone = await office.decide(second, sent, "hoan-tac")

    assert going.id == begun.id
    assert asked.status_code == 422
    assert "Hãy chọn giữ bản nào." in text_of(asked)
    assert undone.status_code == 303  # the draft of before is nothing newer
    assert STORAGE not in await shown()


async def test_while_an_official_is_at_it_the_producer_is_told_so(office):
    owner = await member(LANG_CHAI)
    helper = await official(OfficialRole.HELPER, COMMUNE)
    begun = await office.begun()

    refused = await office.send(owner, f"/nha-san-xuat/sua/{CA_MOI}")
    with pytest.raises(InvalidError):
        await helping.begin(LANG_CHAI, CA_MOI, user=helper.user)
    other = await office.send(office.second, f"{HERE}/{CA_MOI}")
    with clock.stopped(clock.now() + timedelta(days=15)):
        going = await drafting.begin(LANG_CHAI, CA_MOI, user=owner.user)

    assert [refused.status_code, other.status_code] == [422, 422]
    assert "Cán bộ đang sửa thay sản phẩm này." in text_of(refused)
    assert going.id != begun.id


async def test_of_producer_and_official_who_begin_at_once_one_is_at_it(office):
    owner = await member(LANG_CHAI)
    product = await Product.get(code=CA_MOI)

    came = await asyncio.gather(
        correcting.begin(product, user=office.writer.user),
        drafting.begin(LANG_CHAI, CA_MOI, user=owner.user),
        correcting.begin(product, user=office.second.user),
        return_exceptions=True,
    )

    assert [type(one) for one in came].count(InvalidError) == 2
    assert await Proposal.filter(product_id=CA_MOI).count() == 1


async def test_the_producer_reads_what_is_sent_and_what_was_changed(office):
    owner, editor, other = (
        await member(LANG_CHAI), await member(LANG_CHAI, MemberRole.EDITOR),
        await member(THUY_HUONG),
    )  # fmt: skip
    begun = await office.begun()
    here = f"/nha-san-xuat/sua-thay/{begun.id}"
    written = [await office.get(owner, path) for path in (LIST, here)]
    sent = await office.sent()
    waits = [await office.get(editor, path) for path in (LIST, here)]
    await office.decide(office.second, sent)
    done = [await office.get(owner, path) for path in (LIST, here)]
    later = clock.now() + timedelta(days=31)
    hidden_ = await office.get(other, here)

    assert "Cán bộ sửa thay cơ sở Đang soạn, chưa gửi" in text_of(written[0])
    assert written[1].status_code == 404
    assert "Chờ cán bộ khác duyệt" in text_of(waits[0])
    assert f'href="{here}"' in waits[0].text
    assert f"Cán bộ số {office.writer.user} gửi." in text_of(waits[1])
    assert f"Bảo quản Trước chưa có Sau khi sửa [thêm: {STORAGE} ]" in text_of(waits[1])
    assert "Cán bộ đã sửa sản phẩm này ngày" in text_of(done[0])
    assert f"cán bộ số {office.second.user} duyệt ngày" in text_of(done[1])
    assert STORAGE in text_of(done[1])
    assert done[1].headers["cache-control"] == "no-store"
    assert hidden_.status_code == 404
    with clock.stopped(later):
        assert await correcting.latest_of([CA_MOI]) == {}


async def test_a_correction_is_its_writers_alone(office):
    begun = await office.begun()
    others = [
        office.second,
        *[await official(role, COMMUNE) for role in OfficialRole if role != OfficialRole.READER],
    ]
    owner = await member(LANG_CHAI)
    steps = ("anh", "thong-tin", "xem-lai", "xem-truoc", "da-gui", "lam-them", "xoa", "rut")

    found = [
        (await office.get(person, f"{steps_of(begun)}/{step}")).status_code
        for person in others for step in steps
    ]  # fmt: skip
    theirs = [
        (await office.get(owner, f"/nha-san-xuat/de-nghi/{begun.id}/{step}")).status_code
        for step in steps
    ]
    await end_mandates(office.writer.user, by="test")
    ended = await office.get(office.writer, f"{steps_of(begun)}/thong-tin")

    assert {*found, *theirs, ended.status_code} == {404}


async def test_an_approval_is_undone_and_nothing_is_told(office):
    await member(LANG_CHAI)
    before = await shown()
    sent = await office.sent()
    await office.decide(office.second, sent)
    seen = await office.get(office.writer, f"/can-bo/de-nghi/{sent.id}")
    own = await office.decide(office.writer, sent, "hoan-tac")
    now = await Proposal.get(id=sent.id)
    with pytest.raises(OwnWorkError):
        await undoing.undo(sent.id, now.version, user=office.writer.user, is_admin=True)

    undone = await office.decide(office.second, sent, "hoan-tac")

    assert "hoan-tac" not in seen.text
    assert (own.status_code, undone.status_code) == (403, 303)
    assert await shown() == before
    assert await Message.all().count() == 0
    assert (await Proposal.get(id=sent.id)).state == ProposalState.SUBMITTED


async def test_what_is_returned_goes_to_its_writer_alone_and_is_sent_again(office):
    await member(LANG_CHAI)
    sent = await office.sent()
    look = {"reasons": "label", "words": "Ghi đúng như nhãn.", "act": "look"}
    preview = await office.decide(office.second, sent, "tra-lai", **look)

    answer = await office.decide(office.second, sent, "tra-lai", reasons="label", act="send")

    assert "Cán bộ soạn sẽ nhận" in text_of(preview)
    assert "bản sửa thay cơ sở cho Cá mòi kho Làng Chài cần sửa lại 2 chỗ" in text_of(preview)
    assert answer.status_code == 303
    assert await told() == [("correction_returned", office.writer.address.text)]
    assert not await InPerson.exists()
    again = await office.sent(storage=f"{STORAGE} Tránh nắng.")
    assert (again.id, again.round) == (sent.id, 2)


@pytest.mark.on("sqlite")
@pytest.mark.parametrize("state", [State.SUSPENDED, State.UNPUBLISHED, State.WITHDRAWN])
async def test_what_is_off_is_corrected_and_stays_off(office, state):
    if state is State.SUSPENDED:
        await suspend(CA_MOI, by="test", reason="Nhãn sai.")
    else:
        await Product.filter(code=CA_MOI).update(state=state)
    sent = await office.sent()

    answer = await office.decide(office.second, sent)

    product = await Product.get(code=CA_MOI)
    assert answer.status_code == 303
    assert (product.storage, product.state) == (STORAGE, state)


@pytest.mark.on("sqlite")
async def test_an_administrator_of_a_commune_corrects_there_and_no_one_of_the_producer(office):
    here, elsewhere = [await official(OfficialRole.ADMIN, one) for one in (COMMUNE, ELSEWHERE)]
    moderator = await official(OfficialRole.MODERATOR)
    await member(LANG_CHAI, address=office.writer.address.text)
    await member(LANG_CHAI, address=office.second.address.text)
    path = f"{HERE}/{CA_MOI}"

    pages = [(await office.get(one, path)).status_code for one in (here, elsewhere, moderator)]
    lists = [CA_MOI in (await office.get(one, HERE)).text for one in (here, elsewhere)]
    own = await office.send(office.writer, path)
    sent = await Office(office.door, here, office.second).sent()
    decided = await office.decide(office.second, sent)

    assert pages == [200, 404, 404]
    assert lists == [True, False]
    assert own.status_code == 422
    assert "Bạn có tên trong cơ sở này. Hãy sửa ở trang của cơ sở." in text_of(own)
    assert decided.status_code == 403
    assert (await office.decide(moderator, sent)).status_code == 303


@pytest.mark.on("sqlite")
async def test_the_desk_marks_it_and_does_not_lead_its_writer_to_it(office):
    sent = await office.sent()
    desks = [await office.get(one, "/can-bo") for one in (office.writer, office.second)]
    mended = await office.decide(office.second, sent, "chinh-ta", description="Khác.")
    waiting = [
        (await digesting.waiting_for(await mandates(one)))["waiting"]
        for one in (office.writer, office.second)
    ]
    bare = await office.get(office.writer, f"/can-bo/de-nghi/{sent.id}")

    assert "Sửa thay cơ sở · Bạn soạn · Sửa 1 mục" in text_of(desks[0])
    assert "Sửa thay cơ sở · Sửa 1 mục" in text_of(desks[1])
    assert waiting == [0, 1]
    assert mended.status_code == 422
    assert 'rel="next"' not in bare.text
    assert f'href="{steps_of(sent)}/da-gui"' in bare.text
    back = await office.send(office.writer, f"{steps_of(sent)}/rut")
    assert back.headers["location"] == f"{steps_of(sent)}/xem-lai"
    assert (await Proposal.get(id=sent.id)).state == ProposalState.DRAFT


async def mandates(person: Person) -> list:
    return await mandates_now().filter(user_id=person.user)
