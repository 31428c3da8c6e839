"""What was decided on a proposal, said to the officials who read it."""

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from media.sentences import Sentence
from shop.access import Actor, May, proposal_for, reaches
from shop.errors import NotFoundError
from shop.inputs import values
from shop.models import Proposal, ProposalState, Review, ReviewDecision, User
from shop.proposals import undoing
from shop.proposals.reading import NAME
from shop.proposals.reasons import told
from shop.proposals.telling import named
from shop.web.differences import label_of
from shop.web.language import Language
from shop.web.words import word, words
from shop.web.writing import clock_time, moment

DONE = "xong"
"""The query parameter that names the proposal that was just decided."""


UNDO = "hoan-tac"
RESULTS = {
    ReviewDecision.APPROVED: "review_result_approved",
    ReviewDecision.RETURNED: "review_result_returned",
    ReviewDecision.TRUSTED: "review_result_trusted",
}
ROUNDS = {
    ReviewDecision.APPROVED: "review_round_approved",
    ReviewDecision.RETURNED: "review_round_returned",
    ReviewDecision.TRUSTED: "review_round_trusted",
}


@dataclass(frozen=True, slots=True)
class Undo:
    """The button that takes a decision back."""

    address: str
    seen: values.Version
    until: str


@dataclass(frozen=True, slots=True)
class Round:
    """What an official decided on one round, and why."""

    said: str
    reasons: list[tuple[str, str]]
    """The field, or nothing, and what is to be mended there."""


async def just_decided(request: Request, language: Language, actor: Actor) -> str:
    """Say what the official has just decided; empty: nothing that they may see."""
    if (held := await _asked(request, actor)) is None:
        return ""
    name = named(held, held.patch.get(NAME, {}).get("typed") or await _name(held))
    t, code = words(language), held.product_id  # type: ignore[attr-defined]
    last = await undoing.undoable(held, actor.user, is_admin=True)
    until = f" {undo_until(last, language)}" if last else ""
    if held.state == ProposalState.APPROVED:
        return f"{t.review_done_approved.format(name=name, code=code)}{until}"
    if held.state == ProposalState.RETURNED:
        is_silent = last or held.is_correction  # its producer is not told of a return
        pattern = t.review_done_returning if is_silent else t.review_done_returned
        return f"{pattern.format(name=name)}{until}"
    return str(t.undo_done.format(name=name)) if await _was_undone(held) else ""


def undo_until(review: Review, language: Language) -> str:
    return str(words(language).undo_until.format(time=clock_time(undoing.until(review))))


async def undo_of(held: Proposal, actor: Actor, language: Language) -> Undo | None:
    """Give the button that takes a decision back; None: this person cannot, or not any more."""
    if held.state not in {ProposalState.APPROVED, ProposalState.RETURNED}:
        return None
    last = await undoing.undoable(held, actor.user, is_admin=await is_admin(actor, held))
    if last is None:
        return None
    address = language.address(f"/can-bo/de-nghi/{held.id}/{UNDO}")
    return Undo(address, last.version, undo_until(last, language))


async def undo_of_asked(request: Request, language: Language, actor: Actor) -> Undo | None:
    """Give the button for what the official has just decided, which the address names."""
    held = await _asked(request, actor)
    return await undo_of(held, actor, language) if held else None


async def is_admin(actor: Actor, held: Proposal) -> bool:
    return await reaches(actor, May.OPERATE, held.producer_id)  # type: ignore[attr-defined]


async def _was_undone(held: Proposal) -> bool:
    last = await Review.filter(proposal_id=held.id).order_by("-id").first()
    return bool(last and last.undone_at)


async def _asked(request: Request, actor: Actor) -> Proposal | None:
    number = request.query_params.get(DONE, "")
    if not number.isalnum():
        return None
    try:
        return await proposal_for(actor, May.SEE, number)
    except NotFoundError:
        return None


async def rounds_of(held: Proposal, language: Language) -> list[Round]:
    """List what was decided on a proposal, the latest first."""
    rows = await Review.filter(proposal_id=held.id).order_by("-id").values()
    return [Round(_said(row, language), _reasons(row["reasons"], language)) for row in rows]


async def result_of(held: Proposal, language: Language) -> str:
    """Say what came of a proposal that is not to be decided; empty: it is."""
    if held.state == ProposalState.SUBMITTED:
        return ""
    last = await _last(held)
    if last is None:
        return ""
    is_wrong = held.is_correction and last["decision"] == ReviewDecision.RETURNED
    pattern = word("correct_review_returned" if is_wrong else RESULTS[last["decision"]], language)
    return str(pattern.format(moment=moment(last["at"], language), who=last["by_id"]))


async def quicker(held: Proposal, language: Language) -> str:
    """Say who decided while this official was writing; empty: it is still to be decided."""
    last = None if held.state == ProposalState.SUBMITTED else await _last(held)
    if last is None:
        return ""
    t, user = words(language), await User.get_or_none(id=last["by_id"])
    approved = last["decision"] == ReviewDecision.APPROVED
    return str(
        t.review_kept.format(
            who=(user and user.name) or t.review_official.format(n=last["by_id"]),
            what=t.review_did_approve if approved else t.review_did_return,
            time=clock_time(last["at"]),
        )
    )


async def _last(held: Proposal) -> dict[str, Any] | None:
    standing = Review.filter(proposal_id=held.id, undone_at=None)
    rows = await standing.order_by("-id").limit(1).values()
    return rows[0] if rows else None


async def _name(held: Proposal) -> str:
    if held.product_id is None:  # type: ignore[attr-defined] # Tortoise adds it
        return ""
    return str((await held.product).name_vi)


def _said(row: dict[str, Any], language: Language) -> str:
    when, pattern = moment(row["at"], language), word(ROUNDS[row["decision"]], language)
    said = pattern.format(n=row["round"], who=row["by_id"], moment=when)
    if row["undone_at"] is None:
        return said
    by_trust = row["decision"] == ReviewDecision.TRUSTED
    undone = word("review_round_put_back" if by_trust else "undo_round", language)
    return undone.format(said=said, moment=moment(row["undone_at"], language))


def _reasons(said: list[dict[str, str]], language: Language) -> list[tuple[str, str]]:
    return [
        (
            label_of(one["field"], language) if one["field"] else "",
            in_language(told(one["reason"], one["words"]), language),
        )
        for one in said
    ]


def in_language(said: Sentence, language: Language) -> str:
    return said.vi if language is Language.VI else said.en
