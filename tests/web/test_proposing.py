"""A proposal looked through, sent, added to, returned, taken back and dropped: by its pages."""

import re

import pytest

from shop import catalogue
from shop.models import (
    OfficialRole,
    Producer,
    ProducerState,
    Product,
    Proposal,
    ProposalState,
    Purpose,
)
from shop.proposals import deciding, drafting
from shop.proposals.checking import lacks
from shop.proposals.deciding import Approval
from shop.proposals.rounds import DecidedError, Reason
from shop.proposals.standing import standing
from tests.accounts.coming import FORM, OURS
from tests.conftest import services_of
from tests.people import Person, member, official
from tests.proposals.drafts import drafted, waiting_photo

ONE, ELSE = "HP-CS-101", "HP-CS-102"
SARDINES = "HP-OCOP-0001"
HOME = "/nha-san-xuat"


def at(proposal: str, step: str, prefix: str = "") -> str:
    return f"{prefix}{HOME}/de-nghi/{proposal}/{step}"


async def get(shop, person: Person, path: str):
    shop.cookies.clear()
    return await shop.get(path, headers=person.headers)


async def press(shop, person: Person, path: str, body: str = ""):
    shop.cookies.clear()
    headers = {**OURS, **FORM, **person.headers}
    return await shop.post(path, content=body.encode(), headers=headers)


@pytest.fixture
async def person(shop) -> Person:
    return await member(ONE)


async def ready(shop, person: Person, **texts: str) -> Proposal:
    made = await drafted(person, ONE, **texts)
    await waiting_photo(services_of(shop), made.id)
    return made


async def sent(shop, person: Person) -> Proposal:
    made = await ready(shop, person)
    body = f"seen={made.version}&pledge=yes"
    assert (await press(shop, person, at(made.id, "xem-lai"), body)).status_code == 303
    return await Proposal.get(id=made.id)


async def test_a_draft_is_shown_as_shoppers_will_see_it_and_sent(shop, person):
    made = await ready(shop, person)

    page = await get(shop, person, at(made.id, "xem-lai"))

    assert page.status_code == 200
    assert "Xem lại trước khi gửi" in page.text
    assert page.text.count("Cá mòi kho Làng Chài") >= 3  # the card, the page, the list
    assert "125.000\u00a0₫" in page.text
    assert re.search(rf'src="{HOME}/anh/[0-9a-f]{{64}}\.jpg"', page.text)
    assert "/media/" not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "Hãy đánh dấu ô cam đoan rồi gửi." not in page.text

    unticked = await press(shop, person, at(made.id, "xem-lai"), f"seen={made.version}")
    assert unticked.status_code == 422
    assert "<title>Lỗi: " in unticked.text
    assert 'href="#field-pledge"' in unticked.text
    assert (await Proposal.get(id=made.id)).state == ProposalState.DRAFT

    body = f"seen={made.version}&pledge=yes"
    for _ in range(2):  # a double tap
        done = await press(shop, person, at(made.id, "xem-lai"), body)
        assert (done.status_code, done.headers["location"]) == (303, at(made.id, "da-gui"))
    held = await Proposal.get(id=made.id)
    assert (held.state, held.round) == (ProposalState.SUBMITTED, 1)


async def test_the_preview_is_the_page_without_what_is_only_on_show(shop, person):
    made = await ready(shop, person)

    page = await get(shop, person, at(made.id, "xem-truoc"))

    assert page.status_code == 200
    assert "Người mua chưa thấy trang này." in page.text
    assert '<h1 lang="vi">' in page.text or "<h1>" in page.text
    assert "Cá mòi kho Làng Chài" in page.text
    assert "cơ sở sản xuất cung cấp" in page.text
    assert "từ nguồn công khai" not in page.text  # which no producer's word is
    assert "ld+json" not in page.text
    assert "/bao-loi/" not in page.text
    assert "/san-pham/" not in page.text
    assert "<!--" not in page.text
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert page.headers["Cache-Control"] == "no-store"


async def test_an_empty_draft_is_shown_too_and_says_what_it_lacks(shop, person):
    made = await drafting.begin(ONE, user=person.user)
    page = await get(shop, person, at(made.id, "xem-lai"))
    assert page.status_code == 200
    assert "Còn thiếu 5 chỗ" in page.text
    assert "Sản phẩm chưa có tên" in page.text
    assert (await get(shop, person, at(made.id, "xem-truoc"))).status_code == 200

    answer = await press(shop, person, at(made.id, "xem-lai"), "seen=1&pledge=yes")

    assert answer.status_code == 422
    for step, field in (("anh", "photos"), ("thong-tin", "name"), ("thong-tin", "price-1")):
        assert f'href="{at(made.id, step)}#field-{field}"' in answer.text


