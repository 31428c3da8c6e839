"""A producer's papers, by its own pages: added page by page, sent, replaced, withdrawn."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image

from shop import clock
from shop.models import Paper, PaperPage, PaperState, Visibility
from shop.papers import Of, confirm, refuse
from shop.papers.reasons import written
from shop.proposals import drafting
from tests.conftest import front_door, services_of
from tests.papers.sent import LANG_CHAI, THUY_HUONG, a_paper, kinds_of_papers
from tests.people import member, official
from tests.pictures import photo
from tests.publishing.goods import CA_MOI, GAO_RUOI, a_small_catalogue, goods, on_show
from tests.web.own import fields_of, text_of

LIST = f"/nha-san-xuat/{LANG_CHAI}/giay-to"
NEW = f"{LIST}/moi"


@pytest.fixture
async def owner(portal):
    await kinds_of_papers()
    return await member(LANG_CHAI)


async def post(door, person, path: str, **fields: str):
    return await door.post(path, data=fields, headers=person.headers)


async def send(door, person, path: str, *files: bytes | tuple[str, bytes]):
    named = [one if isinstance(one, tuple) else ("trang.jpg", one) for one in files]
    parts = [("picture", one) for one in named]
    return await door.post(path, files=parts, headers=person.headers)


async def begun(door, person, **fields: str) -> str:
    """Begin a paper; give the address where its pages are taken."""
    answer = await post(door, person, NEW, **{"kind": "ATTP", **fields})
    assert answer.status_code == 303
    return answer.headers["location"]


async def test_a_paper_is_added_page_by_page_and_sent(portal, owner):
    pages = await begun(
        portal, owner, number="68/2026/ATTP-HP", issuer="Sở Y tế Hải Phòng",
        issued_on="5/3/2026", expires_on="5/3/2029", visibility="number_public",
    )  # fmt: skip

    for n in (1, 2):
        assert (await send(portal, owner, pages, photo(n))).status_code == 303
    seen_before = [one.state for one in await Paper.all()]
    answer = await post(portal, owner, pages, act="next")

    [paper] = await Paper.all()
    assert answer.headers["location"] == f"{LIST}?xong=gui"
    assert seen_before == [PaperState.DRAFT]
    assert (paper.kind, paper.number, paper.issuer) == (
        "ATTP", "68/2026/ATTP-HP", "Sở Y tế Hải Phòng",
    )  # fmt: skip
    assert (paper.issued_on, paper.expires_on) == (date(2026, 3, 5), date(2029, 3, 5))
    assert (paper.producer_id, paper.state) == (LANG_CHAI, PaperState.WAITING)
    assert paper.visibility == Visibility.NUMBER_PUBLIC
    assert await PaperPage.all().order_by("position").values_list("position", flat=True) == [1, 2]
    listed = await portal.get(LIST, headers=owner.headers)
    assert "Đủ điều kiện an toàn thực phẩm" in text_of(listed)
    assert "Chờ cán bộ xem" in text_of(listed)


async def test_a_form_that_is_refused_keeps_what_was_typed(portal, owner):
    answer = await post(
        portal, owner, NEW, kind="CCCD", number="68/2026", issued_on="31/2/2026",
        expires_on="5/3/2026", product=CA_MOI,
    )  # fmt: skip

    assert answer.status_code == 422
    assert 'value="68/2026"' in answer.text
    assert 'value="31/2/2026"' in answer.text
    assert await Paper.all().count() == 0
    kind = await post(portal, owner, NEW, kind="CCCD", product="HP-NS-9999")
    assert "Hãy chọn loại giấy trong danh sách." in kind.text
    assert "Hãy chọn một sản phẩm của cơ sở này." in kind.text


async def test_pages_that_are_refused_lose_no_other(portal, owner):
    pages = await begun(portal, owner)

    answer = await send(
        portal, owner, pages, photo(1), ("ghi chú.txt", b"xin chao " * 600), photo(2)
    )

    assert answer.status_code == 422
    assert "ghi chú.txt: " in answer.text
    assert await PaperPage.all().count() == 2
    [first, second] = await PaperPage.all().order_by("position")
    removed = await post(portal, owner, pages, act="remove", page=str(first.id))
    assert removed.status_code == 303
    assert [(one.id, one.position) for one in await PaperPage.all()] == [(second.id, 1)]


def a_pdf(*seeds: int) -> bytes:
    """Make a PDF of pictures, a page for each seed."""
    pages = [Image.open(BytesIO(photo(seed, (600, 850)))) for seed in seeds]
    made = BytesIO()
    pages[0].save(made, "PDF", save_all=True, append_images=pages[1:])
    return made.getvalue()


async def test_a_pdf_is_its_pages_and_goes_with_no_photo(portal, owner):
    pages = await begun(portal, owner)

    sent = await send(portal, owner, pages, ("giay.pdf", a_pdf(1, 2, 3)))
    with_photo = await send(portal, owner, pages, photo(4))

    assert sent.status_code == 303
    assert await PaperPage.all().count() == 3
    assert with_photo.status_code == 422
    assert "Hãy gửi một tệp PDF, hoặc chỉ gửi ảnh." in with_photo.text
    first = await PaperPage.get(position=1)
    await post(portal, owner, pages, act="remove", page=str(first.id))
    assert await PaperPage.all().count() == 0
    assert (await Paper.get()).pdf == ""


async def test_the_same_photo_sent_twice_is_one_page(portal, owner):
    pages = await begun(portal, owner)

    for _ in range(2):
        assert (await send(portal, owner, pages, photo(1))).status_code == 303

    assert await PaperPage.all().count() == 1


async def test_it_is_sent_only_with_a_page_and_only_once(portal, owner):
    pages = await begun(portal, owner)

    empty = await post(portal, owner, pages, act="next")
    await send(portal, owner, pages, photo(1))
    await post(portal, owner, pages, act="next")
    again = await post(portal, owner, pages, act="next")

    assert empty.status_code == 422
    assert "Giấy chưa có trang nào. Hãy chụp hoặc chọn tệp." in empty.text
    assert again.headers["location"] == pages.removesuffix("/trang")
    assert [one.state for one in await Paper.all()] == [PaperState.WAITING]


async def test_the_list_says_how_each_paper_stands_by_product(portal, stopped_clock, owner):
    await on_show(goods(GAO_RUOI, name_vi="Gạo ruộng rươi"))
    room, clerk = services_of(portal).room, await official("registrar")
    soon = await a_paper(
        room, Of(producer=LANG_CHAI), photo(1), kind="HACCP", expires_on=date(2026, 12, 23)
    )
    over = await a_paper(
        room, Of(product=CA_MOI), photo(2), kind="VIETGAP", expires_on=date(2026, 11, 22)
    )
    back = await a_paper(room, Of(product=GAO_RUOI), photo(3), kind="test_report")
    await confirm(soon, [CA_MOI], user=clerk.user, seen=1)
    await confirm(over, [CA_MOI], user=clerk.user, seen=1)
    await refuse(back, written(["blurred", "pages"], "Thiếu trang 3."), user=clerk.user, seen=1)

    page = text_of(await portal.get(LIST, headers=owner.headers))

    assert "Của cả cơ sở HACCP Cán bộ đã xem, ngày 23/11/2026 · Còn 30 ngày" in page
    assert "Hết hạn ngày 22/11/2026" in page
    assert "Gạo ruộng rươi Phiếu kiểm nghiệm Cán bộ trả lại" in page
    for said in ("Ảnh mờ hoặc mất góc.", "Thiếu trang. Hãy gửi đủ", "Thiếu trang 3."):
        assert said in page


async def test_a_new_paper_stands_for_an_old_one_once_it_is_confirmed(portal, owner):
    room, clerk = services_of(portal).room, await official("registrar")
    old = await a_paper(room, Of(producer=LANG_CHAI), photo(1), number="1/2023")
    await confirm(old, [CA_MOI], user=clerk.user, seen=1)
    form = await portal.get(f"{NEW}?thay={old}", headers=owner.headers)
    assert fields_of(form)["replaces"] == str(old)
    pages = await begun(portal, owner, number="1/2026", replaces=str(old))
    await send(portal, owner, pages, photo(2))
    await post(portal, owner, pages, act="next")
    new = await Paper.get(number="1/2026")
    assert (await Paper.get(id=old)).state == PaperState.CONFIRMED

    await confirm(new.id, [CA_MOI], user=clerk.user, seen=new.version)

    assert (await Paper.get(id=old)).state == PaperState.WITHDRAWN
    assert (await Paper.get(id=new.id)).state == PaperState.CONFIRMED


async def test_another_producer_s_paper_is_not_replaced(portal, owner):
    room = services_of(portal).room
    theirs = await a_paper(room, Of(producer=THUY_HUONG), photo(1))

    await begun(portal, owner, replaces=str(theirs))

    assert (await Paper.get(state=PaperState.DRAFT)).replaces is None


async def test_a_paper_is_withdrawn_and_two_tabs_notice_each_other(portal, owner):
    room = services_of(portal).room
    paper = await a_paper(room, Of(producer=LANG_CHAI), photo(1))
    here = f"/nha-san-xuat/giay/{paper}"
    page = await portal.get(here, headers=owner.headers)
    seen = fields_of(page, "rut")["seen"]

    late = await post(portal, owner, f"{here}/rut", seen=str(int(seen) + 1))
    done = await post(portal, owner, f"{here}/rut", seen=seen)

    assert late.status_code == 409
    assert done.headers["location"] == f"{LIST}?xong=rut"
    assert (await Paper.get(id=paper)).state == PaperState.WITHDRAWN
    assert (
        "Đủ điều kiện"
        not in text_of(await portal.get(LIST, headers=owner.headers)).partition("Giấy nên có")[0]
    )


async def test_its_owner_lets_readers_see_less_at_any_time(portal, owner):
    paper = await a_paper(
        services_of(portal).room, Of(product=CA_MOI), photo(1), visibility=Visibility.NUMBER_PUBLIC
    )
    here = f"/nha-san-xuat/giay/{paper}"

    late = await post(portal, owner, f"{here}/hien", seen="7", visibility="private")
    done = await post(portal, owner, f"{here}/hien", seen="1", visibility="private")

    assert late.status_code == 409
    assert done.headers["location"] == f"{here}?xong=hien"
    assert (await Paper.get(id=paper)).visibility == Visibility.PRIVATE


@pytest.mark.on("sqlite")
async def test_pages_are_not_stored_do_nothing_and_are_named(portal, owner):
    paper = await a_paper(services_of(portal).room, Of(producer=LANG_CHAI), photo(1))

    answer = await portal.get(f"/nha-san-xuat/giay/{paper}/trang/1", headers=owner.headers)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.content.startswith(b"\xff\xd8\xff")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"] == f'inline; filename="giay-{paper}-trang-1.jpg"'
    missing = await portal.get(f"/nha-san-xuat/giay/{paper}/trang/2", headers=owner.headers)
    assert missing.status_code == 404


async def test_the_steps_of_a_proposal_say_which_papers_would_help(portal, owner):
    room, held = services_of(portal).room, await drafting.begin(LANG_CHAI, CA_MOI, user=owner.user)
    steps = f"/nha-san-xuat/de-nghi/{held.id}"
    check = await portal.get(f"{steps}/xem-lai", headers=owner.headers)
    facts = await portal.get(f"{steps}/thong-tin", headers=owner.headers)

    await a_paper(room, Of(producer=LANG_CHAI), photo(1), kind="test_report")
    after = await portal.get(f"{steps}/xem-lai", headers=owner.headers)

    way = f'href="{NEW}?loai=test_report&amp;sp={CA_MOI}"'
    assert "Giấy nên có" in text_of(check)
    assert way in check.text
    assert way not in after.text
    assert f'href="{LIST}"' in facts.text
    listed = await portal.get(f"/nha-san-xuat/{LANG_CHAI}", headers=owner.headers)
    assert f'href="{NEW}?sp={CA_MOI}"' in listed.text


async def test_a_person_is_led_to_the_papers_of_their_producer_or_chooses(portal, owner):
    answer = await portal.get("/nha-san-xuat/giay-to", headers=owner.headers)
    assert answer.headers["location"] == LIST

    both = await member(LANG_CHAI)
    await member(THUY_HUONG, address=both.address.text)
    page = await portal.get("/nha-san-xuat/giay-to", headers=both.headers)

    assert f'href="{LIST}"' in page.text
    assert f'href="/nha-san-xuat/{THUY_HUONG}/giay-to"' in page.text


async def test_a_person_sends_so_many_files_of_papers_a_day_whatever_is_put_away(settings):
    limited = settings.model_copy(update={"pictures_per_day": 4})
    async with front_door(limited) as door:
        await a_small_catalogue()
        await kinds_of_papers()
        owner = await member(LANG_CHAI)
        pages = await begun(door, owner)
        await send(door, owner, pages, photo(1))
        page = await PaperPage.get()
        await post(door, owner, pages, act="remove", page=str(page.id))

        last = await send(door, owner, pages, photo(2))
        over = await send(door, owner, pages, photo(3))
        another = await post(door, owner, NEW, kind="ATTP")

        said = "Hôm nay đã gửi đủ số giấy cho phép. Mời gửi tiếp vào ngày mai."
        assert [one.status_code for one in (last, over, another)] == [303, 422, 422]
        assert said in over.text
        assert said in another.text
        assert await PaperPage.all().count() == 1
        with clock.stopped(clock.now() + timedelta(hours=25)):
            assert (await send(door, owner, pages, photo(3))).status_code == 303
