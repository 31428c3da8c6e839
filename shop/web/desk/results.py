"""What was decided on a proposal, said to the officials who read it."""

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from media.sentences import Sentence
from shop.access import Actor, May, proposal_for
from shop.errors import NotFoundError
from shop.models import Proposal, ProposalState, Review, ReviewDecision, User
from shop.proposals.reading import NAME
from shop.proposals.reasons import told
from shop.proposals.telling import named
from shop.web.desk.difference import label_of
from shop.web.language import Language
from shop.web.words import words
from shop.web.writing import clock_time, moment

DONE = "xong"
"""The query parameter that names the proposal that was just decided."""


@dataclass(frozen=True, slots=True)
class Round:
    """What an official decided on one round, and why."""

    said: str
    reasons: list[tuple[str, str]]
    """The field, or nothing, and what is to be mended there."""


async def just_decided(request: Request, language: Language, actor: Actor) -> str:
    """Say what the official has just decided; empty: nothing that they may see."""
    number = request.query_params.get(DONE, "")
    if not number.isalnum():
        return ""
    try:
        held = await proposal_for(actor, May.SEE, number)
    except NotFoundError:
        return ""
    name = named(held, held.patch.get(NAME, {}).get("typed") or await _name(held))
    t, code = words(language), held.product_id  # type: ignore[attr-defined]
    if held.state == ProposalState.APPROVED:
        return str(t.review_done_approved.format(name=name, code=code))
    if held.state == ProposalState.RETURNED:
        return str(t.review_done_returned.format(name=name))
    return ""


async def rounds_of(held: Proposal, language: Language) -> list[Round]:
    """List what was decided on a proposal, the latest first."""
    rows = await Review.filter(proposal_id=held.id).order_by("-round").values()
    return [Round(_said(row, language), _reasons(row["reasons"], language)) for row in rows]


async def result_of(held: Proposal, language: Language) -> str:
    """Say what came of a proposal that is not to be decided; empty: it is."""
    if held.state == ProposalState.SUBMITTED:
        return ""
    last = await _last(held)
    if last is None:
        return ""
    t = words(language)
    approved = last["decision"] == ReviewDecision.APPROVED
    pattern = t.review_result_approved if approved else t.review_result_returned
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
    rows = await Review.filter(proposal_id=held.id).order_by("-round").limit(1).values()
    return rows[0] if rows else None


async def _name(held: Proposal) -> str:
    if held.product_id is None:  # type: ignore[attr-defined] # Tortoise adds it
        return ""
    return str((await held.product).name_vi)


def _said(row: dict[str, Any], language: Language) -> str:
    t, approved = words(language), row["decision"] == ReviewDecision.APPROVED
    pattern = t.review_round_approved if approved else t.review_round_returned
    when = moment(row["at"], language)
    return str(pattern.format(n=row["round"], who=row["by_id"], moment=when))


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
