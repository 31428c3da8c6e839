"""Step 2 as a form without a script: what is typed is kept, and what is wrong is said beside it."""

import re
from html import unescape

import pytest

from shop.models import Product, Proposal, ProposalState, Variant
from shop.proposals import drafting
from shop.proposals.standing import standing
from tests.accounts.coming import post
from tests.people import member

ONE, FIVE = "HP-CS-101", "HP-CS-005"
SARDINES = "HP-OCOP-0001"


class Desk:
    """A producer's person with a draft before them."""

    def __init__(self, door, person, draft: Proposal) -> None:
        self.door, self.person, self.id = door, person, draft.id
        self.path = f"/nha-san-xuat/de-nghi/{draft.id}"
        door.headers.update(person.headers)

    async def page(self, query: str = "") -> str:
        answer = await self.door.get(f"{self.path}/thong-tin{query}")
        assert answer.status_code == 200
        return answer.text

    async def send(self, step: str = "thong-tin", page: str = "", **typed: str):
        """Send the form as the page gave it, with what is typed into it."""
        return await post(self.door, f"{self.path}/{step}", **hidden(page), **typed)

    async def said(self, field: str) -> dict:
        return (await Proposal.get(id=self.id)).patch[field]


def hidden(page: str) -> dict[str, str]:
    form = page[page.find('<form class="facts-form"') :]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: unescape(value) for name, value in found if name != "months"}


def errors(page: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'id="error-[^"]*">([^<]*)<', page)]


@pytest.fixture
async def desk(shop) -> Desk:
    person = await member(ONE)
    return Desk(shop, person, await drafting.begin(ONE, user=person.user))


FILLED = {
    "name": "Cá thu một nắng",
    "pack-1": "hộp 400 g",
    "price-1": "125k",
    "say-1": "amount",
    "group": "so-che-va-muoi",
}


async def test_what_is_typed_is_saved_and_leads_on(desk):
    answer = await desk.send(page=await desk.page(), **FILLED)

    assert answer.status_code == 303
    assert answer.headers["location"] == f"{desk.path}/xem-lai"
    patch = (await Proposal.get(id=desk.id)).patch
    assert {name: one["typed"] for name, one in patch.items()} == {
        "name": "Cá thu một nắng",
        "pack-1": "hộp 400 g",
        "price-1": "125k",
        "group": "so-che-va-muoi",
    }
    assert patch["price-1"]["read"] == {"amount": 125_000}
    page = await desk.page()
    assert 'value="Cá thu một nắng"' in page
    assert 'value="125k"' in page
    again = await desk.send(page=page, **FILLED)
    assert again.status_code == 303
    assert (await Proposal.get(id=desk.id)).version == 2  # sent twice, it is saved once


async def test_what_is_lacking_is_said_beside_its_field_and_the_rest_is_kept(desk):
    answer = await desk.send(page=await desk.page(), name="", **{"price-1": "mắc lắm"})

    assert answer.status_code == 422
    assert errors(answer.text) == [
        "Hãy ghi tên sản phẩm như trên nhãn.",
        "Ghi cách bán, ví dụ «hộp 400 g» hoặc «1 kg».",
        "Chưa đọc được giá. Hãy viết như 125000, 125k hoặc 1tr2.",
        "Chọn một nhóm. Không chắc thì chọn «Nhóm khác», cán bộ sẽ xếp giúp.",
    ]
    assert 'value="mắc lắm"' in answer.text
    assert "Có 4 chỗ cần sửa" in answer.text
    assert (await desk.said("price-1"))["read"] is None
    english = await post(desk.door, f"/en{desk.path}/thong-tin", lam="xem-lai")
    assert "Write the product’s name as on its label." in english.text


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(
    ("pack", "price", "amounts"),
    [
        ("hộp 400 g", "120-150k", ["120000", "150000", "0"]),
        ("hộp 400 g", "85k/kg", ["34000", "85000", "0"]),
        ("hộp 400 g", "300k/lít", ["300000", "0"]),
    ],
)
async def test_a_price_of_two_meanings_is_asked_back_and_never_guessed(desk, pack, price, amounts):
    typed = FILLED | {"pack-1": pack, "price-1": price}
    answer = await desk.send(page=await desk.page(), **typed)

    assert answer.status_code == 422
    assert re.findall(r'name="chosen-1" value="(\d+)"', answer.text) == amounts
    assert (await desk.said("price-1"))["read"] is None
    chosen = await desk.send(page=answer.text, **typed, **{"chosen-1": amounts[0]})
    assert chosen.status_code == 303
    assert (await desk.said("price-1"))["read"] == {"amount": int(amounts[0])}


