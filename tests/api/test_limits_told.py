"""What an answer says of its reader's share, as the IETF's draft of RateLimit fields has it."""

import re

import pytest

from shop.partners import keys
from tests.conftest import front_door

TOLD = ("ratelimit-policy", "ratelimit")


def told(answer) -> list[str | None]:
    return [answer.headers.get(name) for name in TOLD]


async def test_every_answer_says_what_is_left_of_which_share(settings):
    tight = settings.model_copy(update={"rate_per_address": 3, "rate_per_key": 9})
    async with front_door(tight) as door:
        key = {"Authorization": f"Bearer {await keys.add_partner('Chợ Việt', by='test')}"}

        first = await door.get("/api/v1/manifest")
        bad = await door.get("/api/v1/changes?since=nonsense")
        wrong = await door.get("/api/v1/manifest", headers={"Authorization": "Bearer hpn_live_x"})
        refused = await door.get("/api/v1/manifest")
        with_key = await door.get("/api/v1/manifest", headers=key)

    policy = '"address";q=3;w=60'
    assert told(first) == [policy, '"address";r=2;t=60']
    assert (bad.status_code, told(bad)) == (400, [policy, '"address";r=1;t=60'])
    assert (wrong.status_code, told(wrong)) == (401, [policy, '"address";r=0;t=60'])
    assert (refused.status_code, told(refused)) == (429, [policy, '"address";r=0;t=60'])
    assert refused.headers["retry-after"] == "60"
    assert told(with_key) == ['"partner";q=9;w=60', '"partner";r=8;t=60']


@pytest.mark.parametrize(
    "path", ["/api/v1/categories", "/feeds/products.csv", "/llms.txt", "/.well-known/ucp"]
)
async def test_all_that_is_counted_says_so(client, path):
    answer = await client.get(path)

    assert re.fullmatch(r'"address";r=\d+;t=60', answer.headers["ratelimit"])


@pytest.mark.parametrize("path", ["/", "/livez", "/openapi.json", "/api/v1/nothing"])
async def test_what_is_not_counted_says_nothing(client, path):
    assert told(await client.get(path)) == [None, None]


async def test_without_a_limit_nothing_is_said(settings):
    free = settings.model_copy(update={"rate_per_address": 0})
    async with front_door(free) as door:
        assert told(await door.get("/api/v1/manifest")) == [None, None]


async def test_the_tools_of_agents_are_counted_too(client):
    answer = await client.post("/mcp", content=b"{}", headers={"Content-Type": "application/json"})

    assert answer.headers["ratelimit"].startswith('"address";r=')
