"""The officials' desk: what waits, what it would change, and the decision on it."""

import re
from datetime import date, timedelta

import pytest
from tortoise.transactions import in_transaction

from shop import catalogue, clock
from shop.accounts.members import give_mandate
from shop.accounts.messages import LIFE
from shop.models import (
    Decision,
    Message,
    OfficialRole,
    Producer,
    Product,
    Proposal,
    ProposalState,
    Purpose,
    Recognition,
    RecognitionType,
    Review,
    Taxonomy,
    User,
)
from shop.proposals import drafting, pictures
from shop.proposals.drafting import Typed
from shop.proposals.pictures import Act
from shop.publishing.loading import load
from tests.accounts.coming import post
from tests.conftest import services_of
from tests.people import Person, member, official
from tests.pictures import photo
from tests.proposals.drafts import about_photos, drafted, waiting_photo

ONE = "HP-CS-101"
SARDINES = "HP-OCOP-0001"
pytestmark = pytest.mark.on("sqlite")


@pytest.fixture
async def producer(shop) -> Person:
    return await member(ONE)


@pytest.fixture
async def moderator(shop) -> Person:
    return await official(OfficialRole.MODERATOR)


async def submitted(shop, person: Person, producer: str = ONE, **texts: str) -> Proposal:
    """Submit a new product with one photo."""
    made = await drafted(person, producer, **texts)
    await waiting_photo(services_of(shop), made.id)
    return await drafting.submit(made.id, made.version, user=person.user, answer_days=3)


async def an_edit(person: Person, **texts: str) -> Proposal:
    """Submit an edit of the sardines."""
    begun = await drafting.begin(await owner_of(SARDINES), SARDINES, user=person.user)
    saved = await drafting.save(begun.id, Typed(begun.version, texts))
    return await drafting.submit(saved.id, saved.version, user=person.user, answer_days=3)


async def owner_of(code: str) -> str:
    return (await Product.get(code=code)).producer_id


def page_of(sent: Proposal, act: str = "") -> str:
    return f"/can-bo/de-nghi/{sent.id}" + (f"/{act}" if act else "")


async def decide(shop, person: Person, sent: Proposal, step: str, /, **fields: str):
    shop.cookies.clear()
    for name, value in person.cookies.items():
        shop.cookies.set(name, value)
    seen = fields.pop("seen", str((await Proposal.get(id=sent.id)).version))
    return await post(shop, page_of(sent, step), seen=seen, **fields)


async def see(shop, person: Person, path: str = "/can-bo") -> str:
    shop.cookies.clear()
    answer = await shop.get(path, headers=person.headers)
    assert answer.status_code == 200, path
    return answer.text


async def test_the_desk_lists_what_waits_and_says_by_when(shop, producer, moderator):
    empty = await see(shop, moderator)
    assert "Không còn đề nghị nào chờ duyệt." in empty

    sent = await submitted(shop, producer)

    page = await see(shop, moderator)
    for said in ("Chờ duyệt <b>1</b>", "Chờ cơ sở xác nhận <b>0</b>", "Đã trả lại <b>0</b>"):
        assert said in page
    assert page.count(f'href="/can-bo/de-nghi/{sent.id}"') == 2  # its row, and the first one
    assert "Cá mòi kho Làng Chài" in page
    for way in ("/can-bo/tai-khoan", "/can-bo/ra"):
        assert way in page
    one = await see(shop, moderator, page_of(sent))
    for said in ("Mã sẽ cấp khi duyệt", "125.000", "Cơ sở viết «125k»", "hộp 400 g"):
        assert said in one
    assert 'href="/can-bo"' in one


async def test_a_proposal_is_approved_and_the_next_one_is_shown(shop, producer, moderator):
    first = await submitted(shop, producer)
    second = await submitted(shop, producer, name="Cá mòi sấy")

    answer = await decide(shop, moderator, first, "duyet")

    assert answer.status_code == 303
    assert answer.headers["location"] == f"{page_of(second)}?xong={first.id}"
    following = await see(shop, moderator, answer.headers["location"])
    assert "Đã duyệt Cá mòi kho Làng Chài (HP-NS-0251)." in following
    assert "Cá mòi sấy" in following
    last = await decide(shop, moderator, second, "duyet")
    assert last.headers["location"] == f"/can-bo?xong={second.id}"
    ended = await see(shop, moderator, last.headers["location"])
    assert "Đã duyệt Cá mòi sấy (HP-NS-0252)." in ended
    assert "Đề nghị gần nhất được duyệt lúc" in ended
    assert (await shop.get("/san-pham/HP-NS-0251/ca-moi-kho-lang-chai")).status_code == 200
    done = await see(shop, moderator, page_of(first))
    assert f"cán bộ số {moderator.user}" in done
    main = done[done.index("<main") : done.index("</main>")]
    assert main.count("<form") == main.count(f'action="{page_of(first, "hoan-tac")}"') == 1
    assert "<ins>" not in done
    assert "Cơ sở viết «125k»" in done


