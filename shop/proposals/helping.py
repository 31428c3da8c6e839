"""What officials do for producers of their communes: fill in proposals that then need a word."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from search.vietnamese import spelt
from shop.access import Actor, May, reach
from shop.errors import InvalidError
from shop.inputs.alike import is_same_word
from shop.models import AuditEntry, Producer, Proposal, ProposalState
from shop.models.columns import Row
from shop.proposals import drafting
from shop.proposals.at_work import THEIRS
from shop.proposals.reading import NAME, visible

AT_ONCE = 50
"""On one page of a list; the next one begins at the first that it left out."""
LATEST = 20
"""Proposals of a producer that its page lists, the newest first."""


@dataclass(frozen=True, slots=True)
class Helped:
    """A proposal that an official filled in, as the list of them says it."""

    proposal: Proposal
    name: str
    """Of the product; empty: it has none yet."""
    is_refused: bool
    """Its producer said no to it as it was."""


async def producers_found(actor: Actor, text: str = "", start: str = "") -> tuple[list[Row], str]:
    """Find producers an official may help, by name, code or commune; give a page, and the next.

    Marks count where both have them: "Dưa" does not find Dừa, and "dua" finds both.
    """
    there = (await reach(actor, May.HELP)).order_by("name_sort", "code")
    rows: list[Row] = await there.values("code", "name", "name_sort", commune="commune__name")
    wanted = text.split()
    found = [row for row in rows if all(_has(row, word) for word in wanted)]
    if first := await Producer.get_or_none(code=start).only("code", "name_sort"):
        place = first.name_sort, first.code
        found = [row for row in found if (row["name_sort"], row["code"]) >= place]
    return found[:AT_ONCE], found[AT_ONCE]["code"] if len(found) > AT_ONCE else ""


def _has(row: Row, wanted: str) -> bool:
    if wanted.upper() in row["code"]:
        return True
    parts = spelt(wanted.lower())
    words = spelt(f"{row['name']} {row['commune']}".lower())
    return bool(parts) and all(_begins_one(words, part) for part in parts)


def _begins_one(words: Sequence[str], part: str) -> bool:
    """Tell whether one of some words begins with what was typed."""
    return any(is_same_word(word, part) or is_same_word(word[: len(part)], part) for word in words)


async def begin(producer: str, product: str | None, *, user: int) -> Proposal:
    """Begin a proposal for a producer, or go on with what an official began of the product.

    Raises InvalidError where the producer itself is at it: that is its own.
    """
    begun = await drafting.begin(producer, product, user=user, helps=True)
    if begun.helped_by_id is None:  # type: ignore[attr-defined] # Tortoise adds it
        raise InvalidError(THEIRS)
    return begun


async def helped(producers: Collection[str]) -> list[Helped]:
    """List what officials filled in for some producers lately, the newest first."""
    theirs = Proposal.filter(producer_id__in=list(producers)).exclude(helped_by_id=None)
    shown = theirs.exclude(state=ProposalState.WITHDRAWN).order_by("-changed_at", "id")
    found = await shown.limit(LATEST).prefetch_related("product")
    drafts = [one.id for one in found if one.state == ProposalState.DRAFT]
    said_no = AuditEntry.filter(action="proposal.refuse_word", subject__in=drafts)
    refused = {row["subject"] for row in await said_no.values("subject")}
    return [Helped(one, _name(one), one.id in refused) for one in found]


def _name(one: Proposal) -> str:
    """Name the product as it is proposed, or else as it is called."""
    said = visible(one.patch.get(NAME, {}).get("typed", ""))
    return said or (one.product.name_vi if one.product else "")
