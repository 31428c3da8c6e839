"""What is still to be told: messages that were given up, and producers to be told in person."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop.access import Actor, May, must, reach
from shop.accounts import given_up
from shop.accounts.texts import TEXTS
from shop.models import IdentityKind, Message, Side
from shop.proposals import in_person
from shop.web.desk.results import in_language
from shop.web.forms import Nothing
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.portal.own_products import button
from shop.web.public.contacts import as_written
from shop.web.signed import HOMES, go, signed_in
from shop.web.words import word, words
from shop.web.writing import moment

HOME = HOMES[Side.OFFICIAL]
DEAD, IN_PERSON = f"{HOME}/tin-nhan", f"{HOME}/bao-tai-xa"
MOST = 100


def telling_routes() -> list[BaseRoute]:
    return [
        *signed_in(DEAD, dead, side=Side.OFFICIAL),
        *signed_in(f"{DEAD}/{{message}}", send_again, ("POST",), side=Side.OFFICIAL),
        *signed_in(IN_PERSON, to_tell, side=Side.OFFICIAL),
        *signed_in(f"{IN_PERSON}/{{told}}", note_told, ("POST",), side=Side.OFFICIAL),
    ]


async def dead(request: Request, language: Language, actor: Actor) -> Response:
    """List the messages that were given up: to what kind of address, why, and since when."""
    await must(actor, May.OPERATE)
    return personal_page(
        request,
        language,
        "desk/dead.html",
        words(language).dead_title,
        actor=actor,
        back=language.address(HOME),
        rows=[_dead(one, language) for one in await given_up.given_up(MOST)],
    )


def _dead(one: Message, language: Language) -> dict[str, str]:
    t, known = words(language), TEXTS.get(one.what)
    ended = moment(one.ended_at, language) if one.ended_at else ""
    return {
        "id": one.id,
        "what": in_language(known.subject, language) if known else one.what,
        "to": t.dead_phone if one.kind == IdentityKind.PHONE else t.dead_email,
        "why": one.error,
        "when": t.dead_when.format(moment=ended, n=one.attempts),
    }


async def send_again(request: Request, language: Language, actor: Actor) -> Response:
    await must(actor, May.OPERATE)

    async def act(_: Nothing) -> Response:
        await given_up.send_again(request.path_params["message"], by=actor.by)
        return go(DEAD, language)

    return await button(request, language, actor, (Nothing, act), DEAD)


async def to_tell(request: Request, language: Language, actor: Actor) -> Response:
    """List the producers of an official's communes that no message reaches."""
    await must(actor, May.HELP)
    found = await in_person.to_tell(await reach(actor, May.HELP))
    return personal_page(
        request,
        language,
        "desk/to_tell.html",
        words(language).tell_title,
        actor=actor,
        back=language.address(HOME),
        rows=[
            (
                one,
                one.said(language),
                as_written(one.phone) if one.phone else "",
                word("tell_since", language).format(moment=moment(one.since, language)),
            )
            for one in found
        ],
    )


async def note_told(request: Request, language: Language, actor: Actor) -> Response:
    await must(actor, May.HELP)

    async def act(_: Nothing) -> Response:
        there = await reach(actor, May.HELP)
        await in_person.note_told(there, request.path_params["told"], by=actor.by)
        return go(IN_PERSON, language)

    return await button(request, language, actor, (Nothing, act), IN_PERSON)
