"""After sending: when the answer comes, what can be done meanwhile, and what is still worth it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop import clock
from shop.access import Actor
from shop.accounts.people import addresses_of
from shop.accounts.postmen import ways_of
from shop.formats.differing import pieces
from shop.models import Proposal, ProposalState, SaleRestriction, Side
from shop.proposals.drafting import EDITABLE, copy_proposed, drop, take_back
from shop.proposals.needs import Need, needs_of
from shop.proposals.patching import COLUMNS
from shop.proposals.queue import place_of
from shop.proposals.spelling import mended_in
from shop.proposals.standing import Standing, standing_of
from shop.proposals.trusting import was_trusted
from shop.publishing.loading import ProductRows
from shop.services import services
from shop.web.account.offering import by_words
from shop.web.account.passkeys import offer_to
from shop.web.forms import Form, Nothing, answer, origin_of
from shop.web.language import Language, Said, in_vietnamese
from shop.web.portal.drafts import (
    AGREE,
    CHECK,
    LOST,
    PHOTOS,
    ROOTS,
    SENT,
    WORD,
    Drafting,
    draft_page,
    drafting,
)
from shop.web.portal.mending import ANOTHER, ASK_MORE, DROP, TAKE_BACK
from shop.web.portal.own_products import button
from shop.web.signed import go, signed_in
from shop.web.words import word, words
from shop.web.writing import number, weekday

TITLES = {
    ProposalState.SUBMITTED: "sent_title",
    ProposalState.APPROVED: "sent_approved_title",
}


@dataclass(frozen=True, slots=True)
class Task:
    """A field or paper that is worth having."""

    name: Said
    brings: str
    is_done: bool
    url: str
    """Where it is written; empty: not here."""


def sent_routes(side: Side) -> list[BaseRoute]:
    here, form = f"{ROOTS[side]}/{{proposal:proposal}}", ("GET", "POST")
    return [
        *signed_in(f"{here}/{SENT}", sent, side=side),
        *signed_in(f"{here}/{TAKE_BACK}", taking_back, form, side=side),
        *signed_in(f"{here}/{DROP}", dropping, form, side=side),
        *signed_in(f"{here}/{ANOTHER}", another, form, side=side),
    ]


async def sent(request: Request, language: Language, actor: Actor) -> Response:
    """Say that it is sent, and when the answer comes; or that it was approved."""
    at = await drafting(request, language, actor)
    state = at.proposal.state
    if state == ProposalState.NEEDS_WORD:
        return at.go(AGREE if actor.side is Side.PRODUCER else WORD)
    if state not in TITLES:
        return _elsewhere(at)
    one, by = await standing_of(at.proposal), await _told_by(at)
    is_shown = await was_trusted(at.proposal)
    return draft_page(
        at,
        "portal/sent.html",
        word("sent_shown_title" if is_shown else TITLES[state], language),
        step=SENT,
        form=Form(),
        is_shown=is_shown,
        is_lost=request.query_params.get(LOST) == "1" and state == ProposalState.SUBMITTED,
        state=state,
        answer_by=weekday(at.proposal.answer_by, language) if at.proposal.answer_by else "",
        place=await _place(at.proposal, language),
        by=words(language).sent_by.format(by=by) if by else words(language).sent_look,
        tasks=_tasks(at, one),
        papers=_papers(one, language),
        code=one.rows.product["code"],
        restriction=_restriction(one, language),
        is_new=one.is_new,
        list_url=language.address(at.home),
        ask_more=at.address(ASK_MORE),
        take_back=at.address(TAKE_BACK),
        another=at.address(ANOTHER),
        mended=[
            (word(f"field_{field}", language), pieces(was, at.proposal.patch[field]["typed"]))
            for field, was in mended_in(at.proposal.patch).items()
        ],
        offers_passkey=await offer_to(actor, language),
    )


def _restriction(one: Standing, language: Language) -> str:
    """Say how an official restricts the sale of what was approved; empty: not at all."""
    held, said = one.proposal, one.rows.product["sale_restriction"]
    if held.state != ProposalState.APPROVED or said == SaleRestriction.NONE:
        return ""
    return str(words(language).sent_restricted.format(how=word(f"{said}_title", language)))


async def _place(held: Proposal, language: Language) -> str:
    """Say where a proposal stands among all that wait; of one that was approved, nothing."""
    if held.state != ProposalState.SUBMITTED:
        return ""
    place = number(await place_of(held), language)
    return str(words(language).sent_place.format(n=place))


def _elsewhere(at: Drafting) -> Response:
    """Lead on from what is not with officials: to what is to be done with it."""
    if at.proposal.state == ProposalState.NEEDS_WORD:
        return at.go(WORD if at.actor.side is Side.OFFICIAL else AGREE)
    return at.go(CHECK) if at.proposal.state in EDITABLE else go(at.home, at.language)


async def _told_by(at: Drafting) -> str:
    """Say by which ways the person who sent it is told; empty: by none."""
    known = ways_of(services(at.request).settings)
    kinds = {one.kind for one in await addresses_of(at.actor.user)}
    ways = [way for kind in known if kind in kinds for way in known[kind]]
    return by_words(ways, at.language) if ways else ""


def _tasks(at: Drafting, one: Standing) -> list[Task]:
    """List the fields that a group is asked for, and whether they are filled in."""
    product, can_add = one.would_be.product, may_add(at)
    return [
        Task(
            Said(word(f"field_{need.what}", at.language)),
            word(f"brings_{need.what}", at.language),
            bool(product[COLUMNS[need.what]]),
            f"{at.address(ASK_MORE)}#field-{need.what}" if can_add else "",
        )
        for need in needs_of(product, clock.today())
        if need.is_field
    ]


def may_add(at: Drafting) -> bool:
    """Tell whether what is asked for after the first facts may be added now, by this person."""
    if at.proposal.state == ProposalState.SUBMITTED:
        return at.actor.side is Side.PRODUCER
    return at.proposal.state in EDITABLE


def _papers(one: Standing, language: Language) -> list[Task]:
    return [_paper(need, one.would_be, language) for need in _paper_needs(one)]


def _paper_needs(one: Standing) -> Iterable[Need]:
    return (need for need in needs_of(one.would_be.product, clock.today()) if not need.is_field)


def _paper(need: Need, rows: ProductRows, language: Language) -> Task:
    held = {str(row["kind"]) for row in rows.vouched}
    return Task(in_vietnamese(need.words, language), "", need.what in held, "")


async def taking_back(request: Request, language: Language, actor: Actor) -> Response:
    """Take back what was sent, to go on with it."""
    at = await drafting(request, language, actor)

    async def act(_: Nothing) -> Response:
        await take_back(at.proposal.id, user=actor.user)
        return at.go(CHECK)

    return await button(request, language, actor, (Nothing, act), at.path(SENT))


async def _named(proposal: Proposal) -> str:
    return str((await standing_of(proposal)).would_be.product["name_vi"])


async def dropping(request: Request, language: Language, actor: Actor) -> Response:
    """Ask whether a proposal should be dropped, and drop it."""
    at = await drafting(request, language, actor)

    async def show(form: Form[Any]) -> Response:
        return draft_page(
            at,
            "portal/drop.html",
            words(language).drop_title,
            step=DROP,
            form=form,
            keep=at.address(CHECK),
            name=await _named(at.proposal),
            is_new=at.proposal.is_new,
        )

    async def act(_: Nothing) -> Response:
        await drop(at.proposal.id, user=actor.user)
        return go(at.home, language)

    return await answer(request, Nothing, show, act, origin=origin_of(request))


async def another(request: Request, language: Language, actor: Actor) -> Response:
    """Begin the next product as a copy of this one."""
    at = await drafting(request, language, actor)

    async def act(_: Nothing) -> Response:
        helps = actor.side is Side.OFFICIAL
        made = await copy_proposed(at.proposal.id, user=actor.user, helps=helps)
        return go(f"{ROOTS[actor.side]}/{made.id}/{PHOTOS}", language)

    return await button(request, language, actor, (Nothing, act), at.path(SENT))
