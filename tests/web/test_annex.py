"""The annex of a decision at the front door: pasted, chosen, recorded once, kept through all."""

from dataclasses import dataclass
from datetime import date

import pytest
from tortoise.transactions import in_transaction

from shop.accounts.members import add_member
from shop.catalogue import rename_producer
from shop.catalogue.decisions import record_decision
from shop.models import (
    AgriGroup,
    AnnexLine,
    AuditEntry,
    Invitation,
    Kind,
    Listing,
    MemberRole,
    OfficialRole,
    Product,
    Recognition,
)
from tests.accounts.coming import OURS, post
from tests.people import Person, official
from tests.publishing.goods import CA_MOI, GAO_RUOI, TRA_SEN, goods, on_show, stars
from tests.publishing.truth import drift
from tests.web.own import fields_of, text_of

HUONG = "HP-CS-102"
SIGNED = date(2026, 3, 5)
LINES = (
    "STT\tTên sản phẩm\tChủ thể\tXã\tSao\n"
    "1\tCá mòi kho Làng Chài\tCơ sở chế biến Làng Chài\tXã Kiến Hưng\t4 sao\n"
    "2\tGạo ruộng rươi\tHTX Thụy Hương\tXã Quyết Thắng\t3\n"
    "3\tBún khô Thụy Hương\tHTX Thụy Hương\tXã Quyết Thắng\tOCOP 4 sao\n"
    "4\tMắm tép Tiên Lãng\tCơ sở Minh Hoạ Mới\tXã Quyết Thắng\tTiềm năng 5 sao\n"
    "\tTổng cộng: 4 sản phẩm\t\t\t\n"
)


@dataclass
class Desk:
    """The door, a decision, and two registrars."""

    door: object
    decision: int
    one: Person
    two: Person

    @property
    def here(self) -> str:
        return f"/can-bo/so/quyet-dinh/{self.decision}/phu-luc"

    def come(self, person: Person) -> None:
        self.door.cookies.clear()
        for name, value in person.cookies.items():
            self.door.cookies.set(name, value)

    async def get(self, path: str = "", person: Person | None = None):
        self.come(person or self.one)
        return await self.door.get(f"{self.here}{path}")

    async def send(self, path: str = "", person: Person | None = None, **fields: str):
        self.come(person or self.one)
        return await post(self.door, f"{self.here}{path}", **fields)

    async def take(self, text: str = LINES, seen: int = 0, file: bytes = b"", name: str = "a.csv"):
        self.come(self.one)
        given = {"do": (None, "take"), "seen": (None, str(seen)), "paste": (None, text)}
        given["file"] = (name if file else "", file)
        return await self.door.post(self.here, files=given, headers=OURS)

    async def page_with(self, **changed: str) -> dict[str, str]:
        """Give what the form of the page would send, with some fields changed."""
        page = await self.get()
        sent = fields_of(page, "annex")
        for line in await AnnexLine.all().order_by("position"):
            sent[f"stars-{line.id}"] = str(line.stars or "")
            sent[f"type-{line.id}"] = line.type or ""
            if line.product_id:
                sent[f"pick-{line.id}"] = line.product_id
        return {name: value for name, value in (sent | changed).items() if value is not None}


@pytest.fixture
async def desk(portal) -> Desk:
    await on_show(
        goods(GAO_RUOI, producer_id=HUONG, name_vi="Gạo ruộng rươi", commune_id="11761"),
        goods(TRA_SEN, producer_id=HUONG, name_vi="Bún khô dong riềng Thụy Hương"),
    )
    number = "123/QĐ-UBND"
    decision = await record_decision(number, "UBND thành phố Hải Phòng", SIGNED, by="test")
    people = [await official(OfficialRole.REGISTRAR) for _ in range(2)]
    return Desk(portal, decision, *people)


async def recognised() -> list[tuple]:
    rows = Recognition.all().order_by("product_id", "decision__signed_on")
    return await rows.values_list("product_id", "stars", "type", "expires_on")


async def lines() -> dict[str, AnnexLine]:
    return {one.name: one for one in await AnnexLine.all()}


