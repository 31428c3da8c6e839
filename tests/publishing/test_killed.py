"""A process that is killed in the middle of a change leaves nothing of it, and no lock."""

import asyncio
import subprocess
from contextlib import contextmanager

from shop import catalogue
from shop.models import ListingVersion, Product
from shop.services import opened
from tests import processes
from tests.publishing.goods import CA_MOI, GAO_RUOI, a_small_catalogue, goods, on_show
from tests.publishing.truth import (
    by_the_listings,
    by_the_rows,
    record_serials,
    recorded_serials,
    serials,
    the_table,
)
from tests.serving import environment

PROGRAM = """
import asyncio, sys
from shop import catalogue, publishing
from shop.services import opened
from shop.config import Settings
from shop.models import Product
from shop.publishing.changing import _publish

async def stop_inside_a_change():
    async with publishing.change(by="killed") as change:
        await Product.filter(code="HP-OCOP-0001").update(name_vi="không ai được thấy")
        change.touch("HP-OCOP-0001")
        assert await _publish(change)
        print("written", flush=True)
        sys.stdin.read()

async def set_prices():
    print("ready", flush=True)
    sys.stdin.readline()
    for price in range(1, 41):
        await catalogue.set_price("HP-OCOP-0001-1", price * 1000, by="other")

async def main():
    async with opened(Settings.from_environment()):
        await globals()[sys.argv[1]]()

asyncio.run(main())
"""


@contextmanager
def process(settings, doing: str, says: str):
    """Run a part of the program above until it says so; it is killed at the end."""
    with processes.start(
        *("-c", PROGRAM, doing),
        env=environment(settings),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as started:
        assert started.stdout.readline() == f"{says}\n"
        try:
            yield started
        finally:
            started.kill()


async def test_a_process_killed_inside_a_change_leaves_nothing_and_holds_up_nobody(settings):
    async with opened(settings):
        await a_small_catalogue()
        await on_show(goods(CA_MOI), goods(GAO_RUOI))
        before = await the_table()

        with process(settings, "stop_inside_a_change", "written") as stopped:
            assert await the_table() == before  # its readers see none of it, and do not wait
            async with asyncio.timeout(4), asyncio.TaskGroup() as group:
                waiting = group.create_task(catalogue.withdraw(GAO_RUOI, by="test"))
                done, _ = await asyncio.wait([waiting], timeout=0.2)
                assert not done
                stopped.kill()

        assert await serials() == {CA_MOI: (1, 1), GAO_RUOI: (3, 2)}
        assert (await Product.get(code=CA_MOI)).name_vi == "Cá mòi kho Làng Chài"
        assert await ListingVersion.filter(by="killed").count() == 0
        assert await by_the_listings() == await by_the_rows()


async def test_two_processes_write_at_once_and_neither_is_told_that_it_is_locked(settings):
    async with opened(settings):
        await a_small_catalogue()
        await on_show(goods(CA_MOI), goods(GAO_RUOI))
        await record_serials()

        with process(settings, "set_prices", "ready") as other:
            other.stdin.write("go\n")
            other.stdin.flush()
            for price in range(1, 41):
                await catalogue.set_price(f"{GAO_RUOI}-1", price * 1000, by="here")
            assert await asyncio.to_thread(other.wait, 20) == 0

        assert await recorded_serials() == list(range(3, 83))
        revisions = {code: rev for code, (_, rev) in (await serials()).items()}
        assert revisions == {CA_MOI: 41, GAO_RUOI: 41}
        assert await by_the_listings() == await by_the_rows()
