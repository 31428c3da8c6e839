"""Who asks: found out before anything else, and apart from how often anybody may."""

from starlette.requests import Request

from shop.errors import ForeignCursorError, UnknownKeyError
from shop.partners.keys import Caller, caller_of
from shop.partners.scopes import EVERYTHING, Scope


async def identify(request: Request) -> Caller | None:
    """Note whose key a request carries, and give the caller; None: a reader without one.

    Raises UnknownKeyError for a key that is wrong, expired or revoked.
    """
    header = request.headers.get("authorization")
    request.state.caller = caller = await _caller(header) if header is not None else None
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
        raise ForeignCursorError("The key has another scope now.")


async def _caller(header: str) -> Caller:
    scheme, _, key = header.partition(" ")
    if scheme.lower() != "bearer":
        raise UnknownKeyError("Give the key as: Authorization: Bearer hpn_live_…")
    return await caller_of(key.strip())
