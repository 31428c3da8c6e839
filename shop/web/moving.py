"""Sends readers from an old or mistyped address of a page to its one right address."""

from http import HTTPStatus
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Match, Route

from shop.web.language import Language


def redirect_unless_at(request: Request, language: Language, path: str) -> None:
    """Raise a permanent redirect unless the request is for this path (of the Vietnamese side)."""
    address = language.address(path)
    if request.url.path != address:
        query = f"?{request.url.query}" if request.url.query else ""
        raise HTTPException(HTTPStatus.MOVED_PERMANENTLY, headers={"Location": address + query})


def without_slash(request: Request) -> str:
    """Give the address of the page that is meant by one with a slash behind it; empty if none is.

    It names no host: whatever Host a request gives, it leads to no other site.
    """
    asked: str = request.scope["path"]
    path = asked.rstrip("/")
    if path == asked or not path or path.startswith("//") or request.method not in {"GET", "HEAD"}:
        return ""
    scope = {**request.scope, "path": path}
    routes = (one for one in request.app.router.routes if isinstance(one, Route))
    if not any(route.matches(scope)[0] is Match.FULL for route in routes):
        return ""
    query = f"?{request.url.query}" if request.url.query else ""
    return quote(path) + query
