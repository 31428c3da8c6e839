"""Coming in as a producer: a number, the digits that were sent, a session."""

import re
from datetime import timedelta

import pytest

from shop import clock
from shop.accounts import forgetting, sessions
from shop.accounts.limits import note_failure
from shop.models import Attempt, Code, Identity, Message, Passkey, Session, User
from shop.web.signed import BROWSER, SESSION
from tests.accounts.coming import CODE, DOOR, OURS, another, carry, come_in, post
from tests.conftest import TODAY, front_door

HOME = "/nha-san-xuat"
NUMBER = "0912 345 678"


@pytest.fixture(autouse=True)
def today():
    with clock.stopped(TODAY):
        yield


async def test_a_number_and_six_digits_let_a_person_in(client):
    sent = await post(client, DOOR, address="０９１２ 345.678")
    assert (sent.status_code, sent.headers["location"]) == (303, CODE)
    assert [(one.address, one.code_id) for one in await Message.all()] == [("+84912345678", 1)]
    page = await client.get(CODE)
    assert "0912 ••• 678" in page.text

    await carry("204816")
    came = await post(client, CODE, code="２04 816")

    assert (came.status_code, came.headers["location"]) == (303, HOME)
    [session] = await Session.all()
    assert (session.side, session.is_kept, session.seen_at) == ("producer", False, TODAY)
    [identity] = await Identity.all()
    assert (identity.address, identity.verified_at) == ("+84912345678", TODAY)
    cookie = came.headers["set-cookie"]
    assert re.fullmatch(r"sanvat-session=[\w-]{22}; HttpOnly; Path=/; SameSite=strict", cookie), (
        cookie
    )


async def test_a_device_of_ones_own_is_kept(client):
    came = await come_in(client, mine="1")

    assert "Max-Age=34560000" in came.headers["set-cookie"]
    assert (await Session.get()).is_kept is True


async def test_over_https_the_cookies_are_for_this_host_alone(settings):
    secure = settings.model_copy(update={"base_url": "https://sanvat.example.vn"})
    async with front_door(secure) as door:
        page = await door.get(DOOR)

    cookie = page.headers["set-cookie"]
    assert cookie.startswith(f"__Host-{BROWSER}=")
    assert "Secure" in cookie
    assert "Domain" not in cookie


async def test_the_last_two_codes_are_good_and_each_once(client):
    await post(client, DOOR, address=NUMBER)
    for digits in ("111111", "222222", "333333"):
        await carry(digits)
        await post(client, f"{CODE}/gui-lai")

    third_last = await post(client, CODE, code="111111")
    former = await post(client, CODE, code="222222")
    client.cookies.delete(SESSION)
    again = await post(client, CODE, code="333333")

    assert (third_last.status_code, "Bạn còn 4 lần thử" in third_last.text) == (422, True)
    assert former.status_code == 303
    assert (again.status_code, "Mã đã hết hạn" in again.text) == (422, True)


async def test_digits_are_good_in_the_browser_that_asked_for_them_only(client):
    await post(client, DOOR, address=NUMBER)
    await carry()
    thief = another(client)
    await thief.get(DOOR)
    taken = await post(thief, CODE, code="123456")

    assert taken.status_code == 422
    assert (await post(client, CODE, code="123456")).status_code == 303


async def test_a_code_that_is_typed_in_two_tabs_lets_in_once_and_both_tabs_go_on(client):
    await post(client, DOOR, address=NUMBER)
    await carry()

    first = await post(client, CODE, code="123456")
    second = await post(client, CODE, code="123456")

    assert (first.status_code, second.status_code) == (303, 303)
    assert second.headers["location"] == HOME
    assert await Session.all().count() == 1


async def test_five_wrong_codes_end_the_code_and_not_the_person(client):
    await post(client, DOOR, address=NUMBER)
    await carry()
    said = [await post(client, CODE, code=f"00000{n}") for n in range(5)]
    right = await post(client, CODE, code="123456")

    assert ["còn 4 lần" in said[0].text, "còn 1 lần" in said[3].text] == [True, True]
    assert "Bạn đã nhập sai 5 lần" in said[4].text
    assert "Bạn đã nhập sai 5 lần" in right.text
    assert right.status_code == 422
    assert (await come_in(client, digits="654321")).status_code == 303


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Mã gồm 6 số"),
        ("12345", "Mã gồm 6 số"),
        ("abcdef", "Mã gồm 6 số"),
        ("1234567", "Mã gồm 6 số"),
        ("000000", "Mã không đúng"),
    ],
)
async def test_what_is_no_code_is_told_with_what_was_typed(client, typed, said):
    await post(client, DOOR, address=NUMBER)
    await carry()
    answered = await post(client, CODE, code=typed)

    assert answered.status_code == 422
    assert said in answered.text
    assert f'value="{typed}"' in answered.text
    assert answered.headers["cache-control"] == "no-store"
    assert "<title>Lỗi: Nhập mã 6 số" in answered.text


@pytest.mark.on("sqlite")
async def test_letters_that_look_like_nought_are_read_as_it(client):
    await post(client, DOOR, address=NUMBER)
    await carry("100200")

    assert (await post(client, CODE, code="1OO-2oO")).status_code == 303


