"""The web app manifest: by it a phone puts the shop on its home screen, with our own mark.

The PNGs are drawn from `templates/static/icons/favicon.svg` and `maskable.svg`, which designers
edit; W3C, Web Application Manifest.
"""

import orjson
from starlette.requests import Request
from starlette.responses import Response

from shop.web.files.assets import A_DAY, asset
from shop.web.language import Language
from shop.web.words import words

TYPE = "application/manifest+json"
SEA, PAPER = "#0b5a60", "#fbf6ea"
ICONS = (("icon-192", 192, "any"), ("icon-512", 512, "any"), ("maskable-512", 512, "maskable"))


async def manifest(_: Request, language: Language) -> Response:
    return Response(
        orjson.dumps(_manifest(language)),
        media_type=TYPE,
        headers={"Cache-Control": A_DAY, "Content-Language": language},
    )


def _manifest(language: Language) -> dict[str, object]:
    t = words(language)
    start = language.address("/")
    return {
        "id": start,
        "name": t.site,
        "short_name": t.site,
        "description": t.home_description,
        "lang": language,
        "start_url": start,
        "scope": "/",
        "display": "minimal-ui",
        "theme_color": SEA,
        "background_color": PAPER,
        "icons": [
            {
                "src": asset(f"{name}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for name, size, purpose in ICONS
        ],
    }