async def test_an_annex_is_matched_shown_and_nothing_is_recorded_before_the_button(desk):
    done = await desk.take()
    page = await desk.get()
    said = text_of(page)

    assert (done.status_code, done.headers["location"]) == (303, desk.here)
    assert "2 khớp chắc, 1 cần chọn, 1 chưa có trong danh mục." in said
    assert "Dòng 4: «OCOP 4 sao» – cột sao chỉ ghi 3, 4 hoặc 5." in said
    assert "Dòng 5: «Tiềm năng 5 sao» chưa phải 5 sao. Ghi 4 nếu quyết định ghi 4." in said
    assert "2 dòng không phải sản phẩm" in said
    assert "Ghi nhận 2 sản phẩm" in said
    assert "Sao sẽ hiện trên 2 trang ngay sau khi ghi." in said
    assert "In giấy mời cho 1 cơ sở chưa có" in said
    assert await recognised() == []
    entry = await AuditEntry.get(action="annex.take")
    assert (entry.subject, entry.detail) == (f"decision {desk.decision}", {"many": 4})


async def test_all_ready_lines_are_recorded_in_one_change_and_never_twice(desk):
    await desk.take()
    before = await Listing.all().order_by("code").values_list("code", "serial")
    form = await desk.page_with(do="record")

    done = await desk.send(**form)
    again = await desk.send(**form)
    page = text_of(await desk.get("?xong=2"))

    assert done.headers["location"] == f"{desk.here}?xong=2"
    assert again.status_code == 409
    assert "Có người vừa sửa quyết định này; các dòng bạn chọn vẫn còn" in text_of(again)
    end = date(2029, 3, 5)
    assert await recognised() == [(CA_MOI, 4, "new", end), (GAO_RUOI, 3, "new", end)]
    after = await Listing.all().order_by("code").values_list("code", "serial")
    assert [two[1] - one[1] for one, two in zip(before, after, strict=True)].count(0) == 1
    assert "Đã ghi nhận 2 sản phẩm." in page
    assert "0 khớp chắc, 1 cần chọn, 1 chưa có trong danh mục." in page
    assert await drift() == (3, [])


async def test_what_the_button_did_not_say_is_not_recorded_but_saved_and_shown(desk):
    await desk.take()
    bun = (await lines())["Bún khô Thụy Hương"]
    chosen = {f"pick-{bun.id}": TRA_SEN, f"stars-{bun.id}": "4"}

    first = await desk.send(**await desk.page_with(do="record", **chosen))
    look = text_of(await desk.get("?xem=1"))
    nothing = await recognised()
    second = await desk.send(**await desk.page_with(do="record"))

    assert first.headers["location"] == f"{desk.here}?xem=1"
    assert "Đã lưu lựa chọn. Giờ có 3 sản phẩm ghi được: xem lại rồi ghi." in look
    assert "Ghi nhận 3 sản phẩm" in look
    assert nothing == []
    assert second.headers["location"] == f"{desk.here}?xong=3"
    assert [row[:2] for row in await recognised()] == [(CA_MOI, 4), (GAO_RUOI, 3), (TRA_SEN, 4)]


async def test_of_two_registrars_the_second_is_told_and_loses_no_choice(desk):
    await desk.take()
    bun = (await lines())["Bún khô Thụy Hương"]
    theirs = await desk.page_with(do="save", **{f"pick-{bun.id}": TRA_SEN, f"stars-{bun.id}": "5"})
    await desk.send(person=desk.two, **await desk.page_with(do="save"))

    late = await desk.send(**theirs)
    now = fields_of(late, "annex")
    saved = await desk.send(**{**theirs, **now, "do": "save"})

    assert late.status_code == 409
    assert f'name="pick-{bun.id}" value="{TRA_SEN}" checked' in late.text
    assert "<option selected>5</option>" in late.text
    assert saved.status_code == 303
    bun = await AnnexLine.get(id=bun.id)
    assert (bun.product_id, bun.stars) == (TRA_SEN, 5)


