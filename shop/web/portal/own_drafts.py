"""What a producer has in the making as cards: how each stands, and what to do next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shop import clock
from shop.models import OPEN, Proposal, ProposalState, Review, Side
from shop.proposals.checking import lacks
from shop.proposals.standing import Standing, standings_of
from shop.publishing.rendering import shown_as
from shop.queries.own_products import ending_stars
from shop.web.in_words import price_of
from shop.web.language import Language, Said, in_vietnamese
from shop.web.portal.drafts import AGREE, CHECK, CORRECTED, SENT, path_of
from shop.web.portal.mending import last_returns, step_of
from shop.web.portal.stars_held import HERE as HELD
from shop.web.portal.waiting import photo_address
from shop.web.public.pictures_shown import CARD_WIDTH
from shop.web.words import word, words
from shop.web.writing import counted, short_weekday

MOST = 50
"""Proposals on the list; the rest come up as these are done."""
MOST_TASKS = 3
ORDER = (
    ProposalState.RETURNED,
    ProposalState.NEEDS_WORD,
    ProposalState.DRAFT,
    ProposalState.SUBMITTED,
)
GO = {ProposalState.DRAFT: "go", ProposalState.RETURNED: "mend"}
"""What the link to a proposal says; else it is looked at."""
STEPS = {ProposalState.RETURNED: CHECK, ProposalState.NEEDS_WORD: AGREE}
SHORT = ("photos", "name", "pack", "price", "place", "group")


@dataclass(frozen=True, slots=True)
class DraftCard:
    id: str
    name: Said
    kind: str
    photo: str
    price: str
    state: str
    tone: str
    url: str
    go: str


@dataclass(frozen=True, slots=True)
class Task:
    said: str
    url: str
    stars_of: str = ""
    """The product whose stars it is about."""


async def drafts_of(producer: str) -> list[Standing]:
    """Read what a producer has in the making, what is to be mended first."""
    found = Proposal.filter(producer_id=producer, state__in=OPEN).order_by("-changed_at")
    proposals = sorted(await found.limit(MOST), key=lambda one: ORDER.index(one.state))
    return await standings_of(producer, proposals)


async def draft_cards(drafts: Sequence[Standing], language: Language) -> list[DraftCard]:
    returned = await last_returns([one.proposal.id for one in drafts if _is_returned(one)])
    return [
        _corrected(one, language)
        if one.proposal.is_correction
        else await _card(one, _places(returned.get(one.proposal.id)), language)
        for one in drafts
    ]


def _corrected(one: Standing, language: Language) -> DraftCard:
    """Say that an official corrects a product; what it will say stays unsaid until it is sent."""
    held, t = one.proposal, words(language)
    due = held.answer_by if held.state == ProposalState.SUBMITTED else None
    waits = t.correct_card_waits.format(day=short_weekday(due, language)) if due else ""
    shown = one.without(one.patch)
    return DraftCard(
        id=held.id,
        name=in_vietnamese(shown.would_be.product["name_vi"], language),
        kind=t.correct_card,
        photo=_photo(shown),
        price="",
        state=waits or t.correct_card_written,
        tone="waiting" if due else "off",
        url=language.address(f"{CORRECTED}/{held.id}") if due else "",
        go=word("own_draft_see", language),
    )


def _places(review: Review | None) -> int:
    return len(review.reasons) if review else 0


async def _card(one: Standing, places: int, language: Language) -> DraftCard:
    proposal, name = one.proposal, one.would_be.product["name_vi"]
    is_draft = proposal.state == ProposalState.DRAFT
    fields = [error.field for error in await lacks(one)] if is_draft else []
    return DraftCard(
        id=proposal.id,
        name=in_vietnamese(name, language) if name else Said(word("check_untitled", language)),
        kind=word("own_draft_new" if one.is_new else "own_draft_edit", language),
        photo=_photo(one),
        price=_price(one, language) if one.is_new else "",
        state=_state(proposal, fields, places, language),
        tone="off" if is_draft else "waiting",
        url=language.address(_next(proposal, fields)),
        go=word(f"own_draft_{GO.get(proposal.state, 'see')}", language),
    )


def _photo(one: Standing) -> str:
    photos = one.would_be.photos
    return photo_address(photos[0], CARD_WIDTH, Side.PRODUCER) if photos else ""


def _price(one: Standing, language: Language) -> str:
    packs = shown_as(one.would_be, clock.now()).get("variants", ())
    return price_of(packs[0], language) if packs else ""


def _state(proposal: Proposal, lacking: Sequence[str], places: int, language: Language) -> str:
    t = words(language)
    match proposal.state:
        case ProposalState.RETURNED:
            return counted(t.own_draft_returned, places, language)
        case ProposalState.SUBMITTED:
            day = short_weekday(proposal.answer_by, language) if proposal.answer_by else ""
            return str(t.own_draft_waits.format(day=day))
        case ProposalState.NEEDS_WORD:
            return str(t.own_draft_word)
    what = ", ".join(_named(lacking, language))
    return str(t.own_draft_lacks.format(what=what) if what else t.own_draft_ready)


def _named(fields: Sequence[str], language: Language) -> list[str]:
    kinds = [field.partition("-")[0] for field in fields]
    known = dict.fromkeys(kind if kind in SHORT else "other" for kind in kinds)
    return [word(f"short_{kind}", language) for kind in known]


def _next(proposal: Proposal, lacking: Sequence[str]) -> str:
    """Give the path of the step that a draft stands at, or of what is said of one that was sent."""
    if proposal.state == ProposalState.DRAFT:
        step = step_of(lacking[0]) if lacking else CHECK
    else:
        step = STEPS.get(proposal.state, SENT)
    return path_of(Side.PRODUCER, proposal.id, step)


def _is_returned(one: Standing) -> bool:
    held = one.proposal
    return bool(held.state == ProposalState.RETURNED and not held.is_correction)


async def tasks_of(
    drafts: Sequence[Standing], producer: str, unseen: int, language: Language
) -> list[Task]:
    """List what a producer should do first; `unseen`: products that wait for its consent."""
    home = language.address(f"/nha-san-xuat/{producer}")
    found = [*_of_drafts(drafts, language), *_of_consent(unseen, home, language)]
    for code, name, days in await ending_stars(producer):
        said = counted(words(language).own_task_stars, days, language)
        url = language.address(f"{HELD}/{code}")
        found.append(Task(said.replace("{name}", name), url, stars_of=code))
    return found[:MOST_TASKS]


def _of_drafts(drafts: Sequence[Standing], language: Language) -> Iterator[Task]:
    theirs = [one for one in drafts if not one.proposal.is_correction]
    for state, key in ((ProposalState.RETURNED, "returned"), (ProposalState.NEEDS_WORD, "word")):
        some = [one for one in theirs if one.proposal.state == state]
        if some:
            said = counted(word(f"own_task_{key}", language), len(some), language)
            yield Task(said, f"#{some[0].proposal.id}")


def _of_consent(unseen: int, home: str, language: Language) -> Iterator[Task]:
    if unseen:
        said = counted(words(language).own_task_consent, unseen, language)
        yield Task(said, f"{home}/dong-y")
