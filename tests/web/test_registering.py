"""A producer that is not here yet is registered once, and no reader sees it before its time."""

import asyncio
from datetime import timedelta

import html5lib
import pytest

from shop import clock
from shop.accounts.members import owners_of
from shop.accounts.registering import register_own
from shop.catalogue import give_consent
from shop.catalogue.registering import NewProducer
from shop.errors import TooManyRequestsError
from shop.intake.products import save_products
from shop.models import (
    AuditEntry,
    Consent,
    Listing,
    Producer,
    ProducerState,
    Purpose,
    SubjectType,
)
from shop.queries.places import place_of, places_called
from tests.people import Person, stranger
from tests.publishing.goods import goods

FORM, NEW = "/nha-san-xuat/co-so", "HP-CS-172"
FORM_SENT = {"Content-Type": "application/x-www-form-urlencoded"}
TYPED = {
    "name": "Cơ sở nem chua Minh Hoạ",
    "subject_type": "HO_KINH_DOANH",
    "place": "Xã Kiến Hưng",
    "contact_name": "Người Minh Hoạ",
}


def page_of(answer):
    return html5lib.parse(answer.text, namespaceHTMLElements=False)


def errors_of(answer) -> list[str]:
    found = page_of(answer).find(".//*[@id='form-errors']")
    return (
        ["".join(one.itertext()).strip() for one in found.iter("li")] if found is not None else []
    )


def choices_of(answer, name: str) -> dict[str, str]:
    labels = [one for one in page_of(answer).iter("label") if one.find("input") is not None]
    return {
        one.find("input").get("value"): "".join(one.itertext()).strip()
        for one in labels
        if one.find("input").get("name") == name
    }


async def send(door, person: Person, **typed: str):
    return await door.post(FORM, data=TYPED | typed, headers=person.headers)


async def test_a_person_registers_a_producer_and_owns_it(shop):
    person = await stranger()

    done = await send(shop, person)

    assert (done.status_code, done.headers["location"]) == (
        303,
        f"/nha-san-xuat/{NEW}/dong-y?moi=1",
    )
    made = await Producer.get(code=NEW)
    assert (made.name, made.subject_type, made.commune_id, made.state) == (
        "Cơ sở nem chua Minh Hoạ",
        SubjectType.HOUSEHOLD,
        "11728",
        ProducerState.UNCONFIRMED,
    )
    assert made.contact_name == "Người Minh Hoạ"
    assert await owners_of(NEW) == [person.user]
    assert await Consent.filter(producer_id=NEW).count() == 0
    entry = await AuditEntry.get(action="producer.register")
    assert (entry.subject, entry.by) == (NEW, f"user {person.user}")
    assert "Minh Hoạ" not in str(entry.detail)


async def test_no_two_get_one_code_who_register_at_once(shop):
    people = [await stranger() for _ in range(6)]
    names = ("Mây", "Gió", "Nắng", "Mưa", "Sông", "Biển")

    codes = await asyncio.gather(
        *(
            register_own(one.user, new(f"Hộ {name}"))
            for one, name in zip(people, names, strict=True)
        )
    )

    assert sorted(codes) == [f"HP-CS-{n}" for n in range(172, 178)]
    assert [await owners_of(code) for code in codes] == [[one.user] for one in people]


def new(name: str) -> NewProducer:
    return NewProducer(name=name, subject_type=SubjectType.HOUSEHOLD, commune="11728")


async def test_a_person_registers_three_a_day(shop, stopped_clock):
    person = await stranger()
    asked = [register_own(person.user, new(f"Hộ {name}")) for name in ("Mây", "Gió", "Nắng", "Mưa")]
    came = await asyncio.gather(*asked, return_exceptions=True)
    again = await send(shop, person)

    assert [type(one) for one in came if not isinstance(one, str)] == [TooManyRequestsError]
    assert again.status_code == 429
    assert "nhiều nhất 3 cơ sở một ngày" in again.text
    assert 'value="Cơ sở nem chua Minh Hoạ"' in again.text
    with clock.stopped(stopped_clock + timedelta(days=1, seconds=1)):
        assert await register_own(person.user, new("Hộ Mưa")) == "HP-CS-175"


@pytest.mark.parametrize(
    "name",
    [
        "Cơ sở chế biến Làng Chài",
        "co so che bien lang chai",
        "Cơ sở chế biến Làng Chàii",
        "Hộ kinh doanh Làng Chài",
    ],
)
@pytest.mark.on("sqlite")
async def test_a_producer_that_is_there_is_asked_about_and_never_made_again(shop, name):
    person = await stranger()

    asked = await send(shop, person, name=name)
    chosen = await send(shop, person, name=name, same="HP-CS-101")

    assert asked.status_code == 422
    assert errors_of(asked) == ["Có phải một trong các cơ sở này? Hãy chọn một dòng."]
    assert choices_of(asked, "same") == {
        "HP-CS-101": "Cơ sở chế biến Làng Chài (HP-CS-101)",
        "khac": "Không, cơ sở của tôi chưa có",
    }
    assert not [
        one
        for one in page_of(asked).iter("input")
        if one.get("name") == "same" and one.get("checked") is not None
    ]
    assert chosen.status_code == 200
    assert "Hãy đến UBND xã, phường xin giấy mời" in chosen.text
    assert await Producer.all().count() == 118


