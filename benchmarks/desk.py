"""How long an official waits for a page of the desk: `python -m benchmarks.desk`.

Queues of 500 and of 5,000 proposals on a catalogue of its own, asked for as a server would, every
tab and each filter, page after page.
"""

import asyncio
import shutil
from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

import httpx2
from tortoise.transactions import in_transaction

from benchmarks.catalogues import catalogue
from benchmarks.figures import Figure
from shop import clock
from shop.accounts import sessions
from shop.accounts.members import give_mandate
from shop.accounts.people import Address, welcome
from shop.accounts.secret import make_token
from shop.accounts.sessions import Browser
from shop.app import create
from shop.config import Settings
from shop.models import (
    IdentityKind,
    InHand,
    OfficialRole,
    Producer,
    Proposal,
    ProposalState,
    Side,
)
from shop.web.signed import BROWSER, SESSION

QUEUES = (500, 5_000)
ROUNDS, MOST = 10, 300.0
PAGES = (
    "/can-bo", "/can-bo?muc=toi-xem", "/can-bo?muc=da-tra-lai", "/can-bo?loai=moi",
    "/can-bo?nhom=so-che-va-muoi", "/can-bo?nhieu-lan=1", "/can-bo?sap-han=1",
)  # fmt: skip
STATES = (*[ProposalState.SUBMITTED] * 5, ProposalState.RETURNED)
MORE = 'class="quiet" href="'


def main() -> None:
    for figure in figures():
        print(figure, flush=True)


def figures() -> Iterator[Figure]:
    for many in QUEUES:
        with TemporaryDirectory() as folder:
            data = Path(folder) / "data"
            shutil.copytree(catalogue(1_000), data)
            times = asyncio.run(_times(data, many))
        name = f"a page of the desk, {many:,} proposals wait: 95 % of {len(times)} within"
        yield Figure(name, quantiles(times, n=20)[-1], MOST, at_most=True, unit=" ms")


async def _times(data: Path, many: int) -> list[float]:
    settings = Settings(data=data, log_level="error", rate_per_address=0)
    app = create(settings, with_worker=False)
    async with app.router.lifespan_context(app):
        token, browser, user = await _come_in()
        await _let_wait(many, user)
        cookies = f"{SESSION}={token}; {BROWSER}={browser}"
        headers = {"Cookie": cookies, "Host": "localhost"}
        door = httpx2.ASGITransport(app=app)
        async with httpx2.AsyncClient(transport=door, base_url="http://localhost") as asking:
            return [took for _ in range(ROUNDS) for took in await _round(asking, headers)]


async def _come_in() -> tuple[str, str, int]:
    browser = make_token()
    async with in_transaction():
        address = Address(IdentityKind.EMAIL, "bench@example.vn")
        user = (await welcome(address, "vi", name="Cán bộ")).id
        await give_mandate(user, OfficialRole.MODERATOR, None, by="bench")
        seen = Browser(browser, "127.0.0.1", "bench")
        token = await sessions.begin(user, Side.OFFICIAL, seen)
    return token, browser, user


async def _let_wait(many: int, user: int) -> None:
    now, codes = clock.now(), await Producer.all().values_list("code", flat=True)
    rows = [
        Proposal(
            id=f"{n:026d}",
            producer_id=codes[n % len(codes)],
            patch={
                "name": {"typed": f"Cá mòi kho mẻ {n}", "read": f"Mẻ {n}", "base": "", "at": 1},
                "group": {"typed": "", "read": "so-che-va-muoi", "base": "", "at": 1},
            },
            state=STATES[n % len(STATES)],
            round=n % 4 + 1,
            begun_at=now,
            changed_at=now,
            submitted_at=now - timedelta(seconds=n % 977),
            answer_by=clock.today() + timedelta(days=n % 5),
        )
        for n in range(many * len(STATES) // (len(STATES) - 1))
    ]
    await Proposal.bulk_create(rows)
    held = [InHand(proposal_id=row.id, user_id=user, since=now, seen_at=now) for row in rows[::10]]
    await InHand.bulk_create(held)


async def _round(asking: httpx2.AsyncClient, headers: dict[str, str]) -> list[float]:
    times = []
    for first in PAGES:
        path = first
        for _ in range(2):  # the first page, and the one behind it
            began = perf_counter()
            answer = await asking.get(path, headers=headers)
            times.append((perf_counter() - began) * 1000)
            if answer.status_code != HTTPStatus.OK:
                raise AssertionError(path)
            more = answer.text.rpartition(MORE)[2].partition('"')[0].replace("&amp;", "&")
            path = more if "sau=" in more else path
    return times


if __name__ == "__main__":
    main()
