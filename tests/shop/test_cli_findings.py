"""`sanvat findings`: how well each check of proposals does."""

import json

import pytest

from shop import clock, database
from shop.models import FindingAnswer, Verdict
from tests.commands import told
from tests.people import member
from tests.proposals.drafts import drafted

SAID = [("stars", Verdict.AGREED), ("stars", Verdict.IGNORED), ("cure", None)]
LINES = [
    "cure              shown     1  agreed     0  ignored     0  precision -",
    "stars             shown     2  agreed     1  ignored     1  precision 50%",
]


@pytest.mark.on("sqlite")
async def test_each_check_is_told_with_its_counts(full_settings, inside):
    async with database.connected(full_settings):
        made = await drafted(await member("HP-CS-101"), "HP-CS-101")
        for n, (key, verdict) in enumerate(SAID, 1):
            row = {"proposal_id": made.id, "round": n, "key": key, "field": "name"}
            await FindingAnswer.create(**row, verdict=verdict, at=clock.now())

    left, said, complaints = told(await inside(full_settings, "findings"))
    assert (left, said.splitlines(), complaints) == (0, LINES, "")
    _, said, _ = told(await inside(full_settings, "findings", "--json"))
    assert json.loads(said.splitlines()[1]) == {
        "key": "stars", "shown": 2, "agreed": 1, "ignored": 1,
    }  # fmt: skip
