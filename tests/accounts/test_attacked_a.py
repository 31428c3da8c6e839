"""What an attacker tried at the doors of people and at their pages, and what it comes to now."""

import asyncio
import hashlib
import json
import os
import re
import struct
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from functools import partial
from urllib.parse import urlencode

import cbor2
import pyotp
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from tortoise.transactions import in_transaction

from shop import clock
from shop.accounts import codes, invitations, leaving, officials, passkeys, quick_links, totp
from shop.accounts.members import add_member, end_mandates, owners_of, remove_member
from shop.accounts.people import Address
from shop.accounts.sessions import Browser
from shop.errors import InvalidError
from shop.models import (
    Attempt,
    Claim,
    IdentityKind,
    Invitation,
    MemberRole,
    Membership,
    OfficialRole,
    Passkey,
    Password,
    Producer,
    Session,
    Totp,
    User,
    Variant,
)
from tests.accounts.coming import FORM, OURS, another, phone, post
from tests.accounts.test_factors import PASSWORD, appointed, number, secret_on
from tests.people import Person, member, official

pytestmark = pytest.mark.on("sqlite")
MAKER = "HP-CS-102"
PAPER = "/nha-san-xuat/nhan"
HOME = f"/nha-san-xuat/{MAKER}"


async def send(door, person: Person, path: str, **fields: str):
    return await door.post(path, content=urlencode(fields), headers={**person.headers, **FORM})


def meanwhile(first: str, what: Callable[[], Awaitable[object]], rest: str):
    """Send half a form, have something done, and send the rest."""

    async def body() -> AsyncIterator[bytes]:
        yield first.encode()
        await what()
        yield rest.encode()

    return body()


class Authenticator:
    """A device that makes passkeys, as an attacker would write one."""

    def __init__(self) -> None:
        self.key, self.id = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)

    def make(self, challenge: str) -> str:
        """Tell of a passkey that was made for a challenge."""
        point = self.key.public_key().public_numbers()
        x, y = point.x.to_bytes(32, "big"), point.y.to_bytes(32, "big")
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        counted = b"\x45" + struct.pack(">I", 1) + bytes(16) + struct.pack(">H", 16)
        data = hashlib.sha256(b"localhost").digest() + counted + self.id + public
        told = {
            "clientDataJSON": coded(client_data(challenge)),
            "attestationObject": coded(
                cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
            ),
        }
        mine = coded(self.id)
        return json.dumps({"id": mine, "rawId": mine, "type": "public-key", "response": told})


def client_data(challenge: str) -> bytes:
    said = {"type": "webauthn.create", "challenge": challenge, "crossOrigin": False}
    return json.dumps({**said, "origin": "http://localhost:8000"}).encode()


