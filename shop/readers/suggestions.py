"""What may be suggested as one types: names of what is published, kept by each web process.

One more reader of the change log, with its cursor in memory. It reads when a reader asked and
something has changed, beside the requests and never in one; they are answered by what is there.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic
from typing import NamedTuple

import orjson
import structlog
from anyio import to_thread

from search.codes import codes_in, filed
from search.suggesting import Name, Names, title_of
from shop.database import AwayError
from shop.formats.document import Both, Document
from shop.formats.listing import group_of, gtins_of, is_sold_online, texts
from shop.models import Commune, FormerCommune
from shop.publishing import Head, head
from shop.queries.listings import Published, changes

PAGE = 1000
EVERY = 3.0
"""Seconds between two looks at the listings, however much is changing."""
SHARE = 0.1
"""Most of the time that may be spent on making names ready."""
LONGEST_KEPT = 60.0
"""Seconds: places and their former names may be corrected without a listing changing."""
FIRST_WAIT = 1.0
"""Seconds that a request waits which comes before there are any names."""
log = structlog.get_logger()


class TargetKind(StrEnum):
    GROUP = "group"
    PRODUCT = "product"
    COMMUNE = "commune"
    DISTRICT = "district"
    """A former one: a name for a search."""
    PROVINCE = "province"
    """The same."""
    PRODUCER = "producer"


TITLED = {TargetKind.COMMUNE, TargetKind.DISTRICT, TargetKind.PROVINCE}


@dataclass(frozen=True, slots=True)
class Target:
    """What a suggestion leads to; `key` is its code, empty where several have this name."""

    kind: TargetKind
    key: str
    name: Both


@dataclass(frozen=True, slots=True)
class Suggestion:
    target: Target
    name: str
    """The name by which it was found, which may be a former one or one in the other language."""


class _Known(NamedTuple):
    """What is kept of a listing."""

    name: str
    name_en: str
    merit: int
    group: str
    producer: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Ready:
    names: Names
    targets: list[Target]
    coded: dict[str, list[Target]]
    """Codes as they are filed → what they name; producers are named by theirs."""

    def find(self, text: str, most: int) -> list[Suggestion]:
        named = [one for code in codes_in(text)[0] for one in self.coded.get(code, ())]
        if named:
            return [Suggestion(one, one.name["vi"]) for one in named[:most]]
        return [Suggestion(self.targets[n.of], n.text) for n in self.names.find(text, most)]


class Suggestions:
    """The names of one process."""

    def __init__(self) -> None:
        self._products: dict[str, _Known] = {}
        self._groups: dict[str, Both] = {}
        self._producers: dict[str, str] = {}
        self._places: list[tuple[Target, list[str]]] = []
        self._position = Head("", 0)
        self._read_at = 0.0
        self._ready: _Ready | None = None
        self._asked, self._made = asyncio.Event(), asyncio.Event()

    async def suggest(self, text: str, most: int) -> list[Suggestion] | None:
        """Give what a reader may mean by this text; None while no names are ready."""
        try:
            stale = self._is_stale(await head())
        except AwayError:
            stale = True  # they are those of before
        except Exception:
            log.exception("suggestions are those of before")
            stale = True
        if stale:
            self._asked.set()
        if self._ready is None:
            await _within(FIRST_WAIT, self._made)
        return self._ready.find(text, most) if self._ready else None

    async def run(self, stopping: asyncio.Event) -> None:
        """Read whenever a reader asked for more than there is, until told to stop."""
        while not stopping.is_set():
            await _either(self._asked, stopping)
            if stopping.is_set():
                return
            self._asked.clear()
            began = monotonic()
            try:
                await self.catch_up()
            except AwayError:
                self._asked.clear()  # the next request asks again
            except Exception:
                log.exception("suggestions failed")
            await _within(max(EVERY, (monotonic() - began) / SHARE), stopping)

    async def catch_up(self) -> None:
        """Read what has changed, and make the names ready in a thread."""
        seen = await head()
        if seen.epoch != self._position.epoch or seen.serial < self._position.serial:
            self._products, self._position = {}, Head(seen.epoch, 0)
        while self._position.serial < seen.serial:
            page = await changes(self._position.serial, PAGE)
            if page.epoch != self._position.epoch:  # it began since we looked
                self._position = Head("", 0)
                return
            await to_thread.run_sync(self._take, page.items)
            self._position = Head(page.epoch, page.next)
        self._places = await _places()
        self._ready = await to_thread.run_sync(self._make)
        self._read_at = monotonic()
        self._made.set()

    def _is_stale(self, seen: Head) -> bool:
        return seen != self._position or monotonic() - self._read_at > LONGEST_KEPT

    def _take(self, items: Iterable[Published]) -> None:
        for listing in items:
            if listing.document is None:
                self._products.pop(listing.code, None)
                continue
            document: Document = orjson.loads(listing.document)
            category, producer = document["category"], document["producer"]
            group = group_of(category)
            self._groups[group] = category.get("set_name") or category["group"]
            self._producers[producer["code"]] = producer["name"]
            self._products[listing.code] = _Known(
                document["name"]["vi"],
                document["name"].get("en", ""),
                _merit(document),
                group,
                producer["code"],
                tuple(filed((listing.code, *gtins_of(document)))),
            )

    def _make(self) -> _Ready:
        targets: list[Target] = []
        names: list[Name] = []
        former: list[Name] = []  # after all others: `xã` as typed means a commune of today
        for target, called in self._suggested():
            titled = target.kind in TITLED
            spelt = [Name(text, len(targets), title_of(text) if titled else 0) for text in called]
            names += spelt[:1] if titled else spelt
            former += spelt[1:] if titled else []
            targets.append(target)
        return _Ready(Names([*names, *former]), targets, self._coded())

    def _coded(self) -> dict[str, list[Target]]:
        coded: defaultdict[str, list[Target]] = defaultdict(list)
        for code, name in self._producers.items():
            coded[code].append(Target(TargetKind.PRODUCER, code, {"vi": name}))
        for code, one in self._products.items():
            for filed_as in one.codes:
                coded[filed_as].append(_product(code, one))
        return dict(coded)

    def _suggested(self) -> Iterator[tuple[Target, list[str]]]:
        """Give everything with its names, best known first: groups, products, places, producers."""
        held = list(self._products.values())
        in_group = Counter(one.group for one in held)
        made = Counter(one.producer for one in held)
        for key, _ in in_group.most_common():
            both = self._groups[key]
            yield Target(TargetKind.GROUP, key, both), texts(both)
        yield from self._products_by_name()
        yield from self._places
        for code, _ in made.most_common():
            name = self._producers[code]
            yield Target(TargetKind.PRODUCER, code, {"vi": name}), [name]

    def _products_by_name(self) -> Iterator[tuple[Target, list[str]]]:
        """Give each name once, the best product's first; its code only if it is the one product."""
        codes: defaultdict[str, list[str]] = defaultdict(list)
        for code in sorted(self._products, key=lambda code: (-self._products[code].merit, code)):
            codes[self._products[code].name].append(code)
        for having in codes.values():
            target = _product(having[0] if len(having) == 1 else "", self._products[having[0]])
            yield target, texts(target.name)


