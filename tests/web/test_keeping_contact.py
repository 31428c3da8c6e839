"""An owner writes how the producer is reached: pages show it at once, and no letter is lost."""

import unicodedata
from datetime import timedelta
from html import unescape

import html5lib
import pytest

from shop import catalogue, clock
from shop.demo.reaching import BASIS
from shop.models import AuditEntry, MemberRole, Producer, ProducerState, Purpose, Session
from tests.people import Person, member

MAKER, CODE = "HP-CS-130", "HP-OCOP-0026"
FISH_SAUCE = f"/san-pham/{CODE}/nuoc-mam-cat-hai"
PAGE = f"/nha-san-xuat/{MAKER}/lien-he"
SAID = {
    "contact_name": "Người Minh Hoạ",
    "phone": "0912 345 678, 0225.3842.011",
    "zalo": "0912345678",
    "address": "Số 1 phố Minh Hoạ, thị trấn Cát Hải cũ",
    "opening": "7 giờ đến 17 giờ",
    "how_to_order": "Gọi trước một ngày",
    "minimum_order": "2 chai",
    "delivery_area": "Nội thành",
    "shop_url": "https://cua-hang.example.vn/",
}
NOTED = {**SAID, "phone": "+84912345678; +842253842011", "zalo": "+84912345678"}


@pytest.fixture
async def owner(shop) -> Person:
    return await member(MAKER)


async def page_of(door, person: Person, path: str = PAGE):
    answer = await door.get(path, headers=person.headers)
    return html5lib.parse(answer.text, namespaceHTMLElements=False)


def fields_of(page) -> dict[str, str]:
    """Give field → what stands in it, as a browser has it."""
    found = {}
    for one in page.find(".//main").iter():
        if one.tag == "input" and one.get("name"):
            found[one.get("name")] = one.get("value")
        if one.tag == "textarea":
            found[one.get("name")] = one.text or ""
    return found


async def save(door, person: Person, said: dict[str, str], *, path: str = PAGE):
    """Send the form as a browser does: all that stands in it, and what was typed over it."""
    held = fields_of(await page_of(door, person, path))
    return await door.post(path, data={**held, **said}, headers=person.headers)


async def noted() -> dict[str, str]:
    return await Producer.get(code=MAKER).values(*SAID)


def text_of(answer) -> str:
    return unescape(answer.text)


async def test_what_is_written_is_shown_at_once_by_the_consent(shop, owner):
    await shop.get(FISH_SAUCE)

    answer = await save(shop, owner, SAID)

    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?luu=1")
    assert await noted() == NOTED
    page = text_of(await shop.get(f"{PAGE}?luu=1", headers=owner.headers))
    assert "Đã lưu. Các trang đã cập nhật." in page
    assert "Người mua sẽ thấy: Gọi · Zalo · Chỉ đường · Nơi bán." in page
    assert "Chưa hiện cho người mua: bạn chưa đồng ý cho hiện." in page
    assert f'href="/nha-san-xuat/{MAKER}/dong-y"' in page
    assert "tel:" not in (await shop.get(FISH_SAUCE)).text

    await catalogue.give_consent(MAKER, Purpose.CONTACT, "phiếu", by="test")

    page = text_of(await shop.get(PAGE, headers=owner.headers))
    assert "Người mua đang thấy: Gọi · Zalo · Chỉ đường · Nơi bán." in page
    assert 'href="tel:+84912345678"' in (await shop.get(FISH_SAUCE)).text
    await save(shop, owner, {"phone": "0913 345 678"})
    assert 'href="tel:+84913345678"' in (await shop.get(FISH_SAUCE)).text


@pytest.mark.on("sqlite")
async def test_what_stands_there_is_in_the_form_as_people_write_it(shop, owner):
    await save(shop, owner, SAID)

    held = fields_of(await page_of(shop, owner))

    assert held["phone"] == "0912 345 678; 0225 3842 011"
    assert {**held, "phone": SAID["phone"], "zalo": SAID["zalo"]} == {**SAID, "seen": held["seen"]}
    assert held["zalo"] == "0912 345 678"
    assert (await save(shop, owner, {})).status_code == 303  # and can be sent as it is
    assert await noted() == NOTED


