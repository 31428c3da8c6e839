"""Style, script, icons and fonts: served by name under an address that changes with their bytes."""

import asyncio
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from string import ascii_lowercase

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
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
MARGIN = re.compile(r"^ *(?://.*\n)?|^\n", re.MULTILINE)
"""Of a script: what its lines are indented by, and lines that only explain."""
VARIABLE = re.compile(r"--[a-z][\w-]*")
SPACES = re.compile(r" ?([{};,>]) ?")
STYLES = ("site.css", "market.css")
FONT = re.compile(r"""url\("([^"/]+\.woff2)"\)""")
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
    there = sorted(path for path in STATIC.rglob("*") if path.suffix in TYPES)
    styles = {path.name: _lean(path.read_text()) for path in there if path.suffix == ".css"}
    short = _short("".join(styles.values()))  # of all: pages load two styles, with one's variables
    found = {path.name: _served(path, styles, short) for path in there}
    digest = sha256(fonts.identity().encode())
    for name, data in found.items():
        digest.update(name.encode() + b"\0" + data)
    return Files(found, digest.hexdigest()[:12])


def _lean(style: str) -> str:
    """Take out of a style what only people need: comments and spaces."""
    style = SPACES.sub(r"\1", " ".join(COMMENT.sub("", style).split()))
    return style.replace(": ", ":").replace(";}", "}")


def _short(styles: str) -> dict[str, str]:
    """Give each variable a short name; those that are named most get the shortest.

    It begins with a letter, which the Nu validator insists on.
    """
    names = Counter(VARIABLE.findall(styles))
    return {name: f"--{_lettered(n)}" for n, (name, _) in enumerate(names.most_common())}


def _lettered(n: int) -> str:
    """Count in letters: a, b … z, ba, bb and so on."""
    more, last = divmod(n, len(ascii_lowercase))
    return (_lettered(more) if more else "") + ascii_lowercase[last]


def _served(file: Path, styles: Mapping[str, str], short: Mapping[str, str]) -> bytes:
    if file.suffix == ".js":
        return MARGIN.sub("", file.read_text()).encode()
    if file.name not in styles:
        return file.read_bytes()
    return VARIABLE.sub(lambda found: short[found[0]], styles[file.name]).encode()


def asset(name: str) -> str:
    """Give the address of an asset. Raises LookupError for one that we do not have."""
    if name not in files().by_name and name not in fonts.WEIGHTS:
        raise LookupError(name)
    return f"/static/{files().version}/{name}"


@cache
def style() -> str:
    """Give the style of every page, to stand in it: its first paint waits for nothing more.

    The addresses of fonts are whole there; the policy for contents allows it by its hash.
    """
    text = "".join(files().by_name[name].decode() for name in STYLES)
    return FONT.sub(lambda found: f"url({asset(found[1])})", text)


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