@pytest.mark.on("sqlite")
async def test_a_price_for_a_tin_proposes_the_pack(desk):
    typed = FILLED | {"pack-1": "", "price-1": "85k/hộp"}
    answer = await desk.send(page=await desk.page(), **typed)

    assert answer.status_code == 422
    assert 'name="take-1" value="hộp"' in answer.text
    taken = await desk.send(page=answer.text, **typed, **{"take-1": "hộp"})
    assert taken.status_code == 303
    assert (await desk.said("pack-1"))["typed"] == "hộp"
    assert (await desk.said("price-1"))["read"] == {"amount": 85_000}


@pytest.mark.on("sqlite")
async def test_another_pack_makes_a_price_a_question_again(desk):
    typed = FILLED | {"pack-1": "1 kg", "price-1": "85k/kg"}
    assert (await desk.send(page=await desk.page(), **typed)).status_code == 303

    answer = await desk.send(page=await desk.page(), **(typed | {"pack-1": "hộp 400 g"}))

    assert answer.status_code == 422
    assert (await desk.said("price-1"))["read"] is None
    assert (await desk.said("price-1"))["typed"] == "85k/kg"


@pytest.mark.on("sqlite")
async def test_on_request_is_said_by_its_radio_alone(desk):
    typed = FILLED | {"price-1": "", "say-1": "request"}
    assert (await desk.send(page=await desk.page(), **typed)).status_code == 303

    assert (await desk.said("price-1"))["read"] == {"amount": None}
    assert 'value="request" checked' in await desk.page()


@pytest.mark.on("sqlite")
async def test_another_pack_is_a_button_that_saves_and_adds_fields(desk):
    page = await desk.page()
    assert page.count('name="price-') == 1
    answer = await desk.send(page=page, **FILLED, lam="loai2")

    assert answer.headers["location"] == f"{desk.path}/thong-tin?loai=2#field-pack-2"
    assert (await desk.said("name"))["typed"] == "Cá thu một nắng"
    page = await desk.page("?loai=2")
    typed = FILLED | {"pack-2": "túi 1 kg", "price-2": "280k", "say-2": "amount"}
    assert (await desk.send(page=page, **typed)).status_code == 303
    assert (await desk.said("price-2"))["read"] == {"amount": 280_000}
    assert (await desk.page()).count('name="price-') == 2


@pytest.mark.on("sqlite")
async def test_an_ambiguous_place_is_asked_and_nothing_is_chosen_for_its_writer(desk):
    answer = await desk.send(page=await desk.page(), **FILLED, place="Lê Lợi")

    assert answer.status_code == 422
    assert "Có 4 nơi tên “Lê Lợi”. Hãy chọn đúng nơi." in errors(answer.text)
    keys = re.findall(r'name="commune" value="([^"]*)"( checked)?', answer.text)
    assert len(keys) == 4
    assert not any(checked for _, checked in keys)
    gia_loc = next(key for key, _ in keys if "Gia Lộc" in key)
    chosen = await desk.send(page=answer.text, **FILLED, place="Lê Lợi", commune=gia_loc)
    assert chosen.status_code == 303
    said = await desk.said("place")
    assert (said["typed"], said["chosen"]) == ("Lê Lợi", gia_loc)
    assert said["read"] == {
        "commune": gia_loc[:5],
        "former": "Xã Lê Lợi",
        "district": "Huyện Gia Lộc",
    }
    page = await desk.page()
    assert f'value="{gia_loc}" checked' in page
    assert "Xã Yết Kiêu (trước là xã Lê Lợi, huyện Gia Lộc)" in page


async def test_a_place_that_no_page_gave_to_choose_from_is_not_chosen(desk):
    answer = await desk.send("luu", seen="9", place="Lê Lợi", commune="\0")

    assert answer.status_code == 200
    assert (await desk.said("place"))["chosen"] == ""


@pytest.mark.on("sqlite")
async def test_months_are_boxes_and_the_whole_year_is_one(desk):
    path = f"{desk.path}/thong-tin"
    body = "months=&months=3&months=5"
    sent = {**desk.person.headers, "Content-Type": "application/x-www-form-urlencoded"}
    await desk.door.post(path, content=body, headers=sent)
    assert (await desk.said("months"))["read"] == [3, 5]
    await desk.door.post(path, content="seen=2&months=&months=all&months=3", headers=sent)
    assert (await desk.said("months"))["read"] == list(range(1, 13))
    await desk.door.post(path, content="seen=3&months=", headers=sent)
    assert (await desk.said("months"))["read"] == []


