"""The share of the pages that one address has: far more than a school reads, less than a flood."""

from collections.abc import Awaitable, Callable, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from shop.http.shares import Shares, address_of
from shop.services import services

Endpoint = Callable[[Request], Awaitable[Response]]


def admitted(routes: Sequence[BaseRoute]) -> list[BaseRoute]:
    """Count what is asked of some routes, together, and refuse it beyond the share."""
    shares = Shares()
    return [_counting(route, shares) if isinstance(route, Route) else route for route in routes]


def _counting(route: Route, shares: Shares) -> Route:
    answer: Endpoint = route.endpoint

    async def endpoint(request: Request) -> Response:
        shares.take(address_of(request), services(request).settings.pages_per_address)
        return await answer(request)

    return Route(route.path, endpoint, methods=list(route.methods or ()), name=route.name)
