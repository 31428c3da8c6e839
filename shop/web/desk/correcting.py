"""Where an administrator finds a product and corrects it without its producer."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop.access import Actor, May, is_by, must, product_for
from shop.models import Producer, Product, Proposal, ProposalState, Side, State
from shop.proposals import correcting
from shop.proposals.at_work import open_of, why_not
from shop.proposals.drafting import EDITABLE, ref_of
from shop.web.desk.results import in_language
from shop.web.forms import Form, Nothing, answer, origin_of
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.portal.drafts import path_of
from shop.web.portal.own_products import start_of
from shop.web.portal.starting import next_step
from shop.web.signed import HOMES, go, signed_in
from shop.web.words import word, words
from shop.web.writing import day

CORRECTING = f"{HOMES[Side.OFFICIAL]}/sua-thay"
ONE = f"{CORRECTING}/{{code:code}}"
LONGEST_SEARCH = 200


@dataclass(frozen=True, slots=True)
class Begun:
    """A proposal of a product that is not decided, as the pages of corrections list it."""

    ref: str
    code: str
    name: str
    said: str
    """Whose it is, and how it stands."""
    url: str
    """Where this official goes on with it, or reads it; empty: nowhere."""
    goes_on: bool
    """It is this official's to write on, and not only to read."""


def correcting_routes() -> list[BaseRoute]:
    return [
        *signed_in(CORRECTING, find, side=Side.OFFICIAL),
        *signed_in(ONE, correct, ("GET", "POST"), side=Side.OFFICIAL),
    ]


async def find(request: Request, language: Language, actor: Actor) -> Response:
    """Find a product, fifty at a time by their codes, and list what is being corrected."""
    await must(actor, May.CORRECT)
    text, start = request.query_params.get("q", "")[:LONGEST_SEARCH], start_of(request)
    found, following = await correcting.products_found(actor, text, start)
    is_first = not (text or start)
    begun = await correcting.begun(actor) if is_first else []
    return personal_page(
        request,
        language,
        "desk/correcting.html",
        words(language).correct_title,
        actor=actor,
        back=language.address(HOMES[Side.OFFICIAL]),
        begun=[_begun(one, one.product.name_vi, actor, language) for one in begun],
        found=[(row, _state(row["state"], language)) for row in found],
        text=text,
        following=following,
        here=language.address(CORRECTING),
    )


async def correct(request: Request, language: Language, actor: Actor) -> Response:
    """Show what is at work on a product, and begin to correct it, or go on with that."""
    product = await product_for(actor, May.CORRECT, request.path_params["code"].upper())

    async def show(form: Form[Nothing]) -> Response:
        return await _page(request, language, actor, product, form)

    async def act(_: Nothing) -> Response:
        begun = await correcting.begin(product, user=actor.user)
        return go(path_of(Side.OFFICIAL, begun.id, next_step(begun)), language)

    return await answer(request, Nothing, show, act, origin=origin_of(request))


async def _page(
    request: Request, language: Language, actor: Actor, product: Product, form: Form[Nothing]
) -> Response:
    producer = await Producer.get(code=product.producer_id).select_related("commune")  # type: ignore[attr-defined]
    at_it = await open_of(product.code)
    mine = next((one for one in at_it if is_by(actor.user, one)), None)
    refused = None if mine else next((said for one in at_it if (said := why_not(one))), None)
    return personal_page(
        request,
        language,
        "desk/correct.html",
        words(language).correct_title,
        actor=actor,
        form=form,
        back=language.address(CORRECTING),
        product=product,
        producer=producer,
        state=_state(product.state, language),
        at_it=[_begun(one, product.name_vi, actor, language) for one in at_it],
        mine=language.address(path_of(Side.OFFICIAL, mine.id, next_step(mine))) if mine else "",
        refused=in_language(refused, language) if refused and not form.errors else "",
    )


def _begun(one: Proposal, name: str, actor: Actor, language: Language) -> Begun:
    is_mine = is_by(actor.user, one)
    code: str = one.product_id  # type: ignore[attr-defined] # Tortoise adds it
    said = f"{_whose(one, actor, language)} · {_standing(one, language)}"
    goes_on = is_mine and one.state in EDITABLE
    return Begun(ref_of(one.id), code, name, said, _url(one, language, is_mine=is_mine), goes_on)


def _url(one: Proposal, language: Language, *, is_mine: bool) -> str:
    if is_mine:
        return language.address(path_of(Side.OFFICIAL, one.id, next_step(one)))
    is_sent = one.state == ProposalState.SUBMITTED
    return language.address(f"{HOMES[Side.OFFICIAL]}/de-nghi/{one.id}") if is_sent else ""


def _whose(one: Proposal, actor: Actor, language: Language) -> str:
    t = words(language)
    if is_by(actor.user, one):
        return str(t.correct_by_you)
    if one.is_correction:
        return str(t.correct_by_other.format(n=one.corrected_by_id))  # type: ignore[attr-defined]
    return str(t.correct_by_producer)


def _standing(one: Proposal, language: Language) -> str:
    if one.state == ProposalState.SUBMITTED and one.answer_by:
        return str(words(language).correct_waits.format(day=day(one.answer_by, language)))
    return word(f"correct_state_{one.state}", language)


def _state(state: str, language: Language) -> str:
    return "" if state == State.PUBLISHED else word(f"correct_product_{state}", language)
