"""What a product's group is asked for besides, filled in when there is time for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop import clock
from shop.access import Actor
from shop.formats.uses import SHELVES
from shop.models import ProposalState, Side
from shop.papers.needs import needs_of
from shop.proposals.drafting import Typed, add_more
from shop.proposals.patching import COLUMNS, typed_of
from shop.proposals.reading import MORE, USES
from shop.proposals.standing import Standing, standing_of
from shop.web.forms import Form, answer, origin_of
from shop.web.language import Language
from shop.web.portal.drafts import CHECK, ROOTS, SENT, Drafting, draft_page, drafting
from shop.web.portal.mending import ASK_MORE
from shop.web.portal.sent import may_add
from shop.web.signed import signed_in
from shop.web.words import word, words


@dataclass(frozen=True, slots=True)
class Shelf:
    """Some uses to choose from: key, name, and whether it is ticked."""

    title: str
    uses: list[tuple[str, str, bool]]

    @property
    def has_ticks(self) -> bool:
        return any(ticked for _, _, ticked in self.uses)


LONG = frozenset({"ingredients", "storage", "story"})


class More(BaseModel):
    seen: int = 0
    ingredients: str = ""
    storage: str = ""
    shelf_life: str = ""
    variety: str = ""
    story: str = ""
    uses: list[str] = []


def asking_more_routes(side: Side) -> list[BaseRoute]:
    path = f"{ROOTS[side]}/{{proposal:proposal}}/{ASK_MORE}"
    return signed_in(path, ask_more, ("GET", "POST"), side=side)


async def ask_more(request: Request, language: Language, actor: Actor) -> Response:
    """Show what a group is asked for besides, and take what is written."""
    at = await drafting(request, language, actor)
    if not may_add(at):
        return at.go(SENT)

    async def show(form: Form[More]) -> Response:
        return await _page(await drafting(request, language, actor), form)

    async def act(more: More) -> Response:
        asked = await asked_fields(await standing_of(at.proposal))
        typed = Typed(more.seen, {name: _text(getattr(more, name)) for name in asked})
        await add_more(at.proposal.id, typed, by_producer=actor.side is Side.PRODUCER)
        return at.go(SENT if at.proposal.state == ProposalState.SUBMITTED else CHECK)

    return await answer(request, More, show, act, origin=origin_of(request))


async def asked_fields(one: Standing) -> list[str]:
    """List the fields that are asked for of a product's group, and those that it has already.

    What they are used for is asked of all goods.
    """
    needs = await needs_of(one.would_be.product, clock.today())
    asked = {USES, *(what for need in needs for what in need.what)}
    return [name for name in MORE if name in asked or one.would_be.product[COLUMNS[name]]]


async def _page(at: Drafting, form: Form[More]) -> Response:
    one, t = await standing_of(at.proposal), words(at.language)
    asked = await asked_fields(one)
    is_sent = at.proposal.state == ProposalState.SUBMITTED
    return draft_page(
        at,
        "portal/ask_more.html",
        t.more_title,
        step=ASK_MORE,
        form=form,
        fields=[_field(one, name, form, at.language) for name in asked],
        lead=t.more_sent if is_sent else t.more_lead,
        keep=at.address(SENT if is_sent else CHECK),
    )


def _field(one: Standing, name: str, form: Form[More], language: Language) -> dict[str, Any]:
    said = one.patch.get(name, {}).get("typed")
    return {
        "name": name,
        "label": word(f"field_{name}", language),
        "hint": word(f"more_hint_{name}", language),
        "value": typed_of(one.rows, name, one.around) if said is None else said,
        "is_long": name in LONG,
        "shelves": _shelves(one, form, language) if name == USES else [],
        "there": _written_there(one, name, form),
    }


def _written_there(one: Standing, name: str, form: Form[More]) -> str:
    """Give what another device wrote in a field since this form was made; empty: nothing."""
    said, seen = one.patch.get(name), form.text("seen", "")
    if said is None or not seen.isdecimal() or said["at"] <= int(seen[:9]):
        return ""
    here = _text(form.typed.get(name, []))
    return said["typed"] if said["typed"] != here else ""


def _text(typed: str | Sequence[str]) -> str:
    """Write what was typed, or ticked, as a draft keeps it."""
    return typed if isinstance(typed, str) else ";".join(filter(None, typed))


def _shelves(one: Standing, form: Form[More], language: Language) -> list[Shelf]:
    """Part the uses as their list does."""
    held = one.would_be.product["uses"]
    return [
        Shelf(
            word(f"uses_{name}", language),
            [
                (key, word(f"use_{key}", language), form.has(USES, key, otherwise=key in held))
                for key in keys
            ],
        )
        for name, keys in SHELVES.items()
    ]
