"""Officials help: they find a producer of their communes, and fill in proposals for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop import clock
from shop.access import Actor, May, communes_for, must, producer_for
from shop.accounts.officials import duties
from shop.catalogue.endings import Ending, endings
from shop.errors import NO_PRODUCT, NotFoundError
from shop.inputs.values import ProductCode
from shop.models import Producer, Product, ProposalState, Side, State
from shop.models.columns import Row
from shop.proposals import helping
from shop.proposals.drafting import ref_of
from shop.proposals.helping import AT_ONCE, Helped
from shop.web.desk.endings import helped_line
from shop.web.forms import Form, answer, origin_of
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.portal.drafts import CHECK, PHOTOS, SENT, WORD, path_of
from shop.web.portal.own_products import start_of
from shop.web.signed import go, signed_in
from shop.web.words import word, words

HELPING = "/can-bo/giup"
LONGEST_SEARCH = 200
SOON = timedelta(days=90)
NEXT: Mapping[ProposalState, str] = {
    ProposalState.DRAFT: PHOTOS,
    ProposalState.RETURNED: CHECK,
    ProposalState.NEEDS_WORD: WORD,
    ProposalState.SUBMITTED: SENT,
}
"""State → the step where an official goes on with what they filled in."""


class Wanted(BaseModel):
    """For which product; empty: for a new one."""

    product: ProductCode | None = None


@dataclass(frozen=True, slots=True)
class HelpedCard:
    """A proposal as the page of its producer lists it."""

    ref: str
    name: str
    state: str
    url: str
    """Where to go on with it; empty: it is done."""


def helping_routes() -> list[BaseRoute]:
    of_a_producer = f"{HELPING}/co-so/{{producer:code}}"
    return [
        *signed_in(HELPING, find, side=Side.OFFICIAL),
        *signed_in(of_a_producer, help_one, ("GET", "POST"), side=Side.OFFICIAL),
    ]


async def find(request: Request, language: Language, actor: Actor) -> Response:
    """List the producers that an official may help, fifty at a time, and find one among them."""
    await must(actor, May.HELP)
    text = request.query_params.get("q", "")[:LONGEST_SEARCH]
    found, following = await helping.producers_found(actor, text, start_of(request))
    return personal_page(
        request,
        language,
        "desk/helping.html",
        words(language).helping_title,
        actor=actor,
        back=language.address("/can-bo"),
        found=found,
        text=text,
        following=following,
        here=language.address(HELPING),
        ending=helped_line(await _ending_soon(actor), language),
    )


async def _ending_soon(actor: Actor) -> list[Ending]:
    """List what ends within 90 days in the communes that an official may help."""
    today, communes = clock.today(), communes_for(await duties(actor.user), May.HELP)
    return await endings(today, today + SOON, communes)


async def help_one(request: Request, language: Language, actor: Actor) -> Response:
    """Show what officials filled in for a producer, and begin another."""
    producer = await producer_for(actor, May.HELP, request.path_params["producer"].upper())

    async def show(form: Form[Wanted]) -> Response:
        return await _page(request, language, actor, producer, form)

    async def act(wanted: Wanted) -> Response:
        product = await _on_show(producer, wanted.product) if wanted.product else None
        begun = await helping.begin(producer.code, product, user=actor.user)
        return go(path_of(Side.OFFICIAL, begun.id, NEXT.get(begun.state, PHOTOS)), language)

    return await answer(request, Wanted, show, act, origin=origin_of(request))


async def _on_show(producer: Producer, code: str) -> str:
    theirs = Product.filter(code=code.upper(), producer_id=producer.code, state=State.PUBLISHED)
    if not await theirs.exists():
        raise NotFoundError(NO_PRODUCT.filled(code=code))
    return code.upper()


async def _page(
    request: Request, language: Language, actor: Actor, producer: Producer, form: Form[Wanted]
) -> Response:
    goods, following = await _goods(producer, start_of(request))
    here = language.address(f"{HELPING}/co-so/{producer.code}")
    return personal_page(
        request,
        language,
        "desk/helped.html",
        words(language).helped_title,
        actor=actor,
        form=form,
        working_for=producer.name,
        back=language.address(HELPING),
        here=here,
        helped=[_card(one, language) for one in await helping.helped([producer.code])],
        goods=goods,
        following=f"{here}?tu={following}" if following else "",
    )


async def _goods(producer: Producer, start: str) -> tuple[list[Row], str]:
    """Give the products on show that may be changed, by their codes, and where the next begin."""
    shown = Product.filter(producer_id=producer.code, state=State.PUBLISHED, code__gte=start)
    found = await shown.order_by("code").limit(AT_ONCE + 1).values("code", name="name_vi")
    return found[:AT_ONCE], found[AT_ONCE]["code"] if len(found) > AT_ONCE else ""


def _card(one: Helped, language: Language) -> HelpedCard:
    held, step = one.proposal, NEXT.get(one.proposal.state, "")
    state = "refused" if one.is_refused else held.state
    return HelpedCard(
        ref_of(held.id),
        one.name,
        word(f"helped_state_{state}", language),
        language.address(path_of(Side.OFFICIAL, held.id, step)) if step else "",
    )
