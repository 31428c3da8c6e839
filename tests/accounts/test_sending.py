"""Messages to telephones: sent at least once under one id, whatever the gateway does."""

import asyncio
import re
from datetime import timedelta
from itertools import pairwise

import pytest
from structlog.testing import capture_logs

from shop import clock
from shop.accounts import codes, outbox
from shop.accounts.postmen import gateways
from shop.accounts.secret import digest_of_digits
from shop.accounts.sending import PostOffice
from shop.errors import InvalidError
from shop.models import Code, Message, MessageState
from shop.services import opened
from tests.accounts.conftest import (
    FROM_US,
    NUMBER,
    PHONE,
    ask,
    digits_in,
    everything_stored,
    rounds,
    say,
    the_message,
    with_settings,
)
from tests.accounts.gateways import BREAKS_OFF, HANGS

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture
async def office(services, by_sms):
    async with PostOffice(by_sms) as opened_office:
        yield opened_office


@pytest.fixture
def impatient(monkeypatch):
    """Wait for a gateway that hangs no longer than a test should."""
    monkeypatch.setattr(gateways, "SECONDS", 0.3)


async def test_a_code_that_was_sent_lets_its_person_in(client, by_sms, sms):
    with_settings(client, by_sms)
    asked = await client.post(
        "/nha-san-xuat/dang-nhap", data={"address": "0912 345 678"}, headers=FROM_US
    )
    assert (asked.status_code, asked.headers["location"]) == (303, "/nha-san-xuat/ma")

    async with PostOffice(by_sms) as office:
        await rounds(office)

    [heard] = sms.heard
    message = await the_message()
    digits = digits_in(heard.body["text"])
    assert heard.body == {
        "id": message.id,
        "to": NUMBER,
        "text": f"{digits} la ma dang nhap San vat Hai Phong. Ma dung duoc 10 phut. Khong dua ma"
        " cho ai, ke ca can bo.",
    }
    assert heard.headers["authorization"] == "Bearer khoá-sms"
    assert heard.headers["idempotency-key"] == message.id
    assert (message.state, message.way, message.attempts) == (MessageState.SENT, "sms", 1)
    came = await client.post("/nha-san-xuat/ma", data={"code": digits}, headers=FROM_US)
    assert (came.status_code, came.headers["location"]) == (303, "/nha-san-xuat")


async def test_nothing_that_opens_a_door_is_stored_or_logged(office, sms, capfd):
    sms.says((500, {"why": f"cannot reach {NUMBER}"}), (200, {}))
    with capture_logs() as logged:
        await ask()
        await rounds(office)
        with clock.stopped(clock.now() + MINUTE):
            await rounds(office)

    digits = digits_in(sms.texts[1])
    stored = await everything_stored()
    assert NUMBER in stored
    assert digits not in stored
    said = "".join(capfd.readouterr()) + str(logged)
    assert "the SMS gateway answered 500" in said
    assert [one for one in (NUMBER, NUMBER[3:], digits) if one in said] == []


@pytest.mark.on("sqlite")
async def test_what_is_sent_is_sent_once(office, sms):
    await ask()

    await rounds(office, times=3)

    assert len(sms.heard) == 1


async def test_two_workers_send_each_message_once(services, by_sms, sms):
    for n in range(6):
        await say("claim_granted", producer=f"Cơ sở {n}")

    async with PostOffice(by_sms) as one, PostOffice(by_sms) as other:
        await rounds(one, other)

    assert len({heard.body["id"] for heard in sms.heard}) == len(sms.heard) == 6


