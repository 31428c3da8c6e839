"""Verifying the chain: entry by entry as of one instant, however long it is, and against anchors.

The chain alone tells that an entry was edited, deleted or moved. That its end was cut off, or that
all of it was made anew, only an anchor tells that was kept elsewhere.
"""

from collections.abc import Iterable
from contextlib import aclosing
from dataclasses import dataclass, field
from enum import StrEnum

from shop.audit.anchors import Anchor, anchor_of
from shop.audit.chain import BEGINNING, FIELDS, digest_of_detail, hash_of
from shop.audit.erasing import ERASED, subject_of
from shop.database.snapshots import Snapshot, one, snapshot
from shop.models.columns import Row

_SEALS = ("detail", "seal_no", "prev", "hash", "detail_salt", "detail_digest")
_COLUMNS = ", ".join(f'"{name}"' for name in (*FIELDS, *_SEALS))
CHAIN = f"SELECT {_COLUMNS} FROM audit_entry WHERE seal_no IS NOT NULL ORDER BY seal_no"  # noqa: S608 - names of ours
UNSEALED = "SELECT count(*) AS many FROM audit_entry WHERE seal_no IS NULL"
ERASURES = f"SELECT subject FROM audit_entry WHERE seal_no IS NULL AND action = '{ERASED}'"  # noqa: S608 - a word of ours


class Why(StrEnum):
    """What is wrong with the first entry that is."""

    GAP = "there is none of this number: it was deleted"
    TWICE = "there are two of this number: the chain forks"
    MOVED = "it does not follow the one before it: entries were swapped, or one was made anew"
    DETAIL = "its detail was edited"
    EDITED = "it was edited"
    UNRECORDED = "its detail is gone, and no entry says that it was erased"


class Stands(StrEnum):
    """How the chain compares with an anchor."""

    YES = "yes"
    DIFFERS = "differs"
    AHEAD = "ahead"
    """The anchor is of a place that the chain does not reach."""
    UNKNOWN = "unknown"
    """The chain is wrong before that place."""


@dataclass(frozen=True, slots=True)
class Wrong:
    seal_no: int
    id: int | None
    why: Why


@dataclass(slots=True)
class Verdict:
    head: Anchor | None = None
    """The last entry that is as it was sealed."""
    unsealed: int = 0
    erased: int = 0
    """Details that were, with a record."""
    wrong: Wrong | None = None
    anchors: dict[Anchor, Stands] = field(default_factory=dict)

    @property
    def sealed(self) -> int:
        return self.head.seal_no if self.head else 0

    @property
    def is_whole(self) -> bool:
        return self.wrong is None and set(self.anchors.values()) <= {Stands.YES}


async def verify(anchors: Iterable[Anchor] = ()) -> Verdict:
    """Look at every entry, and at the first that is wrong end."""
    walk = _Walk(anchors)
    async with snapshot() as held:
        await _walk_through(walk, held)
        [*pending] = [row["subject"] async for rows in held.read(ERASURES) for row in rows]
        unsealed = (await one(held, UNSEALED))["many"]
    return walk.judged(set(pending), unsealed)


async def _walk_through(walk: "_Walk", held: Snapshot) -> None:
    async with aclosing(held.read(CHAIN)) as pages:
        async for rows in pages:
            for row in rows:
                if not walk.takes(row):
                    return


class _Walk:
    """Goes along the chain; of what lies behind it keeps the erased ones only, which are few."""

    def __init__(self, anchors: Iterable[Anchor]) -> None:
        self._anchors = list(anchors)
        self._hashes: dict[int, str] = dict.fromkeys((one.seal_no for one in self._anchors), "")
        """By number, of entries that an anchor is of."""
        self._number, self._prev = 0, BEGINNING
        self._last: Row | None = None
        self._erased: dict[str, Wrong] = {}
        self._recorded: set[str] = set()
        self._wrong: Wrong | None = None

    def takes(self, row: Row) -> bool:
        """Go on to the next entry; tell whether it is as it was sealed."""
        if why := self._why_wrong(row):
            number = self._number + 1 if why == Why.GAP else row["seal_no"]
            self._wrong = Wrong(number, None if why == Why.GAP else row["id"], why)
            return False
        self._number, self._prev, self._last = row["seal_no"], row["hash"], row
        if self._number in self._hashes:
            self._hashes[self._number] = self._prev
        if row["detail_salt"] is None:
            told = Wrong(self._number, row["id"], Why.UNRECORDED)
            self._erased[subject_of(row["id"])] = told
        if row["action"] == ERASED:
            self._recorded.add(row["subject"])
        return True

    def _why_wrong(self, row: Row) -> Why | None:
        if row["seal_no"] != self._number + 1:
            return Why.TWICE if row["seal_no"] <= self._number else Why.GAP
        if row["prev"] != self._prev:
            return Why.MOVED
        if not _is_detail_as_sealed(row):
            return Why.DETAIL
        return None if _is_as_sealed(row) else Why.EDITED

    def judged(self, pending: set[str], unsealed: int) -> Verdict:
        """Judge the whole; `pending` are erasures whose record is not sealed yet."""
        unrecorded = self._erased.keys() - self._recorded - pending
        if unrecorded and self._wrong is None:
            self._wrong = min((self._erased[one] for one in unrecorded), key=lambda w: w.seal_no)
        head = anchor_of(self._last) if self._last else None
        erased = len(self._erased) - len(unrecorded)
        return Verdict(head, unsealed, erased, self._wrong, self._compared())

    def _compared(self) -> dict[Anchor, Stands]:
        return {anchor: self._compare(anchor) for anchor in self._anchors}

    def _compare(self, anchor: Anchor) -> Stands:
        if anchor.seal_no > self._number:
            return Stands.UNKNOWN if self._wrong else Stands.AHEAD
        stands = self._hashes[anchor.seal_no] == anchor.hash
        return Stands.YES if stands else Stands.DIFFERS


def _is_detail_as_sealed(row: Row) -> bool:
    """Compare a detail with its digest; one that is erased is empty, and the digest is all."""
    try:
        if row["detail_salt"] is None:
            return bool(row["detail"] in ("{}", {}))
        digest = digest_of_detail(row["detail_salt"], row["detail"])
    except (TypeError, ValueError):  # by other hands: no JSON any more
        return False
    return bool(digest == row["detail_digest"])


def _is_as_sealed(row: Row) -> bool:
    try:
        sealed = hash_of(row, row["seal_no"], row["prev"], row["detail_digest"])
    except (AttributeError, TypeError, ValueError):  # no instant any more, or no text
        return False
    return bool(sealed == row["hash"])
