"""Registering a producer that is not in the catalogue, after a look at those that are."""

from collections.abc import Mapping

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from media.sentences import Sentence
from shop.access import Actor
from shop.accounts.claims import asked_by
from shop.accounts.codes import refused
from shop.accounts.registering import register_own
from shop.catalogue.registering import NewProducer, alike
from shop.inputs.tables import Line, Name
from shop.models import SubjectType
from shop.queries.places import communes_of_today, place_meant, place_of, places_called
from shop.web.account.signing import HOME, claimed_page
from shop.web.forms import Form, answer, origin_of
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.portal.placing import told
from shop.web.signed import go, signed_in
from shop.web.words import word, words

REGISTERING = f"{HOME}/co-so"
NONE_OF_THEM = "khac"
KINDS = (
    SubjectType.HOUSEHOLD,
    SubjectType.COOPERATIVE,
    SubjectType.COOPERATIVE_GROUP,
    SubjectType.FARM,
    SubjectType.COMPANY,
    SubjectType.WORKSHOP,
)
IS_IT_ONE = Sentence(
    "Có phải một trong các cơ sở này? Hãy chọn một dòng.",
    "Is it one of these producers? Choose a line.",
)


class Registered(BaseModel):
    name: Name
    subject_type: SubjectType
    place: Line
    commune: str = ""
    same: str = ""
    contact_name: Line = ""


def registering_routes() -> list[BaseRoute]:
    return [*signed_in(REGISTERING, register, ("GET", "POST"))]


async def register(request: Request, language: Language, actor: Actor) -> Response:
    """Register a producer; a person who finds theirs in the list is told how to claim it."""

    async def show(form: Form[Registered]) -> Response:
        return await _page(request, language, actor, form)

    async def act(typed: Registered) -> Response:
        commune = await place_meant(typed.place, typed.commune)
        there = {row["code"]: row["name"] for row in await alike(typed.name, commune)}
        if typed.same in there:
            return _is_there(request, language, actor, (there[typed.same], commune))
        if there and typed.same != NONE_OF_THEM:
            raise refused("same", IS_IT_ONE)
        new = NewProducer(
            name=typed.name,
            subject_type=typed.subject_type,
            commune=commune,
            contact_name=typed.contact_name,
        )
        code = await register_own(actor.user, new)
        return go(claimed_page(code, is_theirs=True), language)

    return await answer(request, Registered, show, act, origin=origin_of(request))


async def _page(
    request: Request, language: Language, actor: Actor, form: Form[Registered]
) -> Response:
    found, _ = await places_called(form.text("place"))
    return personal_page(
        request,
        language,
        "personal/register.html",
        words(language).register_title,
        actor=actor,
        form=form,
        kinds=[(kind, word(f"as_kind_{kind}", language)) for kind in KINDS],
        communes=(await communes_of_today()).values(),
        places=[(one.code, told(one, language)) for one in found] if _asks(form) else [],
        similar=await _similar(form, language),
        waiting=await asked_by(actor.user),
        back=language.address(HOME),
    )


def _asks(form: Form[Registered]) -> bool:
    """Tell whether places are to be chosen from, or one was chosen of them."""
    return bool(form.error("commune", Language.VI) or form.text("commune"))


async def _similar(form: Form[Registered], language: Language) -> list[tuple[str, str]]:
    """Give the producers that may be the one that is registered, and "none of these"."""
    if not (form.error("same", language) or form.text("same")):
        return []
    commune = await place_of(form.text("place"), form.text("commune"))
    rows = await alike(form.text("name"), commune)
    none = words(language).register_none_of_them
    return [*((row["code"], _line(row)) for row in rows), (NONE_OF_THEM, none)] if rows else []


def _line(row: Mapping[str, str]) -> str:
    return f"{row['name']} ({row['code']})"


def _is_there(
    request: Request, language: Language, actor: Actor, found: tuple[str, str]
) -> Response:
    name, commune = found
    title = words(language).is_there_title
    return personal_page(
        request, language, "personal/is_there.html", title, actor=actor, name=name, commune=commune
    )
