"""Products of mine: what readers see of them, and whether price and stock still hold."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from shop import catalogue, clock
from shop.access import Actor, May, producer_for, reach
from shop.accounts.claims import asked_by
from shop.accounts.joining import answer_offer, must_be_offered, offers_to
from shop.catalogue import Said
from shop.formats.standing import stands_through
from shop.models import (
    Consent,
    Producer,
    ProducerState,
    Product,
    Purpose,
    State,
    Variant,
    Voice,
)
from shop.proposals import correcting
from shop.proposals.standing import Standing
from shop.queries.listings import CODE
from shop.queries.own_products import AT_ONCE, own_products
from shop.web.account.passkeys import offer_to
from shop.web.account.signing import HOME
from shop.web.forms import Form, Nothing, answer, origin_of
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.portal.frame import PRODUCTS, links
from shop.web.portal.own_cards import OwnCard, own_card
from shop.web.portal.own_drafts import Task, draft_cards, drafts_of, tasks_of
from shop.web.portal.stars_held import stars_held
from shop.web.signed import go
from shop.web.words import word, words
from shop.web.writing import counted, day

M = TypeVar("M", bound=BaseModel)
DONE = frozenset({"gia", "con", "het", "ngung", "lai", "van-dung"})
"""What a page says has just been done, by its query parameter `xong`."""


@dataclass(frozen=True, slots=True)
class Done:
    """What has just been done, and to which product; no product: to all, or to one elsewhere."""

    said: str = ""
    product: str = ""


async def choose(request: Request, language: Language, actor: Actor) -> Response:
    """Lead on to the one producer that a person works for, or let them choose."""
    mine = await (await reach(actor, May.WORK)).order_by("name_sort", "code")
    offers = await offers_to(actor.user)
    if len(mine) == 1 and not offers:
        return go(f"{HOME}/{mine[0].code}", language)
    title = words(language).own_choose if mine else words(language).own_none
    return personal_page(
        request,
        language,
        "portal/choose.html",
        title,
        actor=actor,
        producers=mine,
        offers=offers,
        waiting=await asked_by(actor.user),
    )


class Answered(BaseModel):
    answer: Literal["yes", "no"]


async def take_offer(request: Request, language: Language, actor: Actor) -> Response:
    """Say yes or no to a producer that wants a person to work for it."""
    await must_be_offered(actor.user, request.path_params["offer"])

    async def act(said: Answered) -> Response:
        yes = said.answer == "yes"
        await answer_offer(actor.user, request.path_params["offer"], yes=yes)
        return go(HOME, language)

    return await button(request, language, actor, (Answered, act), HOME)


async def products(request: Request, language: Language, actor: Actor) -> Response:
    """Show a producer's products, fifty at a time by their codes."""
    producer = await producer_for(actor, May.WORK, request.path_params["producer"].upper())
    start = start_of(request)
    own, following = await own_products(producer.code, start)
    corrections = await correcting.latest_of([one.product.code for one in own])
    cards = [own_card(one, language, corrections.get(one.product.code)) for one in own]
    drafts = [] if start else await drafts_of(producer.code)
    packs = await Variant.filter(product__producer_id=producer.code).count()
    is_owner = await (await reach(actor, May.KEEP)).filter(code=producer.code).exists()
    tasks = await _tasks(producer.code, drafts, language) if not start else []
    return personal_page(
        request,
        language,
        "portal/products.html",
        words(language).own_title,
        actor=actor,
        **await around(actor, producer, language),
        producer=producer,
        cards=cards,
        stars=await stars_held(own, language, besides={one.stars_of for one in tasks}),
        drafts=await draft_cards(drafts, language),
        tasks=tasks,
        waiting=await asked_by(actor.user),
        is_unconfirmed=producer.state == ProducerState.UNCONFIRMED,
        packs=counted(words(language).own_n_packs, packs, language) if packs else "",
        holds_through=day(stands_through(clock.today(), ()), language),
        is_owner=is_owner,
        nav=links(producer.code, language, PRODUCTS, is_owner=is_owner),
        following=following,
        is_begun=bool(start),
        just=done_of(request, language, cards, packs),
        offers_passkey=await offer_to(actor, language),
    )