@pytest.mark.on("sqlite")
async def test_an_answer_of_500_is_tried_again_after_growing_pauses(office, sms, time):
    sms.says((500, {"to": NUMBER}))
    browser = await ask()
    began, tried = clock.now(), []
    for _ in range(60 * 10):
        before = len(sms.heard)
        await rounds(office)
        if len(sms.heard) > before:
            tried.append((clock.now() - began) // SECOND)
        if (await the_message()).state == MessageState.DEAD:
            break
        time.passes(seconds=1)

    message = await the_message()
    pauses = [later - sooner for sooner, later in pairwise(tried)]
    assert pauses == sorted(pauses)
    assert (pauses[0], len(tried)) == (3, 9)
    assert tried[-1] < 600
    assert len({heard.body["text"] for heard in sms.heard}) == 1
    assert {heard.headers["idempotency-key"] for heard in sms.heard} == {message.id}
    assert (message.state, message.error) == ("dead", "the SMS gateway answered 500")
    assert await codes.asked_in(browser)


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(
    "failing",
    [
        (HANGS, "the SMS gateway was too slow", 1),
        (BREAKS_OFF, "the SMS gateway broke off", 1),
        ((503, b"<html>"), "the SMS gateway answered 503", 0),
        ((401, {}), "the SMS gateway answered 401", 0),
        ((302, {}), "the SMS gateway answered 302", 0),
    ],
)
async def test_what_fails_in_another_way_waits_too(office, sms, time, impatient, failing):
    answer, error, is_counted = failing
    sms.says(answer, (200, {}))
    await ask()
    await rounds(office)
    left = await the_message()

    time.passes(seconds=5)
    await rounds(office)

    assert (left.state, left.error, left.paid) == (MessageState.WAITING, error, is_counted)
    assert sms.texts[0] == sms.texts[1]
    assert {heard.path for heard in sms.heard} == {"/"}
    done = await the_message()
    assert (done.state, done.attempts, done.error) == (MessageState.SENT, 2, "")


@pytest.mark.on("sqlite")
async def test_a_gateway_that_is_down_loses_nothing(services, by_sms, sms, time):
    down = by_sms.model_copy(update={"sms_url": "http://127.0.0.1:9"})
    await ask()
    async with PostOffice(down) as office:
        await rounds(office)
    left = await the_message()

    time.passes(seconds=5)
    async with PostOffice(by_sms) as office:
        await rounds(office)

    assert (left.state, left.error) == ("waiting", "the SMS gateway cannot be reached")
    assert (await the_message()).state == MessageState.SENT
    assert len(sms.heard) == 1


@pytest.mark.on("sqlite")
@pytest.mark.parametrize("status", [400, 422])
async def test_what_will_never_be_taken_is_given_up_at_once(office, sms, status):
    sms.says((status, {"message": f"{NUMBER} has no such network"}))
    await ask()

    await rounds(office)

    message = await the_message()
    assert (message.state, message.attempts) == (MessageState.DEAD, 1)
    assert message.error == f"the SMS gateway answered {status}"


@pytest.mark.on("sqlite")
async def test_an_endless_answer_is_a_yes_that_is_not_read_to_its_end(office, sms):
    sms.says((200, b"x" * (gateways.MOST_BYTES * 4)))
    await ask()

    await rounds(office)

    assert (await the_message()).state == MessageState.SENT


async def test_one_message_that_hangs_delays_no_other(office, sms):
    sms.says(HANGS, (200, {}))
    await say("claim_granted", producer="Cơ sở một")
    await office.send_due()
    async with asyncio.timeout(30):
        while not sms.heard:  # noqa: ASYNC110 - the gateway hears in its own time
            await asyncio.sleep(0.01)
    await say("claim_granted", producer="Cơ sở hai")

    await office.send_due()
    [first, second] = office.under_way.values()
    async with asyncio.timeout(30):
        await second

    assert not first.done()
    states = {one.words["producer"]: one.state async for one in Message.all()}
    assert states == {"Cơ sở một": MessageState.WAITING, "Cơ sở hai": MessageState.SENT}


async def test_what_is_under_way_when_a_worker_stops_is_given_back(services, by_sms, sms):
    sms.says(HANGS, (200, {}))
    await ask()
    async with PostOffice(by_sms) as stopping:
        await stopping.send_due()
        async with asyncio.timeout(30):
            while not sms.heard:  # noqa: ASYNC110 - the gateway hears in its own time
                await asyncio.sleep(0.01)
    left = await the_message()

    async with PostOffice(by_sms) as following:
        await rounds(following)

    assert (left.state, left.attempts) == (MessageState.WAITING, 0)
    assert len(sms.heard) == 2
    assert (await the_message()).state == MessageState.SENT


async def test_all_digits_that_one_message_went_out_with_are_good(services, by_sms, sms, time):
    sms.says((500, {}))
    browser = await ask()
    for _ in range(3):  # each process has a memory of its own
        async with PostOffice(by_sms) as office:
            await rounds(office)
        time.passes(minutes=1)
    first, second, third = [digits_in(text) for text in sms.texts]

    code = await Code.get()
    kept = [*code.former, code.digest]
    assert kept == [digest_of_digits(one, browser.digest) for one in (first, second, third)]
    assert (await codes.take_digits(browser, first)).id == code.id
    with pytest.raises(InvalidError, match="has expired"):
        await codes.take_digits(browser, third)


async def test_of_codes_that_were_asked_for_the_last_two_are_good(office, sms):
    browser = await ask()
    for _ in range(2):
        await ask(browser=browser)
    await rounds(office)
    digits = {one.id: one for one in await Code.all()}
    by_text = {digest_of_digits(one, browser.digest): one for one in map(digits_in, sms.texts)}
    oldest, former, _ = [by_text[digits[key].digest] for key in sorted(digits)]

    with pytest.raises(InvalidError, match="Wrong code"):
        await codes.take_digits(browser, oldest)
    assert (await codes.take_digits(browser, former)).used_at is None


@pytest.mark.on("sqlite")
async def test_a_code_that_is_used_or_over_is_not_sent(office, sms, time):
    await ask()
    await Code.all().update(used_at=clock.now())
    await rounds(office)
    message = await the_message()

    assert (message.state, message.error) == ("dead", "its code is used, over or gone")
    assert sms.heard == []


async def test_what_is_too_late_is_given_up_and_not_sent(office, sms, time):
    await ask()
    sms.says((500, {}))
    await rounds(office)
    await say("claim_granted", producer="Cơ sở")
    time.passes(minutes=10)

    assert await outbox.end_overdue() == 1
    assert await outbox.end_overdue() == 0
    await rounds(office)
    time.passes(days=3)
    assert await outbox.end_overdue() == 1

    ended = {one.what: (one.state, one.error) async for one in Message.all()}
    assert ended == {
        "code": (MessageState.DEAD, "the SMS gateway answered 500"),
        "claim_granted": (MessageState.DEAD, "the SMS gateway answered 500"),
    }


@pytest.mark.on("sqlite")
async def test_what_a_clock_far_ahead_put_off_is_sent_when_it_is_right_again(office, sms):
    sms.says((500, {}), (200, {}))
    with clock.wrong(timedelta(days=2)):
        await say("claim_granted", producer="Cơ sở")
        await rounds(office)
    assert (await the_message()).not_before > clock.now() + timedelta(days=1)

    await rounds(office)

    assert (await the_message()).state == MessageState.SENT


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(
    ("what", "words", "error"),
    [
        ("weather", {}, "there is no text weather"),
        ("claim_asked", {"name": "Người Minh Hoạ"}, "text claim_asked lacks producer"),
    ],
)
async def test_a_message_that_says_nothing_is_given_up(office, sms, what, words, error):
    await say(what, **words)

    await rounds(office)

    message = await the_message()
    assert (message.state, message.error) == (MessageState.DEAD, error)
    assert sms.heard == []


@pytest.mark.on("sqlite")
async def test_a_fault_of_ours_is_logged_without_what_it_held(office, sms, monkeypatch):
    class Broken:
        way = "sms"

        def knows(self, what):
            return what == "code"

        async def send(self, letter):
            raise RuntimeError(f"{letter.address.text} {letter.text}")

    office.postmen = {PHONE.kind: (Broken(),)}
    await ask()

    with capture_logs() as logged:
        await rounds(office)

    [told] = logged
    assert (told["event"], told["fault"]) == ("message attempt failed", "RuntimeError")
    assert NUMBER not in str(told)
    assert not re.search(r"\b[0-9]{6}\b là", str(told))
    assert (await the_message()).state == MessageState.WAITING


@pytest.mark.on("sqlite")
async def test_a_service_without_a_way_keeps_what_it_has_to_say(settings, sms, time, by_sms):
    ours = settings.model_copy(update={"console_messages": False})
    async with opened(ours):
        await say("claim_granted", producer="Cơ sở")
        async with PostOffice(ours) as office:
            await rounds(office)
        left = await the_message()
        time.passes(seconds=5)
        async with PostOffice(by_sms) as office:
            await rounds(office)

        assert (left.state, left.error) == ("waiting", "no way to tell this person is set up")
        assert (await the_message()).state == MessageState.SENT
