"""Readers and writers of a site while a fault lasts: what they got, and what they were promised."""

import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import count, cycle
from time import monotonic
from typing import Any

import httpx2

from shop.config import Settings
from tests.faults.goods import CODES, PAGE
from tests.faults.pricing import Prices, priced
from tests.faults.rows import rows
from tests.faults.site import EACH_ANEW, Site, sanvat, until
from tests.faults.table import Account

PARTNER = "Chợ Việt"
HOST = "choviet.example.vn"
PATHS = (PAGE, "/", "/tim-kiem?q=ca+moi")
"""A page, the home page and a search: what was read before is shown whatever the database does."""
REFUSED, NO_ANSWER = -1, 0
"""Count as statuses: nothing listens, or a connection was closed or silent without an answer."""
PATIENT = 40.0
REST = 0.05
RETRY = {200, 503}
"""What a writer may be answered: taken, or told to come again."""


@dataclass
class Load:
    """What readers and writers saw of a site."""

    site: Site
    key: str
    prices: Prices | None = None
    read: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    wrote: Counter[int] = field(default_factory=Counter)
    longest: float = 0.0
    """Seconds that an answer was waited for."""
    told: dict[str, str] = field(default_factory=dict)
    """Code → the last address that was acknowledged."""
    tried: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Code → addresses sent since: written or not, for the answer did not come."""
    stopping: threading.Event = field(default_factory=threading.Event)

    @property
    def answers(self) -> Counter[int]:
        """Count what all readers got."""
        return sum(self.read.values(), Counter())

    def reading(self, paths: tuple[str, ...]) -> None:
        with self._client() as client:
            for path in cycle(paths):
                if self.stopping.wait(REST):
                    return
                self.read[path][self._ask(client, "GET", path)] += 1

    def selling(self, codes: list[str]) -> None:
        """Report again and again where products are sold, at a new address each time."""
        header = {"Authorization": f"Bearer {self.key}"}
        with self._client(headers=header) as client:
            for number, code in zip(count(), cycle(codes), strict=False):
                if self.stopping.wait(REST):
                    return
                self._sell(client, code, f"https://{HOST}/p/{number}")

    def _client(self, **more: Any) -> httpx2.Client:
        return httpx2.Client(base_url=self.site.origin, timeout=PATIENT, limits=EACH_ANEW, **more)

    def _sell(self, client: httpx2.Client, code: str, url: str) -> None:
        self.tried[code].add(url)
        sale = {"code": code, "state": "live", "url": url}
        status = self._ask(client, "PUT", "/api/v1/sales", json={"sales": [sale]})
        self.wrote[status] += 1
        if status == 200:
            self.told[code], self.tried[code] = url, set()

    def _ask(self, client: httpx2.Client, method: str, path: str, **more: Any) -> int:
        began = monotonic()
        try:
            return client.request(method, path, **more).status_code
        except httpx2.ConnectError:
            return REFUSED
        except httpx2.HTTPError:
            return NO_ANSWER
        finally:
            self.longest = max(self.longest, monotonic() - began)

    def noticed(self) -> dict[str, list[int]]:
        """Tell what readers got where it was not always 200: path → statuses."""
        return {path: [*statuses] for path, statuses in self.read.items() if [*statuses] != [200]}

    def judge(self, account: Account, allowed: set[int] = RETRY) -> None:
        """Hold the tables to what was acknowledged, and refusals to those that are allowed."""
        lost = self._lost() + (self.prices.lost() if self.prices else [])
        acknowledged = self.wrote[200] + (self.prices.acknowledged() if self.prices else 0)
        account.lost = f"{len(lost)} of {acknowledged}"
        account.result = f"read {_counted(self.answers)}; wrote {_counted(self.wrote)}"
        assert lost == []
        assert self.wrote[200] > 0
        assert set(self.wrote) <= allowed, self.wrote
        assert not self.prices or self.prices.mistakes() == []

    def _lost(self) -> list[str]:
        there = dict(rows(self.site.settings, "SELECT code, url FROM sale"))
        return [
            f"{code}: {url} was acknowledged, there is {there.get(code)}"
            for code, url in self.told.items()
            if there.get(code) not in {url, *self.tried[code]}
        ]


def _counted(statuses: Counter[int]) -> str:
    return " ".join(f"{status}×{n}" for status, n in sorted(statuses.items()))


def a_partner(settings: Settings, **more: str) -> str:
    """Add the partner that sells; give its key."""
    done = sanvat(settings, "partner", "add", PARTNER, "--site", HOST, **more)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@contextmanager
def load(
    site: Site, paths: tuple[str, ...] = PATHS, *, sellers: int = 1, prices: bool = False
) -> Iterator[Load]:
    """Read and write until the block is left: reports of sales, and perhaps prices beside them.

    What is read was read once before.
    """
    for path in paths:
        until(lambda path=path: site.get(path).status_code == 200)
    key = a_partner(site.settings, **site.env)
    with priced(site.settings) if prices else nullcontext() as noted:
        made = Load(site, key, noted)
        threads = [threading.Thread(target=made.reading, args=(paths,))]
        threads += [
            threading.Thread(target=made.selling, args=(CODES[n + 1 :: sellers],))
            for n in range(sellers)
        ]
        for thread in threads:
            thread.start()
        try:
            yield made
        finally:
            made.stopping.set()
            for thread in threads:
                thread.join()