def _product(code: str, known: _Known) -> Target:
    both: Both = {"vi": known.name, "en": known.name_en} if known.name_en else {"vi": known.name}
    return Target(TargetKind.PRODUCT, code, both)


def _merit(document: Document) -> int:
    """Say how well known a product may be taken to be: sold, pictured, with stars."""
    stars = document.get("ocop", {}).get("stars", 0)
    return 100 * is_sold_online(document) + 10 * bool(document.get("photos")) + stars


async def _places() -> list[tuple[Target, list[str]]]:
    """Give communes with all their former names, then the former districts and provinces.

    A former province that was a city is this one, and says nothing about one product.
    """
    former: defaultdict[str, list[str]] = defaultdict(list)
    larger: dict[tuple[TargetKind, str], None] = {}
    columns = ("name", "district", "province", "commune_id")
    for row in await FormerCommune.all().order_by("id").values(*columns):
        former[row["commune_id"]].append(row["name"])
        larger[TargetKind.DISTRICT, row["district"]] = None
        if row["province"].startswith("Tỉnh"):
            larger[TargetKind.PROVINCE, row["province"]] = None
    today = await Commune.filter(valid_to=None).order_by("name_sort").values("code", "name")
    communes = [
        (
            Target(TargetKind.COMMUNE, row["code"], {"vi": row["name"]}),
            [*dict.fromkeys([row["name"], *former[row["code"]]])],
        )
        for row in today
    ]
    return communes + [(Target(kind, "", {"vi": one}), [one]) for kind, one in larger]


async def _within(seconds: float, event: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return


async def _either(*events: asyncio.Event) -> None:
    """Wait until one of them is set."""
    async with asyncio.TaskGroup() as group:
        waiting = [group.create_task(event.wait()) for event in events]
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()
