"""What became of a product: each version that was published, and what the audit tells of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

import orjson
from tortoise.expressions import Q

from shop.models import Audience, AuditEntry, ListingVersion
from shop.models.columns import Row
from shop.publishing.rendering import digest_of
from shop.queries.auditing import COLUMNS, about

TOMBSTONE = digest_of(None, Audience.SITE)
"""Of a version without a document that had none; of one that was erased the digest is another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to a product: a version was published, or an act was recorded."""

    at: datetime
    by: str
    what: str
    """An action of the audit; `shown`, `changed`, `gone` or `erased` of a version."""
    subject: str
    rev: int | None = None
    changed: list[str] = field(default_factory=list)
    """Parts of the document that differ from the version before."""
    detail: dict[str, Any] = field(default_factory=dict)


async def history(code: str, producer: str | None, most: int) -> list[Event]:
    """Give what happened last to a product, its packs, proposals and consents, the newest first."""
    versions = ListingVersion.filter(code=code).order_by("-id").limit(most + 1)
    columns = ("code", "rev", "epoch", "document", "digest", "at", "by")
    told = list(_versions(await versions.values(*columns)))[:most]
    acts = AuditEntry.filter(about(code) | _consents(producer)).order_by("-id").limit(most)
    told += [_act(row) for row in await acts.values(*COLUMNS)]
    return sorted(told, key=lambda one: one.at, reverse=True)[:most]


def _consents(producer: str | None) -> Q:
    return Q(subject=producer or "", action__startswith="consent.")


def _act(row: Row) -> Event:
    return Event(
        at=row["at"],
        by=row["by"],
        what=row["action"],
        subject=row["subject"],
        detail=row["detail"] or {},
    )


def _versions(rows: Sequence[Row]) -> Iterator[Event]:
    """Tell of each version, the newest first, what it changed of the one before."""
    for now, before in pairwise([*rows, None]):
        if now is None:
            return
        what, changed = _told(now, before)
        yield Event(
            at=now["at"],
            by=now["by"],
            what=what,
            subject=now["code"],
            rev=now["rev"],
            changed=changed,
        )


def _told(now: Row, before: Row | None) -> tuple[str, list[str]]:
    if now["document"] is None:
        return "gone" if now["digest"] == TOMBSTONE else "erased", []
    if before is None or before["digest"] == TOMBSTONE:
        return "shown", []
    if before["document"] is None:
        return "changed", []
    new, old = orjson.loads(now["document"]), orjson.loads(before["document"])
    differing = {key for key in new.keys() | old.keys() if new.get(key) != old.get(key)}
    return "changed", sorted(differing) or ["audience"]
