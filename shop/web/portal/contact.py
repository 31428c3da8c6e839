"""How a producer is reached, noted by its owner: what buyers see of it, and whether they do."""

from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop import catalogue
from shop.access import Actor, May
from shop.catalogue.contacts import mark_of
from shop.inputs.tables import Contact
from shop.models import Consent, Producer, ProducerState, Product, SaleRestriction, State
from shop.publishing.contacts import RESTING_ON, contact_of
from shop.web.forms import Form, answer, origin_of
from shop.web.language import Language
from shop.web.portal.consents import AGREED
from shop.web.portal.frame import CONSENTS, CONTACT, Visit, place, portal_page, visit
from shop.web.public.contacts import Reach, as_written, reach_of
from shop.web.signed import signed_in
from shop.web.words import words

SAVED = "luu"
MODES = {"phone": "tel", "shop_url": "url"}
"""Field → the keys that a telephone shows for it."""
LONG = frozenset({"address", "how_to_order"})


class Typed(Contact):
    seen: str = ""
    """What stood there when the form was made."""


def contact_routes() -> list[BaseRoute]:
    path = place("{producer:code}", CONTACT)
    return signed_in(path, reaching, ("GET", "POST"), is_fresh=True)


async def reaching(request: Request, language: Language, actor: Actor) -> Response:
    """Show how a producer is reached, and take what its owner writes."""
    at = await visit(request, language, actor, May.KEEP)

    async def show(form: Form[Typed]) -> Response:
        return await _page(await visit(request, language, actor, May.KEEP), form)

    async def act(typed: Typed) -> Response:
        said = {column: getattr(typed, column) for column in Contact.model_fields}
        await catalogue.set_contact(at.producer.code, said, by=actor.by, seen=typed.seen)
        return at.go(f"{CONTACT}?{SAVED}=1")

    return await answer(request, Typed, show, act, origin=origin_of(request))


async def _page(at: Visit, form: Form[Typed]) -> Response:
    t, producer, asked = words(at.language), at.producer, at.request.query_params
    return await portal_page(
        at,
        "personal/contact.html",
        t.reaching_title,
        here=CONTACT,
        form=form,
        fields=_fields(producer, at.language),
        seen=mark_of(producer),
        seeing=await _seeing(producer, at.language),
        is_made_up=bool(producer.contact_evidence),
        has_agreed=at.is_read and AGREED in asked and not producer.phone,
        sells_offline=await _sells_offline(producer),
        consents=at.address(CONSENTS),
        public=at.language.address(f"/co-so/{producer.code}"),
        done=t.reaching_saved if at.is_read and SAVED in asked else "",
    )


def _fields(producer: Producer, language: Language) -> list[dict[str, Any]]:
    """List the fields of the form: what they are called, and what stands in them now.

    Nothing of what was made up for the demonstration stands there: it is not the owner's.
    """
    t = vars(words(language))
    return [
        {
            "name": column,
            "label": t["own_shop" if column == "shop_url" else column],
            "hint": t[f"reaching_hint_{column}"],
            "value": "" if producer.contact_evidence else _written(column, producer),
            "mode": MODES.get(column, ""),
            "is_long": column in LONG,
        }
        for column in Contact.model_fields
    ]


def _written(column: str, producer: Producer) -> str:
    """Write what is noted as people do, numbers with their spaces."""
    value: str = getattr(producer, column)
    if column not in {"phone", "zalo"}:
        return value
    return "; ".join(as_written(one) if one.startswith("+") else one for one in value.split("; "))


async def _seeing(producer: Producer, language: Language) -> dict[str, Any]:
    """Say what buyers see of it, or will once the consents stand."""
    columns = {column: getattr(producer, column) for column in Contact.model_fields}
    shown = orjson.loads(contact_of({**columns, "contact_evidence": ""}) or "{}")
    standing = Consent.filter(producer_id=producer.code, withdrawn_at=None)
    given = set(await standing.values_list("purpose", flat=True))
    ways = _ways(reach_of(shown, language), language)
    is_confirmed = producer.state == ProducerState.CONFIRMED
    return {
        "ways": " · ".join(ways),
        "has_agreed": given >= RESTING_ON,
        "is_shown": given >= RESTING_ON and is_confirmed,
    }


def _ways(reach: Reach | None, language: Language) -> list[str]:
    if reach is None:
        return []
    t = words(language)
    ways = [
        (t.call, reach.phones),
        (t.zalo, reach.zalo),
        (t.directions, reach.directions),
        (t.to_sellers, reach.shop),
    ]
    return [name for name, way in ways if way] or [t.contact]


async def _sells_offline(producer: Producer) -> bool:
    goods = Product.filter(producer_id=producer.code, state=State.PUBLISHED)
    return await goods.filter(sale_restriction=SaleRestriction.NOT_ONLINE).exists()
