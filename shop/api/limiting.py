"""How much of the API one reader may use: counted for each key, and else for each address."""

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from starlette.requests import Request

from media.sentences import Sentence
from shop.api.identifying import identify
from shop.errors import TooManyRequestsError, UnknownKeyError
from shop.partners.keys import Caller
from shop.services import services

MINUTE = 60
TOO_MANY = Sentence(
    "Bạn đã gửi hơn {share} yêu cầu trong một phút. Hãy chờ một phút rồi gửi tiếp.",
    "More than {share} requests in a minute.",
)


class Limiter:
    """Counts in this process; with several web processes each counts for itself."""

    def __init__(self) -> None:
        self.windows = MovingWindowRateLimiter(MemoryStorage())

    async def count(self, request: Request, caller: Caller | None) -> None:
        """Count a request of a caller, or of the address of a reader without a key.

        Raises TooManyRequestsError beyond the share.
        """
        settings = services(request).settings
        if caller:
            await self._count(f"partner {caller.partner}", settings.rate_per_key)
        else:
            host = request.client.host if request.client else ""
            await self._count(f"address {host}", settings.rate_per_address)

    async def _count(self, reader: str, share: int) -> None:
        if share and not await self.windows.hit(RateLimitItemPerMinute(share), reader):
            raise TooManyRequestsError(TOO_MANY.filled(share=share), MINUTE)


async def admit(request: Request, limiter: Limiter) -> Caller | None:
    """Identify the caller, then count the request; guessing keys counts for the address.

    Raises UnknownKeyError for a bad key, TooManyRequestsError beyond the share.
    """
    try:
        caller = await identify(request)
    except UnknownKeyError:
        await limiter.count(request, None)
        raise
    await limiter.count(request, caller)
    return caller
