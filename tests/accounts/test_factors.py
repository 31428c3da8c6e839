"""An official's way in: a link, a password, a number of an app; and what stands between them."""

import asyncio
import re
import unicodedata
from datetime import timedelta

import httpx2
import pyotp
import pytest
from structlog.testing import capture_logs
from tortoise.transactions import in_transaction

from shop import clock
from shop.accounts import factors, leaving, officials, passwords, totp
from shop.accounts.people import Address
from shop.accounts.sessions import Browser
from shop.cli import running
from shop.config import Settings
from shop.errors import InvalidError
from shop.models import (
    Attempt,
    Challenge,
    Code,
    CodePurpose,
    Device,
    IdentityKind,
    OfficialRole,
    Password,
    Session,
    Side,
    Totp,
)
from tests.conftest import front_door
from tests.people import OURS

MAIL = "can-bo@sanvat.example"
HERE = Address(IdentityKind.EMAIL, MAIL)
PASSWORD = "thuyền buồm cam ngọt 27"
SECOND = 30
PRESSED = {"button": ""}
"""What a form sends that is only a button."""


async def appointed(mail: str = MAIL) -> str:
    there = Address(IdentityKind.EMAIL, mail)
    await officials.appoint(there, OfficialRole.REGISTRAR, (), by="test")
    return f"/can-bo/kich-hoat/{await officials.make_link(there, by='test')}"


async def activated(desk, mail: str = MAIL) -> str:
    """Activate an official as a browser does; give the secret of the app."""
    link = await appointed(mail)
    await desk.post(link, data={"password": PASSWORD}, headers=OURS)
    secret = secret_on(await desk.get(f"{link}/ma"))
    done = await desk.post(f"{link}/ma", data={"code": number(secret)}, headers=OURS)
    assert (done.status_code, done.headers["location"]) == (303, "/can-bo")
    return secret


def secret_on(page) -> str:
    return re.search(r'class="key">([A-Z2-7 ]+)<', page.text)[1].replace(" ", "")


def number(secret: str, steps: int = 0) -> str:
    """Give the number that an app shows, some steps from now."""
    return pyotp.TOTP(secret).at(int(clock.now().timestamp()) + steps * SECOND)


def other_browser(desk) -> httpx2.AsyncClient:
    """Give a browser without our cookies at the same front door."""
    return httpx2.AsyncClient(transport=desk._transport, base_url=desk.base_url)


async def show_password(desk, password: str = PASSWORD, mail: str = MAIL):
    return await desk.post(
        "/can-bo/dang-nhap", data={"email": mail, "password": password}, headers=OURS
    )


async def type_number(desk, typed: str):
    return await desk.post("/can-bo/ma", data={"code": typed}, headers=OURS)


async def test_an_official_is_activated_and_comes_in_by_two_factors(desk, stopped_clock):
    secret = await activated(desk)
    assert "Người quản sổ" in (await desk.get("/can-bo")).text
    left = await desk.post("/can-bo/ra", data=PRESSED, headers=OURS)
    assert left.headers["location"] == "/can-bo/dang-nhap"
    assert (await desk.get("/can-bo")).status_code == 303

    half = await show_password(desk)
    between = await desk.get("/can-bo")
    with clock.stopped(stopped_clock + timedelta(seconds=SECOND)):
        whole = await type_number(desk, number(secret))

    assert (half.status_code, half.headers["location"]) == (303, "/can-bo/ma")
    assert "sanvat-session" not in half.headers.get("set-cookie", "")
    assert (between.status_code, between.headers["location"].partition("?")[0]) == (
        303,
        "/can-bo/dang-nhap",
    )
    assert (whole.status_code, whole.headers["location"]) == (303, "/can-bo")
    assert (await desk.get("/can-bo")).status_code == 200
    assert await Session.filter(side=Side.OFFICIAL, ended_at=None).count() == 1


