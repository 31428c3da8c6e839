"""What an attacker found before there was a user: each way in that was none, tried again."""

import asyncio
import re
from collections import Counter
from datetime import timedelta

import pytest
from tortoise.transactions import in_transaction

from shop import clock
from shop.accounts import codes, leaving, officials
from shop.accounts.members import add_member, end_mandates
from shop.accounts.people import expect
from shop.models import (
    Code,
    MemberRole,
    OfficialRole,
    Password,
    Producer,
    Session,
    Side,
    Totp,
    User,
)
from tests.accounts.authenticator import Authenticator
from tests.accounts.coming import CODE, DOOR, FORM, another, carry, come_in, phone, post
from tests.people import member, official

ADMIN, NUMBER = "quan-tri@example.vn", "0912 345 678"
HERE, ELSEWHERE = "HP-CS-102", "HP-CS-001"
PRINTED = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b")
KEYS = "khoa-truy-cap"


async def an_admin():
    """Sign in an official with all rights, a password and an app."""
    admin = await official(OfficialRole.ADMIN, address=ADMIN)
    await Password.create(user_id=admin.user, digest="x", changed_at=clock.now())
    await Totp.create(user_id=admin.user, sealed="00", confirmed_at=clock.now())
    return admin


async def with_a_new_passkey_to_the_desk(door):
    """Make a passkey as a producer, and show it at the officials' door."""
    key = Authenticator()
    asked = await post(door, f"/nha-san-xuat/{KEYS}/tao/thu-thach")
    made = await post(
        door, f"/nha-san-xuat/{KEYS}/tao", credential=key.make(asked.json()["challenge"])
    )
    assert made.status_code == 303
    asked = await post(door, f"/can-bo/{KEYS}/thu-thach")
    shown = key.show(asked.json()["challenge"])
    return await post(door, f"/can-bo/{KEYS}/vao", credential=shown)


@pytest.mark.on("sqlite")
async def test_who_reads_an_official_s_mail_does_not_come_to_the_desk(shop):
    admin, thief = await an_admin(), another(shop)
    assert (await come_in(thief, ADMIN)).status_code == 303

    at_the_desk = await with_a_new_passkey_to_the_desk(thief)

    assert at_the_desk.status_code == 422
    assert await Session.filter(side=Side.OFFICIAL, user_id=admin.user).count() == 1
    assert (await thief.get("/can-bo/giay-moi")).status_code == 303


@pytest.mark.on("sqlite")
async def test_a_producer_s_passkey_makes_no_official_who_is_active(shop):
    early = another(shop)
    await come_in(early, ADMIN)
    await with_a_new_passkey_to_the_desk(early)
    admin = await an_admin()
    await Totp.all().delete()

    assert not await officials.is_active(admin.user)


@pytest.mark.on("sqlite")
async def test_no_official_hands_a_code_for_another(shop):
    await an_admin()
    helper = await helper_of(HERE)
    refused = await hand_over(shop, helper, ADMIN)

    assert (refused.status_code, PRINTED.findall(refused.text)) == (422, [])
    assert "Người này là cán bộ" in refused.text


@pytest.mark.parametrize("ends", ["works elsewhere", "became an official", "mandate", "closed"])
@pytest.mark.on("sqlite")
async def test_a_code_handed_over_is_good_while_its_official_may_give_it(shop, ends):
    helper = await helper_of(HERE)
    [letters] = PRINTED.findall((await hand_over(shop, helper, NUMBER)).text)
    if ends == "works elsewhere":
        await member(ELSEWHERE, address="+84912345678")
    if ends == "became an official":
        await official(OfficialRole.ADMIN, address="+84912345678")
    if ends == "mandate":
        await member(HERE, address="+84912345678")
        await end_mandates(helper.user, by="test")
    if ends == "closed":
        await leaving.close(await User.get(id=helper.user), by="test")

    refused = await post(another(shop), "/nha-san-xuat/nhan", code=letters)

    assert refused.status_code == 422
    assert await Code.filter(used_at=None).count() == 1


async def test_of_many_digits_at_once_five_are_looked_at(client):
    await post(client, DOOR, address=NUMBER)
    await carry("000042")

    tried = [post(client, CODE, code=f"{n:06}") for n in range(100, 160)]
    answered = Counter(one.status_code for one in await asyncio.gather(*tried))
    late = await post(client, CODE, code="000042")

    assert answered == {422: 60}
    assert ((await Code.get()).tries, late.status_code) == (codes.TRIES, 422)


@pytest.mark.on("sqlite")
async def test_the_fifth_try_may_be_the_right_one(client):
    await post(client, DOOR, address=NUMBER)
    await carry("000042")
    wrong = [(await post(client, CODE, code=f"{n:06}")).status_code for n in range(100, 104)]

    assert wrong == [422] * 4
    assert (await post(client, CODE, code="000042")).status_code == 303


@pytest.mark.on("sqlite")
async def test_a_number_that_was_never_used_is_not_for_its_next_holder(shop):
    async with in_transaction():
        user = await expect(phone(345678), "vi")
        await add_member(user.id, HERE, MemberRole.OWNER, by="test")
    with clock.stopped(clock.now() + timedelta(days=1000)):
        later = await come_in(shop, NUMBER)

    assert (later.status_code, "mã do cán bộ trao" in later.text) == (422, True)


async def helper_of(producer: str):
    where = await Producer.get(code=producer).values("commune_id")
    return await official(OfficialRole.HELPER, where["commune_id"])


async def hand_over(door, helper, address: str):
    headers = {**helper.headers, **FORM}
    return await door.post("/can-bo/trao-tay", data={"address": address}, headers=headers)
