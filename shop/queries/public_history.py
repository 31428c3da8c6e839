"""What became of a product, for all readers: its versions, and what kind of actor made each.

It names no person, and shows of an old document no more than may be shown of the product today
(docs/adr/0040).
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import zip_longest
from typing import cast

import orjson

from shop.formats.document import Document
from shop.formats.document import Variant as Pack
from shop.formats.listing import is_sold_online
from shop.models import (
    AuditEntry,
    ListingVersion,
    Mandate,
    Membership,
    ProducerAlias,
    Proposal,
    Variant,
)
from shop.models.columns import Row
from shop.queries.histories import TOMBSTONE

PAGE = 50
MOST_ACTS = 1000
"""Entries of the audit that are looked through for one page."""
OFFERED = ("price", "unit_price", "availability")
"""What is said of packs that may be sold online, and of no others."""


class Teller(StrEnum):
    """From where a version came."""

    PRODUCER = "producer"
    OFFICIAL = "official"
    LIST = "list"
    PARTNER = "partner"
    SYSTEM = "system"


OFFICIAL_ACTS = frozenset(
    {
        "proposal.approve", "proposal.undo", "proposal.put_back", "product.undo",
        "product.suspend", "product.reinstate", "product.withdraw", "decision.amend",
        "recognition.give", "recognition.correct", "recognition.revoke", "recognition.reinstate",
        "recognition.strike",
    }
)  # fmt: skip
LIST_ACTS = frozenset(
    {"product.create", "product.update", "product.recognise", "product.publish", "photo.arrange"}
)
"""Of an actor that is no person: acts by which a list writes; its other acts are an operator's."""
BY_KIND = {
    "partner": Teller.PARTNER, "link": Teller.PRODUCER, "program": Teller.PRODUCER,
    "service": Teller.SYSTEM,
    "time": Teller.SYSTEM, "worker": Teller.SYSTEM, "verify": Teller.SYSTEM,
}  # fmt: skip
"""How an actor's name begins → from where its versions come; of all others its acts tell."""


class Fate(StrEnum):
    """What a version did of which nothing can be compared, or that there is something to."""

    FIRST = "first"
    AGAIN = "again"
    GONE = "gone"
    ERASED = "erased"
    """Its document is kept no more, or is another producer's, and is not told."""
    UNCOMPARED = "uncompared"
    """The document before it is not."""
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Version:
    number: int
    at: datetime
    teller: Teller
    fate: Fate
    before: Document | None
    after: Document | None


@dataclass(frozen=True, slots=True)
class Versions:
    """One page of a product's versions, the newest first."""

    items: list[Version]
    next: int | None
    """The version to go on behind; None: these are all."""


@dataclass(frozen=True, slots=True)
class Makers:
    """What is known of the makers of some versions."""

    acts: Sequence[Row] = ()
    officials: Collection[str] = ()


NONE = Makers()


async def versions(code: str, shown: Document, before: int | None = None) -> Versions:
    """Give the versions of a product that is on show, those older than one where it is named."""
    asked = ListingVersion.filter(code=code)
    asked = asked if before is None else asked.filter(id__lt=before)
    columns = ("id", "document", "digest", "at", "by")
    rows = await asked.order_by("-id").limit(PAGE + 1).values(*columns)
    producers = await _codes_of(shown["producer"]["code"], rows)
    makers = Makers(await _acts(code, rows), await _officials(rows, producers)) if rows else NONE
    items = list(_compared(rows, shown, producers, makers))[:PAGE]
    return Versions(items, items[-1].number if len(rows) > PAGE else None)


async def _acts(code: str, rows: Sequence[Row]) -> list[Row]:
    """Give what the makers of some versions did to the product by then, the newest first.

    Its packs and proposals are named one by one, or the whole audit would be looked through.
    """
    doubtful = {row["by"] for row in rows if _kind(row["by"]) not in BY_KIND}
    if not doubtful:
        return []
    packs = await Variant.filter(product_id=code).values_list("sku", flat=True)
    proposals = await Proposal.filter(product_id=code).values_list("id", flat=True)
    done = AuditEntry.filter(subject__in=[code, *packs, *proposals], by__in=sorted(doubtful))
    before = done.filter(at__lte=rows[0]["at"]).order_by("-id").limit(MOST_ACTS)
    return await before.values("at", "by", "action")


async def _codes_of(producer: str, rows: Sequence[Row]) -> set[str]:
    """Give the codes that a producer has, and had before two were merged, if versions need them."""
    if all(row["document"] is None or producer in row["document"] for row in rows):
        return {producer}
    merged = await ProducerAlias.filter(producer_id=producer).values_list("code", flat=True)
    return {producer, *map(str, merged)}


async def _officials(rows: Sequence[Row], producers: Collection[str]) -> set[str]:
    """Find which makers are officials who never worked for the producer.

    What the registry says (names of places, of groups) is of no product: no act tells of it.
    """
    users = {int(row["by"].partition(" ")[2]) for row in rows if _kind(row["by"]) == "user"}
    if not users:
        return set()
    mandated = Mandate.filter(user_id__in=users).values_list("user_id", flat=True)
    theirs = Membership.filter(user_id__in=users, producer_id__in=producers)
    own = await theirs.values_list("user_id", flat=True)
    return {f"user {user}" for user in {*(await mandated)} - {*own}}


def _compared(
    rows: Sequence[Row], shown: Document, producers: Collection[str], makers: Makers
) -> Iterator[Version]:
    told = [_told(row, shown, producers) for row in rows]
    for row, after, older, before in zip_longest(rows, told, rows[1:], told[1:]):
        fate = _fate(row, after, older, before)
        yield Version(row["id"], row["at"], teller_of(row, makers), fate, before, after)


def _told(row: Row, shown: Document, producers: Collection[str]) -> Document | None:
    """Give what may be told of an old document today; None: nothing.

    A former producer has agreed to nothing, and what may not be sold online has no price, whatever
    it once had.
    """
    if row["document"] is None:
        return None
    document: Document = orjson.loads(row["document"])
    if document["producer"]["code"] not in producers:
        return None
    if is_sold_online(shown):
        return document
    packs = [_without_offer(pack) for pack in document.get("variants", ())]
    return {**document, "variants": packs}


def _without_offer(pack: Pack) -> Pack:
    return cast("Pack", {key: value for key, value in pack.items() if key not in OFFERED})


def _fate(now: Row, after: Document | None, older: Row | None, before: Document | None) -> Fate:
    if now["digest"] == TOMBSTONE:
        return Fate.GONE
    if after is None:
        return Fate.ERASED
    if older is None:
        return Fate.FIRST
    if older["digest"] == TOMBSTONE:
        return Fate.AGAIN
    return Fate.CHANGED if before else Fate.UNCOMPARED


def teller_of(version: Row, makers: Makers) -> Teller:
    """Tell from where a version came, by its actor and what that actor did, the newest first.

    A person is an official of this product where they ever decided on it: who may decide on a
    producer's goods may not work for it.
    """
    by = version["by"]
    if known := BY_KIND.get(_kind(by)):
        return known
    own = [act for act in makers.acts if act["by"] == by]
    if by.startswith("user "):
        decided = by in makers.officials or any(act["action"] in OFFICIAL_ACTS for act in own)
        return Teller.OFFICIAL if decided else Teller.PRODUCER
    last = next((act["action"] for act in own if act["at"] <= version["at"]), "")
    return Teller.LIST if last in LIST_ACTS else Teller.SYSTEM


def _kind(by: str) -> str:
    return by.partition(" ")[0]
