"""Zalo first; by SMS what Zalo has not shown to its person within 30 seconds."""

from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from structlog.testing import capture_logs
from tortoise.transactions import in_transaction

from shop import clock
from shop.accounts import codes
from shop.accounts.sending import WITHOUT_RECEIPT, PostOffice
from shop.models import Message, MessageState
from tests.accounts.conftest import NUMBER, ask, digits_in, rounds, say, the_message
from tests.accounts.gateways import ACCEPTED, ARRIVED, HANGS, ON_ITS_WAY

TEMPLATE, STATUS = "/message/template", "/message/status"
SECOND = timedelta(seconds=1)


@pytest.fixture
async def office(services, by_zalo, zalo):
    zalo.says((200, ACCEPTED), to=TEMPLATE)
    zalo.says((200, ARRIVED), to=STATUS)
    async with PostOffice(by_zalo) as opened_office:
        yield opened_office


async def test_what_zalo_shows_its_person_goes_by_zalo_alone(office, zalo, sms, time):
    began, browser = clock.now(), await ask()
    await rounds(office)
    taken = await the_message()
    time.passes(WITHOUT_RECEIPT - SECOND)
    await rounds(office)
    assert zalo.at(STATUS) == []

    time.passes(seconds=1)
    await rounds(office)

    [sent], [asked] = zalo.at(TEMPLATE), zalo.at(STATUS)
    digits = sent.body["template_data"]["otp"]
    assert sent.body == {
        "phone": "84912345678",
        "template_id": "234567",
        "template_data": {"otp": digits},
        "tracking_id": taken.id,
    }
    assert sent.headers["access_token"] == asked.headers["access_token"] == "khoá-zalo"
    assert dict(parse_qsl(urlsplit(asked.path).query)) == {
        "message_id": "0d53c0c0",
        "phone": "84912345678",
    }
    assert (taken.state, taken.receipt, taken.not_before - began) == (
        MessageState.WAITING,
        "0d53c0c0",
        WITHOUT_RECEIPT,
    )
    done = await the_message()
    assert (done.state, done.way, done.paid) == (MessageState.SENT, "zalo", 1)
    assert sms.heard == []
    assert await codes.take_digits(browser, digits)


async def test_a_code_that_was_typed_before_its_receipt_has_arrived(office, zalo, sms, time):
    browser = await ask()
    await rounds(office)
    [sent] = zalo.at(TEMPLATE)
    async with in_transaction():
        await codes.take_digits(browser, sent.body["template_data"]["otp"])

    time.passes(WITHOUT_RECEIPT)
    with capture_logs() as logged:
        await rounds(office)

    done = await the_message()
    assert (done.state, done.way, done.error) == (MessageState.SENT, "zalo", "")
    assert sms.heard == logged == []


async def test_what_zalo_has_not_shown_after_30_seconds_goes_by_sms_with_the_same_code(
    office, zalo, sms, time
):
    zalo.says((200, ON_ITS_WAY), to=STATUS)
    await ask()
    await rounds(office)

    time.passes(WITHOUT_RECEIPT)
    await rounds(office)

    assert digits_in(sms.texts[0]) == zalo.at(TEMPLATE)[0].body["template_data"]["otp"]
    done = await the_message()
    assert (done.state, done.way, done.paid) == (MessageState.SENT, "sms", 2)


@pytest.mark.on("sqlite")
@pytest.mark.parametrize("answer", [HANGS, (500, {}), (200, {"error": -124}), (200, b"<html>")])
async def test_no_answer_about_a_receipt_is_no_receipt(
    office, zalo, sms, time, monkeypatch, answer
):
    monkeypatch.setattr("shop.accounts.postmen.gateways.SECONDS", 0.3)
    zalo.says(answer, to=STATUS)
    await ask()
    await rounds(office)

    time.passes(WITHOUT_RECEIPT)
    await rounds(office)

    assert len(sms.heard) == 1
    assert (await the_message()).state == MessageState.SENT


@pytest.mark.on("sqlite")
@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((200, {"error": -118, "message": f"{NUMBER} has no account"}), "-118"),
        ((200, {"error": 84912345678}), "oddly"),
        ((200, b"84912345678"), "oddly"),
        ((503, {}), "503"),
    ],
)
async def test_what_zalo_refuses_goes_by_sms_at_once(office, zalo, sms, answer, error):
    zalo.says(answer, to=TEMPLATE)
    await ask()

    await rounds(office)
    left = await the_message()
    await rounds(office)

    assert (left.way, left.paid, left.error) == ("zalo", 0, f"Zalo's gateway answered {error}")
    done = await the_message()
    assert (done.state, done.way, done.paid) == (MessageState.SENT, "sms", 1)
    assert len(sms.heard) == len(zalo.heard) == 1


@pytest.mark.on("sqlite")
async def test_when_both_fail_it_stays_with_the_last(office, zalo, sms, time):
    zalo.says((500, {}), to=TEMPLATE)
    sms.says((500, {}), (200, {}))
    await ask()
    await rounds(office, times=2)

    time.passes(seconds=10)
    await rounds(office)

    assert (len(zalo.heard), len(sms.heard)) == (1, 2)
    assert (await the_message()).state == MessageState.SENT


@pytest.mark.on("sqlite")
async def test_an_odd_receipt_is_none_and_is_not_stored(office, zalo, sms, time):
    zalo.says((200, {"error": 0, "data": {"msg_id": f"{NUMBER} \n" * 9}}), to=TEMPLATE)
    await ask()
    await rounds(office)
    left = await the_message()

    time.passes(WITHOUT_RECEIPT)
    await rounds(office)

    assert (left.state, left.receipt) == (MessageState.WAITING, "")
    assert zalo.at(STATUS) == []
    assert len(sms.heard) == 1


@pytest.mark.on("sqlite")
async def test_a_text_without_a_template_goes_by_sms(office, zalo, sms):
    await say("claim_refused", producer="Hợp tác xã Thụy Hương")

    await rounds(office)

    assert zalo.heard == []
    assert sms.texts == [
        (
            "San vat Hai Phong: yeu cau nhan Hop tac xa Thuy Huong khong duoc chap thuan. Hay hoi"
            " UBND xa, phuong."
        )
    ]


@pytest.mark.on("sqlite")
async def test_with_zalo_alone_what_it_takes_is_sent(services, by_zalo, zalo):
    zalo.says((200, ACCEPTED), to=TEMPLATE)
    alone = by_zalo.model_copy(update={"sms_url": ""})
    await ask()

    async with PostOffice(alone) as office:
        await rounds(office)

    assert await Message.filter(state=MessageState.SENT, way="zalo").count() == 1
