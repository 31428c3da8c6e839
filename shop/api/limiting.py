"""How much of the API one reader may use: counted for each key, and else for each address."""

from starlette.requests import Request

from shop.api.identifying import identify, partner_of
from shop.errors import UnknownKeyError
from shop.http.shares import Shares, address_of
from shop.partners.keys import Caller
from shop.services import services


async def admit(request: Request, shares: Shares) -> Caller | None:
    """Identify the caller, then count the request; guessing keys counts for the address.

    Raises UnknownKeyError for a bad key, TooManyRequestsError beyond the share.
    """
    settings = services(request).settings
    try:
        caller = await identify(request)
    except UnknownKeyError:
        shares.take(address_of(request), settings.rate_per_address)
        raise
    share = settings.rate_per_key if caller else settings.rate_per_address
    shares.take(reader_of(request), share)
    return caller


def reader_of(request: Request) -> str:
    """Name whose request it is: a partner's, or an address's."""
    partner = partner_of(request)
    return f"partner {partner}" if partner else address_of(request)