async def test_looking_at_a_link_changes_nothing(desk):
    link = await appointed()
    before = await Code.all().order_by("id").values()

    pages = [await desk.get(link) for _ in range(20)] + [await desk.head(link)]
    locked = await desk.get(f"{link}/ma")

    assert {page.status_code for page in pages} == {200}
    assert (locked.status_code, locked.headers["location"]) == (303, link)
    assert await Code.all().order_by("id").values() == before
    assert [await table.all().count() for table in (Password, Totp, Challenge, Session)] == [0] * 4


async def test_a_link_goes_on_in_the_browser_that_set_the_password(desk):
    link = await appointed()
    await desk.post(link, data={"password": PASSWORD}, headers=OURS)
    async with other_browser(desk) as other:
        elsewhere = await other.get(f"{link}/ma")
        typed = await other.post(f"{link}/ma", data={"code": "000000"}, headers=OURS)

    assert (elsewhere.status_code, elsewhere.headers["location"]) == (303, link)
    assert typed.status_code == 422
    assert 'class="key"' not in typed.text
    assert "Hãy đặt mật khẩu trên máy này trước." in typed.text


async def test_a_link_is_good_once_and_for_a_day_and_a_new_one_ends_it(desk, stopped_clock):
    link = await appointed()
    newer = f"/can-bo/kich-hoat/{await officials.make_link(HERE, by='test')}"
    with clock.stopped(stopped_clock + timedelta(hours=24)):
        assert (await desk.get(newer)).status_code == 404

    assert (await desk.get(link)).status_code == 404
    assert (await desk.get(newer)).status_code == 200
    await activated(desk)
    assert "đã dùng hoặc đã quá 24 giờ" in (await desk.get(newer)).text


async def test_a_new_link_ends_what_let_the_person_in_before(desk):
    former = await activated(desk)
    sessions = await Session.filter(ended_at=None).count()

    with clock.stopped(clock.now() + timedelta(minutes=1)):
        secret = await activated(desk)

    assert secret != former
    assert sessions == 1
    assert await Session.filter(ended_at=None).count() == 1
    assert await Totp.all().count() == 1


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("ngắn", "ít nhất 12 ký tự"),
        ("", "ít nhất 12 ký tự"),
        ("a" * 201, "dài quá 200 ký tự"),
        ("can-bo@sanvat.example", "dễ đoán"),
        ("password1234", "dễ đoán"),
        ("aaaaaaaaaaaaaaaaaaaa", "dễ đoán"),
    ],
)
async def test_a_password_that_is_easily_guessed_is_refused(desk, password, said):
    link = await appointed()

    answered = await desk.post(link, data={"password": password}, headers=OURS)

    assert answered.status_code == 422
    assert said in answered.text
    assert 'type="password" value' not in answered.text
    assert await Password.all().count() == 0


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(
    ("set_as", "typed_as"),
    [
        ("=mật khẩu như công thức 7", "=mật khẩu như công thức 7"),
        ("  khoảng trắng ở đầu 81  ", "  khoảng trắng ở đầu 81  "),
        ("thuyền buồm cam ngọt", "thuyền buồm cam ngọt"),  # NFD is typed by some keyboards
    ],
)
async def test_a_password_is_taken_as_it_is_typed(desk, set_as, typed_as):
    link = await appointed()

    done = await desk.post(link, data={"password": set_as}, headers=OURS)
    held = (await Password.get()).digest

    assert done.status_code == 303
    assert await passwords.matches(held, unicodedata.normalize("NFD", typed_as))
    assert not await passwords.matches(held, typed_as + "x")
    assert held.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_an_address_that_is_unknown_known_or_closed_is_refused_alike(
    desk, asked, monkeypatch
):
    hashes = []
    real = passwords._matches
    monkeypatch.setattr(passwords, "_matches", lambda *given: hashes.append(1) or real(*given))
    await activated(desk)
    await activated(desk, "dong@sanvat.example")
    await leaving.close(
        await leaving.found(Address(IdentityKind.EMAIL, "dong@sanvat.example")), by="test"
    )
    await officials.appoint(
        Address(IdentityKind.EMAIL, "moi@sanvat.example"), OfficialRole.READER, (), by="test"
    )
    cases = {
        "unknown": ("khong-co@sanvat.example", PASSWORD),
        "known": (MAIL, "mật khẩu khác hẳn 99"),
        "closed": ("dong@sanvat.example", PASSWORD),
        "not activated": ("moi@sanvat.example", PASSWORD),
    }

    seen = {}
    for name, (mail, password) in cases.items():
        async with other_browser(desk) as door:
            await door.get("/can-bo/dang-nhap")
            asked.clear()
            hashes.clear()
            answered = await show_password(door, password, mail)
        body = answered.text.replace(mail, "…")
        seen[name] = (answered.status_code, body, len(asked), len(hashes))

    assert seen["unknown"][0] == 422
    assert seen["unknown"][3] == 1
    assert "Email hoặc mật khẩu không đúng" in seen["unknown"][1]
    assert len(set(seen.values())) == 1
    assert await Code.filter(purpose=CodePurpose.SECOND_STEP).count() == 0


