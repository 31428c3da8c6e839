"""Places to choose from, as they are typed: today's names, and those of before 2025."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from shop.access import Actor
from shop.queries.places import PlaceFound, one_by_one, places_called
from shop.web.in_words import formerly
from shop.web.language import Language

AT_ONCE = 8
MOST_LETTERS = 100


async def places(request: Request, language: Language, _: Actor) -> Response:
    """List places by what is typed so far: key and words of each."""
    found = await options(request.query_params.get("q", ""), language)
    return JSONResponse([{"key": key, "said": said} for key, said in found])


async def options(text: str, language: Language) -> list[tuple[str, str]]:
    """Give key and words of the places that a text may mean."""
    found, _ = await places_called(text[:MOST_LETTERS])
    return [(one.key, told(one, language)) for one in one_by_one(found)][:AT_ONCE]


def told(found: PlaceFound, language: Language) -> str:
    """Write a place as people find it again: Xã Kiến Hưng (trước là xã Đại Hà, huyện Kiến Thụy)."""
    if not found.formerly:
        return found.name
    return formerly(found.name, found.formerly, language)
