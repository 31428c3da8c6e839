"""The audit: who did what to which thing, and when."""

from typing import Any

from shop import clock
from shop.models import AuditEntry


async def record(by: str, action: str, subject: str, **detail: Any) -> None:
    """Add to the audit, inside the transaction of what is recorded."""
    await AuditEntry.create(at=clock.now(), by=by, action=action, subject=subject, detail=detail)
