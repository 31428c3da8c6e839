"""A producer comes in by a printed code: a letter claims it, a code given in person lets in."""

from datetime import timedelta
from unicodedata import normalize

import html5lib
import pytest

from shop import clock
from shop.accounts import codes, invitations
from shop.accounts.members import owners_of
from shop.models import (
    Claim,
    Code,
    Identity,
    Invitation,
    MemberRole,
    Membership,
    Message,
    Producer,
    Session,
    User,
)
from tests.accounts.coming import CODE, another, carry, phone, post
from tests.people import member, stranger

MAKER, PAPER = "HP-CS-102", "/nha-san-xuat/nhan"
NUMBER = "0912 345 678"
CONSENTS = f"/nha-san-xuat/{MAKER}/dong-y?moi=1"


def page_of(answer):
    return html5lib.parse(answer.text, namespaceHTMLElements=False)


def errors_of(answer) -> list[str]:
    found = page_of(answer).find(".//*[@id='form-errors']")
    return (
        ["".join(one.itertext()).strip() for one in found.iter("li")] if found is not None else []
    )


async def a_letter(producer: str = MAKER) -> str:
    return (await invitations.invite(producer, by="test")).code


async def claim(door, code: str, number: str = NUMBER, digits: str = "246810"):
    """Do what a letter says: its code, a number, the digits that are sent there."""
    shown = await post(door, PAPER, code=code)
    assert shown.status_code == 200, errors_of(shown)
    sent = await post(door, f"{PAPER}/so", code=code, address=number)
    assert (sent.status_code, sent.headers["location"]) == (303, CODE)
    await carry(digits)
    return await post(door, CODE, code=digits)


async def roles_of(producer: str = MAKER) -> list[str]:
    rows = await Membership.filter(producer_id=producer, ended_at=None).order_by("id")
    return [row.role for row in rows]


async def test_a_letter_claims_its_producer(shop):
    code = await a_letter()
    shown = await post(shop, PAPER, code=code)
    assert shown.headers["cache-control"] == "no-store"
    assert (await Producer.get(code=MAKER)).name in shown.text
    assert "Xã Kiến Hưng" in shown.text

    came = await claim(shop, code)

    assert (came.status_code, came.headers["location"]) == (303, CONSENTS)
    user = await User.get(identities__address="+84912345678")
    assert await owners_of(MAKER) == [user.id]
    assert await Producer.all().count() == 118
    used = await Invitation.get(producer_id=MAKER)
    assert used.used_at is not None


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: code.lower(),
        lambda code: code.replace("-", ""),
        lambda code: f"  {code[:2]} {code[2:]} ",
        lambda code: code.replace("0", "O").replace("1", "l"),
        lambda code: "".join(chr(ord(one) + 0xFEE0) for one in code),
        lambda code: normalize("NFD", code),
        lambda code: code.replace("-", "–"),
    ],
    ids=["small", "no hyphen", "spaces", "O and l", "full width", "NFD", "dash"],
)
@pytest.mark.on("sqlite")
async def test_a_code_is_read_as_people_type_it(shop, typed):
    code = await a_letter()

    came = await claim(shop, typed(code))

    assert came.headers["location"] == CONSENTS


@pytest.mark.on("sqlite")
async def test_a_qr_fills_in_the_code_and_its_button_goes_on(shop):
    code = await a_letter()

    page = page_of(await shop.get(f"{PAPER}?ma={code}"))

    field = page.find(".//*[@id='field-code']")
    assert field.get("value") == code
    form = next(one for one in page.iter("form") if one.get("action") == PAPER)
    assert form.get("method") == "post"
    assert form.find(".//button") is not None


@pytest.mark.parametrize("agent", ["", "facebookexternalhit/1.1", "TelegramBot", "Googlebot/2.1"])
async def test_reading_changes_nothing_however_often(shop, agent):
    code = await a_letter()
    tables = (Code, Session, Membership, Claim, User, Message, Invitation)
    before = [await table.all().count() for table in tables]

    for _ in range(20):
        for path in (f"{PAPER}?ma={code}", f"/en{PAPER}?ma={code}", f"{PAPER}/so"):
            await shop.get(path, headers={"User-Agent": agent})
            await shop.head(path, headers={"User-Agent": agent})

    assert [await table.all().count() for table in tables] == before
    kept = await Invitation.get(producer_id=MAKER)
    assert (kept.used_at, kept.revoked_at) == (None, None)
    assert (await claim(shop, code)).headers["location"] == CONSENTS


