"""Papers that ended are forgotten after a while; their files go with the next sweep.

What the audit says of them stays: it holds digests, and no number of theirs.
"""

from datetime import datetime, timedelta

from tortoise.transactions import in_transaction

from shop import clock
from shop.audit import record
from shop.models import Paper
from shop.papers.holding import subject_of

ENDED = timedelta(days=30)
"""Since a paper was refused or withdrawn: so long its producer may look at it."""
BY = "time"
PORTION = 200


async def forget_old(at: datetime | None = None) -> int:
    """Forget a portion of the papers that ended long ago; tell how many."""
    before = (at or clock.now()) - ENDED
    rows = await Paper.filter(ended_at__lt=before).order_by("id").limit(PORTION).values("id")
    return sum([await _forget(row["id"], before) for row in rows])


async def _forget(paper: int, before: datetime) -> int:
    async with in_transaction():
        old = Paper.filter(id=paper, ended_at__lt=before)
        if not await old.select_for_update(no_key=True):
            return 0  # an official took the refusal back meanwhile
        await record(BY, "paper.forget", subject_of(paper))
        await Paper.filter(id=paper).delete()
        return 1
