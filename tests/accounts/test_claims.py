"""A producer that has an owner: who answers a claim, when, and what stands."""

import asyncio
from datetime import timedelta

import pytest
from tortoise.transactions import in_transaction

from shop import clock
from shop.accounts import claims
from shop.accounts.members import owners_of
from shop.errors import InvalidError, NotFoundError
from shop.models import Claim, Membership, Message, OfficialRole, Producer
from tests.accounts.coming import post
from tests.people import Person, member, official, stranger

MAKER, HERE, ELSEWHERE = "HP-CS-102", "11728", "11713"
DESK = "/can-bo/yeu-cau"
YES, NO = True, False


async def asked(address: str = "+84912000005", producer: str = MAKER) -> tuple[Person, int]:
    """Have a stranger claim a producer that has an owner."""
    person = await stranger(address, name="")
    async with in_transaction():
        assert await claims.claim(person.user, producer, by="test") == "asked"
    return person, (await Claim.filter(user_id=person.user).order_by("-id").first()).id


async def told() -> list[tuple[str, str]]:
    rows = await Message.all().order_by("created_at")
    return [(row.what, row.address) for row in rows]


async def test_an_owner_says_yes_and_both_own_it(shop):
    owner = await member(MAKER, address="+84912000001")
    person, claim = await asked()

    await claims.decide(claim, YES, by=f"user {owner.user}")

    assert await owners_of(MAKER) == [owner.user, person.user]
    decided = await Claim.get(id=claim)
    assert (decided.is_granted, decided.by) == (True, f"user {owner.user}")
    assert await told() == [("claim_asked", "+84912000001"), ("claim_granted", "+84912000005")]


async def test_an_owner_says_no_and_nothing_changes_but_that_it_is_said(shop):
    owner = await member(MAKER, address="+84912000001")
    _, claim = await asked()

    await claims.decide(claim, NO, by=f"user {owner.user}")

    assert await owners_of(MAKER) == [owner.user]
    assert (await told())[1:] == [("claim_refused", "+84912000005")]
    assert await claims.waiting_for(MAKER) == []


@pytest.mark.parametrize("first", [True, False])
async def test_of_two_owners_who_disagree_the_first_answer_stands(shop, first):
    mother = await member(MAKER, address="+84912000001")
    son = await member(MAKER, address="+84912000002")
    person, claim = await asked()

    await claims.decide(claim, first, by=f"user {mother.user}")
    with pytest.raises(InvalidError, match="has been answered"):
        await claims.decide(claim, not first, by=f"user {son.user}")

    assert (person.user in await owners_of(MAKER)) is first
    what = "claim_granted" if first else "claim_refused"
    assert (await told())[2:] == [(what, "+84912000005"), ("claim_decided", "+84912000002")]


async def test_of_two_answers_at_once_one_stands(shop):
    mother, son = await member(MAKER), await member(MAKER)
    person, claim = await asked()

    answers = await asyncio.gather(
        claims.decide(claim, YES, by=f"user {mother.user}"),
        claims.decide(claim, NO, by=f"user {son.user}"),
        return_exceptions=True,
    )

    assert [type(one) for one in answers if one] == [InvalidError]
    granted = (await Claim.get(id=claim)).is_granted
    assert (person.user in await owners_of(MAKER)) is granted


async def test_who_asks_again_waits_once_and_who_was_refused_may_ask_again(shop):
    await member(MAKER)
    person, claim = await asked()
    await asked()
    assert await Claim.all().count() == 1

    await claims.decide(claim, NO, by="user 1")
    await asked()

    assert await Claim.filter(user_id=person.user).count() == 2


async def test_a_claim_that_is_granted_takes_the_place_of_a_lesser_role(shop):
    await member(MAKER)
    editor, claim = await asked()
    await Membership.filter(user_id=editor.user).delete()
    editor = await member(MAKER, role="editor", address=editor.address.text)

    await claims.decide(claim, YES, by="user 1")

    standing = Membership.filter(user_id=editor.user, producer_id=MAKER, ended_at=None)
    assert [one.role for one in await standing] == ["owner"]


async def test_an_answer_to_no_claim_is_refused(shop):
    with pytest.raises(NotFoundError):
        await claims.decide(999, YES, by="user 1")


@pytest.mark.on("sqlite")
async def test_a_person_without_a_name_is_told_apart_by_a_masked_number(shop):
    await member(MAKER)
    await asked()

    [waiting] = await claims.waiting_for(MAKER)

    assert waiting.who == "0912 ••• 005"