async def test_robots_are_told_to_keep_no_page_of_codes(shop):
    answer = await shop.get(PAPER)

    assert answer.headers["x-robots-tag"] == "noindex"
    assert "set-cookie" not in answer.headers


@pytest.mark.on("sqlite")
async def test_a_letter_that_ended_says_so_and_where_there_is_a_new_one(shop, stopped_clock):
    with clock.stopped(stopped_clock - timedelta(days=111)):
        code = await a_letter()  # 4 August 2026, so until 3 October

    shown = await post(shop, PAPER, code=code)

    assert shown.status_code == 422
    said = "Giấy mời này đã hết hạn ngày 3/10/2026. Hãy xin cán bộ xã giấy mới."
    assert errors_of(shown) == [said]
    assert "Hãy đến UBND Xã Kiến Hưng" in shown.text
    assert "/nha-san-xuat/co-so" not in shown.text  # never to a second producer
    assert await Code.all().count() == 0


@pytest.mark.on("sqlite")
async def test_a_letter_is_good_to_the_last_minute_of_its_day(shop, stopped_clock):
    code = await a_letter()
    end = clock.end_of((stopped_clock + timedelta(days=60)).date())

    with clock.stopped(end - timedelta(minutes=1)):
        assert (await post(shop, PAPER, code=code)).status_code == 200
    with clock.stopped(end):
        assert (await post(shop, PAPER, code=code)).status_code == 422


@pytest.mark.on("sqlite")
async def test_a_letter_that_ends_while_digits_are_on_their_way_claims_nothing(shop, stopped_clock):
    code = await a_letter()
    end = clock.end_of((stopped_clock + timedelta(days=60)).date())
    with clock.stopped(end - timedelta(minutes=1)):
        await post(shop, f"{PAPER}/so", code=code, address=NUMBER)
        await carry("246810")

    with clock.stopped(end + timedelta(minutes=1)):
        late = await post(shop, CODE, code="246810")

    assert late.status_code == 422
    assert errors_of(late)[0].startswith("Giấy mời này đã hết hạn ngày 22/1/2027.")
    assert await owners_of(MAKER) == []


async def test_a_newer_letter_takes_the_place_of_an_unused_one(shop):
    old, new = await a_letter(), await a_letter()

    shown = await post(shop, PAPER, code=old)
    came = await claim(shop, new)

    assert errors_of(shown)[0].startswith("Giấy mời này đã được thay bằng giấy mới hơn.")
    assert came.headers["location"] == CONSENTS


async def test_a_letter_that_was_photographed_and_shared_lets_one_person_in(shop):
    code = await a_letter()
    mother, stranger_, late = another(shop), another(shop), another(shop)
    for door, number, digits in (
        (mother, "0912 000 001", "111111"),
        (stranger_, "0912 000 002", "222222"),
    ):
        await post(door, f"{PAPER}/so", code=code, address=number)
        await carry(digits)

    first = await post(mother, CODE, code="111111")
    second = await post(stranger_, CODE, code="222222")
    third = await post(late, PAPER, code=code)

    assert first.headers["location"] == CONSENTS
    for refused in (second, third):
        assert refused.status_code == 422
        said = "Giấy mời đã được dùng. Không phải người nhà bạn? Hãy báo UBND xã, phường."
        assert errors_of(refused) == [said]
        assert "0912" not in "".join(errors_of(refused))
    assert await roles_of() == ["owner"]
    assert await Session.all().count() == 1
    assert not await Identity.exists(address="+84912000002")


async def test_who_typed_a_code_twice_owns_once(shop):
    code = await a_letter()
    tab, other = another(shop), another(shop)
    for door, digits in ((tab, "111111"), (other, "222222")):
        await post(door, f"{PAPER}/so", code=code, address=NUMBER)
        await carry(digits)

    came = [await post(tab, CODE, code="111111"), await post(other, CODE, code="222222")]

    assert [one.headers.get("location") for one in came] == [CONSENTS, CONSENTS]
    assert await Membership.filter(producer_id=MAKER).count() == 1
    assert await Claim.all().count() == 0


async def test_a_person_who_is_signed_in_claims_at_once(shop):
    code = await a_letter()
    person = await member("HP-CS-101")

    came = await shop.post(PAPER, data={"code": code}, headers=person.headers)

    assert came.headers["location"] == CONSENTS
    assert await owners_of(MAKER) == [person.user]
    assert await owners_of("HP-CS-101") == [person.user]


