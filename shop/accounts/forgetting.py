"""What is known of people's comings and goings is forgotten when it has no use any more."""

from datetime import datetime, timedelta

from shop import clock
from shop.accounts.limits import KEPT_FOR
from shop.database import delete_some
from shop.models import AskedWord, Attempt, Challenge, Code, Device, Message, Session

MESSAGES = timedelta(days=30)
"""Since they were sent or given up: so long a person may ask what became of one."""
CODES = timedelta(days=2)
"""And links by which producers say yes, since they were over; limits count those of one day."""
SESSIONS = timedelta(days=365)
"""Since they were used last: misuse is often noticed months later."""
DEVICES = timedelta(days=400)
"""Since they were used last: by then the browser has forgotten its token (RFC 6265bis §5.5)."""


async def forget_old(at: datetime | None = None) -> int:
    """Forget a portion of each that is too old at a moment; tell how many rows went."""
    now = at or clock.now()
    old = (
        Message.filter(ended_at__lt=now - MESSAGES),
        AskedWord.filter(expires_at__lt=now - CODES),
        Code.filter(expires_at__lt=now - CODES),
        Attempt.filter(at__lt=now - KEPT_FOR),
        Challenge.filter(expires_at__lt=now - CODES),
        Session.filter(seen_at__lt=now - SESSIONS),
        Device.filter(seen_at__lt=now - DEVICES),
    )
    return sum([await delete_some(rows) for rows in old])
