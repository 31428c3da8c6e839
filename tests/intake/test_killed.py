"""An import that is killed, and one beside a running server."""

import asyncio
import subprocess
from time import monotonic

import httpx2

from shop import database
from shop.models import FormerCommune, Listing, Product, Recognition, Variant
from tests import processes
from tests.catalogues import DATA
from tests.intake.conftest import drift
from tests.serving import environment, served

COMMAND = ["-m", "shop.cli", "import", str(DATA), "--publish", "--specimens"]


def importing(settings):
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return processes.start(*COMMAND, env=environment(settings), **pipes)


async def killed_once(process, table, rows):
    """Kill it as soon as so many rows are there; tell how many there were then."""
    deadline = monotonic() + 30
    while monotonic() < deadline and process.poll() is None:
        if (there := await table.all().count()) >= rows:
            break
        await asyncio.sleep(0.005)
    process.kill()
    process.communicate()
    return there


KILLED_AT = {
    "sqlite": ((FormerCommune, 200), (Product, 1), (Product, 201)),
    "postgres": ((Product, 201),),  # its rollback is the same wherever it is killed
}


async def test_an_import_killed_again_and_again_is_completed_by_the_next(settings, database_kind):
    async with database.connected(settings):
        for table, rows in KILLED_AT[database_kind]:
            assert await killed_once(importing(settings), table, rows) >= rows
            assert await Variant.all().count() == await Product.all().count()
            assert await Listing.all().count() == await Product.all().count()

        last = importing(settings)
        said, complaints = last.communicate(timeout=60)

        assert (last.returncode, complaints) == (0, b"")
        assert b"\nall: " in said
        assert await FormerCommune.all().count() == 507
        assert await Product.all().count() == await Variant.all().count() == 429
        assert await Recognition.all().count() == 179
        live = await Listing.filter(live=True).order_by("serial").values_list("serial", flat=True)
        assert live == list(range(1, 430))
        assert await drift() == []


async def test_an_import_beside_a_running_server_is_seen_within_seconds(settings, inside):
    with served(settings) as origin:
        done = await inside(settings, "import", str(DATA), "--publish", "--specimens")

        assert done.returncode == 0
        async with httpx2.AsyncClient(base_url=origin) as client:
            changes = (await client.get("/api/v1/changes?since=0&limit=1000")).json()
            deadline = monotonic() + 20
            found = 0
            while found <= 5 and monotonic() < deadline:  # the index goes on, commit by commit
                await asyncio.sleep(0.1)
                answer = (await client.get("/api/v1/search?q=nước mắm")).json()
                found = answer["total"]

    assert [len(changes["items"]), changes["has_more"]] == [429, False]
    assert found > 5
