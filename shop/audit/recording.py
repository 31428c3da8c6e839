"""Writing down who did what to which thing, inside the transaction of what is recorded."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

import orjson

from shop import clock
from shop.logs import request_id
from shop.models import AuditEntry

Said = Any
"""What a subject said at a moment: columns, or a dataclass; None: it was not there."""


async def record(
    by: str, action: str, subject: str, before: Said = None, after: Said = None, **detail: Any
) -> None:
    """Add to the audit, inside the transaction of what is recorded.

    Of what the subject said `before` and `after` only digests are kept: the audit outlives texts
    that must be erased. `by` and `detail` hold no personal data for the same reason.
    """
    await _entry(by, action, (subject, before, after), detail).save()


async def record_many(
    by: str, action: str, subjects: Iterable[tuple[str, Said, Said]], **detail: Any
) -> None:
    """Add an entry for each (subject, before, after) of one action."""
    if entries := [_entry(by, action, one, detail) for one in subjects]:
        await AuditEntry.bulk_create(entries)


def _entry(
    by: str, action: str, told: tuple[str, Said, Said], detail: dict[str, Any]
) -> AuditEntry:
    subject, before, after = told
    return AuditEntry(
        at=clock.now(),
        by=by,
        action=action,
        subject=subject,
        before=digest_of(before),
        after=digest_of(after),
        request=request_id.get(),
        detail=detail,
    )


def digest_of(said: Said) -> str:
    """Give the SHA-256 of columns in a fixed order; empty for what was not there."""
    if said is None:
        return ""
    return sha256(orjson.dumps(said, default=str, option=orjson.OPT_SORT_KEYS)).hexdigest()
