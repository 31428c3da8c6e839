"""Pages of the registry where communes, sets and groups get other names; their codes stay."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop import catalogue
from shop.access import Actor, May, may_everywhere, must, must_everywhere
from shop.catalogue import renaming
from shop.catalogue.renaming import Named, count_shown
from shop.errors import NotFoundError
from shop.inputs import values
from shop.models import Side
from shop.queries import registry
from shop.queries.registry import Entry
from shop.web.desk.registry import COMMUNES, GROUPS, HOME, SETS, USES
from shop.web.forms import Form, answer, origin_of
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.signed import go, signed_in
from shop.web.words import word, words

LONGEST_SEARCH = 200
DONE = "xong"


@dataclass(frozen=True, slots=True)
class Part:
    """A list of the registry whose things have names."""

    here: str
    title: str
    """The word that names it."""
    above: str
    """The word for what its things stood or stand in."""
    parameter: str
    what: Named
    listed: Callable[[], Awaitable[list[Entry]]]


PARTS = (
    Part(
        COMMUNES,
        "registry_communes",
        "registry_districts",
        "commune",
        renaming.COMMUNES,
        registry.communes,
    ),
    Part(SETS, "registry_sets", "registry_above", "set", renaming.SETS, registry.sets),
    Part(GROUPS, "registry_groups", "registry_above", "group", renaming.GROUPS, registry.groups),
)


class Renamed(BaseModel):
    seen: values.Version
    name: str = ""
    name_vi: str = ""
    name_en: str = ""


def naming_routes() -> list[BaseRoute]:
    return [route for part in PARTS for route in _routes_of(part)] + signed_in(
        USES, uses, side=Side.OFFICIAL
    )


def _routes_of(part: Part) -> list[BaseRoute]:
    async def listed(request: Request, language: Language, actor: Actor) -> Response:
        return await _list(request, language, actor, part)

    async def one(request: Request, language: Language, actor: Actor) -> Response:
        return await _one(request, language, actor, part)

    path = f"{part.here}/{{{part.parameter}}}"
    return [
        *signed_in(part.here, listed, side=Side.OFFICIAL),
        *signed_in(path, one, ("GET", "POST"), side=Side.OFFICIAL),
    ]


async def _list(request: Request, language: Language, actor: Actor, part: Part) -> Response:
    await must(actor, May.SEE)
    text = request.query_params.get("q", "")[:LONGEST_SEARCH]
    everything = await part.listed()
    return personal_page(
        request,
        language,
        "desk/names.html",
        word(part.title, language),
        actor=actor,
        back=language.address(HOME),
        here=language.address(part.here),
        text=text,
        many=len(everything),
        rows=[one for one in everything if one.is_called(text)],
        is_finding=part.what is renaming.COMMUNES,
    )


async def _one(request: Request, language: Language, actor: Actor, part: Part) -> Response:
    """Show a thing of the registry, and take another name for it."""
    await (must if request.method == "GET" else must_everywhere)(actor, _needed(request))
    code = request.path_params[part.parameter]
    await _entry(part, code)
    path = f"{part.here}/{code}"

    async def show(form: Form[Any]) -> Response:
        entry = await _entry(part, code)
        return personal_page(
            request,
            language,
            "desk/name.html",
            entry.names[part.what.columns[0]],
            actor=actor,
            form=form,
            back=language.address(part.here),
            above=word(part.above, language),
            entry=entry,
            labels={column: word(f"registry_{column}", language) for column in entry.names},
            shown=await count_shown(part.what, code),
            may_register=await may_everywhere(actor, May.REGISTER),
            done=words(language).registry_renamed if DONE in request.query_params else "",
        )

    async def act(said: Renamed) -> Response:
        names = {column: getattr(said, column) for column in part.what.columns}
        await catalogue.rename(part.what, code, names, by=actor.by, seen=said.seen)
        return go(f"{path}?{DONE}=1", language)

    return await answer(request, Renamed, show, act, origin=origin_of(request))


def _needed(request: Request) -> May:
    return May.REGISTER if request.method == "POST" else May.SEE


async def _entry(part: Part, code: str) -> Entry:
    if found := next((one for one in await part.listed() if one.code == code), None):
        return found
    raise NotFoundError(part.what.missing.filled(code=code))


async def uses(request: Request, language: Language, actor: Actor) -> Response:
    """List what goods are used for; the list is the program's (docs/adr/0031)."""
    await must(actor, May.SEE)
    found = await registry.uses()
    return personal_page(
        request,
        language,
        "desk/uses.html",
        words(language).registry_uses,
        actor=actor,
        back=language.address(HOME),
        shelves=[(word(f"uses_{shelf}", language), rows) for shelf, rows in found.items()],
    )