async def test_a_number_is_good_once(desk, stopped_clock):
    secret = await activated(desk)

    await show_password(desk)
    replayed = await type_number(desk, number(secret))
    with clock.stopped(stopped_clock + timedelta(seconds=SECOND)):
        next_one = await type_number(desk, number(secret))
        await show_password(desk)
        again = await type_number(desk, number(secret))

    assert replayed.status_code == 422
    assert "Mã này đã dùng" in replayed.text
    assert next_one.status_code == 303
    assert again.status_code == 422
    assert "Mã này đã dùng" in again.text


async def test_of_two_who_type_one_number_at_once_one_comes_in(desk, keyed, stopped_clock):
    secret = await activated(desk)
    user = (await Totp.get()).user_id
    outcomes = []

    async def take(typed: str) -> None:
        try:
            async with in_transaction():
                await totp.take(keyed, user, typed)
        except InvalidError:
            outcomes.append("refused")
        else:
            outcomes.append("taken")

    with clock.stopped(stopped_clock + timedelta(seconds=SECOND)):
        async with asyncio.TaskGroup() as group:
            for _ in range(8):
                group.create_task(take(number(secret)))

    assert sorted(outcomes) == ["refused"] * 7 + ["taken"]


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(
    ("off", "status"),
    [
        (timedelta(0), 303),
        (timedelta(seconds=SECOND), 303),
        (timedelta(seconds=-SECOND), 303),
        (timedelta(seconds=2 * SECOND + 1), 422),
        (timedelta(minutes=-5), 422),
        (timedelta(minutes=5), 422),
        (timedelta(days=1), 422),
    ],
)
async def test_a_clock_may_be_a_step_off(desk, stopped_clock, off, status):
    secret = await activated(desk)

    with clock.stopped(stopped_clock + timedelta(hours=1)):
        await show_password(desk)
        shown = pyotp.TOTP(secret).at(int((clock.now() + off).timestamp()))
        answered = await type_number(desk, shown)

    assert answered.status_code == status
    assert (status == 303) or "xem lại giờ trên điện thoại" in answered.text


@pytest.mark.on("sqlite")
async def test_a_clock_set_back_takes_no_number_again(desk, stopped_clock):
    secret = await activated(desk)
    shown = number(secret)

    with clock.stopped(stopped_clock - timedelta(minutes=5)):
        await show_password(desk)
        of_the_past = await type_number(desk, number(secret))
        replayed = await type_number(desk, shown)

    assert of_the_past.status_code == 422
    assert replayed.status_code == 422
    assert "Mã này đã dùng" in of_the_past.text


@pytest.mark.on("sqlite")
@pytest.mark.parametrize("typed", ["", "12345", "1234567", "<script>", "abcdef", "１２３ ４５x"])
async def test_what_is_no_number_is_said_so(desk, typed):
    await activated(desk)
    await show_password(desk)

    answered = await type_number(desk, typed)

    assert answered.status_code == 422
    assert "Mã gồm 6 số" in answered.text
    assert await Attempt.all().count() == 0


