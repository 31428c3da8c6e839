"""Places to choose from, as they are typed: today's names, and those of before 2025."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from shop.access import Actor
from shop.queries.places import PlaceFound, one_by_one, places_called
from shop.web.language import Language
from shop.web.words import words

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


def formerly(name: str, former: Sequence[tuple[str, str]], language: Language) -> str:
    names = "; ".join(", ".join(map(_lower, filter(None, pair))) for pair in former)
    said: str = words(language).register_formerly.format(name=name, former=names)
    return said


def place_of_today(name: str, former: tuple[str, str], language: Language) -> str:
    """Write a place by its name of today, with the commune and district that it was, if it was."""
    return formerly(name, [former], language) if any(former) else name


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]
