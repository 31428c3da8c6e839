"""A short soak: sixteen writers, a few kills of everything, and no copy is wrong in the end."""

import pytest

from tests.soak.running import Plan, soak

KILLS = 2
SHORT = Plan(
    seed=1, server_kills=KILLS, mirrors=2, processes=2, longest_life=1, rest=0.2, light=True
)


@pytest.mark.timeout(180)
async def test_whatever_is_killed_every_copy_ends_equal_and_a_naive_one_does_not(
    full_settings, tmp_path
):
    figures = await soak(full_settings, tmp_path, SHORT)

    print(figures)
    assert not figures.is_wrong, figures
    assert figures.server_kills == KILLS
    assert min(figures.commits, figures.rollbacks, figures.mirror_kills) > 0
    assert figures.naive_missed > 0
