"""Limits at the doors: a training hall comes in, guessing does not, and no person is locked out."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest
from tortoise.transactions import in_transaction

from shop import clock
from shop.accounts import codes
from shop.accounts.limits import CODES_AN_HOUR, CODES_OF_A_NETWORK, TOO_MANY
from shop.accounts.sessions import begin
from shop.errors import TooManyRequestsError
from shop.models import Attempt, Code, CodePurpose, Message, Session
from tests.accounts.coming import CODE, DOOR, another, browser, carry, come_in, phone, post
from tests.conftest import TODAY

NUMBER = "0912 345 678"
HALL = 40
GUESSES = 1000


@pytest.fixture(autouse=True)
def today():
    with clock.stopped(TODAY):
        yield


async def ask(number: int = 1, of: int = 1, **where: str) -> None:
    await codes.ask(phone(number), browser(of, **where), language="vi")


async def test_forty_producers_behind_one_address_come_in_within_five_minutes(client):
    came = []
    for n in range(HALL):
        with clock.stopped(TODAY + timedelta(seconds=7 * n)):
            answered = await come_in(another(client), f"0912 345 {n:03}", f"{n:06}")
            came.append(answered.status_code)

    assert came == [303] * HALL
    assert await Session.all().count() == HALL


async def test_of_many_at_once_only_so_many_are_sent_a_code(services):
    asked = await asyncio.gather(*(ask(of=n) for n in range(20)), return_exceptions=True)

    refused = [one for one in asked if one is not None]
    assert {type(one) for one in refused} == {TooManyRequestsError}
    assert len(refused) == 20 - CODES_AN_HOUR
    assert (await Code.all().count(), await Message.all().count()) == (CODES_AN_HOUR,) * 2


@pytest.mark.on("sqlite")
async def test_an_address_gets_five_codes_an_hour_and_ten_a_day(services):
    sent = []
    for minute in range(0, 24 * 60, 10):
        later = clock.stopped(TODAY + timedelta(minutes=minute))
        with later, suppress(TooManyRequestsError):
            await ask(of=minute)
            sent.append(minute)

    assert sent == [0, 10, 20, 30, 40, 60, 70, 80, 90, 100]


@pytest.mark.on("sqlite")
async def test_the_page_says_how_long_to_wait(client):
    for _ in range(CODES_AN_HOUR):
        await post(client, DOOR, address=NUMBER)
    with clock.stopped(TODAY + timedelta(minutes=20)):
        answered = await post(client, DOOR, address=NUMBER)

    assert answered.status_code == 429
    assert answered.headers["retry-after"] == str(40 * 60)
    assert TOO_MANY.filled(minutes=40).vi in answered.text
    assert f'value="{NUMBER}"' in answered.text


@pytest.mark.on("sqlite")
async def test_a_network_gets_two_hundred_codes_an_hour(services):
    for n in range(CODES_OF_A_NETWORK):
        await ask(number=n, of=n)
    with pytest.raises(TooManyRequestsError):
        await ask(number=500, of=500)
    await ask(number=501, of=501, network="address 198.51.100.9")


async def test_a_thousand_wrong_codes_do_not_keep_the_owner_out_on_their_device(client):
    owner = another(client)
    await come_in(owner, NUMBER)
    owner.cookies.delete("sanvat-session")
    robbers = [another(client) for _ in range(10)]
    told = [(await post(robber, DOOR, address=NUMBER)).status_code for robber in robbers]
    await carry("999999")

    guessed = set()
    for n in range(GUESSES):
        guess = await post(robbers[n % len(robbers)], CODE, code=f"{n:06}")
        guessed.add(guess.status_code)
    came = await come_in(owner, NUMBER, "777777")

    assert told == [303] * (CODES_AN_HOUR - 1) + [429] * (10 - CODES_AN_HOUR + 1)
    assert guessed == {422}
    assert came.status_code == 303


@pytest.mark.on("sqlite")
async def test_an_official_s_code_is_not_counted_as_one_that_was_sent(services):
    for _ in range(CODES_AN_HOUR + 1):
        await codes.hand_over(phone(1), by="user 7")
    await ask()

    sent = Code.filter(purpose=CodePurpose.SIGN_IN, address=phone(1).text)
    assert (await sent.count(), await Message.all().count()) == (1, 1)


@pytest.mark.on("sqlite")
async def test_guessing_printed_codes_ends_for_a_network_and_not_for_others(services, monkeypatch):
    monkeypatch.setattr(codes, "digest_of_letters", lambda letters: letters)
    monkeypatch.setattr(codes, "WRONG_OF_A_NETWORK", 20)
    here, there = browser(1), browser(2, network="address 198.51.100.9")
    for _ in range(20):
        await codes.try_letters(here, "K7QM-4T2X")

    with pytest.raises(TooManyRequestsError):
        await codes.try_letters(here, "K7QM-4T2X")
    tried = await codes.try_letters(there, "k7qm 4t2x")
    await codes.found_right(tried)
    assert tried.digest == "K7QM4T2X"
    assert await Attempt.all().count() == 20


async def test_a_code_given_in_person_is_good_once_for_a_day(services):
    letters, _ = await codes.hand_over(phone(1), by="user 7")
    tried = await codes.try_letters(browser(), f" {letters[:4].lower()} - {letters[4:]} ")
    digest = tried.digest

    with clock.stopped(TODAY + timedelta(days=1, minutes=1)):
        async with in_transaction():
            assert await codes.take_handed(digest) is None
    taken = await asyncio.gather(*(take(digest) for _ in range(5)))

    assert [one for one in taken if one] == ["+84912000001"]


async def take(digest: str) -> str:
    async with in_transaction():
        code = await codes.take_handed(digest)
        if code:
            await begin(await a_user(), "producer", browser())
        return code.address if code else ""


async def a_user() -> int:
    from shop.models import User

    return (await User.create(name="", created_at=TODAY)).id
