"""The registry's pages of decisions: entered by registrars, read by all officials."""

import re

import pytest

from shop.models import (
    Decision,
    MemberRole,
    Membership,
    OfficialRole,
    Product,
    Recognition,
)
from tests.accounts.coming import post
from tests.people import Person, member, official

HOME = "/can-bo/so"
DECISIONS = f"{HOME}/quyet-dinh"
RICE, FISH = "HP-NS-0001", "HP-OCOP-0026"
STARS = 'class="headline-stars"'
CITY = "UBND thành phố Hải Phòng"


@pytest.fixture
async def registrar(shop, stopped_clock) -> Person:
    return await official(OfficialRole.REGISTRAR)


async def see(shop, person: Person, path: str, status: int = 200) -> str:
    shop.cookies.clear()
    answer = await shop.get(path, headers=person.headers)
    assert answer.status_code == status, path
    return re.sub(r"\s+", " ", answer.text)


async def send(shop, person: Person, path: str, **fields: str):
    shop.cookies.clear()
    shop.cookies.update(person.cookies)
    return await post(shop, path, **fields)


async def entered(shop, person: Person, number: str = "123/QĐ-UBND") -> int:
    done = await send(
        shop, person, f"{DECISIONS}/moi", number=number, issuer=CITY, signed_on="5/3/2026"
    )
    assert done.status_code == 303, done.text
    return (await Decision.get(number=number)).id


async def product_page(shop, code: str) -> str:
    answer = await shop.get(f"/san-pham/{code}", follow_redirects=True)
    assert answer.status_code == 200
    return answer.text


GIVEN = {"stars": "4", "type": "new", "expires_on": "5/3/2029"}


async def test_a_decision_is_entered_found_by_year_and_number_and_never_twice(shop, registrar):
    made = await entered(shop, registrar)
    again = await send(
        shop, registrar, f"{DECISIONS}/moi", number="123 / qđ-ubnd", issuer=CITY,
        signed_on="05/03/2026",
    )  # fmt: skip

    assert again.status_code == 422
    assert "Quyết định 123/QĐ-UBND ngày 5/3/2026 đã có." in again.text
    assert f'href="{DECISIONS}/{made}">Mở quyết định đã có' in again.text
    assert 'value="123 / qđ-ubnd"' in again.text
    assert ">123/QĐ-UBND</b>" in await see(shop, registrar, DECISIONS)
    assert ">123/QĐ-UBND</b>" in await see(shop, registrar, f"{DECISIONS}?q=0123")
    assert ">123/QĐ-UBND</b>" not in await see(shop, registrar, f"{DECISIONS}?nam=2025")
    none = await see(shop, registrar, f"{DECISIONS}?nam=2031")
    assert "Chưa có quyết định nào trong năm 2031." in none


async def test_a_product_is_found_recognised_corrected_and_taken_back(shop, registrar):
    made = await entered(shop, registrar)
    add = f"{DECISIONS}/{made}/cong-nhan"
    page = await see(shop, registrar, f"{add}?sp={RICE}")
    assert 'name="expires_on" type="text" value="5/3/2029"' in page
    assert "Sao sẽ hiện trên trang sản phẩm ngay sau khi ghi." in page
    bare = await send(shop, registrar, add, seen="1", product=RICE, **GIVEN)
    assert (bare.status_code, f"{RICE} chưa thuộc bộ OCOP nào" in bare.text) == (422, True)

    done = await send(shop, registrar, add, seen="1", product=RICE, ocop_set="03", **GIVEN)

    assert done.headers["location"] == f"{DECISIONS}/{made}?xong=cong-nhan"
    one = await Recognition.get(product_id=RICE)
    held = f"{HOME}/cong-nhan/{one.id}"
    told = await see(shop, registrar, f"{DECISIONS}/{made}")
    assert "4 sao · Cấp mới · Đến hết 05/03/2029" in told
    assert "Ghi nhận 1 sản phẩm" in told
    assert STARS in await product_page(shop, RICE)
    wrong = await send(shop, registrar, held, seen="1", **GIVEN | {"expires_on": "5/3/2092"})
    assert "Hạn 5/3/2092 không phải 36 tháng, đúng ra là 5/3/2029." in wrong.text
    right = await send(shop, registrar, held, seen="1", **GIVEN | {"stars": "5"})
    assert right.status_code == 303


