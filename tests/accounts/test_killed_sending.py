"""A worker that is killed between two steps of sending: the message comes, and its code is good."""

import asyncio
import subprocess
from datetime import timedelta

import pytest

from shop import clock
from shop.accounts import codes
from shop.accounts.outbox import LEASE
from shop.accounts.secret import digest_of_digits
from shop.accounts.sending import PostOffice
from shop.models import Code, MessageState
from shop.services import opened
from tests import processes
from tests.accounts.conftest import ask, digits_in, everything_stored, rounds, the_message
from tests.serving import environment

PATIENCE, SECOND = 60, timedelta(seconds=1)


def worker_killed_at(ours, step: str) -> subprocess.Popen:
    """Start a real worker that is to be killed at a step."""
    more = {
        "SANVAT_SMS_URL": ours.sms_url,
        "SANVAT_CONSOLE_MESSAGES": "false",
        "SANVAT_FAILPOINT": step,
    }
    return processes.start("-m", "shop.cli", "worker", env=environment(ours) | more)


async def ends(process: subprocess.Popen) -> int:
    """Wait for its end in a thread: the gateway that it talks to lives in this one."""
    return await asyncio.to_thread(process.wait, PATIENCE)


@pytest.mark.parametrize(("step", "was_sent"), [("message-taken", False), ("message-sent", True)])
async def test_a_worker_killed_between_two_steps_loses_nothing(
    settings, by_sms, sms, step, was_sent
):
    async with opened(settings):
        browser = await ask()

        assert await ends(worker_killed_at(by_sms, step)) == -9
        left, code = await the_message(), await Code.get()
        assert (left.state, left.attempts, left.way) == (MessageState.WAITING, 1, "sms")
        assert code.digest
        assert len(sms.heard) == was_sent

        async with PostOffice(by_sms) as office:
            with clock.stopped(left.not_before - timedelta(seconds=1)):
                await rounds(office)
                assert len(sms.heard) == was_sent
            with clock.stopped(left.not_before):
                await rounds(office)
                typed = [digits_in(text) for text in sms.texts]
                stored = await everything_stored()

                assert timedelta() < left.not_before - left.created_at < LEASE + PATIENCE * SECOND
                assert {heard.body["id"] for heard in sms.heard} == {left.id}
                assert (await the_message()).state == MessageState.SENT
                assert [one for one in typed if one in stored] == []
                kept = await Code.get()
                good = {kept.digest, *kept.former}
                assert good >= {digest_of_digits(one, browser.digest) for one in typed}
                assert (await codes.take_digits(browser, typed[0])).id == code.id


async def test_a_killed_door_leaves_a_code_that_is_sent(settings, by_sms, sms):
    program = (
        "import asyncio; from shop.config import Settings; from shop.services import opened;"
        " from tests.accounts.conftest import ask\n"
        "async def main():\n"
        "    async with opened(Settings.from_environment()):\n"
        "        await ask()\n"
        "asyncio.run(main())"
    )
    env = environment(settings) | {"SANVAT_FAILPOINT": "code-stored"}
    assert await ends(processes.start("-c", program, env=env)) == -9

    async with opened(settings), PostOffice(by_sms) as office:
        await rounds(office)

        assert (await the_message()).state == MessageState.SENT
        assert len(sms.heard) == 1
