"""Papers that ended are forgotten after a while; their files go with the next sweep."""

from datetime import datetime


async def forget_old(at: datetime | None = None) -> int:
    """Forget a portion of the papers that ended long ago; tell how many."""
    raise NotImplementedError
