"""What is known of comings and goings is forgotten; figures of messages are told."""

from datetime import timedelta

from shop import clock
from shop.accounts import forgetting, sessions
from shop.accounts.people import welcome
from shop.accounts.sending import PostOffice
from shop.models import Attempt, Code, Device, Message, Session, Side
from tests.accounts.conftest import PHONE, ask, rounds, say

DAY = timedelta(days=1)


async def counts() -> dict[str, int]:
    kinds = (Message, Code, Attempt, Session, Device)
    return {kind.__name__: await kind.all().count() for kind in kinds}


async def test_each_is_forgotten_in_its_time(services, by_sms, sms, time):
    browser = await ask()
    await say("claim_granted", producer="Cơ sở")
    await Attempt.create(what="letters", key="203.0.113.7", at=clock.now())
    user = await welcome(PHONE, "vi")
    await sessions.begin(user.id, Side.PRODUCER, browser)
    async with PostOffice(by_sms) as office:
        await rounds(office)
    began, left = clock.now(), {}

    for days in (1, 3, 29, 31, 364, 366, 401):
        await forgetting.forget_old(began + days * DAY)
        left[days] = tuple((await counts()).values())

    assert left == {
        1: (2, 1, 1, 1, 1),
        3: (1, 0, 0, 1, 1),
        29: (1, 0, 0, 1, 1),
        31: (0, 0, 0, 1, 1),
        364: (0, 0, 0, 1, 1),
        366: (0, 0, 0, 0, 1),
        401: (0, 0, 0, 0, 0),
    }


async def test_what_waits_is_not_forgotten(services):
    await say("claim_granted", producer="Cơ sở")

    assert await forgetting.forget_old(clock.now() + 60 * DAY) == 0
    assert await Message.all().count() == 1


async def test_figures_tell_what_became_of_messages(client, by_sms, sms, time):
    sms.says((200, {}), (400, {}))
    for _ in range(2):
        await say("claim_granted", producer="Cơ sở")
        async with PostOffice(by_sms) as office:
            await rounds(office)
    await say("claim_granted", producer="Cơ sở")

    told = (await client.get("/metrics")).text
    time.passes(days=2)
    later = (await client.get("/metrics")).text

    assert 'sanvat_messages{state="sent",way="sms"} 1.0' in told
    assert 'sanvat_messages{state="dead",way="sms"} 1.0' in told
    assert 'sanvat_messages{state="waiting",way="none"} 1.0' in told
    assert 'sanvat_messages{state="sent",way="mail"} 0.0' in told
    assert "sanvat_messages_paid 1.0" in told
    assert 'sanvat_messages{state="sent",way="sms"} 0.0' in later
    assert "sanvat_messages_paid 0.0" in later
