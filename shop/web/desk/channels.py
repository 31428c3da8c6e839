"""The sales channels at the desk: the rule of each, who holds it, and whom to call first."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop.access import Actor, May, must_everywhere
from shop.formats.sheets import SHEETS
from shop.http.attaching import attached
from shop.models import AgriGroup, Kind, Partner, Side
from shop.partners import channels
from shop.partners.channels import LEAST_PERCENT, MOST_PERCENT, MOST_PLUS, MOST_ROUND_TO
from shop.queries import exporting
from shop.services import services
from shop.web.desk.channel_words import percent_of, rule_of
from shop.web.desk.partners import CHANNEL, HERE
from shop.web.desk.scoping import sets_by_name
from shop.web.forms import TYPED, Form, Nothing, answer, origin_of
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.signed import SignedView, go, signed_in
from shop.web.words import word, words

ONE = f"{CHANNEL}/{{channel:code}}"
CATEGORY = "categories."
"""How the field of one of our categories begins; its mistakes are told by the same name."""
GROUPED = re.compile(r"\s*[0-9]{1,3}(?:[., \u00a0][0-9]{3})+\s*")
DONE = frozenset({"gia", "giu", "nganh-hang"})


def _in_one(text: object) -> object:
    """Read thousands as people write them: 2.000."""
    is_grouped = isinstance(text, str) and GROUPED.fullmatch(text)
    return re.sub(r"[., \u00a0]", "", text) if is_grouped else text  # type: ignore[call-overload] # a text


def _pointed(text: object) -> object:
    """Read a percentage as people write it: 8,5 %."""
    return text.replace(",", ".").strip("% ") if isinstance(text, str) else text


Dong = BeforeValidator(_in_one)


class Priced(BaseModel):
    percent: Annotated[
        Decimal,
        BeforeValidator(_pointed),
        Field(ge=LEAST_PERCENT, le=MOST_PERCENT, decimal_places=2),
    ] = Decimal(0)
    plus: Annotated[int, Dong, Field(ge=0, le=MOST_PLUS)] = 0
    round_to: Annotated[int, Dong, Field(ge=1, le=MOST_ROUND_TO)] = 1
    drawn_pictures: bool = False

    @property
    def columns(self) -> dict[str, int]:
        others = {"plus": self.plus, "round_to": self.round_to}
        points = int(self.percent * 100)
        return {"basis_points": points, **others, "drawn_pictures": self.drawn_pictures}


class Held(BaseModel):
    holder: str = ""


def channel_routes() -> list[BaseRoute]:
    return [
        *signed_in(ONE, channel, side=Side.OFFICIAL),
        *signed_in(f"{ONE}/bang", sheet, side=Side.OFFICIAL),
        *_button("gia", set_price_rule),
        *_button("giu", entrust),
        *_button("nganh-hang", map_categories),
    ]


def _button(act: str, view: SignedView) -> list[BaseRoute]:
    return signed_in(f"{ONE}/{act}", view, ("POST",), side=Side.OFFICIAL, keeps_typed=True)


async def channel(request: Request, language: Language, actor: Actor) -> Response:
    await must_everywhere(actor, May.OPERATE)
    return await _page(request, language, actor, Form())


async def sheet(request: Request, _: Language, actor: Actor) -> Response:
    """Send the sheet of a channel that is uploaded by hand: what goes out, and what is missing."""
    await must_everywhere(actor, May.OPERATE)
    terms = await channels.terms(_key(request))
    if request.method == "HEAD":
        return Response(media_type=exporting.XLSX)
    origin = services(request).settings.base_url
    made = await exporting.sheet(terms, origin, hidden=True)
    return attached(made, f"{terms.channel.key}.xlsx", exporting.XLSX)


async def set_price_rule(request: Request, language: Language, actor: Actor) -> Response:
    async def act(said: Priced) -> Response:
        await channels.set_rule(_key(request), said.columns, by=actor.by)
        return _back(request, "gia", language)

    return await _acting(request, language, actor, Priced, act)


async def entrust(request: Request, language: Language, actor: Actor) -> Response:
    async def act(said: Held) -> Response:
        await channels.entrust(_key(request), said.holder or None, by=actor.by)
        return _back(request, "giu", language)

    return await _acting(request, language, actor, Held, act)


async def map_categories(request: Request, language: Language, actor: Actor) -> Response:
    async def act(_: Nothing) -> Response:
        typed: Mapping[str, list[str]] = request.scope[TYPED]
        theirs = {
            name.removeprefix(CATEGORY): texts[0]
            for name, texts in typed.items()
            if name.startswith(CATEGORY) and texts[0].strip()
        }
        await channels.map_categories(_key(request), theirs, by=actor.by)
        return _back(request, "nganh-hang", language)

    return await _acting(request, language, actor, Nothing, act)


async def _acting(
    request: Request, language: Language, actor: Actor, model: type[Any], act: Any
) -> Response:
    await must_everywhere(actor, May.OPERATE)
    channels.known(_key(request))

    async def show(form: Form[Any]) -> Response:
        return await _page(request, language, actor, form)

    return await answer(request, model, show, act, origin=origin_of(request))


async def _page(request: Request, language: Language, actor: Actor, form: Form[Any]) -> Response:
    terms = await channels.terms(_key(request))
    done, rule = request.query_params.get("xong", ""), terms.rule
    return personal_page(
        request,
        language,
        "desk/channel.html",
        terms.channel.name,
        actor=actor,
        form=form,
        back=language.address(HERE),
        here=language.address(f"{CHANNEL}/{terms.channel.key}"),
        terms=terms,
        holder=language.address(f"{HERE}/{terms.partner_id}") if terms.partner_id else "",
        rule=rule_of(terms, language),
        has_sheet=terms.channel.key in SHEETS,
        percent=percent_of(rule.basis_points, language),
        partners=await Partner.all().order_by("name").values_list("name", flat=True),
        categories=await _categories(language),
        done=word(f"channel_done_{done.replace('-', '_')}", language) if done in DONE else "",
    )


async def _categories(language: Language) -> list[tuple[str, str]]:
    """List our categories: what stands for all others of a kind is last."""
    column = "name_vi" if language is Language.VI else "name_en"
    groups = await AgriGroup.all().order_by("code").values_list("code", column)
    t = words(language)
    kinds = {Kind.OCOP: t.category_ocop, Kind.AGRICULTURAL: t.category_agricultural}
    named = [*await sets_by_name(language), *[(str(code), str(name)) for code, name in groups]]
    return [*named, *[(kind.value, said) for kind, said in kinds.items()]]


def _key(request: Request) -> str:
    key: str = request.path_params["channel"]
    return key


def _back(request: Request, done: str, language: Language) -> Response:
    return go(f"{CHANNEL}/{_key(request)}?xong={done}", language)
