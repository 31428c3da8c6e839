"""The QR code of a product's page, for readers of paper and of wide screens: a file of its own.

Drawing one takes some milliseconds, more than the rest of the page, and phones do not show it.
"""

from functools import lru_cache
from hashlib import sha256
from io import BytesIO

import segno
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop.http.caching import unchanged
from shop.queries.listings import listing_of
from shop.services import services
from shop.web.language import Language, both_languages

QUIET = 4
"""Modules of white around a code (ISO/IEC 18004 §9.1)."""
MOST_DRAWN = 1000
DAY = "public, max-age=86400"


async def qr(request: Request, language: Language) -> Response:
    """Answer with the code of the shortest address of a page that is on show."""
    code = request.path_params["code"].upper()
    await listing_of(code)
    address = services(request).settings.base_url + language.address(f"/san-pham/{code}")
    headers = {"Cache-Control": DAY, "ETag": f'"{sha256(address.encode()).hexdigest()[:32]}"'}
    return unchanged(request, headers) or Response(
        drawn(address), media_type="image/svg+xml", headers=headers
    )


@lru_cache(MOST_DRAWN)
def drawn(address: str) -> bytes:
    file = BytesIO()
    made = segno.make(address, error="m", micro=False)
    made.save(file, kind="svg", border=QUIET, light="#fff", omitsize=True, nl=False)
    return file.getvalue()


def qr_routes() -> list[BaseRoute]:
    return both_languages("/san-pham/{code}/ma-qr.svg", qr)
