"""Entries of an audit for tests: as real as the shop's own, and sealed as the worker does."""

from datetime import UTC, datetime, timedelta

from tortoise.transactions import in_transaction

from shop import clock
from shop.audit import record
from shop.audit.sealing import seal_some
from shop.models import AuditEntry

AT = datetime(2026, 11, 23, 3, 0, 0, 250_001, tzinfo=UTC)


async def acts(many: int = 6) -> None:
    """Record what an official did, one thing a second."""
    for number in range(1, many + 1):
        with clock.stopped(AT + timedelta(seconds=number)):
            async with in_transaction():
                subject = f"HP-OCOP-{number:04}"
                await record("user 12", "product.suspend", subject, reason=f"Mốc {number}")


async def seal_all() -> None:
    while await seal_some():
        pass


async def sealed(many: int = 6) -> list[AuditEntry]:
    """Give so many entries that are sealed, in their order."""
    await acts(many)
    await seal_all()
    return await AuditEntry.all().order_by("seal_no")
