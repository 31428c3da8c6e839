"""Some weeks of reminders with two workers that are killed: each is told, and none twice."""

import pytest

from tests.soak.reminders import Plan, soaked

SHORT = Plan(kills=3, days=12, products=40, producers=8, seed=4, spread=28, longest_sleep=3)


@pytest.mark.timeout(180)
async def test_whatever_is_killed_each_reminder_is_told_once(settings, tmp_path):
    figures = await soaked(settings, tmp_path, SHORT)

    print(figures)
    assert figures.wrong == []
    assert figures.kills == SHORT.kills
    assert min(figures.reminders, figures.passed, figures.messages) > 0