async def test_a_registrar_answers_after_two_weeks(shop, stopped_clock):
    owner = await member(MAKER, address="+84912000001")
    person, claim = await asked()
    with clock.stopped(stopped_clock + timedelta(days=14)):
        registrar = await official(OfficialRole.REGISTRAR)
        page = await shop.get(DESK, headers=registrar.headers)
        assert f'href="{DESK}/{claim}"' in page.text

        done = await shop.post(f"{DESK}/{claim}", data={"answer": "yes"}, headers=registrar.headers)

    assert (done.status_code, done.headers["location"]) == (303, DESK)
    assert await owners_of(MAKER) == [owner.user, person.user]
    assert (await told())[1:] == [
        ("claim_granted", "+84912000005"),
        ("claim_decided", "+84912000001"),
    ]


async def test_before_that_it_is_the_owners_turn(shop, stopped_clock):
    await member(MAKER)
    _, claim = await asked()
    early = stopped_clock + timedelta(days=14) - timedelta(seconds=1)
    with clock.stopped(early):
        registrar = await official(OfficialRole.REGISTRAR)
        page = await shop.get(DESK, headers=registrar.headers)
        refused = await shop.post(
            f"{DESK}/{claim}", data={"answer": "yes"}, headers=registrar.headers
        )

    assert f'href="{DESK}/{claim}"' not in page.text
    assert "Chủ cơ sở trả lời đến ngày 07/12/2026" in page.text
    assert refused.status_code == 422
    assert "Hãy đợi đến ngày 7/12/2026." in refused.text
    assert (await Claim.get(id=claim)).decided_at is None


@pytest.mark.on("sqlite")
async def test_claims_elsewhere_are_missing(shop, stopped_clock):
    await member(MAKER)
    _, claim = await asked()
    with clock.stopped(stopped_clock + timedelta(days=20)):
        away = await official(OfficialRole.REGISTRAR, ELSEWHERE)
        others = await shop.get(f"{DESK}/{claim}", headers=away.headers)
        missing = await shop.get(f"{DESK}/99999", headers=away.headers)
        listed = await shop.get(DESK, headers=away.headers)

    assert (others.status_code, missing.status_code) == (404, 404)
    assert others.text.replace(f"{DESK}/{claim}", f"{DESK}/99999") == missing.text
    assert (await Producer.get(code=MAKER)).name not in listed.text


@pytest.mark.parametrize("role", [OfficialRole.HELPER, OfficialRole.MODERATOR, OfficialRole.READER])
@pytest.mark.on("sqlite")
async def test_other_officials_decide_nothing(shop, stopped_clock, role):
    await member(MAKER)
    _, claim = await asked()
    with clock.stopped(stopped_clock + timedelta(days=20)):
        person = await official(role, HERE)
        listed = await shop.get(DESK, headers=person.headers)
        tried = await shop.post(f"{DESK}/{claim}", data={"answer": "yes"}, headers=person.headers)

    assert (listed.status_code, tried.status_code) == (403, 404)
    assert (await Claim.get(id=claim)).decided_at is None


@pytest.mark.on("sqlite")
async def test_an_answer_that_is_none_is_asked_again(shop, stopped_clock):
    await member(MAKER)
    _, claim = await asked()
    with clock.stopped(stopped_clock + timedelta(days=20)):
        registrar = await official(OfficialRole.REGISTRAR, HERE)
        wrong = await shop.post(f"{DESK}/{claim}", data={"answer": "?"}, headers=registrar.headers)

    assert wrong.status_code == 422
    assert (await Claim.get(id=claim)).decided_at is None


@pytest.mark.on("sqlite")
async def test_an_owner_was_quicker_than_the_registrar(shop, stopped_clock):
    owner = await member(MAKER)
    _, claim = await asked()
    with clock.stopped(stopped_clock + timedelta(days=14)):
        registrar = await official(OfficialRole.REGISTRAR)
        await shop.get(f"{DESK}/{claim}", headers=registrar.headers)
        await claims.decide(claim, NO, by=f"user {owner.user}")
        late = await shop.post(f"{DESK}/{claim}", data={"answer": "yes"}, headers=registrar.headers)

    assert late.status_code == 422
    assert "Yêu cầu này đã được trả lời." in late.text
    assert await owners_of(MAKER) == [owner.user]


@pytest.mark.on("sqlite")
async def test_a_stranger_is_led_to_the_door(shop):
    led = await post(shop, f"{DESK}/1", answer="yes")

    assert (led.status_code, led.headers["location"].partition("?")[0]) == (
        303,
        "/can-bo/dang-nhap",
    )
