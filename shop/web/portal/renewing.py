"""How long the stars of a product hold, and where its producer says that it applied again."""

from typing import Any, Literal

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from shop import clock
from shop.access import Actor, May, product_for
from shop.catalogue.renewing import note_of, renewable, say_applied, take_back_applied
from shop.inputs.values import Day
from shop.models import Producer, Product, RenewalNote
from shop.web.forms import Form, answer, origin_of
from shop.web.language import Language, in_vietnamese
from shop.web.personal import personal_page
from shop.web.portal.own_products import around, place_of
from shop.web.portal.stars_held import HERE, said_of
from shop.web.signed import go
from shop.web.words import words
from shop.web.writing import day

JUST = "xong"
DONE = {"bao": "renew_done", "rut": "renew_taken_back"}


class Applied(BaseModel):
    seen: int
    act: Literal["say", "take_back"]
    filed_on: Day | None = None
    note: str = ""


async def renew(request: Request, language: Language, actor: Actor) -> Response:
    """Show how long the stars hold, and let it be said that they were applied for again."""
    product = await product_for(actor, May.WORK, request.path_params["code"].upper())

    async def show(form: Form[Applied]) -> Response:
        return await _page(request, language, actor, product, form)

    async def act(said: Applied) -> Response:
        if said.act == "take_back":
            await take_back_applied(product.code, said.seen, by=actor.by)
            return go(f"{HERE}/{product.code}?{JUST}=rut", language)
        told = {"by": actor.by, "note": said.note}
        await say_applied(product.code, said.seen, filed_on=said.filed_on, **told)
        return go(f"{HERE}/{product.code}?{JUST}=bao", language)

    return await answer(request, Applied, show, act, origin=origin_of(request))


async def _page(
    request: Request, language: Language, actor: Actor, product: Product, form: Form[Any]
) -> Response:
    t, place = words(language), await place_of(product)
    ending = await renewable(product.code)
    note = await note_of(product.code, ending.ends_on) if ending else None
    key = DONE.get(request.query_params.get(JUST, ""), "") if request.method == "GET" else ""
    producer = await Producer.get(code=product.producer_id)  # type: ignore[attr-defined]
    return personal_page(
        request,
        language,
        "portal/renew.html",
        t.stars_held_title,
        actor=actor,
        form=form,
        back=language.address(place.path),
        done=getattr(t, key) if key else "",
        name=in_vietnamese(product.name_vi, language),
        said=said_of(ending.ends_on, language) if ending else "",
        is_over=bool(ending and ending.ends_on < clock.today()),
        version=note.version if note else 0,
        **_noted(note, language),
        **await around(actor, producer, language),
    )


def _noted(note: RenewalNote | None, language: Language) -> dict[str, str]:
    """Give what was said and not taken back, as the form has it."""
    if note is None or note.taken_back_at:
        return {"said_on": "", "filed_on": "", "note": ""}
    said_on = day(clock.today(note.said_at), language)
    filed_on = f"{note.filed_on:%d/%m/%Y}" if note.filed_on else ""
    return {
        "said_on": words(language).renew_said_on.format(day=said_on),
        "filed_on": filed_on,
        "note": note.note,
    }