async def test_a_line_that_is_emptied_is_cleared(shop, owner):
    await save(shop, owner, SAID)

    await save(shop, owner, {"zalo": "", "opening": " \u00ad "})

    assert await noted() == {**NOTED, "zalo": "", "opening": ""}


@pytest.mark.on("sqlite")
@pytest.mark.parametrize("prefix", ["", "/en"])
async def test_what_cannot_be_read_is_said_beside_it_and_every_letter_stays(shop, owner, prefix):
    typed = {
        **SAID,
        "phone": "0912 34A 678",
        "address": "<script>alert(1)</script> " + "ắ" * 10_000,
        "how_to_order": unicodedata.normalize("NFD", "Gọi trước <b>một</b> ngày & nhắn “Zalo”"),
        "shop_url": "http://127.0.0.1/",
        "contact_name": " ng\u00adười ",
    }

    answer = await save(shop, owner, typed, path=f"{prefix}{PAGE}")

    page = html5lib.parse(answer.text, namespaceHTMLElements=False)
    assert answer.status_code == 422
    assert {**fields_of(page), "seen": ""} == {**typed, "seen": ""}
    links = [one.get("href") for one in page.find(".//*[@id='form-errors']").iter("a")]
    assert links == ["#field-phone", "#field-address", "#field-shop_url"]
    for link in links:
        field = page.find(f".//*[@id='{link[1:]}']")
        assert field.get("aria-invalid") == "true"
    assert "<script>alert" not in answer.text
    assert page.find(".//title").text.startswith("Error: " if prefix else "Lỗi: ")
    assert await noted() == dict.fromkeys(SAID, "")


async def test_text_is_kept_in_one_form_and_shown_as_text(shop, owner):
    await catalogue.give_consent(MAKER, Purpose.CONTACT, "phiếu", by="test")
    typed = unicodedata.normalize("NFD", "Số 1 <b>chợ</b>\u00ad, thị trấn Cát Hải cũ")

    await save(shop, owner, {"address": typed})

    assert (await noted())["address"] == "Số 1 <b>chợ</b>, thị trấn Cát Hải cũ"
    assert "Số 1 &lt;b&gt;chợ&lt;/b&gt;" in (await shop.get(FISH_SAUCE)).text


async def test_of_two_tabs_the_second_sees_what_the_first_wrote(shop, owner):
    other = await member(MAKER)
    first, second = [fields_of(await page_of(shop, one)) for one in (owner, other)]
    await shop.post(PAGE, data={**first, "phone": "0912 345 678"}, headers=owner.headers)

    typed = {**second, "opening": "7 giờ"}
    answer = await shop.post(PAGE, data=typed, headers=other.headers)

    assert answer.status_code == 409
    assert "Có người vừa sửa thông tin liên hệ." in answer.text
    again = fields_of(html5lib.parse(answer.text, namespaceHTMLElements=False))
    assert (again["opening"], again["phone"]) == ("7 giờ", "")
    assert again["seen"] == fields_of(await page_of(shop, owner))["seen"] != second["seen"]
    assert (await noted())["phone"] == "+84912345678"
    sent = await shop.post(PAGE, data={**again, "phone": "0912 345 678"}, headers=other.headers)
    assert (sent.status_code, (await noted())["opening"]) == (303, "7 giờ")