async def test_what_should_be_looked_at_is_told_and_does_not_block(shop, person):
    made = await ready(shop, person, name="Cá mòi 5 sao, gọi 0912 345 678", description="<b>")

    page = await get(shop, person, at(made.id, "xem-lai"))

    assert "Lưu ý trước khi gửi" in page.text
    assert "Chữ «5 sao» chỉ được ghi khi có quyết định còn hạn." in page.text
    assert "Số «0912 345 678» trông như số điện thoại." in page.text
    assert "<b>" not in page.text.split('id="listed"')[1].split("</dl>")[0]
    body = f"seen={made.version}&pledge=yes"
    assert (await press(shop, person, at(made.id, "xem-lai"), body)).status_code == 303


async def test_a_draft_that_moved_on_is_looked_through_again(shop, person):
    made = await ready(shop, person)
    await drafting.save(made.id, drafting.Typed(made.version, {"name": "Cá mòi một nắng"}))

    answer = await press(shop, person, at(made.id, "xem-lai"), f"seen={made.version}&pledge=yes")

    assert answer.status_code == 409
    assert "Cá mòi một nắng" in answer.text
    assert (await Proposal.get(id=made.id)).state == ProposalState.DRAFT


async def test_a_suspended_product_is_not_sent(shop, person):
    begun = await drafting.begin(ONE, SARDINES, user=person.user)
    made = await drafting.save(begun.id, drafting.Typed(begun.version, {"storage": "Nơi khô ráo."}))
    await catalogue.suspend(SARDINES, by="test", reason="nhãn sai")

    answer = await press(shop, person, at(made.id, "xem-lai"), f"seen={made.version}&pledge=yes")

    assert answer.status_code == 422
    assert "Sản phẩm này vừa bị tạm ngừng, chưa gửi được. Lý do: nhãn sai." in answer.text


async def test_after_sending_one_knows_when_the_answer_comes(shop, person):
    held = await sent(shop, person)

    page = await get(shop, person, at(held.id, "da-gui"))

    day = f"{held.answer_by.day}/{held.answer_by.month}/{held.answer_by.year}"
    assert "<h1>Đã gửi</h1>" in page.text
    assert drafting.ref_of(held.id) in page.text
    assert re.search(rf"<b>thứ \w+ {day}</b>, báo qua ", page.text)
    assert "Làm thêm để bán được nhiều nơi hơn" in page.text
    assert page.text.count("Chưa làm") > page.text.count("Đã làm")
    english = await get(shop, person, at(held.id, "da-gui", "/en"))
    assert "<h1>Sent</h1>" in english.text


async def test_what_is_added_after_sending_reaches_the_desk_as_the_same_round(shop, person):
    held, moderator = await sent(shop, person), await official(OfficialRole.MODERATOR)

    wrong = await press(
        shop, person, at(held.id, "lam-them"), f"seen={held.version}&shelf_life=lâu&story=Làm lâu"
    )
    assert wrong.status_code == 422
    assert "Làm lâu" in wrong.text
    body = f"seen={held.version}&shelf_life=12 tháng&ingredients=Cá mòi, riềng"
    done = await press(shop, person, at(held.id, "lam-them"), body)

    assert (done.status_code, done.headers["location"]) == (303, at(held.id, "da-gui"))
    now = await Proposal.get(id=held.id)
    assert (now.state, now.round) == (ProposalState.SUBMITTED, 1)
    assert now.patch["shelf_life"]["read"] == 360 or now.patch["shelf_life"]["read"] == 365
    page = await get(shop, person, at(held.id, "da-gui"))
    assert page.text.count("Đã làm") == 2
    pictures = services_of(shop).pictures
    with pytest.raises(DecidedError):  # who had read the version before
        await deciding.approve(held.id, Approval(held.version), pictures, user=moderator.user)
    code = await deciding.approve(held.id, Approval(now.version), pictures, user=moderator.user)
    assert (await Product.get(code=code)).ingredients == "Cá mòi, riềng"
    approved = await get(shop, person, at(held.id, "da-gui"))
    assert "<h1>Đã duyệt</h1>" in approved.text
    late = await press(shop, person, at(held.id, "lam-them"), "seen=9&story=Muộn")
    assert late.headers["location"] == at(held.id, "da-gui")


