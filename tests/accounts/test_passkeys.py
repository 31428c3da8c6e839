"""Passkeys, as hostile browsers tell of them; real ones are tried in tests/browser."""

import json
from base64 import urlsafe_b64encode
from datetime import timedelta

import pytest

from shop import clock
from shop.accounts import passkeys
from shop.models import Challenge, Passkey, Session
from tests.people import at_another_browser, stranger

PRESSED = {"button": ""}
KEYS = "/nha-san-xuat/khoa-truy-cap"


def encoded(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def told(challenge: str, **more: object) -> str:
    """Write what a browser could tell of a passkey that it does not have."""
    client = {
        "type": "webauthn.get",
        "challenge": challenge,
        "origin": "http://localhost:8000",
        "crossOrigin": False,
    }
    response = {
        "clientDataJSON": encoded(json.dumps(client)),
        "authenticatorData": encoded("x" * 37),
        "signature": encoded("x"),
        "attestationObject": encoded("x"),
    }
    return json.dumps(
        {"id": "a1", "rawId": "a1", "type": "public-key", "response": response, **more}
    )


async def challenge_for(client, headers, kind: str = "thu-thach") -> str:
    answered = await client.post(f"{KEYS}/{kind}", data=PRESSED, headers=headers)
    assert answered.headers["content-type"] == "application/json"
    assert answered.headers["cache-control"] == "no-store"
    return answered.json()["challenge"]


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(
    "credential",
    [
        "",
        "null",
        "[]",
        "{}",
        "x" * 20_000,
        '{"id": 1, "response": {"clientDataJSON": 2}}',
        '{"id": "a", "response": {"clientDataJSON": "eA"}}',
        '{"id": "a", "response": []}',
        '{"id": "a", "response": {"clientDataJSON": "' + encoded('{"challenge": 7}') + '"}}',
        '{"id": "é", "response": null}',
        "😀<script>",
    ],
)
async def test_what_no_browser_tells_is_refused(client, credential):
    person = await stranger()

    answers = [
        await client.post(f"{KEYS}/{path}", data={"credential": credential}, headers=person.headers)
        for path in ("vao", "xac-nhan", "tao")
    ]

    assert [one.status_code for one in answers] == [422] * 3
    assert all("Không dùng được khoá truy cập này." in one.text for one in answers)
    assert await Passkey.all().count() == 0
    assert await Session.all().count() == 1


async def test_a_challenge_is_good_once_in_its_browser_for_its_time(client):
    person, other = await stranger(), await stranger()
    challenge = await challenge_for(client, person.headers)

    async def tried(headers) -> str:
        answered = await client.post(
            f"{KEYS}/vao", data={"credential": told(challenge)}, headers=headers
        )
        assert answered.status_code == 422
        return "open" if "Trang này mở đã lâu." in answered.text else "passkey"

    assert await tried(other.headers) == "open"
    assert await tried(person.headers) == "passkey"
    assert await tried(person.headers) == "open"
    challenge = await challenge_for(client, person.headers)
    with clock.stopped(clock.now() + passkeys.LIFE):
        assert await tried(person.headers) == "open"
    with clock.stopped(clock.now() + passkeys.LIFE + timedelta(seconds=1)):
        await challenge_for(client, other.headers)
    assert await Challenge.all().count() == 1


async def test_the_challenge_of_making_is_of_one_person(client):
    person = await stranger()
    other = await at_another_browser((await stranger()).user, person.address)
    challenge = await challenge_for(client, person.headers, "tao/thu-thach")
    in_the_same_browser = {
        **other.headers,
        "Cookie": f"sanvat-session={other.token}; sanvat-browser={person.browser}",
    }

    for path in ("tao", "vao"):  # for another person, and for coming in
        answered = await client.post(
            f"{KEYS}/{path}", data={"credential": told(challenge)}, headers=in_the_same_browser
        )
        assert "Trang này mở đã lâu." in answered.text
    assert await Challenge.all().count() == 1


@pytest.mark.on("sqlite")
async def test_what_a_browser_needs_asks_for_its_persons_own_act(client):
    person = await stranger("+84912345678", name="")

    making = await client.post(f"{KEYS}/tao/thu-thach", data=PRESSED, headers=person.headers)
    showing = await client.post(f"{KEYS}/thu-thach", data=PRESSED, headers=person.headers)

    made, shown = making.json(), showing.json()
    assert made["rp"] == {"id": "localhost", "name": "Sản vật Hải Phòng"}
    assert made["user"]["name"] == "+84912345678"
    assert made["authenticatorSelection"]["userVerification"] == "required"
    assert made["authenticatorSelection"]["residentKey"] == "required"
    assert shown["userVerification"] == "required"
    assert shown["allowCredentials"] == []
    assert shown["rpId"] == "localhost"


@pytest.mark.on("sqlite")
async def test_forms_of_other_sites_and_json_ask_for_nothing(client):
    person = await stranger()
    foreign = {**person.headers, "Sec-Fetch-Site": "cross-site"}
    paths = ("thu-thach", "vao", "xac-nhan", "tao/thu-thach", "tao")

    crossed = [await client.post(f"{KEYS}/{path}", data=PRESSED, headers=foreign) for path in paths]
    as_json = [
        await client.post(f"{KEYS}/{path}", json={}, headers=person.headers) for path in paths
    ]

    assert [one.status_code for one in crossed] == [403] * 5
    assert [one.status_code for one in as_json] == [415] * 5
    assert await Challenge.all().count() == 0


@pytest.mark.on("sqlite")
async def test_a_person_has_so_many_and_makes_them_when_fresh(client):
    person = await stranger()
    with clock.stopped(clock.now() + timedelta(minutes=16)):
        stale = await client.post(f"{KEYS}/tao/thu-thach", data=PRESSED, headers=person.headers)
    for n in range(passkeys.MOST):
        await Passkey.create(
            side="producer",
            user_id=person.user,
            credential=f"k{n:03}",
            public_key="x",
            created_at=clock.now(),
        )
    full = await client.post(f"{KEYS}/tao/thu-thach", data=PRESSED, headers=person.headers)

    assert stale.status_code == 403
    assert full.status_code == 422
    assert "Bạn đã có 20 khoá truy cập." in full.text