@pytest.mark.on("sqlite")
async def test_who_says_it_is_none_of_them_registers(shop):
    person = await stranger()

    done = await send(shop, person, name="Hộ kinh doanh Làng Chài", same="khac")

    assert done.status_code == 303
    assert await owners_of(NEW) == [person.user]


@pytest.mark.on("sqlite")
async def test_a_choice_that_was_not_offered_is_asked_again(shop):
    person = await stranger()

    asked = await send(shop, person, name="Cơ sở chế biến Làng Chài", same="HP-CS-001")

    assert asked.status_code == 422
    assert await Producer.all().count() == 118


@pytest.mark.on("sqlite")
async def test_a_name_of_tones_that_both_have_is_another(shop):
    person = await stranger()

    done = await send(shop, person, name="Cơ sở chế biến Lạng Chải")

    assert done.status_code == 303


@pytest.mark.on("sqlite")
async def test_a_place_of_several_is_chosen_and_none_is_chosen_before(shop):
    person = await stranger()

    asked = await send(shop, person, place="Lê Lợi")
    places = choices_of(asked, "commune")
    picked = next(code for code, name in places.items() if "huyện Gia Lộc" in name)
    done = await send(shop, person, place="Lê Lợi", commune=picked)

    assert errors_of(asked) == ["Có 4 nơi tên “Lê Lợi”. Hãy chọn đúng nơi."]
    assert len(places) == 4
    assert "Xã Yết Kiêu (trước là xã Lê Lợi, huyện Gia Lộc)" in places.values()
    assert page_of(asked).find(".//input[@name='commune'][@checked]") is None
    assert done.status_code == 303
    assert (await Producer.get(code=NEW)).commune_id == picked


@pytest.mark.on("sqlite")
async def test_a_place_that_is_none_is_said_and_every_letter_is_kept(shop):
    person = await stranger()

    wrong = await send(shop, person, place="Atlantis <b>")
    empty = await shop.post(
        FORM,
        data={},
        headers=person.headers | {"Content-Type": "application/x-www-form-urlencoded"},
    )
    other = await send(shop, person, place="Lê Lợi", commune="11728")

    assert errors_of(wrong)[0].startswith("Không tìm thấy nơi tên “Atlantis <b>”.")
    assert page_of(wrong).find(".//*[@id='field-place']").get("value") == "Atlantis <b>"
    assert len(errors_of(empty)) == 3
    assert other.status_code == 422
    assert await Producer.all().count() == 118


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Xã Kiến Hưng", "11728"),
        ("kien hung", "11728"),
        ("Đại Hà", "11728"),
        ("xã Đại Hà, huyện Kiến Thụy", "11728"),
        ("Kien Hưng", "11728"),
        ("Lê Lợi", ""),
        ("Kiến", ""),
        ("", ""),
        (",", ""),
        ("Xã", ""),
    ],
)
@pytest.mark.on("sqlite")
async def test_a_place_is_known_by_its_names_of_today_and_before(shop, text, code):
    assert await place_of(text) == code


@pytest.mark.on("sqlite")
async def test_places_whose_names_fold_together_are_told_apart_by_their_marks(shop):
    marked, _ = await places_called("Cẩm Giàng")
    folded, _ = await places_called("cam giang")

    assert {one.name for one in marked} < {one.name for one in folded}
    assert "Xã Cẩm Giang" not in {one.name for one in marked}


@pytest.mark.on("sqlite")
async def test_who_is_not_signed_in_is_led_to_the_door(shop):
    led = await shop.post(FORM, data=TYPED, headers={"Sec-Fetch-Site": "same-origin"})

    assert led.headers["location"] == "/nha-san-xuat/dang-nhap?ve=%2Fnha-san-xuat%2Fco-so"
    assert await Producer.all().count() == 118


PUBLIC = (
    "/", "/tim-kiem?q=nem chua Minh Hoạ", "/tim-kiem", "/xa-phuong/11728", "/sitemap.xml",
    "/goi-y?q=nem", "/api/v1/search?q=nem", "/api/v1/changes?since=0", "/api/v1/manifest",
    "/llms.txt", "/en/tim-kiem?q=nem", "/api/v1/digest",
)  # fmt: skip


async def test_no_reader_sees_a_producer_that_is_not_confirmed(shop):
    before = {path: await shown(shop, path) for path in PUBLIC}
    code = await register_own((await stranger()).user, new("Hộ nem chua Ẩn Danh"))
    for purpose in Purpose:
        await give_consent(code, purpose, "by their own hand", by="test")
    stated = goods("HP-NS-9001", name_vi="Nem chua Ẩn Danh", producer_id=code, ocop_set_id="08")
    await save_products([stated], by="test", publish=True)

    for path in (f"/co-so/{code}", f"/bao-loi/{code}", "/san-pham/HP-NS-9001"):
        answer = await shop.get(path, follow_redirects=True)
        assert answer.status_code in {404, 410}, path
        assert "Ẩn Danh" not in answer.text
    for path in PUBLIC:
        assert await shown(shop, path) == before[path], path
    hidden = await Listing.get_or_none(code="HP-NS-9001")
    assert hidden is None or (hidden.live, hidden.document) == (False, None)


async def shown(door, path: str) -> str:
    """Give what a page says that a producer could be in."""
    answer = await door.get(path, follow_redirects=True)
    assert answer.status_code == 200, path
    assert "Ẩn Danh" not in answer.text
    assert NEW not in answer.text
    return answer.text
