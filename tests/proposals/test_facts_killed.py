"""A service that is killed right after it saved a draft has all its letters."""

import contextlib
import signal

import httpx2
import pytest

from shop import publishing
from shop.models import Proposal
from shop.proposals import drafting
from shop.proposals.marking import mark_of
from tests.accounts.test_invitations import killed_at
from tests.conftest import front_door
from tests.people import member
from tests.publishing.goods import a_small_catalogue
from tests.web.own import LANG_CHAI


@pytest.fixture
async def draft(settings):
    async with publishing.opened(settings):
        await a_small_catalogue()
        person = await member(LANG_CHAI)
        return person, await drafting.begin(LANG_CHAI, user=person.user)


async def test_a_kill_after_a_save_loses_no_letter(settings, draft):
    person, begun = draft
    path = f"/nha-san-xuat/de-nghi/{begun.id}/luu"
    letters = ["Cá", "Cá thu", "Cá thu một nắng"]
    with killed_at("draft-saved:2", settings) as (process, origin):
        async with httpx2.AsyncClient(base_url=origin, headers=person.headers) as browser:
            first = await browser.post(path, data={"name": letters[0], "known": NOTHING})
            with contextlib.suppress(httpx2.TransportError):
                await browser.post(path, data={"name": letters[1], "known": first.json()["known"]})
        died = process.wait(20)

    async with front_door(settings) as door:
        held = (await Proposal.get(id=begun.id)).patch["name"]["typed"]
        known = f"{first.json()['known']},{mark_of(letters[1])}"  # it had no answer to the second
        data = {"name": letters[2], "known": known}
        again = await door.post(path, data=data, headers=person.headers)

        assert died == -signal.SIGKILL
        assert held == letters[1]
        assert again.status_code == 200
        assert (await Proposal.get(id=begun.id)).patch["name"]["typed"] == letters[2]


NOTHING = f"name:{mark_of('')}"
