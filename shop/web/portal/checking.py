"""The third step: a proposal looked through as shoppers will see it, and sent."""

from typing import Literal

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from media.sentences import Sentence
from shop.access import Actor
from shop.errors import FieldError, InvalidError
from shop.models import ProposalState, Side
from shop.proposals.checking import lacks
from shop.proposals.comparing import findings_of
from shop.proposals.drafting import EDITABLE
from shop.proposals.findings import Finding
from shop.proposals.sending import send
from shop.proposals.standing import Standing, standing_of
from shop.proposals.trust import Look
from shop.proposals.trusting import look_of
from shop.services import services
from shop.web.forms import Form, answer, origin_of
from shop.web.language import Language
from shop.web.portal.advising import advised_papers
from shop.web.portal.drafts import CHECK, LOST, ROOTS, SENT, Drafting, draft_page, drafting
from shop.web.portal.mending import DROP, place_of, returned
from shop.web.portal.previewing import PREVIEW, preview_page, shown_top
from shop.web.portal.telling import told_fields
from shop.web.signed import signed_in
from shop.web.words import word, words

PLEDGE = Sentence("Hãy đánh dấu ô cam đoan rồi gửi.", "Tick the warrant, then send it.")


LOOKS = {
    Look.AT_ONCE: ("look_at_once", "look_at_once_why"),
    Look.AFTER: ("look_after", "look_after_why"),
    Look.BEFORE: ("look_before", "look_before_why"),
}
"""What is told of when officials look, and why it matters."""


class Sent(BaseModel):
    seen: int = 0
    """The version of the proposal that was looked through."""
    pledge: Literal["yes", ""] = ""
    look: Look = Look.BEFORE
    """When officials look at it, as the page told."""


def checking_routes(side: Side) -> list[BaseRoute]:
    here = f"{ROOTS[side]}/{{proposal:proposal}}"
    return [
        *signed_in(f"{here}/{CHECK}", check, ("GET", "POST"), side=side),
        *signed_in(f"{here}/{PREVIEW}", preview, side=side),
    ]


async def preview(request: Request, language: Language, actor: Actor) -> Response:
    """Show the whole page as shoppers will see it."""
    at = await drafting(request, language, actor)
    return preview_page(at, await standing_of(at.proposal))


async def check(request: Request, language: Language, actor: Actor) -> Response:
    """Show a proposal as it will be seen, with what it lacks, and send it."""
    at = await drafting(request, language, actor)
    if at.proposal.state not in EDITABLE:
        return at.go(SENT)

    async def show(form: Form[Sent]) -> Response:
        return await _page(await drafting(request, language, actor), form)

    async def act(sent: Sent) -> Response:
        is_shown = await _send(at, sent)
        is_lost = sent.look is not Look.BEFORE and not is_shown
        return at.go(f"{SENT}?{LOST}=1" if is_lost else SENT)

    return await answer(request, Sent, show, act, origin=origin_of(request))


async def _send(at: Drafting, sent: Sent) -> bool:
    """Send a proposal; tell whether it is on show by now."""
    if not sent.pledge:
        missing = await lacks(await standing_of(at.proposal))
        raise InvalidError(PLEDGE, [*missing, FieldError("pledge", PLEDGE)])
    held, settings = services(at.request), services(at.request).settings
    return await send(
        at.proposal.id,
        sent.seen,
        held.pictures,
        user=at.actor.user,
        answer_days=settings.answer_days,
        wants_show=settings.trust and sent.look is not Look.BEFORE,
    )


async def _page(at: Drafting, form: Form[Sent]) -> Response:
    one, t = await standing_of(at.proposal), words(at.language)
    found = await findings_of(one)
    look = await _look(at, one, found)
    return draft_page(
        at,
        "portal/check.html",
        t.check_title,
        step=CHECK,
        form=form,
        shown=shown_top(at, one),
        whole=at.address(PREVIEW),
        fields=told_fields(at, one),
        is_new=one.is_new,
        wrong=[place_of(at, error.field, error.said) for error in form.errors],
        missing=[place_of(at, error.field, error.said) for error in await lacks(one)],
        returned=await returned(at),
        found=[place_of(at, finding.field, finding.said) for finding in found],
        advised=[] if at.proposal.is_correction else await advised_papers(at, one),
        drop=at.address(DROP),
        later=at.language.address(at.home),
        look=look,
        look_said=[word(key, at.language) for key in LOOKS[look]] if look else [],
        send=_send_words(at, look),
        pledge=_pledge(at),
    )


async def _look(at: Drafting, one: Standing, found: list[Finding]) -> Look | None:
    """Tell when officials will look at it; None: no producer is trusted here, and all waits."""
    if at.actor.side is Side.OFFICIAL or not services(at.request).settings.trust:
        return None
    return await look_of(one, found)


def _pledge(at: Drafting) -> str:
    t = words(at.language)
    if at.proposal.is_correction:
        return str(t.correct_pledge)
    return str(t.check_pledge_helped if at.actor.side is Side.OFFICIAL else t.check_pledge)


def _send_words(at: Drafting, look: Look | None) -> str:
    t = words(at.language)
    if at.proposal.is_correction:
        return str(t.correct_send)
    if look in {Look.AT_ONCE, Look.AFTER}:
        return str(t.look_send)
    if at.actor.side is Side.OFFICIAL:
        return str(t.check_send_helped)
    is_back = at.proposal.state == ProposalState.RETURNED
    return str(t.check_send_again if is_back else t.check_send)
