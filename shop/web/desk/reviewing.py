"""One proposal before an official: what it would change, and the decision on it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop import access
from shop.access import Actor, May, mandates_now, proposal_for
from shop.formats.vouching import is_made_up
from shop.inputs import values
from shop.models import (
    AgriGroup,
    Decision,
    OcopSet,
    Producer,
    ProposalState,
    Purpose,
    SaleRestriction,
    Side,
    State,
)
from shop.proposals import deciding, queue, undoing
from shop.proposals.comparing import findings_of
from shop.proposals.deciding import Approval, Stars
from shop.proposals.drafting import ref_of
from shop.proposals.holding import in_hand, take_in_hand
from shop.proposals.late_reasons import judged_before
from shop.proposals.reasons import OWN_WORDS, REASONS
from shop.proposals.rounds import Reason
from shop.proposals.spelling import mendable, mended_in
from shop.proposals.standing import Standing, standing_of
from shop.proposals.telling import named, preview_returned
from shop.services import services
from shop.web.desk.difference import said_by
from shop.web.desk.endings import stars_end_soon
from shop.web.desk.gone import keeping_words
from shop.web.desk.held import holder_of, says_held
from shop.web.desk.lookalikes import readable
from shop.web.desk.papers import papers_beside
from shop.web.desk.pictures import pictures_of
from shop.web.desk.remarks import answers_of, remarks_of, suggested_by
from shop.web.desk.restricting import restrictions_of
from shop.web.desk.results import (
    DONE,
    UNDO,
    in_language,
    is_admin,
    just_decided,
    quicker,
    result_of,
    rounds_of,
    undo_of,
    undo_of_asked,
)
from shop.web.differences import label_of
from shop.web.forms import TYPED, Form, answer, origin_of
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.portal.drafts import SENT, path_of
from shop.web.public.contacts import as_written
from shop.web.signed import HOMES, go, signed_in
from shop.web.words import words
from shop.web.writing import day

HOME = HOMES[Side.OFFICIAL]
ONE = f"{HOME}/de-nghi/{{proposal:proposal}}"
APPROVE, RETURN = "duyet", "tra-lai"
APPROVED = ProposalState.APPROVED
"""What it would change is on show by then, and nothing is left to compare it with."""
CHOICE = "choice-"
"""How the names of radios begin that say which word of a field stays; the field follows."""
STATES_OFF = {State.SUSPENDED: "review_suspended", State.WITHDRAWN: "review_withdrawn"}
HIGHEST_NUMBER = 2**31 - 1
"""Of a row: columns of numbers hold no more."""
Words = Annotated[str, StringConstraints(max_length=1_000)]


class Approved(BaseModel):
    seen: values.Version
    group: str = ""
    ocop_set: str = ""
    decision: int | None = Field(default=None, ge=1, le=HIGHEST_NUMBER)
    stars: Literal["3", "4", "5"] | None = None
    restriction: SaleRestriction | None = None


class Returned(BaseModel):
    seen: values.Version
    reasons: list[str] = []
    words: Words = ""
    act: Literal["send", "look"] = "send"


class Undone(BaseModel):
    seen: values.Version


@dataclass(frozen=True, slots=True)
class At:
    """An official before a proposal."""

    request: Request
    language: Language
    actor: Actor
    one: Standing

    @property
    def number(self) -> str:
        return self.one.proposal.id

    @property
    def undoes(self) -> bool:
        return self.request.url.path.endswith(f"/{UNDO}")


def reviewing_routes() -> list[BaseRoute]:
    both = ("GET", "POST")
    return [
        *signed_in(ONE, see, side=Side.OFFICIAL),
        *signed_in(f"{ONE}/{APPROVE}", approve, both, side=Side.OFFICIAL, keeps_typed=True),
        *signed_in(f"{ONE}/{RETURN}", give_back, both, side=Side.OFFICIAL, keeps_typed=True),
        *signed_in(f"{ONE}/{UNDO}", undo, both, side=Side.OFFICIAL),
    ]


async def see(request: Request, language: Language, actor: Actor) -> Response:
    return await _page(await _at(request, language, actor, May.SEE), Form())


@keeping_words
async def approve(request: Request, language: Language, actor: Actor) -> Response:
    at = await _at(request, language, actor, May.REVIEW)

    async def show(form: Form[Approved]) -> Response:
        return await _page(await _at(request, language, actor, May.REVIEW), form)

    async def act(said: Approved) -> Response:
        answers = answers_of(request.scope[TYPED])
        asked = Approval(said.seen, said.group, _stars(said), _choices(request), answers)
        approval = replace(asked, restriction=said.restriction)
        pictures = services(request).pictures
        await deciding.approve(at.number, approval, pictures, user=actor.user)
        return await _go_on(at)

    return await answer(request, Approved, show, act, origin=origin_of(request))


@keeping_words
async def give_back(request: Request, language: Language, actor: Actor) -> Response:
    at = await _at(request, language, actor, May.REVIEW)

    async def show(form: Form[Returned]) -> Response:
        return await _page(await _at(request, language, actor, May.REVIEW), form)

    async def act(said: Returned) -> Response:
        reasons = _reasons(said)
        if said.act == "look" and reasons:
            await take_in_hand(at.number, user=actor.user)
            form = Form(request.scope[TYPED], said)
            return await _page(at, form, _preview(at, reasons), await _late(at, reasons))
        answers = answers_of(request.scope[TYPED], said.reasons)
        await deciding.give_back(at.number, said.seen, reasons, user=actor.user, answers=answers)
        return await _go_on(at)

    return await answer(request, Returned, show, act, origin=origin_of(request))


async def undo(request: Request, language: Language, actor: Actor) -> Response:
    """Take a decision back, and show the proposal that waits again."""
    at = await _at(request, language, actor, May.REVIEW)

    async def show(form: Form[Undone]) -> Response:
        return await _page(await _at(request, language, actor, May.REVIEW), form)

    async def act(said: Undone) -> Response:
        may_all = await is_admin(actor, at.one.proposal)
        await undoing.undo(at.number, said.seen, user=actor.user, is_admin=may_all)
        return go(f"{HOME}/de-nghi/{at.number}?{DONE}={at.number}", language)

    return await answer(request, Undone, show, act, origin=origin_of(request))


async def _at(request: Request, language: Language, actor: Actor, may: May) -> At:
    """Let an official in to the proposal that an address names. Raises NotFoundError."""
    held = await proposal_for(actor, may, request.path_params["proposal"])
    return At(request, language, actor, await standing_of(held))


async def _go_on(at: At) -> Response:
    """Say what was decided, above the next proposal, or above the list where none is left."""
    following = await queue.next_of(at.actor, at.one.proposal)
    path = f"{HOME}/de-nghi/{following}" if following else HOME
    return go(f"{path}?{DONE}={at.number}", at.language)


def _choices(request: Request) -> Mapping[str, Any]:
    typed: Mapping[str, list[str]] = request.scope[TYPED]
    said = {name: texts[0] for name, texts in typed.items() if name.startswith(CHOICE)}
    return {
        name.removeprefix(CHOICE): word
        for name, word in said.items()
        if word in {"here", "proposed"}
    }


def _stars(said: Approved) -> Stars | None:
    """Give the set that an official picked; picked by half, it lacks a decision (`deciding`)."""
    if not (said.ocop_set or said.decision or said.stars):
        return None
    return Stars(said.ocop_set, said.decision or 0, int(said.stars or 0))


def _reasons(said: Returned) -> list[Reason]:
    ticked = [Reason(REASONS[key][0], key) for key in REASONS if key in said.reasons]
    return [*ticked, Reason("", OWN_WORDS, said.words)] if said.words else ticked


def _preview(at: At, reasons: list[Reason]) -> str:
    held = at.one.proposal
    return preview_returned(held, at.one.would_be.product["name_vi"], len(reasons), at.language)


async def _late(at: At, reasons: list[Reason]) -> frozenset[str]:
    """Find the fields whose reasons come late: they said the same when they were not named."""
    return (await judged_before(at.one, [one.field for one in reasons])).late


async def _page(at: At, form: Form[Any], preview: str = "", late: Collection[str] = ()) -> Response:
    held, one, language = at.one.proposal, at.one, at.language
    name = named(held, one.would_be.product["name_vi"])
    is_open = held.state == ProposalState.SUBMITTED
    may_review = await _may_review(at)
    return personal_page(
        at.request,
        language,
        "desk/proposal.html",
        name,
        actor=at.actor,
        form=form,
        back=language.address(HOME),
        done=await just_decided(at.request, language, at.actor),
        held=held,
        ref=ref_of(held.id),
        one=one,
        address=language.address(f"{HOME}/de-nghi/{held.id}"),
        is_done=held.state == APPROVED,
        pictures=pictures_of(one, language),
        notes=_notes(one, language),
        rounds=await rounds_of(held, language),
        producer=await _producer(one, language),
        promised=day(held.answer_by, language) if held.answer_by else "",
        result=await result_of(held, language),
        quicker=await quicker(held, language) if form.typed and not at.undoes else "",
        late=late,
        may_review=is_open and may_review,
        choices=await _sorting(language) if is_open else {},
        restrictions=restrictions_of(one, language),
        reasons=_templates(form, language),
        preview=preview,
        **said_by(one, language, is_open=is_open),
        **await _found(at),
        **await _held(at),
        **await _other_acts(at, may_review=may_review),
        **await _beside(at),
    )


async def _found(at: At) -> dict[str, Any]:
    """Give what the machine remarks, and which reasons to give it back it suggests by that."""
    found = await findings_of(at.one)
    return {
        "remarks": remarks_of(found, await readable(found, at.actor), at.language),
        "suggested": suggested_by(found),
    }


async def _held(at: At) -> dict[str, Any]:
    """Give who has the proposal in hand while it waits, and say so."""
    held = at.one.proposal
    waits = held.state == ProposalState.SUBMITTED
    holder = holder_of(await in_hand(held.id)) if waits else None
    said = says_held(holder, at.actor, at.language) if holder else ""
    return {"holder": holder, "held_said": said}


async def _beside(at: At) -> dict[str, str]:
    """Give the addresses of the proposals before and behind this one, as the list has them.

    Where it is decided there is the next one alone, to go on with.
    """
    held, one = await mandates_now().filter(user_id=at.actor.user), at.one.proposal
    if one.state == ProposalState.SUBMITTED:
        before, after = await queue.beside(held, one, at.actor.user)
    else:
        before, after = "", await queue.next_of(at.actor, one)
    root = at.language.address(f"{HOME}/de-nghi/")
    return {"before": before and root + before, "after": after and root + after}


async def _other_acts(at: At, *, may_review: bool) -> dict[str, Any]:
    """Give what an official may do besides deciding, and what another has done to the words."""
    held, language = at.one.proposal, at.language
    return {
        "undo": await undo_of_asked(at.request, language, at.actor),
        "undo_here": await undo_of(held, at.actor, language),
        "mended": [label_of(field, language) for field in mended_in(held.patch)],
        "mendable": mendable(at.one),
        "may_suspend": not held.is_new and may_review,
        **await _correcting(at),
    }


async def _correcting(at: At) -> dict[str, Any]:
    """Give whether the product may be corrected, and where an official's own correction stands."""
    held, actor = at.one.proposal, at.actor
    producer: str = held.producer_id  # type: ignore[attr-defined] # Tortoise adds it
    is_open = held.state == ProposalState.SUBMITTED
    is_here = not (held.is_new or is_open)
    own = (
        path_of(Side.OFFICIAL, held.id, SENT) if is_open and access.is_by(actor.user, held) else ""
    )
    return {
        "own_work": own and at.language.address(own),
        "may_correct": is_here and await access.reaches(actor, May.CORRECT, producer),
    }


