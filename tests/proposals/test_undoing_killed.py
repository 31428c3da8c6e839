"""An undoing that is killed at any step is whole or not at all; so is what was held meanwhile."""

import asyncio
from datetime import timedelta

import pytest

from media.failpoints import PORTAL_STEPS
from shop import clock
from shop.accounts.sending import PostOffice
from shop.config import Settings
from shop.models import (
    Former,
    Listing,
    Message,
    MessageState,
    OfficialRole,
    Proposal,
    ProposalState,
    Review,
)
from shop.proposals import deciding, drafting, undoing
from shop.proposals.deciding import Approval
from shop.proposals.undoing import TooLateError
from shop.services import opened
from tests import processes
from tests.accounts.conftest import rounds, sms
from tests.accounts.test_killed_sending import ends, worker_killed_at
from tests.people import member, official
from tests.proposals.drafts import drafted, waiting_photo
from tests.publishing.truth import drift
from tests.serving import environment

__all__ = ["sms"]
ONE, CODE, PATIENCE = "HP-CS-101", "HP-NS-0251", 60
PROGRAM = (
    "import asyncio, sys; from shop.config import Settings; from shop.services import opened;"
    " from shop.proposals.undoing import undo\n"
    "async def main():\n"
    "    async with opened(Settings.from_environment()):\n"
    "        proposal, seen, user = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])\n"
    "        await undo(proposal, seen, user=user, is_admin=False)\n"
    "asyncio.run(main())"
)
STEPS = ("undone-rows", "undone-committed")


def test_all_steps_of_an_undoing_are_tried():
    assert set(STEPS) == {one for one in PORTAL_STEPS if one.startswith("undone")}


async def approved(held) -> tuple[Proposal, int]:
    person = await member(ONE)
    made = await drafted(person, ONE)
    await waiting_photo(held, made.id)
    sent = await drafting.submit(made.id, made.version, user=person.user, answer_days=3)
    moderator = (await official(OfficialRole.MODERATOR)).user
    await deciding.approve(sent.id, Approval(sent.version), held.pictures, user=moderator)
    return await Proposal.get(id=sent.id), moderator


@pytest.mark.parametrize("step", STEPS)
async def test_an_undoing_killed_at_a_step_is_whole_or_not_at_all(full_settings, step):
    async with opened(full_settings) as held:
        done, moderator = await approved(held)
    given = (done.id, str(done.version), str(moderator))
    env = environment(full_settings) | {"SANVAT_FAILPOINT": step}
    process = processes.start("-c", PROGRAM, *given, env=env)
    assert await asyncio.to_thread(process.wait, PATIENCE) == -9

    async with opened(full_settings):
        if step == "undone-rows":
            assert (await Proposal.get(id=done.id)).state == ProposalState.APPROVED
            assert (await Listing.get(code=CODE)).live
            assert await Message.all().count() == 1
            await undoing.undo(done.id, done.version, user=moderator, is_admin=False)
        assert (await Proposal.get(id=done.id)).state == ProposalState.SUBMITTED
        assert not (await Listing.get(code=CODE)).live
        assert await Message.all().count() == 0
        assert (await Review.get()).undone_by_id == moderator
        assert (await drift())[1] == []


@pytest.mark.parametrize("step", ["message-taken", "message-sent"])
async def test_a_message_that_was_held_is_not_lost_with_its_worker(full_settings, sms, step):
    more = {"console_messages": False, "sms_url": sms.url, "sms_key": "khoá-sms"}
    ours = Settings(**full_settings.model_dump() | more)
    async with opened(ours) as held:
        with clock.stopped(clock.now() - timedelta(minutes=11)):
            done, moderator = await approved(held)

        assert await ends(worker_killed_at(ours, step)) == -9

        left = await Message.get()
        assert (left.state, left.attempts) == (MessageState.WAITING, 1)
        with clock.stopped(left.created_at + timedelta(minutes=9)), pytest.raises(TooLateError):
            await undoing.undo(done.id, done.version, user=moderator, is_admin=False)
        async with PostOffice(ours) as office:
            with clock.stopped(left.not_before):
                await rounds(office)
        assert (await Message.get()).state == MessageState.SENT
        assert len({heard.body["id"] for heard in sms.heard}) == 1


async def test_what_an_undoing_needs_is_forgotten_after_a_day(full_settings):
    async with opened(full_settings) as held:
        done, moderator = await approved(held)
        assert await undoing.forget_old(clock.now() + timedelta(hours=23)) == 0
        assert await undoing.forget_old(clock.now() + timedelta(hours=25)) == 1
        assert await Former.all().count() == 0
        with pytest.raises(TooLateError):
            await undoing.undo(done.id, done.version, user=moderator, is_admin=False)
        assert (await Listing.get(code=CODE)).live
