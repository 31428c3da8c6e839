"""How much of the API one reader may use: counted for each key, and else for each address."""

from starlette.requests import Request

from shop.api.identifying import identify, partner_of
from shop.errors import UnknownKeyError
from shop.http.observing import SAID_BESIDE
from shop.http.shares import Policy, Shares, address_of
from shop.partners.keys import Caller
from shop.services import services


async def admit(request: Request, shares: Shares) -> Caller | None:
    """Identify the caller, then count the request; guessing keys counts for the address.

    Raises UnknownKeyError for a bad key, TooManyRequestsError beyond the share.
    """
    settings = services(request).settings
    of_address = Policy("address", settings.rate_per_address)
    try:
        caller = await identify(request)
    except UnknownKeyError:
        _count(request, shares, address_of(request), of_address)
        raise
    policy = Policy("partner", settings.rate_per_key) if caller else of_address
    _count(request, shares, reader_of(request), policy)
    return caller


def _count(request: Request, shares: Shares, reader: str, policy: Policy) -> None:
    """Count a request, and let its answer say what is left; also that it is refused."""
    try:
        shares.take(reader, policy.share)
    finally:
        if policy.share:
            request.scope[SAID_BESIDE] = policy.told(shares.left(reader, policy.share))


def reader_of(request: Request) -> str:
    """Name whose request it is: a partner's, or an address's."""
    partner = partner_of(request)
    return f"partner {partner}" if partner else address_of(request)
