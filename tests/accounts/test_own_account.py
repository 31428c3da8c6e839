"""What a person sees and changes of themselves, and how they show again who they are."""

import re
from datetime import timedelta

import pytest

from shop import clock
from shop.accounts import codes, leaving
from shop.accounts.secret import digest_of_digits, write_letters
from shop.models import Code, OfficialRole, Passkey, Session, User
from tests.people import at_another_browser, member, official, stranger

PRESSED = {"button": ""}
ACCOUNT, PROVE = "/nha-san-xuat/tai-khoan", "/nha-san-xuat/xac-nhan"
pytestmark = pytest.mark.usefixtures("stopped_clock")


async def kept_passkey(user: int, name: str = "Điện thoại của tôi") -> Passkey:
    return await Passkey.create(
        side="producer",
        user_id=user,
        credential=f"k{user}",
        public_key="x",
        name=name,
        created_at=clock.now(),
    )


async def sent_digits(browser: str) -> None:
    """Do as the worker does: make the digits of the code that was asked for last."""
    latest = await Code.all().order_by("-id").first()
    await Code.filter(id=latest.id).update(digest=digest_of_digits("123456", latest.browser))


async def test_a_name_and_a_language_are_kept(client):
    person = await stranger()

    done = await client.post(
        ACCOUNT, data={"name": "  Bà  Minh Hoạ ", "language": "en"}, headers=person.headers
    )
    page = await client.get(done.headers["location"], headers=person.headers)

    assert (done.status_code, done.headers["location"]) == (303, f"{ACCOUNT}?xong=luu")
    assert await User.all().values_list("name", "language") == [("Bà Minh Hoạ", "en")]
    assert 'value="Bà Minh Hoạ"' in page.text
    assert "Đã lưu." in page.text
    assert page.headers["cache-control"] == "no-store"


@pytest.mark.on("sqlite")
async def test_a_name_that_is_too_long_is_kept_in_the_form(client):
    person = await stranger(name="Người Minh Hoạ")

    refused = await client.post(ACCOUNT, data={"name": "Đ" * 121}, headers=person.headers)

    assert refused.status_code == 422
    assert "dài quá 120 chữ cái" in refused.text
    assert "Đ" * 121 in refused.text
    assert (await User.get()).name == "Người Minh Hoạ"


async def test_a_person_sees_their_devices_and_signs_one_out(client):
    person, other = await stranger(), await stranger()
    elsewhere = await at_another_browser(person.user, person.address)
    sessions = {
        one.user_id: one.id for one in await Session.all().order_by("-id")
    }  # the oldest of each

    page = await client.get(ACCOUNT, headers=person.headers)
    theirs = await client.post(
        f"{ACCOUNT}/may/{sessions[other.user]}/ra", data=PRESSED, headers=person.headers
    )
    out = await client.post(
        f"{ACCOUNT}/may/{sessions[person.user]}/ra", data=PRESSED, headers=elsewhere.headers
    )

    assert page.text.count("Chrome · Android") == 3  # two, and one of them is called so in a button
    assert "Dùng lần cuối 23/11/2026 10:00" in page.text
    assert theirs.status_code == 404
    assert (await client.get(ACCOUNT, headers=other.headers)).status_code == 200
    assert out.headers["location"] == f"{ACCOUNT}?xong=may"
    assert (await client.get(ACCOUNT, headers=person.headers)).status_code == 303
    assert (await client.get(ACCOUNT, headers=elsewhere.headers)).status_code == 200


async def test_a_person_signs_out_everywhere(client):
    person = await stranger()
    elsewhere = await at_another_browser(person.user, person.address)

    out = await client.post(f"{ACCOUNT}/may/ra", data=PRESSED, headers=person.headers)

    assert out.headers["location"] == "/nha-san-xuat/dang-nhap"
    for one in (person, elsewhere):
        assert (await client.get(ACCOUNT, headers=one.headers)).status_code == 303


