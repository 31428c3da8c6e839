"""How much of the API one reader may use: counted for each key, and else for each address."""

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from starlette.requests import Request

from media.sentences import Sentence
from shop.errors import ForeignCursorError, TooManyRequestsError, UnknownKeyError
from shop.partners.keys import Caller, caller_of
from shop.partners.scopes import EVERYTHING, Scope
from shop.services import services

MINUTE = 60
NEEDS_A_KEY = Sentence(
    "Phần này cần khoá. Hãy gửi kèm Authorization: Bearer hpn_live_….",
    "This needs a key: Authorization: Bearer hpn_live_….",
)
NO_BEARER = Sentence(
    "Hãy gửi khoá theo cách này: Authorization: Bearer hpn_live_….",
    "Give the key as: Authorization: Bearer hpn_live_….",
)
TOO_MANY = Sentence(
    "Bạn đã gửi hơn {share} yêu cầu trong một phút. Hãy chờ một phút rồi gửi tiếp.",
    "More than {share} requests in a minute.",
)
OTHER_SCOPE = Sentence(
    "Phạm vi của khoá đã đổi. Hãy chép lại từ đầu.", "The key has another scope now."
)


class Limiter:
    """Counts in this process; with several web processes each counts for itself."""

    def __init__(self) -> None:
        self.windows = MovingWindowRateLimiter(MemoryStorage())

    async def admit(self, request: Request, *, needs_key: bool = False) -> None:
        """Let a request through, and note whose key it carries.

        Raises UnknownKeyError for a bad or missing key, TooManyRequestsError beyond the share.
        """
        settings = services(request).settings
        address = f"address {request.client.host if request.client else ''}"
        header = request.headers.get("authorization")
        if header is None:
            await self._count(address, settings.rate_per_address)
            if needs_key:
                raise UnknownKeyError(NEEDS_A_KEY)
            return
        try:
            request.state.caller = caller = await _caller(header)
        except UnknownKeyError:
            await self._count(address, settings.rate_per_address)  # guessing keys is not free
            raise
        await self._count(f"partner {caller.partner}", settings.rate_per_key)

    async def _count(self, reader: str, share: int) -> None:
        if share and not await self.windows.hit(RateLimitItemPerMinute(share), reader):
            raise TooManyRequestsError(TOO_MANY.filled(share=share), MINUTE)


def scope_of(request: Request) -> Scope:
    """Tell what of the catalogue a request may copy: all, unless its key has a narrower scope."""
    caller: Caller | None = getattr(request.state, "caller", None)
    return caller.scope if caller else EVERYTHING


def partner_of(request: Request) -> int | None:
    """Tell whose key a request carries, if it carries one."""
    caller: Caller | None = getattr(request.state, "caller", None)
    return caller.partner if caller else None


async def look_again(request: Request) -> None:
    """Look at the key again, after a wait.

    Raises UnknownKeyError if it was revoked meanwhile, ForeignCursorError if its scope was changed.
    """
    header = request.headers.get("authorization")
    if header and (await _caller(header)).scope != scope_of(request):
        raise ForeignCursorError(OTHER_SCOPE)


async def _caller(header: str) -> Caller:
    scheme, _, key = header.partition(" ")
    if scheme.lower() != "bearer":
        raise UnknownKeyError(NO_BEARER)
    return await caller_of(key.strip())
