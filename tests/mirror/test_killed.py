"""Mirror and server killed with SIGKILL: the copy goes on where it was and ends equal."""

import asyncio
import os
import random
from contextlib import contextmanager
from time import monotonic

from shop import catalogue, publishing
from shop.services import opened
from tests import processes
from tests.mirror.copies import copied, shown, start
from tests.serving import _wait_until_ready, environment, served

KILLS = 5
PROGRAM = """
import asyncio, sys
from pathlib import Path
import httpx2
from shop.mirror import Folder, Mirror, Source

async def main():
    async with httpx2.AsyncClient(base_url=sys.argv[1]) as client:
        source = Source(client, sleep=lambda seconds: asyncio.sleep(seconds / 20))
        await Mirror(source, Folder(Path(sys.argv[2]))).follow()

asyncio.run(main())
"""


@contextmanager
def following(url, folder):
    """A mirror that starts at once and is less patient than ours; killed at the end."""
    command = ["-c", PROGRAM, url, str(folder)]
    with processes.start(*command, env=dict(os.environ)) as process:
        try:
            yield process
        finally:
            assert process.poll() is None
            process.kill()


async def until(holds, seconds=20.0) -> None:
    deadline = monotonic() + seconds
    while not holds():
        assert monotonic() < deadline
        await asyncio.sleep(0.002)


async def test_a_mirror_killed_in_the_middle_of_anything_ends_equal(full_settings, tmp_path):
    chance, copy = random.Random(1), tmp_path / "copy"  # noqa: S311 - to be repeated
    with served(full_settings, SANVAT_RATE_PER_ADDRESS="0") as url:
        async with opened(full_settings):
            for number in range(KILLS):
                written = chance.randrange(1, 400)
                await catalogue.rename_commune("11728", f"Xã số {number}", by="test")
                await publishing.renew_epoch("test")  # or it would have nothing to write
                for file in copy.glob("*.json"):
                    file.unlink()
                with following(url, copy):
                    await until(lambda n=written: len(list(copy.glob("*.json"))) >= n)
            await catalogue.withdraw("HP-OCOP-0026", by="test")

            done = start(url, copy, "--once")
            said = await asyncio.to_thread(done.communicate)

            assert (done.returncode, *said) == (
                0,
                "428 products, equal to the source, 0 in quarantine\n",
                "",
            )
            assert copied(copy) == await shown()


async def test_a_server_killed_meanwhile_is_waited_for(full_settings, tmp_path):
    copy = tmp_path / "copy"
    with served(full_settings) as url:
        port = url.rpartition(":")[2]
    async with opened(full_settings):
        with following(url, copy):  # no server answers yet
            for number in range(2):
                with killed_at_the_end(full_settings, url, port):
                    await until(lambda n=429 - number: len(list(copy.glob("*.json"))) == n)
                    await catalogue.withdraw(f"HP-OCOP-002{number}", by="test")
            with killed_at_the_end(full_settings, url, port):
                await until(lambda: len(list(copy.glob("*.json"))) == 427)
                assert copied(copy) == await shown()


@contextmanager
def killed_at_the_end(settings, url, port):
    command = ["-m", "shop.cli", "serve", "--port", port]
    values = {**environment(settings), "SANVAT_BASE_URL": url}
    with processes.start(*command, env=values) as server:
        _wait_until_ready(server, url)
        try:
            yield
        finally:
            server.kill()