async def test_a_passkey_is_named_and_removed_by_its_person_alone(client):
    person, other = await stranger(), await stranger()
    key = await kept_passkey(person.user)
    here = f"/nha-san-xuat/khoa-truy-cap/{key.id}"

    foreign = [
        await client.post(f"{here}/{what}", data={"name": "x"}, headers=other.headers)
        for what in ("ten", "bo")
    ]
    named = await client.post(f"{here}/ten", data={"name": "Máy cũ"}, headers=person.headers)
    assert await Passkey.all().values_list("name", flat=True) == ["Máy cũ"]
    with clock.stopped(clock.now() + timedelta(minutes=16)):
        stale = await client.post(f"{here}/bo", data=PRESSED, headers=person.headers)
    assert await Passkey.all().count() == 1
    removed = await client.post(f"{here}/bo", data=PRESSED, headers=person.headers)

    assert [one.status_code for one in foreign] == [404, 404]
    assert named.headers["location"] == f"{ACCOUNT}?xong=luu"
    assert stale.status_code == 403
    assert 'href="/nha-san-xuat/xac-nhan"' in stale.text
    assert removed.headers["location"] == f"{ACCOUNT}?xong=bo"
    assert await Passkey.all().count() == 0


@pytest.mark.on("sqlite")
async def test_passkeys_are_offered_to_a_browser_that_can(client):
    person = await stranger()

    page = await client.get(ACCOUNT, headers=person.headers)
    inside = await client.get(
        ACCOUNT, headers={**person.headers, "User-Agent": "Mozilla/5.0 (Linux; Android) Zalo/1"}
    )
    door = await client.get(
        "/nha-san-xuat/dang-nhap", headers={"User-Agent": "Mozilla/5.0 [FBAN/FB4A]"}
    )

    assert 'data-passkey="make"' in page.text
    assert "passkeys.js" in page.text
    for one in (inside, door):
        assert "data-passkey=" not in one.text
        assert "passkeys.js" not in one.text


async def test_a_producer_shows_again_who_they_are_by_a_code_that_is_sent(client):
    person = await stranger("+84912345678")
    back = f"{PROVE}?ve={ACCOUNT}"
    with clock.stopped(clock.now() + timedelta(minutes=20)):
        page = await client.get(back, headers=person.headers)
        sent = await client.post(f"{PROVE}/gui?ve={ACCOUNT}", data=PRESSED, headers=person.headers)
        await sent_digits(person.browser)
        wrong = await client.post(back, data={"code": "654321"}, headers=person.headers)
        right = await client.post(back, data={"code": "123 456"}, headers=person.headers)
        fresh = await client.get(ACCOUNT, headers=person.headers)

    assert "Gửi mã tới 0912 ••• 678" in page.text
    assert (sent.status_code, sent.headers["location"]) == (303, back)
    assert wrong.status_code == 422
    assert "Bạn còn 4 lần thử" in wrong.text
    assert (right.status_code, right.headers["location"]) == (303, ACCOUNT)
    assert 'data-passkey="make"' in fresh.text


async def test_a_code_that_is_sent_to_another_proves_nothing(client):
    person, other = await stranger(), await stranger()
    await client.post(
        "/nha-san-xuat/dang-nhap",
        data={"address": "0" + other.address.text[3:]},
        headers=person.headers,
    )
    await sent_digits(person.browser)
    with clock.stopped(clock.now() + timedelta(minutes=9)):
        before = (await Session.get(user_id=person.user)).proved_at
        refused = await client.post(PROVE, data={"code": "123456"}, headers=person.headers)

    assert refused.status_code == 422
    assert (await Session.get(user_id=person.user)).proved_at == before
    assert await Code.filter(used_at=None).count() == 1


async def test_a_code_given_in_person_proves_its_person_alone(client):
    person, other = await stranger(), await stranger()
    letters, row = await codes.hand_over(person.address, by="test")
    typed = {"code": write_letters(letters).lower()}
    with clock.stopped(clock.now() + timedelta(minutes=20)):
        foreign = await client.post(PROVE, data=typed, headers=other.headers)
        assert (await Code.get(id=row.id)).used_at is None
        right = await client.post(PROVE, data=typed, headers=person.headers)
        again = await client.post(PROVE, data=typed, headers=person.headers)
        done = await client.get(PROVE, headers=person.headers)

    assert foreign.status_code == 422
    assert "không đúng hoặc đã dùng" in foreign.text
    assert (right.status_code, right.headers["location"]) == (303, PROVE)
    assert again.status_code == 422
    assert "Đã xác nhận." in done.text


