"""The kinds of papers that producers may send: read by officials, kept by registrars."""

from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop.access import Actor, May, may_everywhere, must
from shop.inputs import values
from shop.inputs.tables import Line, LongLine
from shop.models import CertificateKind, PaperKind, Side
from shop.papers import keeping
from shop.papers.keeping import KindSaid
from shop.web.desk.dated_rows import (
    Book,
    days_of,
    is_over,
    others_of,
    standing_of,
    writing,
)
from shop.web.desk.needs import BOTH, END
from shop.web.desk.registry import HOME, KINDS
from shop.web.forms import Form
from shop.web.language import Language, pick
from shop.web.personal import personal_page
from shop.web.signed import signed_in
from shop.web.words import word, words

HERE = KINDS
NEW = f"{HERE}/moi"
ONE = f"{HERE}/{{kind:number}}"


class Told(BaseModel):
    """A kind of papers as a form says it."""

    seen: values.Version = 0
    words_vi: Line = ""
    words_en: Line = ""
    basis: LongLine = ""
    counts_as: CertificateKind | None = None
    since: values.Day | None = None

    @property
    def said(self) -> KindSaid:
        return KindSaid(self.words_vi, self.words_en, self.basis, self.counts_as)


def paper_kind_routes() -> list[BaseRoute]:
    return [
        *signed_in(HERE, kinds, side=Side.OFFICIAL),
        *signed_in(NEW, add, BOTH, side=Side.OFFICIAL),
        *signed_in(ONE, change, BOTH, side=Side.OFFICIAL),
        *signed_in(f"{ONE}/{END}", BOOK.end, BOTH, side=Side.OFFICIAL),
    ]


async def kinds(request: Request, language: Language, actor: Actor) -> Response:
    """List the kinds of papers; below them what is over."""
    await must(actor, May.SEE)
    found = await PaperKind.all().order_by("id")
    return personal_page(
        request,
        language,
        "desk/paper_kinds.html",
        words(language).kinds_title,
        actor=actor,
        back=language.address(HOME),
        here=language.address(HERE),
        rows=[_row(one, language) for one in found if not is_over(one)],
        over=[_row(one, language) for one in found if is_over(one)],
        may_register=await may_everywhere(actor, May.REGISTER),
    )


async def add(request: Request, language: Language, actor: Actor) -> Response:
    async def write(told: Told) -> int:
        return await keeping.add(told.said, told.since, by=actor.by)

    return await BOOK.add(request, language, actor, Told, write)


async def change(request: Request, language: Language, actor: Actor) -> Response:
    """Show a kind, and let it be said otherwise from a day on."""

    async def act(number: int, told: Told) -> int:
        return await keeping.change(number, told.seen, told.said, told.since, by=actor.by)

    return await BOOK.act(request, language, actor, Told, act)


async def _page(
    request: Request, language: Language, actor: Actor, form: Form[Any], held: PaperKind | None
) -> Response:
    t = words(language)
    may_register = await may_everywhere(actor, May.REGISTER)
    return personal_page(
        request,
        language,
        "desk/paper_kind.html",
        t.kinds_new if held is None else t.kinds_one,
        actor=actor,
        form=form,
        back=language.address(HERE),
        here=language.address(f"{HERE}/{held.id}" if held else NEW),
        held=held,
        row=_row(held, language) if held else None,
        others=await others_of(held, HERE, language) if held else [],
        certificates=[(one.value, word(f"certificate_{one}", language)) for one in CertificateKind],
        **writing(held, language, may_register=may_register),
    )


BOOK = Book(PaperKind, HERE, "kind", _page)


def _row(one: PaperKind, language: Language) -> dict[str, Any]:
    """Say a kind of papers in words."""
    counted = word(f"certificate_{one.counts_as}", language) if one.counts_as else ""
    return {
        "url": language.address(f"{HERE}/{one.id}"),
        "name": pick({"vi": one.words_vi, "en": one.words_en}, language),
        "basis": one.basis,
        "days": days_of(one, language),
        "standing": standing_of(one, language),
        "counts_as": words(language).kinds_shown_as.format(name=counted) if counted else "",
    }
