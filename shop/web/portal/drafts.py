"""What stands around the steps of a proposal: whose it is, which step, when it was saved.

Its producer comes by one address, an official who fills it in for them by another; the pages are
the same.
"""

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from shop.access import Actor, May, proposal_for
from shop.models import Producer, Proposal, Side
from shop.proposals.drafting import ref_of
from shop.web.forms import Form
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.signed import go
from shop.web.writing import clock_time

ROOTS = {Side.PRODUCER: "/nha-san-xuat/de-nghi", Side.OFFICIAL: "/can-bo/giup/de-nghi"}
RIGHTS = {Side.PRODUCER: May.WORK, Side.OFFICIAL: May.HELP}
PHOTOS, FACTS, CHECK, SENT = "anh", "thong-tin", "xem-lai", "da-gui"
LOST = "cho"
"""The query parameter that says that what was to be shown at once waits for officials."""
AGREE = "dong-y-gui"
"""Where the producer says yes to what an official filled in."""
WORD = "loi-co-so"
"""Where an official who filled it in asks its producer to agree."""
CORRECTED = "/nha-san-xuat/sua-thay"
"""Below it a producer reads what officials correct of its products."""
STEPS = (PHOTOS, FACTS, CHECK)


@dataclass(frozen=True, slots=True)
class Drafting:
    """A person at a step of a proposal that they may work on."""

    request: Request
    language: Language
    actor: Actor
    proposal: Proposal
    producer: Producer

    @property
    def home(self) -> str:
        """Give the path of the list that the proposal stands in, as on the Vietnamese side."""
        if self.proposal.is_correction:
            return "/can-bo/sua-thay"
        if self.actor.side is Side.OFFICIAL:
            return "/can-bo/giup"
        return f"/nha-san-xuat/{self.producer.code}"

    def path(self, step: str = "") -> str:
        """Give the path of a step, or of something below the proposal."""
        return path_of(self.actor.side, self.proposal.id, step)

    def address(self, step: str = "") -> str:
        return self.language.address(self.path(step))

    def go(self, step: str) -> RedirectResponse:
        return go(self.path(step), self.language)


def path_of(side: Side, proposal: str, step: str = "") -> str:
    """Give the path of a proposal, as on the Vietnamese side."""
    return f"{ROOTS[side]}/{proposal}" + (f"/{step}" if step else "")


async def drafting(request: Request, language: Language, actor: Actor) -> Drafting:
    """Let a person in to the proposal that an address names. Raises what `proposal_for` raises."""
    found = await proposal_for(actor, RIGHTS[actor.side], request.path_params["proposal"])
    producer = await Producer.get(code=found.producer_id)  # type: ignore[attr-defined]
    return Drafting(request, language, actor, found, producer)


def draft_page(
    at: Drafting, template: str, title: str, *, step: str, form: Form[Any], **content: Any
) -> HTMLResponse:
    """Render a step of a proposal; `template` extends portal/draft.html."""
    before = STEPS[max(0, STEPS.index(step) - 1)] if step in STEPS else ""
    return personal_page(
        at.request,
        at.language,
        template,
        title,
        actor=at.actor,
        form=form,
        working_for=at.producer.name,
        back=at.address(before) if before and before != step else at.language.address(at.home),
        proposal=at.proposal,
        ref=ref_of(at.proposal.id),
        here=at.address(),
        step=STEPS.index(step) + 1 if step in STEPS else 0,
        of=len(STEPS),
        saved_at=clock_time(at.proposal.changed_at),
        **content,
    )
