"""Who sends a request: found out before anything else, and apart from any limit of rate."""

from starlette.requests import Request

from media.sentences import Sentence
from shop.errors import ForeignCursorError, UnknownKeyError
from shop.http.observing import KEY, PARTNER
from shop.partners.keys import Caller, caller_of
from shop.partners.scopes import EVERYTHING, Scope

NEEDS_A_KEY = Sentence(
    "Phần này cần khoá. Hãy gửi kèm Authorization: Bearer hpn_live_….",
    "This needs a key: Authorization: Bearer hpn_live_….",
)
NO_BEARER = Sentence(
    "Hãy gửi khoá theo cách này: Authorization: Bearer hpn_live_….",
    "Give the key as: Authorization: Bearer hpn_live_….",
)
OTHER_SCOPE = Sentence(
    "Phạm vi của khoá đã đổi. Hãy chép lại từ đầu.", "The key has another scope now."
)


async def identify(request: Request) -> Caller | None:
    """Note whose key a request carries, and give the caller; None: a reader without one.

    Raises UnknownKeyError for a key that is wrong, expired or revoked.
    """
    header = request.headers.get("authorization")
    request.state.caller = caller = await _caller(header) if header is not None else None
    if caller:
        request.scope[PARTNER], request.scope[KEY] = caller.called, caller.key
    return caller


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
