"""Many officials at one queue: each proposal is decided once, and no word of any is lost."""

import asyncio
from datetime import timedelta
from random import Random

import pytest

from shop import clock
from shop.models import InHand, OfficialRole, Proposal, ProposalState, Review
from shop.proposals import deciding, holding
from shop.proposals.rounds import Reason
from tests.accounts.coming import FORM, OURS
from tests.people import Person, official

ONE = "HP-CS-101"
OFFICIALS, PROPOSALS, SEED = 20, 24, 18


async def waiting(many: int) -> list[str]:
    now = clock.now()
    said = {"typed": "", "read": "so-che-va-muoi", "base": "", "at": 1}
    rows = [
        Proposal(
            id=f"{n:026d}", producer_id=ONE, round=1, state=ProposalState.SUBMITTED,
            patch={"name": said | {"typed": f"Mẻ {n}", "read": f"Mẻ {n}"}, "group": said},
            begun_at=now, changed_at=now, submitted_at=now, answer_by=clock.today(),
        )
        for n in range(many)
    ]  # fmt: skip
    await Proposal.bulk_create(rows)
    return [row.id for row in rows]


async def give_back(shop, person: Person, proposal: str, words: str):
    """Return a proposal as its page does; all have read its first version."""
    body = {"seen": "1", "reasons": "label", "words": words, "act": "send"}
    headers = {**OURS, **FORM, **person.headers}
    return await shop.post(f"/can-bo/de-nghi/{proposal}/tra-lai", data=body, headers=headers)


async def test_each_of_many_is_decided_once_and_no_word_is_lost(shop):
    people = [await official(OfficialRole.MODERATOR) for _ in range(OFFICIALS)]
    numbers = await waiting(PROPOSALS)
    work = [(who, one) for one in numbers for who in Random(one).sample(range(OFFICIALS), 3)]  # noqa: S311 - for variety
    Random(SEED).shuffle(work)  # noqa: S311 - for variety
    shop.cookies.clear()

    async def go_through(who: int) -> list[tuple[str, str, object]]:
        mine = [one for official_, one in work if official_ == who]
        words = dict.fromkeys(mine, f"Ghi tên như trên nhãn, cán bộ {who}.")
        return [
            (one, words[one], await give_back(shop, people[who], one, words[one])) for one in mine
        ]

    came = [each for some in await asyncio.gather(*map(go_through, range(OFFICIALS)))
            for each in some]  # fmt: skip

    won = {one: words for one, words, answer in came if answer.status_code == 303}
    late = [(words, answer) for _, words, answer in came if answer.status_code != 303]
    assert sorted(won) == numbers
    assert {answer.status_code for _, answer in late} == {409}
    assert len(late) == 2 * PROPOSALS
    assert [words for words, answer in late if words not in answer.text] == []
    reviews = await Review.all().order_by("proposal_id").values("proposal_id", "reasons")
    assert {row["proposal_id"]: row["reasons"][1]["words"] for row in reviews} == won
    assert len(reviews) == PROPOSALS


async def test_two_who_take_it_the_same_second_agree_who_has_it(shop):
    people = [(await official(OfficialRole.MODERATOR)).user for _ in range(8)]
    numbers = await waiting(6)

    await asyncio.gather(*[
        holding.take_in_hand(one, user=user) for one in numbers for user in people
    ])  # fmt: skip

    held = await InHand.all().order_by("proposal_id").values_list("proposal_id", flat=True)
    assert held == numbers
    for one in numbers:
        assert (await holding.in_hand(one)).user_id in people


@pytest.mark.parametrize("is_decided", [True, False])
async def test_what_is_decided_is_in_no_hand(shop, is_decided):
    person = await official(OfficialRole.MODERATOR)
    [one] = await waiting(1)
    if is_decided:
        await deciding.give_back(one, 1, [Reason("name", "label")], user=person.user)

    await holding.take_in_hand(one, user=person.user)

    assert await InHand.exists() is not is_decided
    with clock.stopped(clock.now() + holding.IDLE + timedelta(seconds=1)):
        assert await holding.in_hand(one) is None
