"""A page of one person is never shown to another: two people at every page, at once."""

import asyncio

import pytest

from shop.models import User
from tests.access.table import TABLE
from tests.access.test_table import PART, a_world
from tests.people import Person

PAIRS = [("owner", "other owner"), ("helper here", "helper elsewhere"), ("registrar", "admin")]


@pytest.mark.on("sqlite")
@pytest.mark.parametrize("pair", PAIRS, ids=" and ".join)
async def test_no_page_of_one_person_tells_of_another(shop, pair):
    world = await a_world()
    people = [world.people[actor] for actor in pair]
    for n, person in enumerate(people):
        await User.filter(id=person.user).update(name=f"Người Minh Hoạ {'ABC'[n]}QX")
    told = []
    for method, path in TABLE:
        if method != "GET":
            continue
        paths = [await world.fill(path, actor, 0) for actor in pair]
        if pair[1] != "other owner" or not PART.search(path):
            paths = [paths[0], paths[0]]
        else:
            paths[1] = await world.fill(path, "owner", 1)
        headers = [await world.headers_of(actor) for actor in pair]
        asked = [shop.get(paths[n % 2], headers=headers[n % 2]) for n in range(6)]
        pages = await asyncio.gather(*asked)
        for n, page in enumerate(pages):
            assert page.headers["cache-control"] == "no-store", path
            told += [(path, what) for what in secrets_of(people[1 - n % 2], 1 - n % 2)
                     if what in page.text]  # fmt: skip

    assert told == []


def secrets_of(person: Person, n: int) -> list[str]:
    local = person.address.text.replace("+84", "0")
    return [f"{'ABC'[n]}QX", person.token, person.address.text, local]


@pytest.mark.on("sqlite")
async def test_each_answer_of_a_personal_route_is_unstored(shop):
    world = await a_world()
    for method, path in TABLE:
        for actor in ("anonymous", "owner", "registrar"):
            filled = await world.fill(path, actor, 0)
            headers = await world.headers_of(actor)
            answer = await shop.request(method, filled, headers=headers)
            assert answer.headers["cache-control"] == "no-store", (method, path, actor)
