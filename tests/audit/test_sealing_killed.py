"""Sealers that are killed, at a step of theirs or anywhere, leave a chain that is whole."""

import asyncio
import signal

import pytest

from media.failpoints import SEAL_STEPS
from shop import publishing
from shop.audit.sealing import unsealed
from shop.audit.verifying import verify
from tests import processes
from tests.audit.entries import acts, seal_all
from tests.serving import environment
from tests.soak.sealing import Soak

LEFT = {"seal-locked": 3, "sealed": 0}
"""Entries that are not sealed when it is killed there."""


def test_all_steps_of_sealing_are_tried():
    assert set(LEFT) == set(SEAL_STEPS)


@pytest.mark.parametrize("step", SEAL_STEPS)
async def test_a_sealer_killed_at_a_step_has_sealed_all_or_nothing(settings, step):
    async with publishing.opened(settings):
        await acts(3)
    env = environment(settings) | {"SANVAT_FAILPOINT": step}
    program = ["-m", "tests.soak.sealing_work", "seal", "0"]
    process = processes.start(*program, env=env)
    died = await asyncio.to_thread(process.wait, 60)

    async with publishing.opened(settings):
        left = (await unsealed()).many
        await seal_all()
        verdict = await verify()

    assert (died, left) == (-signal.SIGKILL, LEFT[step])
    assert (verdict.is_whole, verdict.sealed, verdict.unsealed) == (True, 3, 0)


async def test_sixteen_write_and_two_seal_while_they_are_killed(settings, tmp_path):
    async with publishing.opened(settings):
        figures = await Soak(settings, tmp_path, kills=4, seed=36).run()

    assert (figures.wrong, figures.sealed) == (None, figures.entries)
    assert figures.kills >= 4
    assert figures.entries > 50
