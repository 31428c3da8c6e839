"""Running the service, its worker and the demo."""

import os

import structlog

from media import failpoints
from shop import database, logs, publishing
from shop.accounts import totp
from shop.catalogue.respelling import respell
from shop.cli import rights
from shop.cli.opening import open_quietly
from shop.cli.terminal import counting, out, run, settings
from shop.config import Settings
from shop.papers.sowing import sow

log = structlog.get_logger("shop.start")
MEND = "set the SANVAT_SECRET_KEY they were sealed with, or sanvat user add … --new-link for each"


def serve(
    *, host: str = "127.0.0.1", port: int = 8000, workers: int = 1, no_worker: bool = False
) -> None:
    """Serve pages and API; with one process the worker runs inside it."""
    from shop.cli import serving  # noqa: PLC0415 - `migrate` needs no server

    ours = settings()
    serving.check_options(ours, host, port, workers)
    run(_check(ours))  # here a refusal is one line, and in uvicorn a traceback
    logs.configure(ours)
    rights.tell_what_is_open(ours)
    serving.serve(ours, host, port, workers=workers, no_worker=no_worker)


def run_worker() -> None:
    """Do what must happen after a commit: publish, expire, index, build feeds."""
    from shop.cli.working import work  # noqa: PLC0415 - a server of several processes has it apart

    ours = settings()
    logs.configure(ours)
    rights.tell_what_is_open(ours)
    work()


def migrate() -> None:
    """Bring the database's tables up to date."""
    run(_migrate())


def run_demo(*, host: str = "127.0.0.1", port: int = 8000) -> None:
    """Load the demo catalogue with drawn pictures, and serve it."""
    from shop.demo.loading import load  # noqa: PLC0415 - it draws, and draws with much
    from shop.demo.people import let_people_in, secret_in  # noqa: PLC0415

    os.environ.setdefault("SANVAT_BASE_URL", f"http://localhost:{port}")
    if not settings().secret_key.get_secret_value():
        os.environ["SANVAT_SECRET_KEY_FILE"] = str(secret_in(settings().data))
        os.environ.pop("SANVAT_SECRET_KEY", None)  # an empty one, as Compose hands it on
    os.environ.setdefault("SANVAT_CONSOLE_MESSAGES", "true")
    run(load(settings(), counting("Loading the demo catalogue")))
    ways_in = run(let_people_in(settings()))
    out.print(f"\n  Sản vật Hải Phòng: http://localhost:{port}\n")
    for line in ways_in:
        out.print(f"  {line}")
    out.print("")
    serve(host=host, port=port)


async def _check(ours: Settings) -> None:
    async with open_quietly():
        if lost := await totp.lost(ours):
            log.warning("second factors cannot be read", count=lost, mend=MEND)


def _tell(done: database.Upgraded) -> None:
    out.print(f"upgraded: {done.rows} rows came over; the old file is kept as {done.kept}")
    for row in done.lost:
        out.print(f"not taken: {row}, which is no longer allowed; it is in the old file")
    if done.lost:
        out.print("A new epoch begins, so that partners copy everything again.")


async def _migrate() -> None:
    ours = settings()
    failpoints.arm(ours.failpoint)
    if done := await database.upgrade(ours):
        _tell(done)
    async with database.connected(ours):
        if not done:
            await database.select("SELECT 1")
            out.print(await database.migrate(ours))
            await publishing.ensure_clock()
        await respell()
        await sow(by="migrate")
