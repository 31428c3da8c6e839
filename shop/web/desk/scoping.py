"""What of the catalogue is for a partner: said in words, and set by ticking."""

from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop.access import Actor, May, must_everywhere
from shop.database import select
from shop.models import Commune, Kind, OcopSet, Side
from shop.partners import keys
from shop.partners.scopes import CommuneCode, Scope, SetNumber, Stars
from shop.queries.partner_states import partner_state
from shop.web.forms import Form, answer, origin_of
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.signed import HOMES, go, signed_in
from shop.web.words import word, words

HERE = f"{HOMES[Side.OFFICIAL]}/doi-tac/{{partner:number}}"
ALL_STARS = (3, 4, 5)
NAMES = """
    SELECT number AS code, name_{language} AS name, number AS place FROM ocop_set
    UNION ALL SELECT code, name, name_sort AS place FROM commune ORDER BY place
"""


class Scoped(BaseModel):
    """What is ticked; of a kind of which nothing is, everything is meant."""

    kind: list[Kind] = []
    set: list[SetNumber] = []
    commune: list[CommuneCode] = []
    stars: list[Stars] = []
    sellable: bool = False

    @property
    def scope(self) -> Scope:
        return Scope(
            kind=frozenset(self.kind),
            set=frozenset(self.set),
            commune=frozenset(self.commune),
            stars=frozenset(self.stars),
            sellable=self.sellable,
        )


def scoping_routes() -> list[BaseRoute]:
    return signed_in(f"{HERE}/pham-vi", scoping, ("GET", "POST"), side=Side.OFFICIAL)


async def scoping(request: Request, language: Language, actor: Actor) -> Response:
    """Show what is for a partner, and let it be set."""
    await must_everywhere(actor, May.OPERATE)
    one = await partner_state(request.path_params["partner"])
    path = HERE.replace("{partner:number}", str(one.id))

    async def show(form: Form[Any]) -> Response:
        return personal_page(
            request,
            language,
            "desk/partner_scope.html",
            words(language).scope_title,
            actor=actor,
            form=form,
            back=language.address(path),
            one=one,
            now=one.scope.model_dump(mode="json"),
            **await _choices(language),
        )

    async def act(said: Scoped) -> Response:
        await keys.set_scope(one.id, said.scope, by=actor.by)
        return go(f"{path}?xong=pham-vi", language)

    return await answer(request, Scoped, show, act, origin=origin_of(request))


async def _choices(language: Language) -> dict[str, list[tuple[str, str]]]:
    communes = await Commune.all().order_by("name_sort").values_list("code", "name")
    return {
        "kinds": [(kind.value, word(f"scope_{kind}", language)) for kind in Kind],
        "sets": await sets_by_name(language),
        "stars": [(str(n), words(language).scope_stars.format(n=n)) for n in ALL_STARS],
        "communes": [(str(code), str(name)) for code, name in communes],
    }


async def sets_by_name(language: Language) -> list[tuple[str, str]]:
    """List number and name of the OCOP sets, as a language calls them."""
    named = OcopSet.all().order_by("number")
    column = "name_vi" if language is Language.VI else "name_en"
    return [(str(number), str(name)) for number, name in await named.values_list("number", column)]


async def scope_in_words(scope: Scope, language: Language) -> list[str]:
    """Say what is for a partner, a line for each thing that must hold."""
    t = words(language)
    if scope.is_everything:
        return [t.scope_everything]
    names = await _names(scope, language)
    sets, communes = (
        ", ".join(name for code, name in names.items() if code in chosen)
        for chosen in (scope.set, scope.commune)
    )
    stars = ", ".join(map(str, sorted(scope.stars)))
    lines = (
        ", ".join(word(f"scope_{kind}", language) for kind in sorted(scope.kind)),
        t.scope_sets_are.format(sets=sets) if sets else "",
        t.scope_communes_are.format(communes=communes) if communes else "",
        t.scope_stars_are.format(stars=stars) if stars else "",
        t.scope_sellable if scope.sellable else "",
    )
    return [line for line in lines if line]


async def _names(scope: Scope, language: Language) -> dict[str, str]:
    """Give code → name of the sets and communes of a scope: no code is one of both."""
    if not scope.set and not scope.commune:
        return {}
    rows = await select(NAMES.format(language=language))
    return {row["code"]: row["name"] for row in rows}
