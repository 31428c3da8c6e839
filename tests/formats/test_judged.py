"""Every feed file of the demo catalogue before its judge, and that the judges do find faults."""

import pytest

from shop.formats.bans import BANS
from tests import judges
from tests.feeding import ORIGIN, build, documents, fetched, offer_everything
from tests.formats.test_bans import OF_THE_LISTS

NAMES = ("products.jsonl", "products.csv", "google.xml", "meta.csv", "acp/products.jsonl")
needs_schemas = pytest.mark.skipif(not judges.ACP.is_file(), reason="../shared is not here")


@pytest.fixture
async def files(pictured):
    await offer_everything()
    await build(pictured)
    return {name: await fetched(pictured, name) for name in NAMES}


def allowed(channel: str, everything):
    """Leave out what the channel bans, as the list of tests/formats/test_bans.py has it."""
    banned = set().union(*(OF_THE_LISTS[kind] for kind in BANS[channel]))
    return [one for one in everything if one["code"] not in banned]


async def test_every_item_passes_and_says_what_its_document_says(files):
    everything = await documents()

    assert judges.lines(files["products.jsonl"], everything) == []
    assert judges.table(files["products.csv"], everything) == []
    assert judges.google(files["google.xml"], allowed("google", everything)) == []
    assert judges.meta(files["meta.csv"], allowed("meta", everything)) == []


@pytest.mark.shared
@needs_schemas
async def test_what_agents_read_is_of_the_protocol_s_schema(files):
    may_have = allowed("acp", await documents())
    assert judges.acp(files["acp/products.jsonl"], may_have, ORIGIN) == []


async def test_the_judges_find_what_is_wrong(files):
    everything = await documents()

    free = files["google.xml"].replace(b"<g:price>185000 VND", b"<g:price>0 VND", 1)
    [complaint] = judges.google(free, allowed("google", everything))
    assert "g:price is '0 VND' instead of '185000 VND'" in complaint
    sold_out = files["products.csv"].replace(b'"in_stock"', b'"sold"', 1)
    assert len(judges.table(sold_out, everything)) == 2
    old = files["meta.csv"].replace(b'"new"', b'"old"', 1)
    assert len(judges.meta(old, allowed("meta", everything))) == 2
    assert judges.lines(b"", everything) == ["0 items instead of 429"]
