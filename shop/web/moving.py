"""Sends readers from an old or mistyped address of a page to its one right address."""

from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request

from shop.web.language import Language


def redirect_unless_at(request: Request, language: Language, path: str) -> None:
    """Raise a permanent redirect unless the request is for this path (of the Vietnamese side)."""
    address = language.address(path)
    if request.url.path != address:
        query = f"?{request.url.query}" if request.url.query else ""
        raise HTTPException(HTTPStatus.MOVED_PERMANENTLY, headers={"Location": address + query})
