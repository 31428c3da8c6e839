"""A worker of the soak of reminders: it reads the time from its input, and does what is due then.

It does what the worker's duties `remind` and `messages` do, and says when that is done.
"""

import asyncio
import sys
from datetime import datetime, timedelta

from shop import clock, publishing
from shop.accounts.reminding import remind
from shop.accounts.sending import PostOffice
from shop.config import Settings

UP, DONE = "at work", "done"
MOST = 100_000
LOOKS = (timedelta(0), timedelta(minutes=10))
"""Since the time that it was told: at the second there is nothing left to do."""


async def work() -> None:
    settings = Settings.from_environment()
    async with publishing.opened(settings), PostOffice(settings) as office:
        print(UP, flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            for later in LOOKS:
                with clock.stopped(datetime.fromisoformat(line.strip()) + later):
                    await remind(MOST)
                    await _send(office)
            print(DONE, flush=True)


async def _send(office: PostOffice) -> None:
    """Send all that is due; the other worker may be at some of it."""
    await office.send_due()
    while under_way := list(office.under_way.values()):
        await asyncio.gather(*under_way)
        await office.send_due()


if __name__ == "__main__":
    asyncio.run(work())