async def test_the_difference_is_marked_by_words_and_the_rest_is_folded(shop, moderator):
    person = await member(await owner_of(SARDINES))
    before = (await load([SARDINES]))[SARDINES].product["storage"]
    sent = await an_edit(person, storage=before.replace("lạnh", "mát"), name="Cá mòi kho niêu")

    page = await see(shop, moderator, page_of(sent))

    assert "Sửa bản đang hiển thị" in page
    assert page.count("<del>") == page.count("<ins>") == 2
    assert '<del><span class="hidden">[bỏ: </span>lạnh' in page
    assert '<ins><span class="hidden">[thêm: </span>mát' in page
    assert "12 mục không đổi" in page
    english = await see(shop, moderator, f"/en{page_of(sent)}")
    assert "12 fields stay" in english
    assert "[comes: " in english


async def test_what_moved_on_is_shown_three_way_and_must_be_chosen(shop, moderator):
    person = await member(await owner_of(SARDINES))
    sent = await an_edit(person, storage="Đề nghị mới.")
    await Product.filter(code=SARDINES).update(storage="Bản ở đây.")

    page = await see(shop, moderator, page_of(sent))
    for said in ("Bản đang hiển thị đã đổi từ lúc gửi", "Giữ bản đang hiển thị: Bản ở đây.",
                 "Lấy bản đề nghị: Đề nghị mới.", "Lúc cơ sở sửa: Bảo quản lạnh"):  # fmt: skip
        assert said in page
    decision = {"ocop_set": "09", "decision": "9" * 20, "stars": "3"}
    assert (await decide(shop, moderator, sent, "duyet", **decision)).status_code == 422
    refused = await decide(shop, moderator, sent, "duyet")
    assert refused.status_code == 422
    assert "Sản phẩm đã đổi từ lúc gửi." in refused.text
    assert 'href="#field-storage"' in refused.text

    chosen = await decide(shop, moderator, sent, "duyet", **{"choice-storage": "proposed"})

    assert chosen.status_code == 303
    assert (await Product.get(code=SARDINES)).storage == "Đề nghị mới."


async def test_all_reasons_go_back_at_once_and_the_message_is_seen_first(shop, moderator):
    owner = await member(ONE, address="chu@example.vn")
    sent = await submitted(shop, owner)
    nothing = await decide(shop, moderator, sent, "tra-lai", act="send")
    assert nothing.status_code == 422
    assert "Chọn ít nhất một lý do để cơ sở biết sửa gì." in nothing.text

    said = {"reasons": "blurred", "words": "Chụp ngoài trời, ban ngày."}
    looked = await decide(shop, moderator, sent, "tra-lai", act="look", **said)
    assert looked.status_code == 200
    assert "Sản vật Hải Phòng: Cá mòi kho Làng Chài cần sửa 2 chỗ." in looked.text
    assert looked.text.count("Chụp ngoài trời, ban ngày.") == 2  # as typed, and as it will be read
    assert (await Proposal.get(id=sent.id)).state == ProposalState.SUBMITTED

    answer = await decide(shop, moderator, sent, "tra-lai", act="send", **said)

    assert answer.headers["location"] == f"/can-bo?xong={sent.id}"
    [review] = await Review.all()
    assert review.reasons == [
        {"field": "photos", "reason": "blurred", "words": ""},
        {"field": "", "reason": "", "words": "Chụp ngoài trời, ban ngày."},
    ]
    told = await Message.get()
    assert (told.what, told.words) == (
        "proposal_returned", {"product": "Cá mòi kho Làng Chài", "n": 2},
    )  # fmt: skip
    assert told.expires_at == told.not_before + LIFE
    back = await see(shop, moderator, page_of(sent))
    assert "Cơ sở đang sửa." in back
    saved = await drafting.save(sent.id, Typed((await Proposal.get(id=sent.id)).version,
                                               {"name": "Cá mòi kho"}))  # fmt: skip
    await drafting.submit(saved.id, saved.version, user=owner.user, answer_days=3)
    again = await see(shop, moderator, page_of(sent))
    assert "Lần 2" in again
    assert "Ảnh mờ hoặc không phải sản phẩm." in again
    assert f"Lần 1: cán bộ số {moderator.user} trả lại" in again