async def recognised(shop, registrar: Person) -> tuple[int, str]:
    """Give rice four stars; tell the decision, and the path of the recognition."""
    made = await entered(shop, registrar)
    add = f"{DECISIONS}/{made}/cong-nhan"
    await send(shop, registrar, add, seen="1", product=RICE, ocop_set="03", **GIVEN)
    return made, f"{HOME}/cong-nhan/{(await Recognition.get(product_id=RICE)).id}"


@pytest.mark.parametrize("code", ["1" * 20, "a" * 17, "HP-NS-999999999"])
async def test_no_code_is_too_long_to_be_refused(shop, registrar, code):
    made = await entered(shop, registrar)
    add = f"{DECISIONS}/{made}/cong-nhan"

    refused = await send(shop, registrar, add, seen="1", product=code, ocop_set="03", **GIVEN)

    assert refused.status_code in (400, 422)
    assert "Đã ghi" not in refused.text
    assert not await Recognition.filter(decision_id=made).exists()
    await see(shop, registrar, f"{add}?sp={RICE}{'9' * 40}")


async def test_stars_are_taken_back_with_a_reason_and_stand_again(shop, registrar):
    made, held = await recognised(shop, registrar)

    asked = await see(shop, registrar, f"{held}/thu-hoi")
    assert "Sao sẽ mất trên trang sản phẩm ngay sau khi ghi." in asked
    bare = await send(shop, registrar, f"{held}/thu-hoi", seen="1", act="revoke")
    assert (bare.status_code, "Hãy ghi lý do thu hồi." in bare.text) == (422, True)
    gone = await send(
        shop, registrar, f"{held}/thu-hoi", seen="1", act="revoke", reason="Bỏ sản xuất"
    )
    assert gone.status_code == 303
    assert STARS not in await product_page(shop, RICE)
    told = await see(shop, registrar, f"{DECISIONS}/{made}")
    assert "Lý do: Bỏ sản xuất" in told
    assert "Bỏ sản xuất" not in (await shop.get(f"/quyet-dinh/{made}")).text
    back = await send(shop, registrar, f"{held}/thu-hoi", seen="2", act="reinstate")
    assert back.status_code == 303
    assert STARS in await product_page(shop, RICE)


async def test_a_line_entered_by_mistake_is_removed(shop, registrar):
    made, held = await recognised(shop, registrar)
    asked = await see(shop, registrar, f"{held}/bo")
    assert "Chỉ dùng khi quyết định không hề có sản phẩm này." in asked

    struck = await send(shop, registrar, f"{held}/bo", seen="1")

    assert (struck.status_code, await Recognition.exists(product_id=RICE)) == (303, False)
    assert f"Bỏ dòng ghi nhầm: {RICE}" in await see(shop, registrar, f"{DECISIONS}/{made}")


async def test_of_two_registrars_the_second_keeps_what_was_typed(shop, registrar):
    made = await entered(shop, registrar)
    second = await official(OfficialRole.ADMIN)
    said = {"number": "124/QĐ-UBND", "issuer": CITY, "signed_on": "5/3/2026", "seen": "1"}
    first = await send(shop, registrar, f"{DECISIONS}/{made}/sua", **said)

    late = await send(
        shop, second, f"{DECISIONS}/{made}/sua", **said | {"issuer": "UBND huyện Cát Hải"}
    )

    assert (first.status_code, late.status_code) == (303, 409)
    assert "Có người vừa sửa quyết định này." in late.text
    assert 'value="UBND huyện Cát Hải"' in late.text
    assert (await Decision.get(id=made)).issuer == CITY


async def test_a_decision_of_a_list_is_read_here_and_said_to_be_illustrative(shop, registrar):
    made_up = await Decision.get(number="MH-60/QĐ-UBND")

    page = await see(shop, registrar, f"{DECISIONS}/{made_up.id}")

    assert "Dữ liệu minh hoạ: quyết định này không có thật." in page
    assert "Quyết định này đến từ một danh sách, chưa ai sửa ở đây." in page
    assert page.count(f'href="{HOME}/cong-nhan/') == 22


