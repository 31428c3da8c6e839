"""Rows of the registry that hold from one day to another: how their days and marks are told."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from media.sentences import Sentence
from shop import clock
from shop.access import Actor, May, must, must_everywhere
from shop.errors import NotFoundError
from shop.inputs import values
from shop.models import AgriGroup, OcopSet, PaperKind, SetNeed
from shop.papers import keeping
from shop.papers.keeping import NO_ROW
from shop.papers.needs import ALWAYS
from shop.web.forms import Form, answer, origin_of
from shop.web.language import Language
from shop.web.signed import go
from shop.web.words import words
from shop.web.writing import day

K = TypeVar("K", SetNeed, PaperKind)
M = TypeVar("M", bound=BaseModel)
Kept = SetNeed | PaperKind


class Ended(BaseModel):
    seen: values.Version
    until: values.Day


class Marked(BaseModel):
    seen: values.Version


@dataclass(frozen=True, slots=True)
class Book(Generic[K]):
    """One table of such rows on the desk: officials read it, registrars write it."""

    model: type[K]
    path: str
    name: str
    """Of the part of an address that says a row's number."""
    page: Callable[[Request, Language, Actor, Form[Any], K | None], Awaitable[Response]]
    """Show one row; None: a new one."""

    async def add(
        self,
        request: Request,
        language: Language,
        actor: Actor,
        said: type[M],
        write: Callable[[M], Awaitable[int]],
    ) -> Response:
        """Let a registrar write a new row, which is shown then."""
        await must_everywhere(actor, May.REGISTER)

        async def show(form: Form[M]) -> Response:
            return await self.page(request, language, actor, form, None)

        async def act(asked: M) -> Response:
            return go(f"{self.path}/{await write(asked)}", language)

        return await answer(request, said, show, act, origin=origin_of(request))

    async def act(
        self,
        request: Request,
        language: Language,
        actor: Actor,
        said: type[M],
        write: Callable[[int, M], Awaitable[int]],
    ) -> Response:
        """Show a row to officials, and let registrars act on it; then that which holds is shown."""
        await must(actor, May.SEE)
        if request.method == "POST":
            await must_everywhere(actor, May.REGISTER)
        held = await row_of(self.model, request.path_params[self.name])

        async def show(form: Form[M]) -> Response:
            now = await row_of(self.model, held.id)
            return await self.page(request, language, actor, form, now)

        async def act(asked: M) -> Response:
            return go(f"{self.path}/{await write(held.id, asked)}", language)

        return await answer(request, said, show, act, origin=origin_of(request))

    async def end(self, request: Request, language: Language, actor: Actor) -> Response:
        """Let a row hold to a day, and no longer."""

        async def write(number: int, said: Ended) -> int:
            await keeping.end(self.model, number, said.seen, said.until, by=actor.by)
            return number

        return await self.act(request, language, actor, Ended, write)


async def row_of(model: type[K], number: int) -> K:
    """Find a row. Raises NotFoundError."""
    if (found := await model.get_or_none(id=number)) is None:
        raise NotFoundError(NO_ROW)
    return found


async def others_of(held: Kept, path: str, language: Language) -> list[tuple[str, str]]:
    """List the other rows of the same code: days and address, the earliest first."""
    rows: list[Any] = await type(held).filter(code=held.code).exclude(id=held.id)
    in_time = sorted(rows, key=lambda one: (one.since or ALWAYS, one.id))
    return [(days_of(one, language), language.address(f"{path}/{one.id}")) for one in in_time]


def is_over(held: Kept) -> bool:
    return held.until is not None and held.until < clock.today()


def writing(held: Kept | None, language: Language, *, may_register: bool) -> dict[str, Any]:
    """Tell whether a row may be written, and say why not."""
    t, over = words(language), held is not None and is_over(held)
    said = t.dated_no_change if over else t.dated_reads_only
    writes = may_register and not over
    return {"writes": writes, "may_not": "" if writes else said}


def days_of(held: Kept, language: Language) -> str:
    """Say from when and until when a row holds."""
    t = words(language)
    pieces = [
        pattern.format(day=day(when, language))
        for pattern, when in ((t.dated_since, held.since), (t.dated_until, held.until))
        if when
    ]
    said = ", ".join(pieces) or str(t.dated_always)
    return said[0].upper() + said[1:]


def standing_of(held: Kept, language: Language) -> str:
    """Say whether a row is over, or is to come; empty: it holds today."""
    t, today = words(language), clock.today()
    if is_over(held):
        return str(t.dated_over)
    return str(t.dated_coming) if (held.since or ALWAYS) > today else ""


def picked(said: Sentence, language: Language) -> str:
    return said.vi if language is Language.VI else said.en


async def names_of_sets(language: Language) -> dict[str, str]:
    """Give number or code → name of all sets, then of all groups."""
    side = "name_vi" if language is Language.VI else "name_en"
    sets = await OcopSet.all().order_by("number").values("number", said=side)
    groups = await AgriGroup.all().order_by("name_vi").values("code", said=side)
    return {
        **{row["number"]: f"{row['number']}. {row['said']}" for row in sets},
        **{row["code"]: row["said"] for row in groups},
    }
