"""The demo's own files, made by its own command: only what channels may have, and enough of it."""

import pytest

from shop import database
from shop.demo import loading, reaching
from shop.formats.channels import CHANNELS
from shop.models import ChannelRule, FeedFile, Sale
from shop.partners import channels
from shop.queries.diagnosing import diagnose_all
from tests.feeding import build
from tests.pictures import give_everything_a_picture

FILES = {"google": "google.xml", "meta": "meta.csv", "acp": "acp/products.jsonl"}
LEAST = 12


@pytest.mark.on("sqlite")
async def test_the_demo_lets_drawings_out_and_leaves_a_rule_that_was_set(full_settings):
    async with database.connected(full_settings):
        await channels.set_rule("meta", {"plus": 1000}, by="test")

        await loading.allow_drawings()
        await loading.allow_drawings()

        rules = await channels.rules()
        assert {key: rule.drawn_pictures for key, rule in rules.items()} == {
            **dict.fromkeys(CHANNELS, False),
            "google": True,
            "acp": True,
        }
        assert await ChannelRule.all().count() == 3


async def test_the_demo_s_files_hold_what_channels_may_have_and_enough_of_it(shop):
    await give_everything_a_picture()
    for _ in range(2):  # the second time there is nothing to do
        await reaching.sell("demo")
        await loading.allow_drawings()

    await build(shop)

    assert await Sale.all().count() == sum(map(len, reaching.SOLD.values()))
    for channel, name in FILES.items():
        found = [one async for page in diagnose_all(await channels.terms(channel)) for one in page]
        free = [one for one in found if not any(each.blocking for each in one.obstacles)]
        assert all(one.document["evidence"] == "sourced" for one in free)
        assert (await FeedFile.get(name=name)).items == len(free) >= LEAST
        assert len(found) == 429
