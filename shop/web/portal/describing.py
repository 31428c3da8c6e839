"""Step 2 of a proposal: the facts of a product, as one form that works without a script."""

from dataclasses import replace
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop.access import Actor
from shop.errors import InvalidError
from shop.models import Side
from shop.proposals.checking import lacks
from shop.proposals.drafting import EDITABLE
from shop.proposals.duplicates import twins_of
from shop.proposals.joining import join
from shop.proposals.reading import PHOTOS
from shop.proposals.standing import Standing, standing
from shop.services import services
from shop.web.again import ask_in
from shop.web.forms import Form, answer, origin_of
from shop.web.language import Language
from shop.web.portal.autosaving import autosave, save_typed
from shop.web.portal.drafts import (
    CHECK,
    FACTS,
    ROOTS,
    SENT,
    Drafting,
    draft_page,
    drafting,
    path_of,
)
from shop.web.portal.facts import Shown, facts_page, in_words, label_of
from shop.web.portal.placing import places
from shop.web.portal.typed import Facts, texts_of
from shop.web.signed import DOORS, HOMES, go, signed_in
from shop.web.words import word

ADDS, NOT_THAT = "loai", "other"
FORM = ("GET", "POST")


def facts_routes(side: Side) -> list[BaseRoute]:
    base = f"{ROOTS[side]}/{{proposal:proposal}}"
    return [
        *signed_in(f"{base}/thong-tin", describe, FORM, side=side, keeps_typed=True),
        *signed_in(f"{base}/luu", autosave, ("POST",), side=side),
        *signed_in(f"{HOMES[side]}/noi", places, side=side),
    ]


async def describe(request: Request, language: Language, actor: Actor) -> Response:
    """Show what is said of a product, and save what is typed of it."""
    at, shown = await drafting(request, language, actor), Shown()
    if request.method != "POST" and at.proposal.state not in EDITABLE:
        return at.go(SENT)

    async def act(facts: Facts) -> Response:
        if facts.is_anothers(actor.user):
            return ask_in(request, language, language.address(DOORS[actor.side]))
        await save_typed(at, facts, shown)
        if facts.lam.startswith(ADDS):
            slot = facts.lam.removeprefix(ADDS)[:1]
            return at.go(f"{FACTS}?{ADDS}={slot}#field-pack-{slot}")
        return await _go_on(at, facts, await standing(at.proposal.id))

    show = partial(_page, at, shown)
    return await answer(request, Facts, show, act, origin=origin_of(request))


async def _go_on(at: Drafting, facts: Facts, one: Standing) -> Response:
    """Go on to the next step, or say what is wrong here, or whether it may be a product twice."""
    if errors := [error for error in await lacks(one) if error.field != PHOTOS]:
        raise InvalidError(errors[0].said, errors)
    twins = await _twins(one)
    if facts.same in twins:
        helps = at.actor.side is Side.OFFICIAL
        joined = await join(one.proposal, facts.same, user=at.actor.user, helps=helps)
        return go(path_of(at.actor.side, joined.id, FACTS), at.language)
    if twins and facts.same != NOT_THAT and not facts.warned:
        return at.go(f"{FACTS}#field-same")
    return at.go(CHECK)


async def _twins(one: Standing) -> list[str]:
    if not one.is_new:
        return []
    product = one.would_be.product
    return [twin.code for twin in await twins_of(product["producer_id"], product["name_vi"])]


async def _page(at: Drafting, shown: Shown, form: Form[Any]) -> Response:
    one = await standing(at.proposal.id)
    if shown.texts is None:
        shown.texts = dict(texts_of(form.typed))
    engine, adds = services(at.request).engine, at.request.query_params.get(ADDS, "")
    asked = {
        name: (label_of(name, at.language), [in_words(name, one, at.language, t) for t in pair])
        for name, pair in shown.conflicts.items()
    }
    return draft_page(
        replace(at, proposal=one.proposal),
        "portal/facts.html",
        word("step_thong_tin", at.language),
        step=FACTS,
        form=form,
        page=await facts_page(one, shown, engine, at.language, adds),
        asked=asked,
        label_of=partial(label_of, language=at.language),
        is_new=one.is_new,
        user=at.actor.user,
        prices=at.language.address(f"{HOMES[Side.PRODUCER]}/gia"),
        places=at.language.address(f"{HOMES[at.actor.side]}/noi"),
        months=range(1, 13),
    )
