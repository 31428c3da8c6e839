"""What sets and groups are asked for: read by officials, kept by registrars."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop import clock
from shop.access import Actor, May, may_everywhere, must
from shop.catalogue.paper_kinds import kinds_on
from shop.inputs import values
from shop.inputs.tables import Line, LongLine
from shop.models import Demand, SetNeed, Side, User
from shop.papers import keeping
from shop.papers.keeping import NeedSaid
from shop.papers.needs import ALWAYS, FIELDS, holds, need_of
from shop.web.desk.dated_rows import (
    Book,
    Marked,
    days_of,
    is_over,
    names_of_sets,
    others_of,
    picked,
    standing_of,
    writing,
)
from shop.web.desk.registry import HOME, NEEDS
from shop.web.forms import Form
from shop.web.language import Language, pick
from shop.web.personal import personal_page
from shop.web.signed import signed_in
from shop.web.words import word, words
from shop.web.writing import day

HERE = NEEDS
NEW = f"{HERE}/moi"
ONE = f"{HERE}/{{need:number}}"
END, VERIFY, DOUBT = "thoi", "xac-minh", "bo-xac-minh"
BOTH = ("GET", "POST")
COLUMNS = (
    "code", "sets", "what", "need", "words_vi", "words_en", "basis", "since", "until",
    "verified_on",
)  # fmt: skip
FILTER = "bo"
"""The query parameter that names a set or group."""


class Asked(BaseModel):
    """A need as a form says it."""

    seen: values.Version = 0
    words_vi: Line = ""
    words_en: Line = ""
    sets: list[str] = []
    what: list[str] = []
    need: Demand = Demand.ADVISE
    basis: LongLine = ""
    since: values.Day | None = None

    @property
    def said(self) -> NeedSaid:
        return NeedSaid(
            tuple(self.sets),
            tuple(self.what),
            self.need,
            self.words_vi,
            self.words_en,
            self.basis,
        )


def need_routes() -> list[BaseRoute]:
    return [
        *signed_in(HERE, needs, side=Side.OFFICIAL),
        *signed_in(NEW, add, BOTH, side=Side.OFFICIAL),
        *signed_in(ONE, change, BOTH, side=Side.OFFICIAL),
        *signed_in(f"{ONE}/{END}", BOOK.end, BOTH, side=Side.OFFICIAL),
        *signed_in(f"{ONE}/{VERIFY}", verify, BOTH, side=Side.OFFICIAL),
        *signed_in(f"{ONE}/{DOUBT}", doubt, BOTH, side=Side.OFFICIAL),
    ]


async def needs(request: Request, language: Language, actor: Actor) -> Response:
    """List what is asked for, of all sets or of one; below it what is over."""
    await must(actor, May.SEE)
    sets, what = await names_of_sets(language), await _names_of_what(language)
    asked = request.query_params.get(FILTER, "")
    chosen = asked if asked in sets else ""
    found = [
        (row, _row(row, sets, what, language))
        for row in await SetNeed.all().order_by("id")
        if not chosen or chosen in row.sets
    ]
    return personal_page(
        request,
        language,
        "desk/needs.html",
        words(language).needs_title,
        actor=actor,
        back=language.address(HOME),
        here=language.address(HERE),
        sets=sets,
        chosen=chosen,
        rows=[said for row, said in found if not is_over(row)],
        over=[said for row, said in found if is_over(row)],
        may_register=await may_everywhere(actor, May.REGISTER),
    )


async def add(request: Request, language: Language, actor: Actor) -> Response:
    async def write(asked: Asked) -> int:
        return await keeping.add(asked.said, asked.since, by=actor.by)

    return await BOOK.add(request, language, actor, Asked, write)


async def change(request: Request, language: Language, actor: Actor) -> Response:
    """Show a need, and let it be said otherwise from a day on."""

    async def act(number: int, asked: Asked) -> int:
        return await keeping.change(number, asked.seen, asked.said, asked.since, by=actor.by)

    return await BOOK.act(request, language, actor, Asked, act)


async def verify(request: Request, language: Language, actor: Actor) -> Response:
    async def act(number: int, said: Marked) -> int:
        await keeping.verify(number, said.seen, by=actor.by)
        return number

    return await BOOK.act(request, language, actor, Marked, act)


async def doubt(request: Request, language: Language, actor: Actor) -> Response:
    async def act(number: int, said: Marked) -> int:
        await keeping.doubt(number, said.seen, by=actor.by)
        return number

    return await BOOK.act(request, language, actor, Marked, act)


async def _page(
    request: Request, language: Language, actor: Actor, form: Form[Any], held: SetNeed | None
) -> Response:
    t, sets, what = words(language), await names_of_sets(language), await _names_of_what(language)
    may_register = await may_everywhere(actor, May.REGISTER)
    return personal_page(
        request,
        language,
        "desk/need.html",
        t.needs_new if held is None else t.needs_one,
        actor=actor,
        form=form,
        back=language.address(HERE),
        here=language.address(f"{HERE}/{held.id}" if held else NEW),
        held=held,
        row=_row(held, sets, what, language) if held else None,
        others=await others_of(held, HERE, language) if held else [],
        sets=sets,
        what=what,
        demands=[(one.value, word(f"demand_{one}", language)) for one in Demand],
        verified=await _verified(held, language) if held else "",
        **writing(held, language, may_register=may_register),
    )


BOOK = Book(SetNeed, HERE, "need", _page)


def _row(
    row: SetNeed, sets: Mapping[str, str], what: Mapping[str, str], language: Language
) -> dict[str, Any]:
    """Say a need in words."""
    need = need_of({name: getattr(row, name) for name in COLUMNS})
    return {
        "url": language.address(f"{HERE}/{row.id}"),
        "name": pick({"vi": row.words_vi, "en": row.words_en}, language),
        "what": [what.get(one, one) for one in row.what],
        "sets": [sets.get(one, one) for one in row.sets],
        "basis": row.basis,
        "days": days_of(row, language),
        "standing": standing_of(row, language),
        "is_verified": row.verified_on is not None,
        "demand": word(f"demand_{row.need}", language),
        "holds": word(f"demand_{holds(need, _day_of(row)) or Demand.ADVISE}", language),
    }


def _day_of(row: SetNeed) -> date:
    """Give a day on which a row holds: today, unless it is over or is to come."""
    today = max(clock.today(), row.since or ALWAYS)
    return min(today, row.until) if row.until else today


async def _verified(held: SetNeed, language: Language) -> str:
    """Say who verified the basis, and when; empty: it was not verified."""
    if held.verified_on is None:
        return ""
    number = held.verified_by.removeprefix("user ")
    person = await User.get_or_none(id=int(number)) if number.isdecimal() else None
    name = (person and person.name) or held.verified_by
    when = day(held.verified_on, language)
    return str(words(language).needs_verified_by.format(name=name, day=when))


async def _names_of_what(language: Language) -> dict[str, str]:
    """Give field or kind of papers → what it is called."""
    kinds = await kinds_on(clock.today())
    fields = {name: word(f"field_{name}", language) for name in FIELDS}
    return fields | {code: picked(one.words, language) for code, one in kinds.items()}