async def test_a_product_that_is_there_is_noticed_and_gets_another_pack(desk):
    typed = FILLED | {"name": "ca moi kho lang chai", "pack-1": "hộp 800 g", "price-1": "240k"}
    answer = await desk.send(page=await desk.page(), **typed)
    assert answer.headers["location"] == f"{desk.path}/thong-tin#field-same"

    page = await desk.page()
    assert "Cơ sở đã có «Cá mòi kho Làng Chài – hộp 400 g». Đây là:" in unescape(page)
    assert "form-errors" not in page
    other = await desk.send(page=page, **typed, same="other")
    assert other.headers["location"] == f"{desk.path}/xem-lai"
    assert (await desk.send(page=page, **typed)).headers["location"] == f"{desk.path}/xem-lai"
    same = await desk.send(page=page, **typed, same=SARDINES)

    joined = await Proposal.get(product_id=SARDINES)
    assert same.headers["location"] == f"/nha-san-xuat/de-nghi/{joined.id}/thong-tin"
    assert {name: one["typed"] for name, one in joined.patch.items()} == {
        "pack-1": "hộp 800 g",
        "price-1": "240k",
    }
    assert (await Proposal.get(id=desk.id)).state == ProposalState.WITHDRAWN


async def test_a_product_on_show_is_described_with_more_and_its_prices_are_elsewhere(shop):
    person = await member(ONE)
    desk = Desk(shop, person, await drafting.begin(ONE, SARDINES, user=person.user))
    page = await desk.page()

    assert 'name="ingredients"' in page
    assert 'name="price-' not in page
    assert f'href="/nha-san-xuat/gia/{SARDINES}-1"' in page
    assert 'name="description"' in page
    assert 'name="group"' not in page  # it is of a set
    answer = await desk.send(page=page, shelf_life="khi nào hết thì thôi", storage="Để tủ lạnh.")
    assert answer.status_code == 422
    assert (await desk.said("storage"))["read"] == "Để tủ lạnh."
    assert (await desk.said("shelf_life"))["typed"] == "khi nào hết thì thôi"


async def test_how_a_pack_is_sent_is_typed_below_it_and_may_be_left_open(desk):
    page = await desk.page()
    assert page.count("<summary>Khi gửi hàng (không bắt buộc)</summary>") == 1

    wrong = await desk.send(page=page, **FILLED, **{"weight-1": "300 g", "parcel-1": "200x150x100"})
    assert errors(wrong.text) == [
        "“300 g” nhẹ hơn hàng bên trong (400 g). Hãy ghi khối lượng cả bao bì.",
        "“200x150x100” chưa rõ là cm hay mm. Hãy ghi đơn vị sau cùng.",
    ]
    page = await desk.page()
    assert 'value="200x150x100"' in page
    right = await desk.send(page=page, **{"weight-1": "0,5 kg", "parcel-1": "20 x 15,5 x 4 cm"})

    assert (right.status_code, right.headers["location"]) == (303, f"{desk.path}/xem-lai")
    would = (await standing(desk.id)).would_be.variants[0]
    sent = [would[name] for name in ("gross_weight", "depth", "width", "height")]
    assert sent == [500, 200, 155, 40]
    check = (await desk.door.get(f"{desk.path}/xem-lai")).text
    assert "500 g" in check
    assert "20 x 15,5 x 4 cm" in check


async def test_how_a_pack_on_show_is_sent_is_changed_and_emptied(shop):
    code = SARDINES
    producer = (await Product.get(code=code)).producer_id
    person = await member(producer)
    sku = f"{code}-1"
    await Variant.filter(sku=sku).update(gross_weight=9000, depth=300, width=200, height=100)
    desk = Desk(shop, person, await drafting.begin(producer, code, user=person.user))

    page = await desk.page()
    assert 'value="9000 g"' in page
    assert 'value="30 x 20 x 10 cm"' in page
    light = await desk.send(page=page, **{f"weight-{sku}": "90 g", f"parcel-{sku}": ""})
    assert errors(light.text) == [
        "“90 g” nhẹ hơn hàng bên trong (400 g). Hãy ghi khối lượng cả bao bì."
    ]
    answer = await desk.send(page=await desk.page(), **{f"weight-{sku}": "9,5 kg"})

    assert answer.headers["location"] == f"{desk.path}/xem-lai"
    [would, *_] = (await standing(desk.id)).would_be.variants
    assert (would["gross_weight"], would["depth"], would["height"]) == (9500, None, None)
    assert "9500 g" in (await desk.door.get(f"{desk.path}/xem-lai")).text
    assert (await Variant.get(sku=sku)).gross_weight == 9000


async def test_a_copy_is_sent_as_what_it_was_copied_from(shop):
    person, sku = await member(ONE), f"{SARDINES}-1"
    await Variant.filter(sku=sku).update(gross_weight=9000, depth=300, width=200, height=100)

    made = await drafting.copy(SARDINES, user=person.user)

    [would, *others] = (await standing(made.id)).would_be.variants
    sent = [would[name] for name in ("gross_weight", "depth", "width", "height")]
    assert sent == [9000, 300, 200, 100]
    assert [one["gross_weight"] for one in others] == [None] * len(others)