async def test_two_devices_that_add_do_not_overwrite_each_other(shop, person):
    held = await sent(shop, person)
    path = at(held.id, "lam-them")
    await press(shop, person, path, f"seen={held.version}&story=Của mẹ tôi")

    clash = await press(shop, person, path, f"seen={held.version}&story=Của bà tôi")

    assert clash.status_code == 409
    assert "Máy khác vừa ghi: «Của mẹ tôi»" in clash.text
    assert "Của bà tôi" in clash.text
    [seen] = re.findall(r'name="seen" value="(\d+)"', clash.text)
    assert (await press(shop, person, path, f"seen={seen}&story=Của bà tôi")).status_code == 303
    assert (await Proposal.get(id=held.id)).patch["story"]["typed"] == "Của bà tôi"


async def test_a_returned_proposal_says_what_to_mend_and_where(shop, person):
    held, moderator = await sent(shop, person), await official(OfficialRole.MODERATOR)
    reasons = [Reason("photos", "blurred"), Reason("name", "", "Thiếu chữ <kho>.")]
    await deciding.give_back(held.id, held.version, reasons, user=moderator.user)

    page = await get(shop, person, at(held.id, "xem-lai"))

    assert "Cán bộ cần bạn sửa 2 chỗ (trả lại ngày " in page.text
    assert "Ảnh mờ hoặc không phải sản phẩm. Hãy chụp lại." in page.text
    assert "Thiếu chữ &lt;kho&gt;." in page.text
    assert f'href="{at(held.id, "anh")}#field-photos"' in page.text
    assert "Gửi lại</button>" in page.text
    listed = await get(shop, person, f"{HOME}/{ONE}")
    assert "Cần sửa: 2 chỗ" in listed.text
    assert "1 sản phẩm bị trả lại – xem và sửa" in listed.text


async def test_what_was_sent_is_taken_back_and_dropped(shop, person):
    held = await sent(shop, person)

    assert (await get(shop, person, at(held.id, "rut"))).status_code == 303
    assert (await Proposal.get(id=held.id)).state == ProposalState.SUBMITTED  # a look changes none
    back = await press(shop, person, at(held.id, "rut"))
    assert back.headers["location"] == at(held.id, "xem-lai")
    assert (await Proposal.get(id=held.id)).state == ProposalState.DRAFT
    asked = await get(shop, person, at(held.id, "xoa"))
    assert "<h1>Bỏ bản này?</h1>" in asked.text
    assert "<bdi>Cá mòi kho Làng Chài</bdi>" in asked.text
    gone = await press(shop, person, at(held.id, "xoa"))
    assert gone.headers["location"] == f"{HOME}/{ONE}"
    assert (await Proposal.get(id=held.id)).state == ProposalState.WITHDRAWN


async def test_the_list_begins_with_what_is_in_the_making(shop, person):
    held = await sent(shop, person)
    await drafted(person, ONE, name="Cá mòi <i>một nắng</i>")
    begun = await press(shop, person, f"{HOME}/{ONE}/them")
    again = await press(shop, person, f"{HOME}/{ONE}/them")
    assert begun.headers["location"] == again.headers["location"]  # a double tap
    empty = await Proposal.all().order_by("-begun_at").first()
    assert begun.headers["location"] == at(empty.id, "anh")

    page = await get(shop, person, f"{HOME}/{ONE}")

    assert "Thêm sản phẩm</button>" in page.text
    assert "Bản nháp, còn thiếu ảnh, tên, cách bán, giá, nhóm" in page.text
    assert "Bản nháp, còn thiếu ảnh<" in page.text
    day = f"{held.answer_by.day}/{held.answer_by.month}"
    assert re.search(rf"Chờ duyệt – trả lời trước thứ \w+ {day}<", page.text)
    assert "Cá mòi &lt;i&gt;một nắng&lt;/i&gt;" in page.text
    assert page.text.index("Bản nháp") < page.text.index(SARDINES)


