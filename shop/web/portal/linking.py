"""The quick link: switched on and off by an owner, and the page that it opens.

The page reads no session and makes none, and only a POST changes anything: messengers and mail
scanners open every link that they see (portal.md §1, lesson 17).
"""

from typing import Literal

import segno
from markupsafe import Markup
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from media.sentences import Sentence
from shop import clock
from shop.access import Actor, May, producer_for
from shop.accounts import quick_links
from shop.accounts.quick_links import Opened
from shop.errors import NotFoundError
from shop.http import paths
from shop.models import Variant
from shop.queries.own_products import own_products
from shop.services import services
from shop.web.account.signing import HOME
from shop.web.forms import Form, answer, origin_of, receive
from shop.web.language import Language, both_languages
from shop.web.personal import personal_page
from shop.web.portal.offering import price_page, say_stock
from shop.web.portal.own_cards import own_card
from shop.web.portal.own_products import Place, around, done_of, start_of
from shop.web.portal.pricing import Question, TypedPrice, change_price
from shop.web.signed import go
from shop.web.words import words
from shop.web.writing import day

QUICK = "/nhanh/"
AT_ONCE = 20
"""Products on one page of a link: it weighs at most 50 kB."""
PRIVATE = {"Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex, nofollow"}
"""The address is the key: it goes to no other site, and into no search.

Under `no-referrer` browsers send `Origin: null` with the page's own form, which is then refused.
"""
NO_LINK = Sentence("Không có trang này.", "There is no such page.")


class Switch(BaseModel):
    lam: Literal["bat", "tat"]
    seen: int | None = None
    """The newest link that its page knew of."""


class Said(TypedPrice):
    """What is said through a link of one pack: its stock, or else its price."""

    sku: str = ""
    con: Literal["con", "het"] | None = None


def quick_routes() -> list[BaseRoute]:
    paths.keep_secret_below(*(each.address(QUICK) for each in Language))
    return both_languages(f"{QUICK}{{token:secret}}", quick, ("GET", "POST"))


async def link(request: Request, language: Language, actor: Actor) -> Response:
    """Switch a producer's link on or off; a new one is shown this once."""
    producer = await producer_for(actor, May.KEEP, request.path_params["producer"].upper())
    made: list[str] = []

    async def show(form: Form[Switch]) -> Response:
        held, last = (
            await quick_links.standing(producer.code),
            await quick_links.newest(producer.code),
        )
        return personal_page(
            request,
            language,
            "portal/link.html",
            words(language).own_link_title,
            actor=actor,
            form=form,
            back=language.address(f"{HOME}/{producer.code}"),
            address=made[0] if made else "",
            code=drawn(made[0]) if made else "",
            on_since=day(clock.today(held.created_at), language) if held else "",
            used_on=day(clock.today(held.used_at), language) if held and held.used_at else "",
            seen=last.id if last else 0,
            is_off=request.query_params.get("xong") == "tat" and held is None,
            **await around(actor, producer, language),
        )

    async def act(wanted: Switch) -> Response:
        if wanted.lam == "tat":
            await quick_links.switch_off(producer.code, by=actor.by)
            return go(f"{HOME}/{producer.code}/link?xong=tat", language)
        token = await quick_links.switch_on(actor.user, producer.code, seen=wanted.seen)
        made.append(f"{services(request).settings.base_url}{QUICK}{token}")
        return await show(Form())

    return await answer(request, Switch, show, act, origin=origin_of(request))


def drawn(address: str) -> Markup:
    """Draw an address as a QR code, which cameras read from a screen or paper."""
    code = segno.make(address, error="m", micro=False)
    svg = code.svg_inline(scale=5, border=4, light="#fff", omitsize=True)
    return Markup(svg)  # noqa: S704 - made of squares alone


async def quick(request: Request, language: Language) -> Response:
    """Show a producer's packs to who has its link, and take what they say of price and stock."""
    opened = await _opened(request)
    if request.method == "POST":
        await receive(request, origin_of(request))
        opened = await _opened(request)  # the link may have ended while the form came
    response = await _quick(request, language, opened)
    response.headers.update(PRIVATE)
    return response


async def _opened(request: Request) -> Opened:
    if opened := await quick_links.opened_by(request.path_params["token"]):
        return opened
    raise NotFoundError(NO_LINK)


async def _quick(request: Request, language: Language, opened: Opened) -> Response:
    place, question = f"{QUICK}{request.path_params['token']}", Question()
    tried: list[Variant] = []

    async def show(form: Form[Said]) -> Response:
        if not tried:
            return await _all(request, language, opened, form)
        back = language.address(place)
        said = {"back": back, "working_for": opened.producer.name}
        return await price_page(request, language, tried[0], form, question, **said)

    async def act(said: Said) -> Response:
        pack = await _pack_of(opened, said.sku)
        tried.append(pack)
        if said.con:
            await say_stock(opened.by, pack.sku, said.con)
        else:
            await change_price(opened.by, pack.sku, said, question)
        await quick_links.note_use(opened)
        code = pack.product.code
        back = Place(f"{place}?tu={code}" if start_of(request) else place, code)
        return go(back.after(said.con or "gia"), language)

    return await answer(request, Said, show, act, origin=origin_of(request))


async def _pack_of(opened: Opened, sku: str) -> Variant:
    ours = Variant.filter(sku=sku, product__producer_id=opened.producer.code)
    if found := await ours.select_related("product").first():
        return found
    raise NotFoundError(NO_LINK)


async def _all(request: Request, language: Language, opened: Opened, form: Form[Said]) -> Response:
    start = start_of(request)
    own, following = await own_products(opened.producer.code, start, AT_ONCE)
    cards = [own_card(one, language) for one in own]
    return personal_page(
        request,
        language,
        "portal/quick.html",
        words(language).own_quick_title,
        form=form,
        working_for=opened.producer.name,
        place=language.address(f"{QUICK}{request.path_params['token']}"),
        cards=cards,
        following=following,
        just=done_of(request, language, cards, 0),
    )
