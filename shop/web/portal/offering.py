"""What is done to one product or pack: its price, its stock, whether it is shown."""

from typing import Any, Literal

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from shop import catalogue
from shop.access import Actor, May, pack_for, product_for
from shop.catalogue import Said
from shop.models import Availability, Producer, Variant, Voice
from shop.queries.own_products import own_product
from shop.web.account.signing import HOME
from shop.web.forms import Form, answer, origin_of
from shop.web.in_words import seen_by_buyers
from shop.web.language import Language, pick
from shop.web.personal import personal_page
from shop.web.portal.own_cards import pack_on_card, photo_of
from shop.web.portal.own_products import around, button, place_of
from shop.web.portal.pricing import Question, TypedPrice, change_price, told_of
from shop.web.signed import go
from shop.web.words import words

AVAILABILITIES = {"con": Availability.IN_STOCK, "het": Availability.OUT_OF_STOCK}


class Stock(BaseModel):
    con: Literal["con", "het"]


class Showing(BaseModel):
    lam: Literal["ngung", "lai"]


async def price(request: Request, language: Language, actor: Actor) -> Response:
    """Change what a pack costs."""
    pack = await pack_for(actor, May.WORK, request.path_params["sku"])
    producer = await Producer.get(code=pack.product.producer_id)
    place, question = await place_of(pack.product), Question()

    async def show(form: Form[TypedPrice]) -> Response:
        said = {
            "actor": actor,
            "back": language.address(place.path),
            "preview": language.address(f"{HOME}/gia/{pack.sku}/xem"),
            **await around(actor, producer, language),
        }
        return await price_page(request, language, pack, form, question, **said)

    async def act(typed: TypedPrice) -> Response:
        await change_price(actor.by, pack.sku, typed, question)
        return go(place.after("gia"), language)

    return await answer(request, TypedPrice, show, act, origin=origin_of(request))


async def price_page(
    request: Request,
    language: Language,
    pack: Variant,
    form: Form[Any],
    question: Question,
    **content: Any,
) -> Response:
    """Show the form for a price, with what is asked back of the one that was typed."""
    own = await own_product(pack.product.code)
    now = own.pack(pack.sku)
    return personal_page(
        request,
        language,
        "portal/price.html",
        words(language).own_price_title,
        form=form,
        asked=question.asked,
        name=pick(own.document["name"], language),
        photo=photo_of(own.document),
        pack=pack_on_card(own, now, language),
        buyers=seen_by_buyers(now, language),
        is_offered=own.is_offered,
        is_empty="price" not in now,
        **{"preview": "", **content},
    )


async def preview(request: Request, language: Language, actor: Actor) -> Response:
    """Tell what readers would see for a price that is being typed."""
    pack = await pack_for(actor, May.WORK, request.path_params["sku"])
    own = await own_product(pack.product.code)
    amount, said = told_of(pack, request.query_params.get("gia", ""))
    if said:
        return PlainTextResponse(said.vi if language is Language.VI else said.en)
    shown = own.pack(pack.sku, {"price": amount or None})
    return PlainTextResponse(seen_by_buyers(shown, language))


async def stock(request: Request, language: Language, actor: Actor) -> Response:
    """Say whether a pack is to be had."""
    pack = await pack_for(actor, May.WORK, request.path_params["sku"])
    place = await place_of(pack.product)

    async def act(said: Stock) -> Response:
        await say_stock(actor.by, pack.sku, said.con)
        return go(place.after(said.con), language)

    return await button(request, language, actor, (Stock, act), place.path)


async def say_stock(by: str, sku: str, said: str) -> None:
    """Say as a producer whether a pack is to be had: `con` or `het`."""
    voice = Said(Voice.PRODUCER)
    await catalogue.set_availability(sku, AVAILABILITIES[said], by=by, said=voice)


async def showing(request: Request, language: Language, actor: Actor) -> Response:
    """Take a product off, or show it again."""
    code = request.path_params["code"].upper()
    product = await product_for(actor, May.WORK, code)
    place = await place_of(product)
    verbs = {"ngung": catalogue.stop_showing, "lai": catalogue.show_again}

    async def act(wanted: Showing) -> Response:
        await verbs[wanted.lam](product.code, by=actor.by)
        return go(place.after(wanted.lam), language)

    return await button(request, language, actor, (Showing, act), place.path)