@pytest.mark.on("sqlite")
async def test_who_signed_in_long_ago_shows_first_who_they_are(shop, stopped_clock):
    code = await a_letter()
    person = await member("HP-CS-101")

    with clock.stopped(stopped_clock + timedelta(minutes=16)):
        shown = await shop.post(PAPER, data={"code": code}, headers=person.headers)

    assert shown.status_code == 200
    assert 'name="address"' in shown.text
    assert await owners_of(MAKER) == []


async def test_a_producer_with_an_owner_asks_the_owner(shop):
    code = await a_letter()
    owner = await member(MAKER, address="+84912000009")

    came = await claim(shop, code)

    assert came.headers["location"] == "/nha-san-xuat/nhan/cho"
    assert await owners_of(MAKER) == [owner.user]
    [asked] = await Claim.all()
    assert (asked.producer_id, asked.decided_at) == (MAKER, None)
    told = await Message.filter(what="claim_asked").values("address", "words")
    name = (await Producer.get(code=MAKER)).name
    assert told == [{"address": "+84912000009", "words": {"producer": name}}]
    for path in ("/nha-san-xuat/nhan/cho", "/nha-san-xuat", "/nha-san-xuat/co-so"):
        assert name in (await shop.get(path)).text, path  # nowhere is it asked for once more


async def test_an_editor_asks_to_own_and_stays_an_editor_until_then(shop):
    code = await a_letter()
    await member(MAKER, address="+84912000009")
    editor = await member(MAKER, MemberRole.EDITOR)

    await shop.post(PAPER, data={"code": code}, headers=editor.headers)

    assert await roles_of() == ["owner", "editor"]
    assert await Claim.filter(user_id=editor.user).count() == 1


async def test_a_code_given_in_person_lets_in_at_once(shop):
    letters, _ = await codes.hand_over(phone(345678), by="command line", producer=MAKER)

    came = await post(shop, PAPER, code=letters.lower(), mine="1")

    assert came.headers["location"] == CONSENTS
    [session] = await Session.all()
    assert session.is_kept
    assert await owners_of(MAKER) == [session.user_id]
    again = await post(another(shop), PAPER, code=letters)
    assert again.status_code == 422


async def test_a_code_given_in_person_without_a_producer_leads_to_the_list(shop):
    letters, _ = await codes.hand_over(phone(345678), by="command line")

    came = await post(shop, PAPER, code=letters)

    assert came.headers["location"] == "/nha-san-xuat"


async def test_a_code_given_for_a_producer_with_an_owner_asks_the_owner(shop):
    owner = await member(MAKER)
    letters, _ = await codes.hand_over(phone(345678), by="command line", producer=MAKER)

    came = await post(shop, PAPER, code=letters)

    assert came.headers["location"] == "/nha-san-xuat/nhan/cho"
    assert await owners_of(MAKER) == [owner.user]
    assert await Claim.all().count() == 1


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.on("sqlite")
async def test_what_is_no_code_is_said_beside_the_field(client, prefix):
    empty = await post(client, f"{prefix}{PAPER}")
    wrong = await post(client, f"{prefix}{PAPER}", code="K7QM-4T2X")
    no_number = await post(client, f"{prefix}{PAPER}/so", code="K7QM-4T2X", address="")

    assert [one.status_code for one in (empty, wrong, no_number)] == [422, 422, 422]
    if not prefix:
        assert errors_of(empty) == ["Mã trên giấy gồm 8 ký tự. Hãy xem lại giấy rồi nhập đủ."]
        assert errors_of(wrong)[0].startswith("Mã này không đúng hoặc đã dùng.")
    assert 'value="K7QM-4T2X"' in wrong.text


@pytest.mark.on("sqlite")
async def test_a_number_that_is_none_keeps_the_letter_on_the_page(shop):
    code = await a_letter()

    shown = await post(shop, f"{PAPER}/so", code=code, address="12345")

    assert shown.status_code == 422
    page = page_of(shown)
    assert page.find(".//input[@name='code']").get("value") == code
    assert page.find(".//*[@id='field-address']").get("value") == "12345"
    assert await Code.all().count() == 0


async def test_a_person_with_nothing_to_wait_for_is_told_so(client):
    person = await stranger()

    page = await client.get("/nha-san-xuat/nhan/cho", headers=person.headers)

    assert "Bạn không có yêu cầu nào" in page.text
