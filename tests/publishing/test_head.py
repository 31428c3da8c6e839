"""How far the catalogue has got, as one process knows it: never too far, and soon enough."""

# ruff: noqa: S608 - the statements are put together from constants of this test

import asyncio

from shop import catalogue, publishing
from shop.publishing.head import forget, note_move, stop_waiting
from tests.conftest import front_door
from tests.publishing.goods import CA_MOI, a_small_catalogue, goods, on_show
from tests.publishing.truth import sql

BY_ANOTHER_PROCESS = f"""
    UPDATE listing SET serial = 2, rev = 2 WHERE code = '{CA_MOI}';
    UPDATE clock SET head = 2;
"""


async def test_a_change_of_this_process_is_known_at_once(small):
    await on_show(goods())
    assert (await publishing.head()).serial == 1

    await catalogue.withdraw(CA_MOI, by="test")

    assert (await publishing.head()).serial == 2


async def test_a_change_of_another_process_wakes_who_waits(small):
    await on_show(goods())
    await sql(BY_ANOTHER_PROCESS)

    assert (await publishing.wait_beyond(1, 10)).serial == 2


async def test_waiting_ends_when_the_time_is_up(small):
    await on_show(goods())

    assert (await publishing.wait_beyond(1, 0.05)).serial == 1


async def test_a_look_that_began_before_a_commit_does_not_undo_it(small):
    await on_show(goods())
    epoch = (await publishing.head()).epoch
    forget()

    async with asyncio.TaskGroup() as group:
        looking = group.create_task(publishing.head())
        await asyncio.sleep(0)  # it has asked, or has an answer, of serial 1
        note_move(publishing.Head(epoch, 2))

    assert looking.done()
    assert await publishing.head() == publishing.Head(epoch, 2)


async def test_a_cursor_just_given_out_is_taken_back(settings):
    async with front_door(settings) as door:
        await a_small_catalogue()
        await on_show(goods())
        assert (await publishing.head()).serial == 1
        await sql(BY_ANOTHER_PROCESS)

        page = (await door.get("/api/v1/changes")).json()
        again = await door.get(f"/api/v1/changes?since={page['next']}")

    assert [item["serial"] for item in page["items"]] == [2]
    assert (again.status_code, again.json()["items"]) == (200, [])


async def test_when_the_service_stops_all_who_wait_are_answered_at_once(client):
    async with asyncio.timeout(15), asyncio.TaskGroup() as group:
        address = "/api/v1/changes?since=0&wait=30"
        waiting = [group.create_task(client.get(address)) for _ in range(50)]
        await asyncio.wait(waiting, timeout=0.5)
        assert not any(task.done() for task in waiting)
        stop_waiting()

    assert {task.result().status_code for task in waiting} == {200}
    assert not any(task.result().json()["items"] for task in waiting)