def _notes(one: Standing, language: Language) -> list[str]:
    """Say why it will not be on show although it is approved, and that its stars end soon."""
    t, found = words(language), []
    if Purpose.CATALOGUE not in one.rows.consents:
        found.append(t.review_no_consent)
    if key := STATES_OFF.get(one.rows.product["state"]):
        found.append(getattr(t, key))
    return found + stars_end_soon(one.rows.recognitions, language)


async def _producer(one: Standing, language: Language) -> dict[str, Any]:
    found = await Producer.get(code=one.proposal.producer_id).select_related("commune")  # type: ignore[attr-defined]
    phones = [number for number in found.phone.split("; ") if number]
    return {
        "code": found.code,
        "name": found.name,
        "commune": found.commune.name,
        "state": found.state,
        "phones": [(number, as_written(number)) for number in phones],
        "papers": await papers_beside(found.code, language),
    }


async def _may_review(at: At) -> bool:
    producer: str = at.one.proposal.producer_id  # type: ignore[attr-defined] # Tortoise adds it
    if access.is_by(at.actor.user, at.one.proposal):
        return False
    may = await access.reaches(at.actor, May.REVIEW, producer)
    return may and not await access.is_of(at.actor.user, producer)


async def _sorting(language: Language) -> dict[str, list[tuple[str, str]]]:
    """List the groups, sets and decisions that an official may choose from."""
    side = "name_en" if language is Language.EN else "name_vi"
    groups = await AgriGroup.all().order_by("name_vi").values("code", said=side)
    sets = await OcopSet.all().order_by("number").values("number", said=side)
    decisions = await Decision.all().order_by("-signed_on", "number").values()
    t = words(language)
    return {
        "groups": [(row["code"], row["said"]) for row in groups],
        "sets": [(row["number"], f"{row['number']}. {row['said']}") for row in sets],
        "decisions": [
            (
                str(row["id"]),
                t.review_decision_of.format(
                    number=row["number"], day=day(row["signed_on"], language)
                )
                + (f" ({t.evidence_illustrative})" if is_made_up(row["number"]) else ""),
            )
            for row in decisions
        ],
    }


def _templates(form: Form[Any], language: Language) -> list[tuple[str, str, str, bool, str]]:
    """Give the reasons that may be ticked: key, label, words, whether one is, and its field."""
    return [
        (
            key,
            label_of(field, language) if field else "",
            in_language(said, language),
            form.has("reasons", key),
            field,
        )
        for key, (field, said) in REASONS.items()
    ]