def coded(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


async def switch_on(door, owner: Person) -> str:
    """Switch the quick link on; give its path."""
    page = await send(door, owner, f"{HOME}/link", lam="bat")
    return re.findall(r"/nhanh/[\w-]{22}", page.text)[0]


async def test_a_quick_link_takes_the_form_of_a_browser_that_names_only_its_origin(shop):
    address = await switch_on(shop, await member(MAKER))
    pack = await Variant.filter(product__producer_id=MAKER).first()
    old_browser = {**FORM, "Origin": "http://localhost:8000"}
    sent = await shop.post(address, content=f"sku={pack.sku}&con=het", headers=old_browser)

    assert (await shop.get(address)).headers["referrer-policy"] == "same-origin"
    assert sent.status_code == 303


async def test_a_quick_link_of_a_person_who_was_removed_stays_ended(shop):
    await member(MAKER)
    left = await member(MAKER)
    address = await switch_on(shop, left)
    await remove_member(left.user, MAKER, by="test")
    async with in_transaction():
        await add_member(left.user, MAKER, MemberRole.EDITOR, by="test")

    assert (await shop.get(address)).status_code == 404
    assert (await shop.get(HOME, headers=left.headers)).status_code == 200


async def test_a_quick_link_ends_with_its_owner_s_role_and_stands_while_that_stays(shop):
    await member(MAKER)
    owner = await member(MAKER)
    address = await switch_on(shop, owner)
    seen = []
    for role in (MemberRole.OWNER, MemberRole.EDITOR, MemberRole.OWNER):
        async with in_transaction():
            await add_member(owner.user, MAKER, role, by="test")
        seen.append((await shop.get(address)).status_code)

    assert seen == [200, 404, 404]


async def test_a_quick_link_of_a_person_who_was_disabled_stays_ended(shop):
    owner = await member(MAKER)
    address = await switch_on(shop, owner)
    user = await User.get(id=owner.user)
    await leaving.close(user, by="test")
    await leaving.reopen(user, by="test")

    assert (await shop.get(address)).status_code == 404


async def test_an_official_does_not_answer_their_own_claim(shop):
    owner, mine = await member(MAKER), await official(OfficialRole.REGISTRAR)
    other = await official(OfficialRole.REGISTRAR)
    long_ago = clock.now() - timedelta(days=15)
    claim = await Claim.create(user_id=mine.user, producer_id=MAKER, asked_at=long_ago)
    answers = [
        await send(shop, mine, f"/can-bo/yeu-cau/{claim.id}", answer=said) for said in ("yes", "no")
    ]
    before = await owners_of(MAKER)
    granted = await send(shop, other, f"/can-bo/yeu-cau/{claim.id}", answer="yes")

    assert [one.status_code for one in answers] == [422, 422]
    assert "Đây là yêu cầu của chính bạn. Hãy nhờ một cán bộ khác trả lời." in answers[0].text
    assert (before, granted.status_code) == ([owner.user], 303)
    assert await owners_of(MAKER) == [owner.user, mine.user]


async def test_an_owner_who_is_removed_while_their_form_comes_changes_nothing(shop):
    owner, removed = await member(MAKER), await member(MAKER)
    body = meanwhile(
        "address=0987654321&", partial(remove_member, removed.user, MAKER, by="test"), "role=owner"
    )
    answer = await shop.post(
        f"{HOME}/thanh-vien", content=body, headers={**removed.headers, **FORM}
    )

    assert (answer.status_code, await owners_of(MAKER)) == (404, [owner.user])


async def test_a_person_who_is_disabled_while_their_form_comes_changes_nothing(shop):
    await member(MAKER)
    closed = await member(MAKER)
    user = await User.get(id=closed.user)
    body = meanwhile("phone=0912345678&", partial(leaving.close, user, by="test"), "seen=")
    answer = await shop.post(f"{HOME}/lien-he", content=body, headers={**closed.headers, **FORM})

    assert answer.headers["location"].startswith("/nha-san-xuat/dang-nhap")


async def test_an_official_whose_mandate_ends_while_the_form_comes_prints_no_letter(shop):
    helper = await official(OfficialRole.HELPER, "11728")
    body = meanwhile("x=1&", partial(end_mandates, helper.user, by="test"), "y=1")
    path, headers = f"/can-bo/giay-moi/{MAKER}", {**helper.headers, **FORM}
    before = (await shop.get(path, headers=headers)).status_code
    answer = await shop.post(path, content=body, headers=headers)

    assert before == 200
    assert answer.status_code in {403, 404}
    assert await Invitation.all().count() == 0


async def test_a_quick_link_that_is_switched_off_while_the_form_comes_changes_nothing(shop):
    owner = await member(MAKER)
    address = await switch_on(shop, owner)
    pack = await Variant.filter(product__producer_id=MAKER).first()
    off = partial(quick_links.switch_off, MAKER, by=f"user {owner.user}")
    body = meanwhile(f"sku={pack.sku}&", off, "con=het")
    answer = await shop.post(address, content=body, headers={**owner.headers, **FORM})
    held = await Variant.get(id=pack.id)

    assert answer.status_code == 404
    assert held.availability == pack.availability


async def test_a_link_that_goes_on_in_one_browser_is_taken_over_by_none(desk):
    link = await appointed()
    await desk.post(link, data={"password": PASSWORD}, headers=OURS)
    secret, kept = secret_on(await desk.get(f"{link}/ma")), await Password.get()
    async with another(desk) as thief:
        taken = await thief.post(link, data={"password": f"{PASSWORD} khác"}, headers=OURS)
        seen = await thief.get(f"{link}/ma")
    done = await desk.post(f"{link}/ma", data={"code": number(secret)}, headers=OURS)

    assert (taken.status_code, seen.status_code) == (422, 303)
    assert "Đường dẫn này đã dùng hoặc đã quá 24 giờ." in taken.text
    assert (await Password.get()).digest == kept.digest
    assert (done.status_code, done.headers["location"]) == (303, "/can-bo")


async def test_a_passkey_that_comes_after_the_link_was_used_is_not_kept(keyed, services):
    person = Address(IdentityKind.EMAIL, "can-bo@example.vn")
    user = await officials.appoint(person, OfficialRole.ADMIN, [], by="test")
    token = await officials.make_link(person, by="test")
    here = Browser("browser-1", "203.0.113.7")
    await officials.choose_password(keyed, await officials.link_of(token), here, PASSWORD)
    under_way = await officials.link_of(token)
    asked = json.loads(await passkeys.ask_to_make(keyed, here, user, person.text))
    shared = await totp.shared(keyed, user.id, person.text)
    typed = pyotp.TOTP(shared.secret).at(int(clock.now().timestamp()))
    await officials.activate_by_number(keyed, await officials.link_of(token), here, typed)
    told = Authenticator().make(asked["challenge"])
    with pytest.raises(InvalidError, match="has been used"):
        await officials.activate_by_passkey(keyed, under_way, here, told)

    assert await passkeys.passkeys_of(user.id) == []
    assert await totp.has_one(user.id)


async def test_a_link_is_finished_by_a_passkey_in_place_of_all_that_was_before(desk):
    link = await appointed()
    await desk.post(link, data={"password": PASSWORD}, headers=OURS)
    keys = f"{link}/khoa-truy-cap/tao"
    asked = await desk.post(f"{keys}/thu-thach", data={"button": ""}, headers=OURS)
    told = Authenticator().make(asked.json()["challenge"])
    done = await desk.post(keys, data={"credential": told}, headers=OURS)

    assert (done.status_code, done.headers["location"]) == (303, "/can-bo")
    assert (await desk.get("/can-bo")).status_code == 200
    assert await Totp.all().count() == 0
    assert await Passkey.all().count() == 1


async def test_many_printed_codes_at_once_are_no_way_around_the_limit(client, monkeypatch):
    monkeypatch.setattr(codes, "WRONG_OF_A_NETWORK", 5)
    digested = []
    monkeypatch.setattr(codes, "digest_of_letters", lambda code: digested.append(code) or code)
    answers = await asyncio.gather(
        *[post(client, PAPER, code=f"AAAA-AA{number:02}") for number in range(15)]
    )
    wrong = [one.status_code for one in answers].count(422)
    later = [(await post(client, PAPER, code="AAAA-AA99")).status_code for _ in range(6)]

    assert {one.status_code for one in answers} <= {422, 429}
    assert later == [422] * (5 - wrong) + [429] * (wrong + 1)
    assert (len(digested), await Attempt.all().count()) == (5, 5)


@pytest.mark.parametrize("place", [PAPER, f"{PAPER}/so"])
async def test_a_letter_that_is_used_counts_each_time_and_a_good_one_never(
    shop, monkeypatch, place
):
    monkeypatch.setattr(codes, "WRONG_OF_A_NETWORK", 2)
    letter = await invitations.invite(MAKER, by="test")
    said = {"code": letter.code, "address": "0912 345 678"}
    good = [(await post(shop, place, **said)).status_code for _ in range(3)]
    counted = await Attempt.all().count()
    await Invitation.all().update(used_at=clock.now())
    used = [(await post(shop, place, **said)).status_code for _ in range(4)]

    assert good == [303 if place.endswith("/so") else 200] * 3
    assert (counted, used) == (0, [422, 422, 429, 429])


async def test_a_code_given_in_person_is_not_counted_once_it_lets_in(shop):
    letters, _ = await codes.hand_over(phone(1), by="command line")
    came = await post(shop, PAPER, code=letters)
    again = await post(another(shop), PAPER, code=letters)

    assert (came.status_code, again.status_code) == (303, 422)
    assert await Attempt.all().count() == 1


async def test_a_crowd_is_told_to_send_its_printed_codes_again(client, monkeypatch):
    monkeypatch.setattr(codes, "ROOM", asyncio.Semaphore(0))
    answer = await post(client, PAPER, code="K7QM-4T2X")

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "Hãy đợi vài giây rồi gửi lại." in answer.text
    assert 'value="K7QM-4T2X"' in answer.text
    assert await Attempt.all().count() == 0


@pytest.mark.parametrize("page", ["lien-he", "thanh-vien", "dong-y", "link", "roi-co-so"])
async def test_a_form_sent_too_late_shows_what_was_typed_and_nothing_that_is_stored(shop, page):
    owner = await member(MAKER)
    await member(MAKER, address="+84987654321", name="Người Kín Đáo")
    await Producer.filter(code=MAKER).update(phone="+84987654321", contact_evidence="")
    await Session.all().update(proved_at=clock.now() - timedelta(minutes=16))
    said = {"phone": "0912 345 678", "how_to_order": "Gọi trước\n<một> ngày", "lam": "bat"}
    looked = await shop.get(f"{HOME}/{page}", headers=owner.headers)
    sent = await send(shop, owner, f"{HOME}/{page}", **said, password="mật khẩu cũ")

    main = sent.text.partition("<main")[2]
    assert (looked.status_code, sent.status_code) == (303, 403)
    assert "Đã quá 15 phút từ khi bạn xác nhận." in main
    assert 'href="/nha-san-xuat/xac-nhan" target="_blank"' in main
    assert [one in main for one in ("0987", "Kín Đáo", "••• 321", "mật khẩu cũ")] == [False] * 4
    assert 'name="phone" type="text" value="0912 345 678"' in main
    assert "\nGọi trước\n&lt;một&gt; ngày</textarea>" in main
    assert '<input type="hidden" name="lam" value="bat">' in main


async def test_a_form_sent_too_late_is_taken_once_its_sender_has_shown_who_they_are(shop):
    owner = await member(MAKER)
    await Session.all().update(proved_at=clock.now() - timedelta(minutes=16))
    late = await send(shop, owner, f"{HOME}/thanh-vien", address="0987654321", role="owner")
    await Session.all().update(proved_at=clock.now())
    fields = dict(
        re.findall(r'name="(\w+)" (?:type="\w+" )?value="([^"]*)"(?= checked|>)', late.text)
    )
    checked = re.findall(r'name="role" value="(\w+)" checked', late.text)
    done = await send(shop, owner, f"{HOME}/thanh-vien", **{**fields, "role": checked[0]})

    assert fields["address"] == "0987654321"
    assert (late.status_code, checked, done.status_code) == (403, ["owner"], 303)
    standing = Membership.filter(producer_id=MAKER, ended_at=None)
    assert await standing.count() == 2  # the second has yet to say yes