async def test_readers_see_all_and_get_no_buttons(shop, registrar):
    made = await entered(shop, registrar)
    await send(shop, registrar, f"{DECISIONS}/{made}/cong-nhan", seen="1", product=FISH, **GIVEN)
    one = await Recognition.get(product_id=FISH, decision_id=made)
    reader = await official(OfficialRole.READER)

    pages = [
        await see(shop, reader, path)
        for path in (HOME, f"{DECISIONS}/{made}", f"{HOME}/cong-nhan/{one.id}")
    ]
    refused = await send(shop, reader, f"{HOME}/cong-nhan/{one.id}", seen="1", **GIVEN)

    assert all("Bạn chỉ được xem." in page for page in pages)
    assert all('<form method="post"' not in page for page in pages)
    assert refused.status_code == 403
    assert (await Recognition.get(id=one.id)).version == 1


async def test_stars_for_the_own_producer_are_left_to_another(shop, registrar):
    made = await entered(shop, registrar)
    owner = (await Product.get(code=FISH)).producer_id
    mine = await member(owner, MemberRole.EDITOR)
    await Membership.filter(user_id=mine.user).update(user_id=registrar.user)

    refused = await send(
        shop, registrar, f"{DECISIONS}/{made}/cong-nhan", seen="1", product=FISH, **GIVEN
    )

    assert refused.status_code == 403
    assert not await Recognition.exists(decision_id=made)
    held = await Recognition.filter(product_id=FISH).select_related("decision").first()
    one, moved = held.decision, "1/1/2026"
    amended = await send(
        shop, registrar, f"{DECISIONS}/{one.id}/sua",
        seen=str(one.version), number=one.number, issuer=one.issuer, signed_on=moved,
    )  # fmt: skip
    assert amended.status_code == 403
    assert (await Decision.get(id=one.id)).signed_on == one.signed_on


async def test_anyone_checks_a_decision_and_illustrative_ones_say_so(shop, registrar):
    made = await entered(shop, registrar)
    real = await Product.filter(evidence="sourced").order_by("code").first()
    await send(
        shop, registrar, f"{DECISIONS}/{made}/cong-nhan", seen="1", product=real.code,
        **GIVEN, **({} if real.ocop_set_id else {"ocop_set": "03"}),
    )  # fmt: skip
    made_up = await Decision.get(number="MH-60/QĐ-UBND")

    true, false, english = [
        re.sub(r"\s+", " ", (await shop.get(path)).text)
        for path in (
            f"/quyet-dinh/{made}", f"/quyet-dinh/{made_up.id}", f"/en/quyet-dinh/{made_up.id}",
        )
    ]  # fmt: skip

    assert "<h1>Quyết định 123/QĐ-UBND</h1>" in true
    assert "có trong sổ của thành phố Hải Phòng" in true
    assert real.name_vi in true
    assert "Dữ liệu minh hoạ" not in true
    assert "Dữ liệu minh hoạ: quyết định này không có thật" in false
    assert "có trong sổ của thành phố" not in false
    assert "Illustrative data: there is no such decision." in english
    assert (await shop.get("/quyet-dinh/999999999")).status_code == 404
    file = await shop.get(f"/quyet-dinh/{made}.csv")
    assert [line.split(",")[0] for line in file.text.splitlines()[1:]] == [f'"{real.code}"']
    link = f'href="/quyet-dinh/{made}"'
    assert link in await product_page(shop, real.code)
    assert link in (await shop.get(f"/cong-nhan?q={real.name_vi}")).text


async def test_a_true_decision_is_not_called_made_up_for_what_it_recognises(shop, registrar):
    made = await entered(shop, registrar)
    one = await Product.filter(evidence="illustrative", ocop_set_id__isnull=False).first()
    add = f"{DECISIONS}/{made}/cong-nhan"

    done = await send(shop, registrar, add, seen="1", product=one.code, **GIVEN)

    assert done.status_code == 303
    page = (await shop.get(f"/quyet-dinh/{made}")).text
    assert "quyết định này không có thật" not in page
    assert "Minh hoạ" in page
    assert "không có thật" not in await see(shop, registrar, f"{DECISIONS}/{made}")