@pytest.mark.on("sqlite")
async def test_the_way_back_leads_to_our_own_pages_only(client):
    person = await stranger()
    letters, _ = await codes.hand_over(person.address, by="test")

    done = await client.post(
        f"{PROVE}?ve=//evil.example/x", data={"code": letters}, headers=person.headers
    )

    assert done.headers["location"] == PROVE


async def test_the_desk_says_what_an_official_may_do_and_until_when(shop):
    helper = await official(OfficialRole.HELPER, "11728", until=clock.today())
    reader = await official(OfficialRole.READER)
    ended = await official(OfficialRole.REGISTRAR, until=clock.today())

    pages = {
        name: (await shop.get("/can-bo", headers=one.headers)).text
        for name, one in (("helper", helper), ("reader", reader))
    }
    with clock.stopped(clock.now() + timedelta(minutes=29)):
        english = await shop.get("/en/can-bo", headers=ended.headers)
    with clock.stopped(clock.now() + timedelta(days=1)):
        over = await shop.get("/can-bo", headers=(await again(ended)).headers)

    assert "Xã Kiến Hưng" in pages["helper"]
    assert "đến hết 23/11/2026" in pages["helper"]
    assert 'href="/can-bo/trao-tay"' in pages["helper"]
    assert "Bạn chỉ được xem." in pages["reader"]
    assert 'href="/can-bo/trao-tay"' not in pages["reader"]
    assert "Toàn thành phố" in pages["reader"]
    assert "Registrar" in english.text
    assert "chưa được giao việc nào" in over.text
    assert 'href="/can-bo/trao-tay"' not in over.text


async def again(person):
    return await at_another_browser(person.user, person.address, person.side)


async def test_the_two_sides_are_apart(client):
    producer, desk = await stranger(), await official(OfficialRole.ADMIN)

    crossed = [
        await client.get("/can-bo", headers=producer.headers),
        await client.get("/can-bo/tai-khoan", headers=producer.headers),
        await client.get(ACCOUNT, headers=desk.headers),
        await client.get(PROVE, headers=desk.headers),
    ]

    assert [one.status_code for one in crossed] == [303] * 4
    assert [re.sub(r"\?.*", "", one.headers["location"]) for one in crossed] == [
        "/can-bo/dang-nhap",
        "/can-bo/dang-nhap",
        "/nha-san-xuat/dang-nhap",
        "/nha-san-xuat/dang-nhap",
    ]


async def test_a_person_who_is_closed_is_out_at_once(shop):
    person = await member("HP-CS-102")
    assert (await shop.get(ACCOUNT, headers=person.headers)).status_code == 200

    await leaving.close(await leaving.found(person.address), by="test")

    assert (await shop.get(ACCOUNT, headers=person.headers)).status_code == 303


@pytest.mark.on("sqlite")
async def test_after_coming_in_a_person_is_led_back_to_pages_and_not_to_buttons(client):
    pages = [await client.get(ACCOUNT), await client.post(ACCOUNT, data=PRESSED)]
    button = await client.post(f"{ACCOUNT}/may/ra", data=PRESSED)

    assert {one.headers["location"] for one in pages} == {
        "/nha-san-xuat/dang-nhap?ve=%2Fnha-san-xuat%2Ftai-khoan"
    }
    assert button.headers["location"] == "/nha-san-xuat/dang-nhap"


@pytest.mark.on("sqlite")
async def test_days_are_those_of_the_city(client):
    person = await stranger()
    with clock.stopped(clock.now() + timedelta(hours=15)):  # past midnight there, not in UTC
        await kept_passkey(person.user)
    page = await client.get(ACCOUNT, headers=person.headers)

    assert "Bật ngày 24/11/2026" in page.text