async def test_a_product_is_edited_and_copied_from_the_list(shop, person):
    edits = await press(shop, person, f"{HOME}/sua/{SARDINES}")
    again = await press(shop, person, f"{HOME}/sua/{SARDINES}")
    assert edits.headers["location"] == again.headers["location"]
    assert edits.headers["location"].endswith("/xem-lai")
    page = await get(shop, person, edits.headers["location"])
    assert "Cá mòi, nước mắm, riềng" in page.text  # of what is on show, also what is asked later
    days = (await Product.get(code=SARDINES)).shelf_life_days
    assert f"{days} ngày" in page.text

    copied = await press(shop, person, f"{HOME}/sao-chep/{SARDINES}")

    made = await Proposal.get(product_id=None)
    assert copied.headers["location"] == at(made.id, "anh")
    assert made.patch["price-1"]["read"] == {"amount": 125_000}
    more = await press(shop, person, at(made.id, "them-nua"))
    assert more.status_code == 303
    assert await Proposal.filter(product_id=None).count() == 2


async def test_an_edit_that_edits_nothing_says_where_to_begin_and_is_not_sent(shop, person):
    edits = (await press(shop, person, f"{HOME}/sua/{SARDINES}")).headers["location"]
    held = await Proposal.get(product_id=SARDINES)
    hint = "Xuống phần «Bạn đã ghi», bấm «Sửa» bên mục cần đổi."
    assert hint in (await get(shop, person, edits)).text

    answer = await press(shop, person, edits, f"seen={held.version}&pledge=yes")

    assert answer.status_code == 422
    assert "Bạn chưa sửa gì ở sản phẩm này." in answer.text
    held = await drafting.save(held.id, drafting.Typed(held.version, {"storage": "Nơi mát."}))
    assert hint not in (await get(shop, person, edits)).text
    done = await press(shop, person, edits, f"seen={held.version}&pledge=yes")
    assert done.headers["location"] == at(held.id, "da-gui")


async def test_what_is_wrong_is_listed_in_the_order_of_the_pages(person):
    begun = await drafting.begin(ONE, user=person.user)
    texts = {"months": "13", "price-1": "mười nghìn", "pack-1": "lọ"}
    made = await drafting.save(begun.id, drafting.Typed(begun.version, texts))

    wrong = [one.field for one in await lacks(await standing(made.id))]

    assert wrong == ["photos", "name", "price-1", "group", "months"]


async def test_lists_say_what_hides_a_producer(shop, person):
    await Producer.filter(code=ONE).update(state=ProducerState.UNCONFIRMED)
    await catalogue.withdraw_consent(ONE, Purpose.CATALOGUE, by="test")

    page = await get(shop, person, f"{HOME}/{ONE}")

    assert "Cơ sở mới: cán bộ xem sản phẩm đầu tiên" in page.text
    assert re.search(r"\d+ sản phẩm đang chờ bạn đồng ý cho hiện tên cơ sở", page.text)


async def test_another_producers_proposal_is_not_there(shop, person):
    held, other = await sent(shop, person), await member(ELSE)

    for step in ("xem-lai", "xem-truoc", "da-gui", "lam-them", "xoa", "rut", "them-nua"):
        assert (await get(shop, other, at(held.id, step))).status_code == 404
        if step not in {"xem-truoc", "da-gui"}:
            assert (await press(shop, other, at(held.id, step))).status_code == 404
    assert (await Proposal.get(id=held.id)).state == ProposalState.SUBMITTED


async def test_an_official_who_helps_asks_the_producer_for_its_word(shop):
    helper = await official(OfficialRole.HELPER, (await Producer.get(code=ONE)).commune_id)
    begun = await drafting.begin(ONE, user=helper.user, helps=True)
    await waiting_photo(services_of(shop), begun.id)
    made = await drafting.save(
        begun.id,
        drafting.Typed(
            begun.version,
            {"name": "Cá", "pack-1": "1 kg", "price-1": "lh", "group": "so-che-va-muoi"},
        ),
    )
    path = f"/can-bo/giup/de-nghi/{made.id}"

    page = await get(shop, helper, f"{path}/xem-lai")
    assert "Gửi cơ sở xác nhận</button>" in page.text
    assert 'src="/can-bo/anh/' in page.text
    await press(shop, helper, f"{path}/xem-lai", f"seen={made.version}&pledge=yes")

    after = await get(shop, helper, f"{path}/da-gui")
    assert after.headers["location"] == f"{path}/loi-co-so"
    assert (await get(shop, helper, f"{path}/lam-them")).status_code == 303