@pytest.mark.on("sqlite")
async def test_full_width_digits_and_spaces_are_read(desk, stopped_clock):
    secret = await activated(desk)
    with clock.stopped(stopped_clock + timedelta(minutes=1)):
        await show_password(desk)
        digits = number(secret)
        wide = "".join(chr(ord(digit) + 0xFEE0) for digit in digits)
        answered = await type_number(desk, f" {wide[:3]} {wide[3:]} ")

    assert answered.status_code == 303


async def test_wrong_passwords_are_slowed_down_and_lock_no_one_out_of_a_known_device(
    desk, stopped_clock
):
    secret = await activated(desk)
    async with other_browser(desk) as stranger:
        answers = [await show_password(stranger, f"đoán thử lần {n:06}") for n in range(12)]
        right = await show_password(stranger)

    known = await show_password(desk)
    with clock.stopped(stopped_clock + timedelta(seconds=SECOND)):
        came = await type_number(desk, number(secret))

    assert [one.status_code for one in answers] == [422] * 10 + [429] * 2
    assert right.status_code == 429
    assert right.headers["retry-after"] == "300"
    assert (known.status_code, came.status_code) == (303, 303)


async def test_wrong_numbers_are_counted_per_person_and_end_the_step(desk):
    await activated(desk)
    async with other_browser(desk) as stranger:
        await show_password(stranger)
        wrong = [await type_number(stranger, "000000") for _ in range(6)]
        await show_password(stranger)
        later = await type_number(stranger, "000000")

    assert [one.status_code for one in wrong[:5]] == [422] * 5
    assert "đăng nhập lại từ đầu" in wrong[5].text
    assert later.status_code == 429


async def test_the_step_between_is_over_after_ten_minutes(desk, stopped_clock):
    secret = await activated(desk)
    async with other_browser(desk) as door:
        await show_password(door)
        with clock.stopped(stopped_clock + timedelta(minutes=10)):
            page = await door.get("/can-bo/ma")
            typed = await type_number(door, number(secret))

    assert (page.status_code, page.headers["location"]) == (303, "/can-bo/dang-nhap")
    assert typed.status_code == 422
    assert "đăng nhập lại từ đầu" in typed.text


async def test_the_step_between_is_of_one_browser(desk, stopped_clock):
    secret = await activated(desk)
    await show_password(desk)

    async with other_browser(desk) as other:
        with clock.stopped(stopped_clock + timedelta(minutes=1)):
            typed = await type_number(other, number(secret))

    assert typed.status_code == 422
    assert await Session.filter(ended_at=None).count() == 1


async def test_who_is_closed_between_the_steps_does_not_come_in(desk, stopped_clock):
    secret = await activated(desk)
    await show_password(desk)
    await leaving.close(await leaving.found(HERE), by="test")

    with clock.stopped(stopped_clock + timedelta(minutes=1)):
        typed = await type_number(desk, number(secret))

    assert typed.status_code == 422
    assert (await desk.get("/can-bo")).status_code == 303


async def test_secrets_lie_sealed_and_links_as_digests(desk):
    link = await appointed()
    token = link.rpartition("/")[2]
    await desk.post(link, data={"password": PASSWORD}, headers=OURS)
    secret = secret_on(await desk.get(f"{link}/ma"))
    await desk.post(f"{link}/ma", data={"code": number(secret)}, headers=OURS)
    cookie = desk.cookies["sanvat-session"]

    rows = [
        str(row)
        for table in (Code, Totp, Password, Session, Device, Challenge, Attempt)
        for row in await table.all().values()
    ]

    assert len(rows) == 5
    for said in (token, secret, PASSWORD, cookie):
        assert not any(said in row for row in rows)


@pytest.mark.on("sqlite")
async def test_without_the_key_a_person_is_told_what_to_do(keyed, stopped_clock):
    async with front_door(keyed) as desk:
        secret = await activated(desk)
        assert await totp.lost(keyed) == 0
    said = {}
    for name, key in {"none": "", "another": "z9x8c7v6b5n4m3a2s1d0f9g8h7j6k5l4"}.items():
        restored = Settings(data=keyed.data, secret_key=key)
        async with front_door(restored) as door:
            with clock.stopped(stopped_clock + timedelta(minutes=1)):
                await show_password(door)
                answered = await type_number(door, number(secret))
            said[name] = answered.status_code, answered.text
            assert await totp.lost(restored) == 1

    assert said["none"][0] == said["another"][0] == 422
    assert "báo quản trị viên" in said["none"][1]
    assert "nhờ quản trị viên đặt lại" in said["another"][1]


