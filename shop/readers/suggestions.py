"""What may be suggested as one types: names of what is published, kept by each web process.

One more reader of the change log, with its cursor in memory. It reads when a reader asked and
something has changed, beside the requests and never in one; they are answered by what is there.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain
from sys import intern
from time import monotonic
from typing import NamedTuple

import orjson
import structlog
from anyio import to_thread

from search.codes import codes_in, codes_of
from search.engine import Entry
from search.suggesting import Name, Names, phrases_of, title_of
from search.vietnamese import slug
from shop.database import AwayError
from shop.formats.document import Both, Document
from shop.formats.listing import group_of, gtins_of, texts
from shop.formats.uses import USES
from shop.models import Commune, Evidence, FormerCommune, Kind, Producer
from shop.publishing import Head, head
from shop.queries.entries import entry_of
from shop.queries.listings import Published, changes

PAGE = 1000
EVERY = 3.0
"""Seconds between two looks at the listings, however much is changing."""
SHARE = 0.1
"""Most of the time that may be spent on making names ready."""
LONGEST_KEPT = 60.0
"""Seconds: places and their former names may be corrected without a listing changing."""
MOST_PHRASES = 5_000
FIRST_WAIT = 1.0
"""Seconds that a request waits which comes before there are any names."""
_WARMING = "nuoc mawmq"
"""What has a slip, so that no request waits for the speller to be made."""
log = structlog.get_logger()


class TargetKind(StrEnum):
    QUERY = "query"
    """A phrase to search for."""
    SCOPE = "scope"
    """The same among the goods of a kind, which is the key."""
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
    price: int | None = None
    picture: str = ""
    """Address of its smallest file."""


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
    is_ocop: bool
    phrases: dict[str, str]
    """As an address has them → as they are written."""
    price: int | None
    picture: str


@dataclass(slots=True)
class _Phrase:
    """How many products a phrase names, and how many of them are OCOP products."""

    text: str
    products: int = 0
    ocop: int = 0

    @property
    def parts(self) -> bool:
        """Tell whether it names goods of both kinds, so that one of them may be asked for."""
        return 0 < self.ocop < self.products


@dataclass(frozen=True, slots=True)
class _Ready:
    names: Names
    targets: list[Target]
    coded: dict[str, list[Target]]
    """Codes as they are filed → what they name; producers are named by theirs."""

    scoped: dict[str, Target]
    """Phrases that name goods of both kinds, as an address has them → one of the kinds."""

    def find(self, text: str, most: int) -> list[Suggestion]:
        named = [one for code in codes_in(text)[0] for one in self.coded.get(code, ())]
        if named:
            return [Suggestion(one, one.name["vi"]) for one in named[:most]]
        found = [
            Suggestion(self.targets[name.of], name.text) for name in self.names.find(text, most)
        ]
        return list(self._scoped(found, slug(text)))[:most]

    def _scoped(self, found: list[Suggestion], typed: str) -> Iterator[Suggestion]:
        """Give a scope in place of a phrase that is all typed, for that leads where Enter does."""
        for one in found:
            if one.target.kind != TargetKind.QUERY or slug(one.name) != typed:
                yield one
            elif scope := self.scoped.get(typed):
                yield Suggestion(scope, one.name)


class Suggestions:
    """The names of one process."""

    def __init__(self) -> None:
        self._products: dict[str, _Known] = {}
        self._groups: dict[str, Both] = {}
        self._producers: dict[str, str] = {}
        self._places: list[tuple[Target, list[str]]] = []
        self._made_up: set[str] = set()
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
        self._places, self._made_up = await _places(), await _made_up()
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
            self._groups[group_of(category)] = category.get("set_name") or category["group"]
            self._producers[producer["code"]] = producer["name"]
            self._products[listing.code] = _known(entry_of(listing), document)

    def _make(self) -> _Ready:
        targets: list[Target] = []
        names: list[Name] = []
        others: list[Name] = []  # after all first ones: `xã` as typed means a commune of today
        for target, called in self._suggested():
            titled = target.kind in TITLED
            spelt = [Name(text, len(targets), title_of(text) if titled else 0) for text in called]
            names += spelt[:1]
            others += spelt[1:]
            targets.append(target)
        known = self._phrases()
        phrases = [Name(one.text, at) for at, one in enumerate(known, len(targets))]
        targets += (Target(TargetKind.QUERY, "", {"vi": one.text}) for one in known)
        scoped = {
            slug(one.text): Target(TargetKind.SCOPE, Kind.OCOP, {"vi": one.text})
            for one in known
            if one.parts
        }
        ready = Names([*names, *others], phrases)
        ready.find(_WARMING)
        return _Ready(ready, targets, self._coded(), scoped)

    def _phrases(self) -> list[_Phrase]:
        """Give what names several products, most first; not if a longer phrase names as many.

        Nếp cái hoa is no phrase where all that is called so is nếp cái hoa vàng.
        """
        known: dict[str, _Phrase] = {}
        for product in self._products.values():
            for key, text in product.phrases.items():
                phrase = known.setdefault(key, _Phrase(text))
                phrase.products += 1
                phrase.ocop += product.is_ocop
        longer = {
            (key[:at], phrase.products)
            for key, phrase in known.items()
            for at, char in enumerate(key)
            if char == "-"
        }
        kept = [
            phrase
            for key, phrase in known.items()
            if phrase.products > 1 and (key, phrase.products) not in longer
        ]
        return sorted(kept, key=lambda one: (-one.products, one.text))[:MOST_PHRASES]

    def _coded(self) -> dict[str, list[Target]]:
        coded: defaultdict[str, list[Target]] = defaultdict(list)
        for code, name in self._producers.items():
            coded[code].append(Target(TargetKind.PRODUCER, code, {"vi": name}))
        for code, one in self._products.items():
            for filed_as in one.codes:
                coded[filed_as].append(_product(code, one))
        return dict(coded)

    def _suggested(self) -> Iterator[tuple[Target, list[str]]]:
        """Give everything with its names, best known first: groups, products, producers, places.

        Producers that are made up for the demonstration come last.
        """
        held = list(self._products.values())
        made = [code for code, _ in Counter(one.producer for one in held).most_common()]
        for key, _ in Counter(one.group for one in held).most_common():
            yield Target(TargetKind.GROUP, key, self._groups[key]), texts(self._groups[key])
        yield from self._products_by_name()
        yield from (self._producer(code) for code in made if code not in self._made_up)
        yield from self._places
        yield from (self._producer(code) for code in made if code in self._made_up)

    def _producer(self, code: str) -> tuple[Target, list[str]]:
        name = self._producers[code]
        return Target(TargetKind.PRODUCER, code, {"vi": name}), [name]

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
    return Target(TargetKind.PRODUCT, code, both, known.price, known.picture)


def _known(entry: Entry, document: Document) -> _Known:
    return _Known(
        entry.name,
        entry.name_en,
        100 * entry.sellable + 10 * entry.pictured + (entry.stars or 0),
        entry.group,
        entry.producer_code,
        tuple(codes_of(replace(entry, codes=tuple(gtins_of(document))))),
        entry.kind == Kind.OCOP,
        {
            intern(slug(text)): intern(text)
            for text in chain(phrases_of(entry), map(_use, entry.uses))
        },
        entry.price if entry.sellable else None,
        _smallest(document),
    )


def _use(key: str) -> str:
    name = USES[key][0]
    return name[:1].lower() + name[1:]


def _smallest(document: Document) -> str:
    """Give the address of the smallest file of a product's first photo, empty without one."""
    files = [one for photo in document.get("photos", ())[:1] for one in photo["renditions"]]
    return min(files, key=lambda one: one["width"])["url"] if files else ""


async def _made_up() -> set[str]:
    rows = await Producer.filter(evidence=Evidence.ILLUSTRATIVE).values("code")
    return {row["code"] for row in rows}


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