async def test_unknown_known_and_closed_numbers_look_the_same(client, asked):
    await come_in(client, NUMBER)
    client.cookies.clear()
    await come_in(client, "0912 345 679")
    await User.filter(identities__address="+84912345679").update(disabled_at=TODAY)

    seen = []
    for number in ("0912 345 677", NUMBER, "0912 345 679"):
        client.cookies.clear()
        asked.clear()
        answered = await post(client, DOOR, address=number)
        seen.append((answered.status_code, answered.text, len(asked)))

    assert seen[0] == seen[1] == seen[2]
    await carry()
    refused = await post(client, CODE, code="123456")
    assert (refused.status_code, "Tài khoản này đã đóng" in refused.text) == (422, True)


async def test_a_number_that_lay_idle_needs_a_code_given_in_person(client):
    await come_in(client)
    with clock.stopped(TODAY + timedelta(days=181)):
        at_home = await come_in(client)
        client.cookies.clear()
    with clock.stopped(TODAY + timedelta(days=181 + 181)):
        elsewhere = await come_in(client)

    assert at_home.status_code == 303
    assert (elsewhere.status_code, "mã do cán bộ trao" in elsewhere.text) == (422, True)


async def test_a_new_device_of_a_person_with_a_passkey_needs_a_code_given_in_person(client):
    await come_in(client)
    user = await User.get()
    await Passkey.create(
        side="producer", user=user, credential="a", public_key="b", created_at=TODAY
    )
    client.cookies.clear()

    assert (await come_in(client, digits="111111")).status_code == 422


@pytest.mark.parametrize(
    ("is_kept", "after", "is_in"),
    [
        (False, timedelta(hours=11, minutes=59), True),
        (False, timedelta(hours=12), False),
        (True, timedelta(days=29), True),
        (True, timedelta(days=30), False),
        (False, timedelta(minutes=-5), True),
        (True, timedelta(days=-1), False),
    ],
)
@pytest.mark.on("sqlite")
async def test_a_session_lasts_as_long_as_was_said(client, is_kept, after, is_in):
    await come_in(client, mine="1" if is_kept else "")
    token = client.cookies[SESSION]
    with clock.stopped(TODAY + after):
        assert (await sessions.find(token, "producer") is not None) is is_in


@pytest.mark.on("sqlite")
async def test_a_kept_device_is_asked_again_after_half_a_year_however_much_it_is_used(client):
    await come_in(client, mine="1")
    token = client.cookies[SESSION]
    found = []
    for days in range(20, 201, 20):
        with clock.stopped(TODAY + timedelta(days=days)):
            found.append(await sessions.find(token, "producer") is not None)

    assert found == [True] * 8 + [False, False]


async def test_signing_out_ends_the_session(client):
    await come_in(client)
    token = client.cookies[SESSION]

    left = await post(client, f"{HOME}/ra")

    assert left.headers["location"] == DOOR
    assert 'sanvat-session=""' in left.headers["set-cookie"]
    assert await sessions.find(token, "producer") is None


@pytest.mark.on("sqlite")
@pytest.mark.parametrize("path", [DOOR, CODE, f"{CODE}/gui-lai", f"{HOME}/ra"])
@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}])
async def test_a_form_of_another_page_does_nothing(client, path, headers):
    await come_in(client)
    before = await Code.all().count()

    answered = await client.post(path, data={"address": NUMBER, "code": "1"}, headers=headers)

    assert answered.status_code == 403
    assert "không được gửi từ trang của danh mục" in answered.text or "Biểu mẫu" in answered.text
    assert (await Code.all().count(), await Session.filter(ended_at=None).count()) == (before, 1)


@pytest.mark.on("sqlite")
async def test_json_is_refused(client):
    answered = await client.post(DOOR, json={"address": NUMBER}, headers=OURS)

    assert answered.status_code == 415


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(
    ("back", "goes_to"),
    [
        ("/nha-san-xuat/HP-CS-102", "/nha-san-xuat/HP-CS-102"),
        ("//evil.example.vn", HOME),
        ("https://evil.example.vn", HOME),
        ("/nha-san-xuat.evil.example.vn", HOME),
        ("/nha-san-xuat/\r\nSet-Cookie: a=b", HOME),
        ("/can-bo", HOME),
        ("/nha-san-xuat/../can-bo", HOME),
    ],
)
async def test_the_way_back_leads_to_pages_of_theirs_only(client, back, goes_to):
    await post(client, DOOR, address=NUMBER)
    await carry()
    came = await client.post(CODE, params={"ve": back}, data={"code": "123456"}, headers=OURS)

    assert came.headers["location"] == goes_to


@pytest.mark.on("sqlite")
async def test_inside_zalo_it_is_said_how_to_get_out(client):
    agent = "Mozilla/5.0 (Linux; Android 13) Chrome/120 Mobile Safari/537.36 Zalo android/24"
    page = await client.get(DOOR, headers={"User-Agent": agent})

    assert "Bạn đang mở trong Zalo" in page.text


async def test_what_was_wrong_long_ago_is_forgotten(client):
    await note_failure("letters", "address 203.0.113.7")
    now = clock.now()

    assert await forgetting.forget_old(now + timedelta(days=1)) == 0
    assert await forgetting.forget_old(now + timedelta(days=3)) == 1
    assert await Attempt.all().count() == 0