async def test_another_who_was_quicker_is_named_and_the_words_are_kept(shop, producer, moderator):
    sent = await submitted(shop, producer)
    seen = str(sent.version)
    other = await official(OfficialRole.ADMIN)
    await User.filter(id=other.user).update(name="Chị Hoa Minh Hoạ")
    await decide(shop, other, sent, "tra-lai", act="send", reasons="label")

    late = await decide(
        shop, moderator, sent, "tra-lai", act="send", words="Tên thiếu chữ.", seen=seen
    )

    assert late.status_code == 409
    assert "Chị Hoa Minh Hoạ đã trả lại đề nghị này lúc" in late.text
    assert "Lời bạn viết còn đây:" in late.text
    assert "Tên thiếu chữ." in late.text
    assert await Review.all().count() == 1
    approved_late = await decide(shop, moderator, sent, "duyet", seen=seen)
    assert approved_late.status_code == 409
    assert not await Product.exists(code="HP-NS-0251")


async def test_a_round_that_was_sent_anew_is_read_again(shop, producer, moderator):
    sent = await submitted(shop, producer)
    seen = str(sent.version)
    taken = await drafting.take_back(sent.id, user=producer.user)
    saved = await drafting.save(taken.id, Typed(taken.version, {"name": "Cá mòi khác"}))
    await drafting.submit(saved.id, saved.version, user=producer.user, answer_days=3)

    late = await decide(shop, moderator, sent, "duyet", seen=seen)

    assert late.status_code == 409
    assert "Cơ sở vừa sửa và gửi lại đề nghị này." in late.text
    assert not await Product.exists(code="HP-NS-0251")


async def test_a_reader_looks_and_decides_nothing(shop, producer):
    sent = await submitted(shop, producer)
    reader = await official(OfficialRole.READER)

    listed, page = await see(shop, reader), await see(shop, reader, page_of(sent))

    for one in (listed, page):
        assert "Bạn chỉ được xem." in one
        assert "Xem đề nghị đầu tiên" not in one
    assert "/duyet" not in page
    assert (await decide(shop, reader, sent, "duyet")).status_code == 404


async def test_another_commune_s_is_like_a_missing_one_and_not_listed(shop, producer):
    sent = await submitted(shop, producer)
    elsewhere = await Producer.exclude(
        commune_id=(await Producer.get(code=ONE)).commune_id
    ).first()  # fmt: skip
    helper = await official(OfficialRole.HELPER, elsewhere.commune_id)

    assert sent.id not in await see(shop, helper)
    shop.cookies.clear()
    answers = [
        await shop.get(f"/can-bo/de-nghi/{one}", headers=helper.headers)
        for one in (sent.id, "0" * 26)
    ]
    assert [one.status_code for one in answers] == [404, 404]
    bodies = [one.text.replace(sent.id, "").replace("0" * 26, "") for one in answers]
    assert bodies[0] == bodies[1]


async def test_one_s_own_communes_and_one_commune_can_be_asked_for(shop, producer):
    sent = await submitted(shop, producer)
    commune = (await Producer.get(code=ONE)).commune_id
    elsewhere = await Producer.exclude(commune_id=commune).first()
    theirs = await submitted(shop, await member(elsewhere.code), elsewhere.code, name="Mắm tôm")
    both = await official(OfficialRole.MODERATOR)
    async with in_transaction():
        await give_mandate(both.user, OfficialRole.HELPER, commune, by="test")

    assert theirs.id in await see(shop, both)
    for query in (f"?xa={commune}", "?cua-toi=1"):
        page = await see(shop, both, f"/can-bo{query}")
        assert sent.id in page
        assert theirs.id not in page
    assert sent.id in await see(shop, both, "/can-bo?sau=hỏng&xa=")


