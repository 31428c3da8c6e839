"""What an official corrects of a product, or corrected, as its producer reads it."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop import clock
from shop.access import NO_PROPOSAL, Actor, May, proposal_for
from shop.errors import NotFoundError
from shop.models import Producer, Proposal, ProposalState, Review, Side
from shop.proposals.reading import PHOTOS
from shop.proposals.standing import Standing, standing_of
from shop.web.desk.difference import corrected_in
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.portal.drafts import CORRECTED
from shop.web.portal.waiting import photo_address
from shop.web.signed import HOMES, signed_in
from shop.web.words import words
from shop.web.writing import day

WIDTH = 320
"""Of a photo, in pixels."""


def corrected_routes() -> list[BaseRoute]:
    return signed_in(f"{CORRECTED}/{{proposal:proposal}}", see)


async def see(request: Request, language: Language, actor: Actor) -> Response:
    """Show what was sent or approved: each field as it was, and as it is to be."""
    held = await proposal_for(actor, May.SEE, request.path_params["proposal"])
    if not held.is_correction:
        raise NotFoundError(NO_PROPOSAL)
    one, t = await standing_of(held), words(language)
    is_done = held.state == ProposalState.APPROVED
    producer: str = held.producer_id  # type: ignore[attr-defined] # Tortoise adds it
    return personal_page(
        request,
        language,
        "portal/corrected.html",
        t.correct_told_title if is_done else t.correct_told_waits_title,
        actor=actor,
        working_for=(await Producer.get(code=producer).only("code", "name")).name,
        back=language.address(f"{HOMES[Side.PRODUCER]}/{producer}"),
        product=one.rows.product,
        said=await _said(held, language),
        lines=corrected_in(one, language),
        photos=_photos(one),
        is_done=is_done,
    )


def _photos(one: Standing) -> list[str]:
    """Give the addresses of the photos that a correction lays out; none: it leaves them."""
    shown = one.photos if PHOTOS in one.patch else []
    return [photo_address(photo, WIDTH, Side.PRODUCER) for photo in shown]


async def _said(held: Proposal, language: Language) -> str:
    """Say whose correction it is, and who decided on it or will."""
    t, writer = words(language), held.corrected_by_id  # type: ignore[attr-defined]
    if held.state == ProposalState.APPROVED:
        last = await Review.filter(proposal_id=held.id, undone_at=None).order_by("-id").first()
        if last:
            on = day(clock.today(last.at), language)
            return str(t.correct_told_done.format(writer=writer, who=last.by_id, day=on))  # type: ignore[attr-defined]
    if held.state == ProposalState.SUBMITTED and held.answer_by:
        return str(t.correct_told_waits.format(writer=writer, day=day(held.answer_by, language)))
    return str(t.correct_told_mending.format(writer=writer))