async def test_two_lines_never_have_one_product(desk):
    await desk.take()
    bun = (await lines())["Bún khô Thụy Hương"]

    page = await desk.send(
        **await desk.page_with(do="save", **{f"pick-{bun.id}": "other", f"other-{bun.id}": CA_MOI})
    )

    assert page.status_code == 422
    assert f"Dòng 4: {CA_MOI} đã ở dòng 2. Mỗi sản phẩm chỉ một dòng." in text_of(page)
    assert f'value="{CA_MOI}" autocomplete="off"' in page.text
    assert (await AnnexLine.get(id=bun.id)).product_id is None


async def test_another_product_is_found_by_code_or_name_and_a_line_is_left_out(desk):
    await desk.take()
    mam = (await lines())["Mắm tép Tiên Lãng"]
    bun = (await lines())["Bún khô Thụy Hương"]

    none = await desk.send(**await desk.page_with(do="save", **{f"other-{mam.id}": "trà shan"}))
    found = await desk.send(
        **await desk.page_with(
            do="save", **{f"other-{mam.id}": "bun kho", f"pick-{bun.id}": "skip"}
        )
    )

    assert none.status_code == 422
    assert "Dòng 5: không thấy sản phẩm «trà shan». Hãy ghi mã hoặc tên khác." in text_of(none)
    assert found.status_code == 303
    assert (await AnnexLine.get(id=mam.id)).product_id == TRA_SEN
    assert (await AnnexLine.get(id=bun.id)).is_skipped is True


async def test_the_same_annex_entered_again_keeps_choices_and_records_nothing_twice(desk):
    await desk.take()
    bun = (await lines())["Bún khô Thụy Hương"]
    await desk.send(**await desk.page_with(do="save", **{f"pick-{bun.id}": TRA_SEN}))
    await desk.send(**await desk.page_with(do="record"))

    again = await desk.take(LINES.replace("OCOP 4 sao", "4"), seen=3)
    page = text_of(await desk.get())

    assert again.status_code == 303
    assert "1 khớp chắc, 0 cần chọn, 1 chưa có trong danh mục." in page
    assert await AnnexLine.all().count() == 4
    assert (await AnnexLine.get(id=bun.id)).product_id == TRA_SEN
    assert [row[0] for row in await recognised()] == [CA_MOI, GAO_RUOI]


async def test_a_producer_that_was_renamed_since_is_known_by_its_former_name(desk):
    await rename_producer("HP-CS-101", "Công ty TNHH Hải Sản Kiến Hưng", by="test")

    await desk.take()

    line = (await lines())["Cá mòi kho Làng Chài"]
    assert (line.match, line.product_id) == ("sure", CA_MOI)


async def test_the_kind_is_proposed_by_the_history_of_the_product(desk):
    given = stars(3, date(2023, 5, 4), date(2026, 5, 4))
    await on_show(goods(recognition=given))
    await desk.take()

    page = text_of(await desk.get())
    await desk.send(**await desk.page_with(do="record"))

    assert "Theo lịch sử: Nâng hạng" in page
    assert [row[:3] for row in await recognised()] == [
        (CA_MOI, 3, "new"), (CA_MOI, 4, "upgraded"), (GAO_RUOI, 3, "new"),
    ]  # fmt: skip


async def test_what_has_no_lines_is_refused_and_stays_typed(desk):
    page = await desk.take("Phụ lục kèm theo quyết định")

    assert page.status_code == 422
    assert "Chưa đọc được sản phẩm nào." in text_of(page)
    assert "Phụ lục kèm theo quyết định</textarea>" in page.text
    assert await AnnexLine.all().count() == 0


async def test_a_file_is_read_as_a_paste_is(desk):
    text = LINES.replace("\t", ";")

    done = await desk.take("", file=text.encode("utf-8-sig"))

    assert done.status_code == 303
    assert [one.row for one in await AnnexLine.all().order_by("position")] == [2, 3, 4, 5]