@pytest.mark.on("sqlite")
async def test_without_a_key_a_link_offers_a_passkey_alone(client):
    link = await appointed()

    await client.post(link, data={"password": PASSWORD}, headers=OURS)
    page = await client.get(f"{link}/ma")

    assert page.status_code == 200
    assert 'class="key"' not in page.text
    assert 'data-passkey="make"' in page.text
    assert await Totp.all().count() == 0


@pytest.mark.on("sqlite")
async def test_forms_of_other_sites_do_nothing(desk):
    link = await appointed()

    foreign = [
        await desk.post(path, data={"password": PASSWORD}, headers={"Sec-Fetch-Site": "cross-site"})
        for path in (link, f"{link}/ma", "/can-bo/dang-nhap", "/can-bo/ma", "/can-bo/ra")
    ]

    assert [one.status_code for one in foreign] == [403] * 5
    assert await Password.all().count() == 0


async def test_an_official_shows_again_who_they_are(desk, stopped_clock):
    secret = await activated(desk)
    later = stopped_clock + timedelta(minutes=20)
    with clock.stopped(later):
        stale = await desk.get("/can-bo/tai-khoan")
        back = "/can-bo/xac-nhan?ve=/can-bo/tai-khoan"
        wrong = await desk.post(back, data={"code": "000000"}, headers=OURS)
        right = await desk.post(back, data={"code": number(secret)}, headers=OURS)
        fresh = await desk.get("/can-bo/tai-khoan")

    assert "/can-bo/xac-nhan?ve=/can-bo/tai-khoan" in stale.text
    assert wrong.status_code == 422
    assert (right.status_code, right.headers["location"]) == (303, "/can-bo/tai-khoan")
    assert 'data-passkey="make"' in fresh.text


async def test_a_helper_is_given_communes(client):
    with pytest.raises(InvalidError, match="at least one"):
        await officials.appoint(HERE, OfficialRole.HELPER, (), by="test")
    with pytest.raises(InvalidError, match="no commune 99999"):
        await officials.appoint(HERE, OfficialRole.HELPER, ("99999",), by="test")

    assert await Code.all().count() == 0


async def test_a_browser_of_its_own_is_not_needed_to_be_refused(client):
    with pytest.raises(InvalidError):
        await factors.show_password(MAIL, PASSWORD, Browser("t", "127.0.0.1"))

    assert await Attempt.filter(what=factors.PASSWORD).count() == 2


@pytest.mark.on("sqlite")
async def test_no_log_holds_a_link(desk):
    link = await appointed()

    with capture_logs() as logs:
        await desk.get(link)
        await desk.get(f"/en{link}")
        await desk.get("/can-bo/kich-hoat/khong-co")
        await show_password(desk)

    assert [line["path"] for line in logs] == [
        "/can-bo/kich-hoat/…",
        "/en/can-bo/kich-hoat/…",
        "/can-bo/kich-hoat/…",
        "/can-bo/dang-nhap",
    ]
    for said in (link.rpartition("/")[2], MAIL, PASSWORD):
        assert said not in str(logs)


@pytest.mark.on("sqlite")
async def test_a_service_that_starts_without_the_key_says_what_to_do(keyed, monkeypatch, capfd):
    async with front_door(keyed) as desk:
        await activated(desk)
    monkeypatch.setenv("SANVAT_DATA", str(keyed.data))

    capfd.readouterr()
    await running._check(keyed)
    with_the_key = "".join(capfd.readouterr())
    await running._check(Settings(data=keyed.data))
    without = "".join(capfd.readouterr())

    assert "second factors" not in with_the_key
    assert "second factors cannot be read" in without
    assert "set the SANVAT_SECRET_KEY they were sealed with" in without