async def test_sent_twice_by_a_double_tap_it_is_noted_once_and_nothing_is_lost(shop, owner):
    held = {**fields_of(await page_of(shop, owner)), **SAID}

    answers = [await shop.post(PAGE, data=held, headers=owner.headers) for _ in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert await noted() == NOTED
    assert await AuditEntry.filter(action="producer.contact").count() == 1


@pytest.mark.on("sqlite")
async def test_what_was_made_up_is_said_and_is_not_the_owner_s(shop, owner):
    made_up = {"phone": "+84400000001", "address": "Nhà số 2"}
    await catalogue.set_contact(MAKER, made_up, by="demo", is_illustrative=True)
    await catalogue.give_consent(MAKER, Purpose.CONTACT, BASIS, by="demo")

    page = await shop.get(PAGE, headers=owner.headers)

    assert "Trang đang hiện thông tin minh hoạ, không có thật." in page.text
    held = fields_of(html5lib.parse(page.text, namespaceHTMLElements=False))
    assert {**held, "seen": ""} == {**dict.fromkeys(SAID, ""), "seen": ""}
    await save(shop, owner, {"phone": "0912 345 678"})
    assert await noted() == {**dict.fromkeys(SAID, ""), "phone": "+84912345678"}


@pytest.mark.on("sqlite")
async def test_goods_that_may_not_be_sold_online_are_named(shop):
    [maker] = await Producer.filter(products__code="HP-NS-0017").values_list("code", flat=True)
    owner, other = await member(maker), await member(MAKER)
    said = "Sản phẩm không được bán qua mạng chỉ hiện điện thoại và địa chỉ."

    path = f"/nha-san-xuat/{maker}/lien-he"
    assert said in (await shop.get(path, headers=owner.headers)).text
    assert said not in (await shop.get(PAGE, headers=other.headers)).text


@pytest.mark.on("sqlite")
async def test_a_producer_that_no_official_has_seen_is_not_said_to_be_shown(shop, owner):
    await save(shop, owner, SAID)
    await catalogue.give_consent(MAKER, Purpose.CONTACT, "phiếu", by="test")
    await Producer.filter(code=MAKER).update(state=ProducerState.UNCONFIRMED)
    said = "Cơ sở mới đăng ký: hiện ra sau khi cán bộ duyệt sản phẩm đầu tiên."

    page = text_of(await shop.get(PAGE, headers=owner.headers))
    consents = text_of(await shop.get(f"/nha-san-xuat/{MAKER}/dong-y", headers=owner.headers))

    assert said in page
    assert "Người mua sẽ thấy: Gọi" in page
    assert "/co-so/" not in page
    assert said in consents


@pytest.mark.on("sqlite")
async def test_after_16_minutes_it_is_asked_who_they_are_and_every_letter_stays(shop, owner):
    held = {**fields_of(await page_of(shop, owner)), **SAID}
    ago = clock.now() - timedelta(minutes=16)
    await Session.filter(digest=owner.digest).update(proved_at=ago)

    seen = await shop.get(PAGE, headers=owner.headers)
    sent = await shop.post(PAGE, data=held, headers=owner.headers)

    assert seen.status_code == 303
    assert seen.headers["location"].startswith("/nha-san-xuat/xac-nhan?ve=")
    page = html5lib.parse(sent.text, namespaceHTMLElements=False)
    assert (sent.status_code, fields_of(page)) == (403, held)
    assert 'href="/nha-san-xuat/xac-nhan"' in sent.text
    assert await noted() == dict.fromkeys(SAID, "")


@pytest.mark.on("sqlite")
async def test_an_editor_may_not_and_another_s_producer_is_not_there(shop, owner):
    editor, stranger = await member(MAKER, MemberRole.EDITOR), await member("HP-CS-005")
    missing = PAGE.replace(MAKER, "HP-CS-999")

    refused = await shop.get(PAGE, headers=editor.headers)
    hidden = await shop.post(PAGE, data=SAID, headers=stranger.headers)
    none = await shop.post(missing, data=SAID, headers=stranger.headers)

    assert (refused.status_code, hidden.status_code, none.status_code) == (403, 404, 404)
    assert hidden.text.replace(MAKER, "HP-CS-999") == none.text
    assert "<h1>Việc này chỉ chủ cơ sở làm được</h1>" in refused.text
    assert await noted() == dict.fromkeys(SAID, "")


async def test_the_audit_names_the_columns_and_who(shop, owner):
    await save(shop, owner, {"phone": "0912 345 678"})

    [entry] = await AuditEntry.filter(action="producer.contact")
    assert (entry.by, entry.subject) == (f"user {owner.user}", MAKER)
    assert "345" not in str(entry.detail)
