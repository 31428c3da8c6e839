"""Passkeys in a real browser with a virtual authenticator, under our own policy."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing

import pytest

from shop.models import OfficialRole
from shop.services import opened
from tests.accounts.conftest import KEY
from tests.people import Person, official, stranger
from tests.serving import served

pytestmark = pytest.mark.browser
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
NO_SUGGESTIONS = "PublicKeyCredential.isConditionalMediationAvailable = async () => false"
"""Without it the authenticator, which consents to all, answers before a button is pressed."""
ACCOUNT = "/nha-san-xuat/tai-khoan"


@pytest.fixture(scope="session")
async def people(empty_settings_of_site) -> dict[str, Person]:
    async with opened(empty_settings_of_site):
        return {
            "producer": await stranger("+84912345678"),
            "other": await stranger("+84912345679"),
            "official": await official(OfficialRole.REGISTRAR, address="can-bo@sanvat.example"),
        }


@pytest.fixture(scope="session")
def keyed_site(empty_settings_of_site, people):
    with served(empty_settings_of_site, SANVAT_SECRET_KEY=KEY) as origin:
        yield origin


@pytest.fixture(params=["by the button"])
async def device(chromium, request) -> AsyncIterator:
    """A browser with an authenticator of its own; what its pages complain of fails the test."""
    async with await chromium.new_context(viewport={"width": 360, "height": 640}) as context:
        if request.param == "by the button":
            await context.add_init_script(NO_SUGGESTIONS)
        page, said = await context.new_page(), []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        protocol = await context.new_cdp_session(page)
        await protocol.send("WebAuthn.enable")
        made = await protocol.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        page.authenticator = made["authenticatorId"]
        page.protocol = protocol
        yield page
        assert [line for line in said if "Failed to load resource" not in line] == []


async def sign_in(page, origin: str, person: Person) -> None:
    cookies = [
        {"name": name, "value": value, "url": origin} for name, value in person.cookies.items()
    ]
    await page.context.add_cookies(cookies)


async def sign_out(page) -> None:
    await page.context.clear_cookies(name="sanvat-session")


async def held_by(page) -> list[dict]:
    told = await page.protocol.send(
        "WebAuthn.getCredentials", {"authenticatorId": page.authenticator}
    )
    return told["credentials"]


def rows(settings, question: str) -> list[tuple]:
    with closing(sqlite3.connect(settings.sqlite_file, timeout=60)) as database:
        return database.execute(question).fetchall()


async def make_one(page, origin: str, account: str = ACCOUNT) -> None:
    await page.goto(origin + account)
    await page.locator('[data-passkey="make"] button').click()
    await page.wait_for_url("**/tai-khoan?xong=tao")


@pytest.mark.parametrize("device", ["by the button", "by the field"], indirect=True)
async def test_a_passkey_is_made_used_and_removed(
    keyed_site, empty_settings_of_site, people, device, request
):
    is_suggested = "field" in request.node.callspec.id
    person = people["producer"]
    await sign_in(device, keyed_site, person)
    await make_one(device, keyed_site)
    assert "Đã bật." in await device.locator("[role=status].done").inner_text()
    [held] = await held_by(device)
    [(made_for, key)] = rows(empty_settings_of_site, "SELECT user_id, public_key FROM passkey")
    assert held["isResidentCredential"]
    assert held["rpId"] == "localhost"
    assert made_for == person.user
    assert held["privateKey"] not in key

    await sign_out(device)
    await device.goto(f"{keyed_site}/nha-san-xuat/dang-nhap?ve={ACCOUNT}")
    if not is_suggested:
        await device.locator('[data-passkey="show"] button').click()
    await device.wait_for_url(keyed_site + ACCOUNT)
    [(uses,)] = rows(empty_settings_of_site, "SELECT uses FROM passkey")
    assert uses == (await held_by(device))[0]["signCount"]
    assert rows(empty_settings_of_site, "SELECT count(*) FROM challenge WHERE user_id > 0") == [
        (0,)
    ]

    await device.locator("form[action$='/bo'] button").click()
    await device.wait_for_url("**/tai-khoan?xong=bo")
    assert rows(empty_settings_of_site, "SELECT count(*) FROM passkey") == [(0,)]
    await sign_out(device)
    await device.goto(f"{keyed_site}/nha-san-xuat/dang-nhap")
    if not is_suggested:
        await device.locator('[data-passkey="show"] button').click()
    await device.wait_for_selector("#form-errors")  # the device has not heard that it is gone
    assert await device.locator(".back a").get_attribute("href") == "/nha-san-xuat/dang-nhap"
    await device.goto(keyed_site + ACCOUNT)
    assert "/nha-san-xuat/dang-nhap" in device.url


async def test_a_copy_of_a_passkey_is_refused(keyed_site, empty_settings_of_site, people, device):
    await sign_in(device, keyed_site, people["other"])
    await make_one(device, keyed_site)
    with closing(sqlite3.connect(empty_settings_of_site.sqlite_file, timeout=60)) as database:
        database.execute("UPDATE passkey SET uses = 1000 WHERE user_id = ?", [people["other"].user])
        database.commit()
    await sign_out(device)

    await device.goto(f"{keyed_site}/nha-san-xuat/dang-nhap")
    await device.locator('[data-passkey="show"] button').click()
    await device.wait_for_selector("#form-errors")

    assert "Không dùng được khoá truy cập này." in await device.locator("main").inner_text()
    await device.goto(keyed_site + ACCOUNT)
    assert "/nha-san-xuat/dang-nhap" in device.url


async def test_without_its_persons_act_no_passkey_is_taken(keyed_site, people, device):
    await sign_in(device, keyed_site, people["producer"])
    await device.protocol.send(
        "WebAuthn.setUserVerified",
        {"authenticatorId": device.authenticator, "isUserVerified": False},
    )
    await device.goto(keyed_site + ACCOUNT)
    await device.locator('[data-passkey="make"] button').click()

    await device.wait_for_selector('[data-passkey="make"] [role=status]:not(:empty)')
    assert await held_by(device) == []


async def test_an_official_makes_one_proves_again_by_it_and_comes_in(keyed_site, people, device):
    await sign_in(device, keyed_site, people["official"])
    await make_one(device, keyed_site, "/can-bo/tai-khoan")

    await device.goto(f"{keyed_site}/can-bo/xac-nhan?ve=/can-bo/tai-khoan")
    await device.locator('[data-passkey="show"] button').click()
    await device.wait_for_url(f"{keyed_site}/can-bo/tai-khoan")

    await sign_out(device)
    await device.goto(f"{keyed_site}/can-bo/dang-nhap")
    await device.locator('[data-passkey="show"] button').click()
    await device.wait_for_url("**/can-bo")
    await device.get_by_text("Việc bạn được giao").click()
    assert "Người quản sổ" in await device.locator("main").inner_text()


async def test_a_producers_passkey_opens_no_desk(keyed_site, people, device):
    await sign_in(device, keyed_site, people["producer"])
    await make_one(device, keyed_site)
    await sign_out(device)

    await device.goto(f"{keyed_site}/can-bo/dang-nhap")
    await device.locator('[data-passkey="show"] button').click()
    await device.wait_for_selector("#form-errors")

    assert "Không dùng được khoá truy cập này" in await device.locator("main").inner_text()
    await device.goto(f"{keyed_site}/can-bo")
    assert "/can-bo/dang-nhap" in device.url