async def _tasks(producer: str, drafts: Sequence[Standing], language: Language) -> list[Task]:
    """List what should be done first; products that no consent covers are seen by none."""
    agreed = Consent.filter(producer_id=producer, purpose=Purpose.CATALOGUE, withdrawn_at=None)
    published = Product.filter(producer_id=producer, state=State.PUBLISHED)
    unseen = 0 if await agreed.exists() else await published.count()
    return await tasks_of(drafts, producer, unseen, language)


def start_of(request: Request) -> str:
    """Give the code that the page of a list begins at; empty: it is the first."""
    asked = request.query_params.get("tu", "").upper()
    return asked if CODE.fullmatch(asked) else ""


def done_of(request: Request, language: Language, cards: Sequence[OwnCard], packs: int) -> Done:
    """Say what was just done, beside the product that it was done to if that is on the page."""
    key, product = (request.query_params.get(name, "") for name in ("xong", "o"))
    if key not in DONE:
        return Done()
    said = word(f"own_done_{key.replace('-', '_')}", language).format(
        packs=counted(words(language).own_n_packs, packs, language),
        day=day(stands_through(clock.today(), ()), language),
    )
    return Done(said, product if any(one.code == product for one in cards) else "")


async def around(actor: Actor, producer: Producer, language: Language) -> dict[str, Any]:
    """Say for whom a person works, and where to change that if there are others."""
    several = await (await reach(actor, May.WORK)).count() > 1
    switch = language.address(HOME) if several else ""
    return {"working_for": producer.name, "switch_to": switch}


async def confirm(request: Request, language: Language, actor: Actor) -> Response:
    """Say that all that is told of a producer's offers still holds."""
    producer = await producer_for(actor, May.WORK, request.path_params["producer"].upper())
    back = f"{HOME}/{producer.code}"

    async def act(_: Nothing) -> Response:
        await catalogue.confirm_offers(producer.code, by=actor.by, said=Said(Voice.PRODUCER))
        return go(f"{back}?xong=van-dung", language)

    return await button(request, language, actor, (Nothing, act), back)


async def button(
    request: Request,
    language: Language,
    actor: Actor,
    pressed: tuple[type[M], Callable[[M], Awaitable[Response]]],
    back: str,
) -> Response:
    """Do what a button of a list says; its address, opened as a page, leads to that list."""
    if request.method != "POST":
        return go(back, language)

    async def show(form: Form[Any]) -> Response:
        return personal_page(
            request,
            language,
            "personal/refused.html",
            words(language).own_title,
            actor=actor,
            form=form,
            back=language.address(back),
        )

    model, act = pressed
    return await answer(request, model, show, act, origin=origin_of(request))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a product stands on a list."""

    path: str
    product: str
    is_first: bool = False
    """Of the whole list: it is seen without scrolling."""

    def after(self, key: str) -> str:
        """Give the address that says what was just done to the product, and leads to it."""
        between = "&" if "?" in self.path else "?"
        to = "" if self.is_first else f"#{self.product}"
        return f"{self.path}{between}xong={key}&o={self.product}{to}"


async def place_of(product: Product) -> Place:
    """Find where a product stands on its producer's list: of a long one, show it from there."""
    producer = product.producer_id  # type: ignore[attr-defined] # Tortoise adds it
    codes = Product.filter(producer_id=producer).order_by("code")
    some = [one["code"] for one in await codes.limit(AT_ONCE + 1).values("code")]
    is_first = some[:1] == [product.code]
    is_far = len(some) > AT_ONCE and not is_first
    path = f"{HOME}/{producer}?tu={product.code}" if is_far else f"{HOME}/{producer}"
    return Place(path, product.code, is_first)
