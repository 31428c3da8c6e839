"""Where in a proposal something is to be looked at: its field, and the step that has it."""

from collections.abc import Sequence
from dataclasses import dataclass

from media.sentences import Sentence
from shop import clock
from shop.models import ProposalState, Review, ReviewDecision, Side
from shop.proposals.needs import PAPERS
from shop.proposals.reading import MORE, PHOTOS
from shop.proposals.reasons import told
from shop.web.language import Language
from shop.web.portal.drafts import FACTS, Drafting
from shop.web.portal.drafts import PHOTOS as PHOTO_STEP
from shop.web.signed import HOMES
from shop.web.words import word, words
from shop.web.writing import counted

ASK_MORE, DROP, TAKE_BACK, ANOTHER = "lam-them", "xoa", "rut", "them-nua"
"""Paths below a proposal, besides those of its steps."""
OWN_PAPERS = f"{HOMES[Side.PRODUCER]}/giay-to"
"""Where a producer sends papers."""
HERE = frozenset({"pledge", "seen", ""})
"""Fields of the last step itself, or of none."""


@dataclass(frozen=True, slots=True)
class Place:
    """What is said of a field, and where that is changed."""

    name: str
    said: str
    url: str
    """Empty: nowhere in particular."""


@dataclass(frozen=True, slots=True)
class Returned:
    """What officials want mended."""

    said: str
    on: str
    places: list[Place]


def place_of(at: Drafting, field: str, said: Sentence) -> Place:
    return Place(name_of(field, at.language), _in(said, at.language), url_of(at, field))


def url_of(at: Drafting, field: str) -> str:
    """Give the address of a field's place: in the step that has it."""
    if field in HERE:
        return f"#field-{field}" if field == "pledge" else ""
    if field.startswith(PAPERS):
        return at.language.address(OWN_PAPERS) if at.actor.side is Side.PRODUCER else ""
    return f"{at.address(step_of(field))}#field-{field}"


def step_of(field: str) -> str:
    """Name the step that a field is filled in at."""
    if field == PHOTOS:
        return PHOTO_STEP
    return ASK_MORE if field in MORE else FACTS


def name_of(field: str, language: Language) -> str:
    """Name a field as its step does; empty: it is none of a proposal's."""
    kind = field.partition("-")[0]
    known = vars(words(language))
    return str(known.get(f"field_{kind}", ""))


async def returned(at: Drafting) -> Returned | None:
    """Say what officials want mended, while that is to be done."""
    if at.proposal.state != ProposalState.RETURNED:
        return None
    review = await last_return(at.proposal.id)
    places = [
        place_of(at, one["field"], told(one["reason"], one["words"])) for one in review.reasons
    ]
    there, language = clock.today(review.at), at.language
    said = counted(words(language).check_returned, len(places), language)
    on = word("check_returned_on", language).format(day=f"{there.day}/{there.month}")
    return Returned(said, on, places)


async def last_return(proposal: str) -> Review:
    """Give what was decided when a proposal was last given back."""
    return (await last_returns([proposal]))[proposal]


async def last_returns(proposals: Sequence[str]) -> dict[str, Review]:
    """Give proposal → what was decided when it was last given back."""
    found = Review.filter(proposal_id__in=proposals, decision=ReviewDecision.RETURNED)
    return {one.proposal_id: one for one in await found.order_by("round")}  # type: ignore[attr-defined]


def _in(said: Sentence, language: Language) -> str:
    return said.vi if language is Language.VI else said.en
