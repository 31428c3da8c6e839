"""Style, script, icons and fonts: served by name under an address that changes with their bytes."""

import asyncio
import re
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from media.sentences import Sentence
from shop.errors import NotFoundError
from shop.http.caching import unchanged
from shop.services import services
from shop.web.files import fonts

STATIC = Path(__file__).parents[3] / "templates" / "static"
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
VARIABLE = re.compile(r"--[a-z][\w-]*")
SPACES = re.compile(r" ?([{};,>]) ?")
FOREVER = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"
ONLY_NOW = "public, max-age=0, must-revalidate"
NO_FILE = Sentence("Không có tệp này. Hãy xem lại địa chỉ.", "There is no such file.")


@dataclass(frozen=True, slots=True)
class Files:
    """What lies in templates/static, by name; `version` names all of it, and the fonts, at once.

    One version for all lets the style name its fonts by relative addresses.
    """

    by_name: dict[str, bytes]
    version: str


@cache
def files() -> Files:
    found = {p.name: _served(p) for p in sorted(STATIC.rglob("*")) if p.suffix in TYPES}
    digest = sha256(fonts.identity().encode())
    for name, data in found.items():
        digest.update(name.encode() + b"\0" + data)
    return Files(found, digest.hexdigest()[:12])


def _served(file: Path) -> bytes:
    """Read a file; a style without what only people need: comments, spaces, long names."""
    if file.suffix != ".css":
        return file.read_bytes()
    style = COMMENT.sub("", file.read_text())
    style = SPACES.sub(r"\1", " ".join(style.split()))
    style = style.replace(": ", ":").replace(";}", "}")
    short = {name: f"--{n:x}" for n, name in enumerate(dict.fromkeys(VARIABLE.findall(style)))}
    return VARIABLE.sub(lambda found: short[found[0]], style).encode()


def asset(name: str) -> str:
    """Give the address of an asset. Raises LookupError for one that we do not have."""
    if name not in files().by_name and name not in fonts.WEIGHTS:
        raise LookupError(name)
    return f"/static/{files().version}/{name}"


def inlined(name: str) -> str:
    """Give an asset as a data address, which costs no request of its own."""
    data = b64encode(files().by_name[name]).decode()
    return f"data:{TYPES[Path(name).suffix]};base64,{data}"


async def static(request: Request) -> Response:
    """Serve an asset; an older version's address gives the present bytes, but not to keep.

    While a new version is rolled out, pages of the old one still ask for theirs.
    """
    name, version = request.path_params["name"], request.path_params["version"]
    data = await _bytes(request, name)
    etag = f'"{sha256(data).hexdigest()[:32]}"'
    headers = {
        "Cache-Control": FOREVER if version == files().version else ONLY_NOW,
        "ETag": etag,
    }
    if same := unchanged(request, headers):
        return same
    return Response(data, media_type=TYPES[Path(name).suffix], headers=headers)


async def _bytes(request: Request, name: str) -> bytes:
    if name in fonts.WEIGHTS:
        folder = services(request).settings.data / "assets"
        return await asyncio.to_thread(fonts.subset_of, name, folder)
    if name not in files().by_name:
        raise NotFoundError(NO_FILE)
    return files().by_name[name]


async def favicon(_: Request) -> Response:
    """Answer programs that ask for the icon without having read a page."""
    data = files().by_name["favicon.svg"]
    return Response(data, media_type=TYPES[".svg"], headers={"Cache-Control": A_DAY})


def asset_routes() -> list[BaseRoute]:
    return [Route("/static/{version}/{name}", static), Route("/favicon.ico", favicon)]
