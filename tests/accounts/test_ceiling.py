"""The most paid messages in 24 hours: officials are told on the way there, and then none goes."""

from datetime import timedelta

import pytest
from tortoise.transactions import in_transaction

from shop import clock
from shop.accounts import ceiling, messages
from shop.accounts.people import Address, welcome
from shop.accounts.sending import PostOffice
from shop.config import Settings
from shop.models import IdentityKind, Mandate, Message, MessageState, OfficialRole
from tests.accounts.conftest import FROM_US, rounds, say, with_settings

HOUR = timedelta(hours=1)


@pytest.fixture
def few(by_sms):
    return by_sms.model_copy(update={"messages_per_day": 8})


@pytest.fixture
async def office(services, few):
    async with PostOffice(few) as opened_office:
        yield opened_office


async def an_official(name: str, role: OfficialRole) -> None:
    async with in_transaction():
        user = await welcome(Address(IdentityKind.EMAIL, f"{name}@example.vn"), "vi")
        await Mandate.create(user=user, role=role, since=clock.today(), by="test")


async def warned() -> list[tuple[str, int]]:
    """Give who was told of which percent, in the order of its writing."""
    told = await Message.filter(what="ceiling").order_by("created_at", "address")
    return [(one.address.partition("@")[0], one.words["percent"]) for one in told]


async def sent() -> int:
    return await Message.filter(state=MessageState.SENT, way="sms").count()


async def send(office: PostOffice, count: int) -> None:
    for _ in range(count):
        await say("claim_granted", producer="Cơ sở")
    await rounds(office)


async def test_admins_are_told_at_50_and_75_percent_once_a_day_each(office, sms, time):
    await an_official("an", OfficialRole.ADMIN)
    await an_official("binh", OfficialRole.ADMIN)
    await an_official("chi", OfficialRole.MODERATOR)

    await send(office, 3)
    assert await warned() == []
    await send(office, 1)
    time.passes(seconds=1)
    assert await warned() == [("an", 50), ("binh", 50)]
    await send(office, 1)
    assert await warned() == [("an", 50), ("binh", 50)]
    await send(office, 3)

    assert await warned() == [("an", 50), ("binh", 50), ("an", 75), ("binh", 75)]
    assert (await sent(), len(sms.heard), await ceiling.paid_lately()) == (8, 8, 8)
    [text] = {one.words["most"] for one in await Message.filter(what="ceiling")}
    assert text == 8


async def test_of_many_at_once_none_is_one_too_many(services, few, sms, time):
    async with PostOffice(few) as one, PostOffice(few) as other:
        for _ in range(30):
            await say("claim_granted", producer="Cơ sở")
        await rounds(one, other, times=2)
        for _ in range(4):
            time.passes(minutes=2)
            await rounds(one, other)

    assert len(sms.heard) == 8
    left = await Message.filter(state=MessageState.WAITING).values_list("error", flat=True)
    assert set(left) == {"the paid messages of 24 hours are used up"}
    assert len(left) == 22


async def test_after_24_hours_what_waited_goes(office, sms, time):
    await send(office, 8)
    await send(office, 1)
    time.passes(hours=23)
    await rounds(office)
    assert await sent() == 8

    time.passes(hours=2)
    await rounds(office)

    assert await sent() == 9


@pytest.mark.on("sqlite")
async def test_what_a_gateway_may_have_taken_is_counted_and_what_it_refused_is_not(
    office, sms, time, monkeypatch
):
    monkeypatch.setattr("shop.accounts.postmen.gateways.SECONDS", 0.3)
    sms.says((500, {}), "hangs", (200, {}))
    await send(office, 1)
    counted = [await ceiling.paid_lately()]
    for _ in range(2):
        time.passes(minutes=1)
        await rounds(office)
        counted.append(await ceiling.paid_lately())

    assert counted == [0, 1, 2]
    assert await sent() == 1


async def test_the_door_says_to_come_in_person_when_they_are_used_up(client, few, sms):
    with_settings(client, few)
    async with PostOffice(few) as office:
        await send(office, 8)

    page = (await client.get("/nha-san-xuat/dang-nhap")).text
    asked = await client.post(
        "/nha-san-xuat/dang-nhap", data={"address": "0912 345 678"}, headers=FROM_US
    )

    assert "Hôm nay đã hết lượt gửi tin nhắn. Hãy đến UBND xã, phường" in page
    assert 'name="address"' not in page
    assert 'href="/nha-san-xuat/nhan"' in page
    assert asked.status_code == 422
    assert "Hôm nay đã hết lượt gửi tin nhắn." in asked.text
    assert await Message.filter(what="code").count() == 0


@pytest.mark.on("sqlite")
async def test_the_door_goes_on_by_e_mail_where_there_is_that(client, few, sms):
    mails = {"smtp_url": "smtp://mail.example.vn", "mail_from": "tin@sanvat.example.vn"}
    with_settings(client, Settings(**few.model_dump() | {"messages_per_day": 0} | mails))

    page = (await client.get("/nha-san-xuat/dang-nhap")).text
    by_phone = await client.post(
        "/nha-san-xuat/dang-nhap", data={"address": "0912 345 678"}, headers=FROM_US
    )
    by_mail = await client.post(
        "/nha-san-xuat/dang-nhap", data={"address": "ten@example.vn"}, headers=FROM_US
    )

    assert "Hôm nay đã hết lượt gửi tin nhắn. Hãy dùng email, hoặc đến UBND xã, phường." in page
    assert '<label for="field-address">Email</label>' in page
    assert (by_phone.status_code, by_mail.status_code) == (422, 303)
    assert "Hãy dùng email, hoặc đến UBND xã, phường để được trao mã." in by_phone.text


@pytest.mark.on("sqlite")
async def test_a_ceiling_of_none_sends_none(services, by_sms, sms):
    async with PostOffice(by_sms.model_copy(update={"messages_per_day": 0})) as office:
        await send(office, 1)

    assert sms.heard == []
    assert messages.LIFE > HOUR