async def test_pages_of_the_queue_go_on_where_the_last_ended(shop, producer, moderator):
    now = clock.now()
    same = {"producer_id": ONE, "state": ProposalState.SUBMITTED, "round": 1, "begun_at": now}
    await Proposal.bulk_create(
        [
            Proposal(
                id=f"{n:026d}",
                patch={"name": {"typed": f"Mẻ {n}", "read": f"Mẻ {n}", "base": "", "at": 1}},
                changed_at=now,
                submitted_at=now - timedelta(minutes=n % 7),
                answer_by=clock.today() + timedelta(days=n % 5 - 2),
                **same,
            )
            for n in range(500)
        ]
    )

    pages, seen, path = [], [], "/can-bo"
    while path:
        page = await see(shop, moderator, path)
        pages.append(page)
        rows = page[page.index("desk-queue") :]
        seen += [one[:26] for one in rows.split("/can-bo/de-nghi/")[1:]]
        more = rows.partition('class="quiet" href="')[2].partition('"')[0]
        path = more.replace("&amp;", "&") if "sau=" in more else ""

    rows = (
        await Proposal.all()
        .order_by("answer_by", "submitted_at", "id")
        .values_list("id", flat=True)
    )
    assert seen == list(rows)
    assert "Chờ duyệt <b>500</b>" in pages[0]
    for said in ("Quá 2 ngày", "Hạn hôm nay", "Mới"):
        assert said in "".join(pages)


async def test_a_page_of_a_queue_of_many_asks_six_questions(shop, producer, moderator, asked):
    for n in range(3):
        await submitted(shop, producer, name=f"Cá mòi mẻ {n}")
    await see(shop, moderator)

    asked.clear()
    await see(shop, moderator)

    assert len(asked) <= 6, asked


async def test_photos_say_where_they_are_now_and_which_go(shop, moderator):
    person = await member(await owner_of(SARDINES))
    draft = await drafting.begin(await owner_of(SARDINES), SARDINES, user=person.user)
    _, second, _ = [await waiting_photo(services_of(shop), draft.id, photo(n)) for n in range(3)]
    await about_photos(draft.id)
    await sent_on(shop, person, moderator, draft)
    edit = await drafting.begin(await owner_of(SARDINES), SARDINES, user=person.user)
    await pictures.act(edit.id, second, Act.REMOVE)
    new = await waiting_photo(services_of(shop), edit.id, photo(3))
    await pictures.act(edit.id, new, Act.MAIN)
    held = await Proposal.get(id=edit.id)
    sent = await drafting.submit(held.id, held.version, user=person.user, answer_days=3)

    page = await see(shop, moderator, page_of(sent))

    photos = page.partition("Giấy tờ của cơ sở")[0]
    said = re.findall(r"<figcaption>([^<]*)<|<h3>([^<]*)<", photos)
    assert [caption or heading for caption, heading in said] == [
        "Ảnh 1, ảnh mới",
        "Ảnh 2, đang là ảnh 1",
        "Ảnh 3, đang hiển thị",
        "Ảnh sẽ bỏ",
        "Ảnh 2, đang hiển thị",
    ]
    assert "Chỉ ảnh thay đổi." in page


async def sent_on(shop, person: Person, moderator: Person, draft: Proposal) -> None:
    """Submit and approve what a person made."""
    held = await Proposal.get(id=draft.id)
    sent = await drafting.submit(held.id, held.version, user=person.user, answer_days=3)
    assert (await decide(shop, moderator, sent, "duyet")).status_code == 303


async def test_what_will_not_be_on_show_is_said(shop, producer, moderator):
    sent = await submitted(shop, producer)
    await catalogue.withdraw_consent(ONE, Purpose.CATALOGUE, by="test")
    page = await see(shop, moderator, page_of(sent))
    assert "Cơ sở chưa đồng ý cho hiện tên, nên duyệt rồi vẫn chưa lên trang." in page

    person = await member(await owner_of(SARDINES))
    edit = await an_edit(person, storage="Nơi khô ráo.")
    await catalogue.suspend(SARDINES, by="test", reason="Thử.")
    page = await see(shop, moderator, page_of(edit))
    assert "Sản phẩm đang bị tạm ngừng: duyệt rồi vẫn chưa lên trang." in page


