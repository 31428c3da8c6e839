"""Anchors: where the chain stood on a day, kept where it cannot be rewritten together with it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from media.sentences import Sentence
from shop import clock
from shop.audit.chain import moment_of
from shop.database import select_by_key
from shop.errors import InvalidError
from shop.models.columns import Row

HEAD = (
    "SELECT seal_no, hash, at FROM audit_entry WHERE seal_no IS NOT NULL"
    " ORDER BY seal_no DESC LIMIT 1"
)
LETTERS = frozenset("0123456789abcdef")
LENGTH = 64
NO_ANCHOR = Sentence(
    "Ở đây không có mốc nhật ký. Hãy dùng kết quả của sanvat audit head, một manifest hoặc bản sao"
    " lưu.",
    "There is no anchor here. Give what sanvat audit head printed, a manifest or a backup.",
)


@dataclass(frozen=True, slots=True)
class Anchor:
    seal_no: int
    hash: str
    day: date
    """That of the entry, in Hải Phòng."""

    def told(self) -> dict[str, Any]:
        return {"seal_no": self.seal_no, "hash": self.hash, "day": self.day.isoformat()}


async def head() -> Anchor | None:
    """Give where the chain stands; None: nothing is sealed yet."""
    rows = await select_by_key(HEAD)
    return anchor_of(rows[0]) if rows else None


def anchor_of(row: Row) -> Anchor:
    day = moment_of(row["at"]).astimezone(clock.VIETNAM).date()
    return Anchor(row["seal_no"], row["hash"], day)


def anchor_in(told: Any) -> Anchor:
    """Read an anchor, or what has one as its `audit`: a manifest. Raises InvalidError."""
    found = told.get("audit", told) if isinstance(told, dict) else None
    if not isinstance(found, dict) or not _is_anchor(found):
        raise InvalidError(NO_ANCHOR)
    return Anchor(found["seal_no"], found["hash"], date.fromisoformat(found["day"]))


def anchor_from(data: bytes) -> Anchor:
    """Read the JSON of one. Raises InvalidError."""
    try:
        return anchor_in(orjson.loads(data))
    except ValueError:
        raise InvalidError(NO_ANCHOR) from None


def _is_anchor(told: dict[str, Any]) -> bool:
    number, text, day = (told.get(name) for name in ("seal_no", "hash", "day"))
    is_hash = isinstance(text, str) and len(text) == LENGTH and LETTERS.issuperset(text)
    return type(number) is int and number > 0 and is_hash and _is_day(day)


def _is_day(told: Any) -> bool:
    try:
        return bool(date.fromisoformat(told))
    except (TypeError, ValueError):
        return False
