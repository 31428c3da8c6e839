"""A few of the mutated lists that `python -m tests.soak.mutated_lists` tries by thousands."""

import pytest

from tests.soak.mutated_lists import try_lists

LISTS = 60


@pytest.mark.on("sqlite")
async def test_no_mutated_list_changes_a_value_silently(full, tmp_path):
    figures = await try_lists([f"7-{n}" for n in range(LISTS)], tmp_path)

    assert figures.faults == []
    assert figures.counted["lists"] == LISTS
    assert figures.counted["taken"] > LISTS / 2
