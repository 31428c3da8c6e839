"""What a seal is: pure functions of an entry and of the hash before it.

    hash = SHA-256(prev ‖ fields), each field behind its length in eight bytes

The fields are the form, the number of the seal, all that the entry says, with its time in whole
microseconds, and of its detail SHA-256(salt ‖ detail): the detail and its salt may be erased, and
the chain is whole without them. Nothing else about an entry may ever change.
"""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from struct import Struct
from typing import Any

import orjson

from shop.models.columns import Row, from_json_text

FORM = "sanvat audit 1"
"""Named in each seal: entries that are ever sealed otherwise name another one."""
BEGINNING = "0" * 64
"""What the first entry follows."""
FIELDS = ("id", "at", "by", "action", "subject", "before", "after", "request")
"""Columns that enter the hash, in this order; the detail enters by its digest."""
_LENGTH = Struct(">Q").pack
_SINCE = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def digest_of_detail(salt: str, detail: Any) -> str:
    """Give the SHA-256 of a salt and a detail, as either driver gives it, its keys in order."""
    told = from_json_text(detail) if isinstance(detail, str | bytes) else detail
    return sha256(salt.encode() + orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()


def hash_of(row: Row, seal_no: int, prev: str, detail_digest: str) -> str:
    """Give what seals an entry at its place in the chain."""
    at = microseconds(row["at"])
    texts = (
        FORM, f"{seal_no}", f"{row['id']}", f"{at}", row["by"], row["action"], row["subject"],
        row["before"], row["after"], row["request"], detail_digest,
    )  # fmt: skip
    data = [text.encode() for text in texts]
    return sha256(prev.encode() + b"".join([_LENGTH(len(one)) + one for one in data])).hexdigest()


def microseconds(at: datetime | str) -> int:
    """Count from 1970 on; SQLite tells an instant as text."""
    return (moment_of(at) - _SINCE) // _MICROSECOND


def moment_of(at: datetime | str) -> datetime:
    return at if isinstance(at, datetime) else datetime.fromisoformat(at)