ENDS = "Sao OCOP của sản phẩm này hết hạn {}. Duyệt đề nghị không kéo dài hạn sao."
ENDED = "Sao OCOP của sản phẩm này đã hết hạn {}. Trang công khai không còn hiện sao."


async def hold_until(*days: date) -> None:
    """Have the sardines recognised until these days, and by nothing else."""
    await Recognition.filter(product_id=SARDINES).delete()
    for number, day in enumerate(days):
        signed = {"number": f"{number}/QĐ-UBND", "issuer": "UBND thành phố", "signed_on": day}
        await Recognition.create(
            product_id=SARDINES, decision=await Decision.create(**signed), stars=4,
            type=RecognitionType.NEW, taxonomy=Taxonomy.QD_148, expires_on=day,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("left", "said"), [(91, ""), (90, ENDS), (0, ENDS), (-1, ENDED)], ids=[91, 90, 0, -1]
)
async def test_that_the_stars_of_its_product_end_is_said(shop, moderator, left, said):
    with clock.stopped(clock.now()):
        edit = await an_edit(await member(await owner_of(SARDINES)), storage="Nơi khô ráo.")
        day = clock.today() + timedelta(days=left)
        await hold_until(day)

        page = await see(shop, moderator, page_of(edit))

    assert ("Sao OCOP của sản phẩm này" in page) == bool(said)
    assert said.format(f"{day:%d/%m/%Y}") in page


async def test_of_stars_that_were_renewed_meanwhile_nothing_is_said(shop, moderator):
    edit = await an_edit(await member(await owner_of(SARDINES)), storage="Nơi khô ráo.")
    await hold_until(clock.today() - timedelta(days=1), clock.today() + timedelta(days=1095))

    assert "Sao OCOP của sản phẩm này" not in await see(shop, moderator, page_of(edit))


HOSTILE = "<script>alert(1)</script>\"'{{ 7 * 7 }}\u202egnp.exe\u2066"


async def test_hostile_text_in_every_field_is_text(shop, producer, moderator):
    fields = {
        "name": f"Cá {HOSTILE}", "pack-1": f"hộp {HOSTILE}"[:110], "made": HOSTILE,
        "best": "a" * 390, "ingredients": HOSTILE + "b" * 9_000, "storage": HOSTILE,
        "variety": HOSTILE, "story": "c" * 10_000,
    }  # fmt: skip
    sent = await submitted(shop, producer, **fields)
    await decide(shop, moderator, sent, "tra-lai", act="send", words=HOSTILE)
    await Proposal.filter(id=sent.id).update(state="submitted")

    page = await see(shop, moderator, page_of(sent))
    for one in (page, await see(shop, moderator)):
        assert "<script>alert" not in one
        assert "&lt;script&gt;alert(1)" in one
        assert ">49" not in one
    assert "c" * 10_000 in page
    assert "\u202e" not in page


@pytest.mark.on("postgres", "sqlite")
@pytest.mark.parametrize("parameter", ["xa", "sau", "xong", "cua-toi"])
async def test_what_no_page_of_ours_asks_for_is_passed_over(shop, producer, moderator, parameter):
    await submitted(shop, producer)

    assert "Cá mòi kho Làng Chài" in await see(shop, moderator, f"/can-bo?{parameter}=%00")


@pytest.mark.on("postgres", "sqlite")
@pytest.mark.parametrize("number", ["0", "3000000000", "9" * 30])
async def test_a_decision_that_cannot_be_is_refused(shop, producer, moderator, number):
    sent = await submitted(shop, producer)

    answer = await decide(shop, moderator, sent, "duyet", decision=number, stars="4")

    assert answer.status_code == 422
    assert 'href="#field-decision"' in answer.text


async def test_every_page_of_the_desk_leads_back(shop):
    admin = await official(OfficialRole.ADMIN)
    for path in ("/can-bo/trao-tay", "/can-bo/giay-moi", "/can-bo/yeu-cau", "/can-bo/tai-khoan"):
        page = await see(shop, admin, path)
        assert '<p class="back"><a href="/can-bo">' in page, path
        assert '<p class="back"><a href="/en/can-bo">' in await see(shop, admin, f"/en{path}")
    home = await see(shop, admin)
    for path in ("/can-bo/trao-tay", "/can-bo/giay-moi", "/can-bo/yeu-cau", "/can-bo/tai-khoan"):
        assert f'href="{path}"' in home
