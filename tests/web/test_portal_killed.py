"""A service that is killed right after a price was written has written all of it."""

import contextlib
import signal

import httpx2
import pytest

from shop import publishing
from shop.models import AuditEntry, Variant
from tests.accounts.test_invitations import killed_at
from tests.conftest import front_door
from tests.people import member
from tests.publishing.goods import CA_MOI, a_small_catalogue, goods, on_show
from tests.publishing.truth import document, drift
from tests.web.own import LANG_CHAI, LIST, PRICE, SKU, fields_of


@pytest.fixture
async def owner(settings):
    async with publishing.opened(settings):
        await a_small_catalogue()
        await on_show(goods())
        return await member(LANG_CHAI)


async def test_a_kill_after_a_price_was_written_loses_nothing(settings, owner):
    with killed_at("offer-committed", settings) as (process, origin):
        async with httpx2.AsyncClient(base_url=origin, headers=owner.headers) as browser:
            form = {**fields_of(await browser.get(PRICE)), "price": "130k"}
            with contextlib.suppress(httpx2.TransportError):
                await browser.post(PRICE, data=form)
        died = process.wait(20)

    async with front_door(settings) as door:
        held = (await Variant.get(sku=SKU)).price
        [told] = (await document(CA_MOI))["variants"]
        again = await door.post(PRICE, data=form, headers=owner.headers)

        assert died == -signal.SIGKILL
        assert (held, told["price"]["amount"]) == (130_000, 130_000)
        assert again.headers["location"] == f"{LIST}?xong=gia&o={CA_MOI}"
        assert await AuditEntry.filter(action="variant.price").count() == 2
        assert (await drift())[1] == []