async def test_producers_that_are_not_here_are_invited_in_print(desk):
    extra = "5\tMắm cáy Thụy Hương\tHTX Thụy Hương\tXã Quyết Thắng\t3\n"
    await desk.take(LINES.replace("5 sao\n", "5 sao\n" + extra))

    page = await desk.get("/giay-moi")
    form = fields_of(page)
    printed = await desk.send("/giay-moi", **form)
    again = await desk.send("/giay-moi", **form)

    assert "Cơ sở HP-CS-102 chưa có chủ" in text_of(page)
    assert "giấy chỉ cách bắt đầu, không có mã" in text_of(page)
    said = text_of(printed)
    assert "Giấy mời nhận cơ sở" in said
    assert "Cơ sở Minh Hoạ Mới" in said
    assert "123/QĐ-UBND" in said
    assert printed.text.count('<article class="letter">') == 2
    assert again.status_code == 409
    assert await Invitation.all().count() == 1


async def test_other_officials_read_it_and_see_no_buttons(desk):
    await desk.take()
    reader = await official(OfficialRole.READER)

    page = await desk.get(person=reader)
    sent = await desk.send(person=reader, do="save", seen="1")

    assert "2 khớp chắc" in text_of(page)
    assert 'name="do"' not in page.text
    assert sent.status_code == 403


async def test_a_long_annex_is_shown_a_hundred_lines_at_a_time_and_saved_on_the_way(desk):
    many = "".join(f"Sản vật số {n}\tHTX số {n}\tXã {n}\t3\n" for n in range(250))
    await desk.take(f"Cá mòi kho Làng Chài\tCơ sở chế biến Làng Chài\tXã Kiến Hưng\tba\n{many}")
    first = await AnnexLine.all().order_by("position").first()
    page = await desk.get()
    sent = fields_of(page, "annex") | {f"pick-{first.id}": CA_MOI, f"stars-{first.id}": "5"}

    on = await desk.send(do="go-100", **sent)

    assert page.text.count('<li id="line-') == 100
    assert on.headers["location"] == f"{desk.here}?tu=100"
    assert (await AnnexLine.get(id=first.id)).stars == 5
    last = await desk.get("?tu=200")
    assert last.text.count('<li id="line-') == 51


async def test_an_official_leaves_lines_of_their_own_producer_to_another(desk):
    async with in_transaction():
        await add_member(desk.one.user, "HP-CS-101", MemberRole.OWNER, by="test")
    await desk.take()

    page = await desk.send(**await desk.page_with(do="record"))
    theirs = await desk.send(person=desk.two, **await desk.page_with(do="record"))

    assert page.status_code == 422
    assert "Dòng 2: bạn có tên trong cơ sở này. Hãy bỏ qua, để cán bộ khác ghi." in text_of(page)
    assert theirs.headers["location"] == f"{desk.here}?xong=2"


@pytest.mark.parametrize(
    "file", [b"PK\x03\x04 no workbook", b"\xd0\xcf\x11\xe0 old", b"\x80\x81\t"]
)
async def test_a_file_that_is_no_spreadsheet_is_refused_and_what_is_kept_stays(desk, file):
    await desk.take()

    page = await desk.take("", seen=1, file=file, name="phu-luc.xlsx")

    assert page.status_code == 422
    assert 'id="form-errors"' in page.text
    assert await AnnexLine.all().count() == 4


async def test_an_agricultural_product_is_recorded_once_its_set_is_chosen(desk):
    group = await AgriGroup.create(code="so-che-va-muoi", name_vi="Sơ chế và muối", name_en="Dried")
    agricultural = {"kind": Kind.AGRICULTURAL, "ocop_set_id": None, "agri_group_id": group.code}
    await Product.filter(code=CA_MOI).update(**agricultural)
    await desk.take()
    line = (await lines())["Cá mòi kho Làng Chài"]

    page = text_of(await desk.get())
    form = await desk.page_with(do="save", **{f"set-{line.id}": "08"})
    await desk.send(**form)
    done = await desk.send(**await desk.page_with(do="record", **{f"set-{line.id}": "08"}))

    assert f"Dòng 2: {CA_MOI} chưa thuộc bộ OCOP nào. Hãy chọn bộ sản phẩm." in page
    assert "Ghi nhận 1 sản phẩm" in page
    assert done.headers["location"] == f"{desk.here}?xong=2"
    held = await Product.get(code=CA_MOI)
    assert (held.kind, held.ocop_set_id) == ("ocop", "08")
