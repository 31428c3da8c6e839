"""Calls are counted by the day where a page's script tells of them, and nothing of who called."""

import pytest

from shop import clock
from shop.models import CallCount
from tests.accounts.coming import OURS
from tests.publishing.goods import CA_MOI, goods, on_show

CALL = f"/goi/{CA_MOI}"
ORIGIN = {"Origin": "http://localhost:8000"}


async def press(door, path: str = CALL, **headers: str):
    answer = await door.post(path, headers=headers or OURS)
    assert (answer.status_code, answer.content) == (204, b"")
    return answer


async def written(door) -> dict[str, int]:
    await door._transport.app.state.process.counts.flush()
    rows = await CallCount.filter(day=clock.today()).order_by("code")
    return {row.code: row.calls for row in rows}


async def test_a_call_is_counted_for_the_day_and_once_a_minute_for_an_address(portal):
    for _ in range(20):
        await press(portal)
    await press(portal, CALL.lower())

    assert await written(portal) == {CA_MOI: 1}
    assert await written(portal) == {CA_MOI: 1}


async def test_days_and_processes_add_up(portal):
    counts = portal._transport.app.state.process.counts
    for _ in range(3):
        counts.count_called(CA_MOI)
        await counts.flush()

    assert await written(portal) == {CA_MOI: 3}


@pytest.mark.on("sqlite")
async def test_what_no_page_of_ours_sends_is_answered_alike_and_not_counted(portal):
    ours = await press(portal, "/goi/HP-NS-9999")
    others = [
        await press(portal, **headers)
        for headers in (
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Origin": "https://example.vn"},
            {"User-Agent": "a robot"},
        )
    ]

    assert await written(portal) == {}
    varying = {"x-request-id", "date", "server-timing"}
    told = [{k: v for k, v in one.headers.items() if k not in varying} for one in (ours, *others)]
    assert all(one == told[0] for one in told)
    assert "set-cookie" not in told[0]


@pytest.mark.on("sqlite")
async def test_an_old_browser_says_where_it_is_by_its_origin(portal):
    await press(portal, **ORIGIN)

    assert await written(portal) == {CA_MOI: 1}


@pytest.mark.on("sqlite")
async def test_only_products_on_show_are_counted_and_few_of_one_address(portal):
    codes = [f"HP-OCOP-{n:04}" for n in range(100, 110)]
    await on_show(*[goods(code) for code in codes])
    for code in ("HP-NS-9999", "x", "mua", *codes):
        await press(portal, f"/goi/{code}")

    assert list(await written(portal)) == codes[:2]  # five, of which three are none


@pytest.mark.on("sqlite")
async def test_it_is_looked_at_by_no_other_method_and_holds_no_other_address(portal):
    for method in ("GET", "HEAD", "PUT", "DELETE"):
        assert (await portal.request(method, CALL)).status_code == 405
    for path in ("/goi/", "/goi/" + "A" * 17, "/goi/a%2Fb", f"{CALL}/x"):
        assert (await portal.post(path, headers=OURS)).status_code == 404

    assert await written(portal) == {}
