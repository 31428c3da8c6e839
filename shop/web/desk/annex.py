"""The annex of a decision: pasted or sent as a file, matched with products, recorded at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from shop import clock
from shop.access import Actor, May, may_everywhere, must, must_everywhere
from shop.inputs.lasting import lasts_through
from shop.intake.annexes.keeping import choose, take_in
from shop.intake.annexes.recording import record
from shop.intake.annexes.shown import AnnexShown, LineShown, Stand, annex_of
from shop.models import Decision, OcopSet, RecognitionType, Side
from shop.publishing.changing import FAN_OUT
from shop.queries.decisions import decision_of
from shop.web.desk.annex_form import Sent, annex_form, choices_of, tables_of
from shop.web.desk.decisions import ONE
from shop.web.desk.registry import DECISIONS
from shop.web.desk.results import in_language
from shop.web.forms import TYPED, Form, answer, origin_of
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.signed import SEE_OTHER, signed_in
from shop.web.words import word, words
from shop.web.writing import counted, day

ANNEX = f"{ONE}/phu-luc"
AT_ONCE = 100
"""Lines on a page."""
FILTER, START, DONE, SAVED, AGAIN = "loc", "tu", "xong", "luu", "xem"
FILTERS = {"": "all", "can-chon": "to_do", "chua-co": "missing", "da-ghi": "recorded"}
GO = "go-"
"""Begins the name of a button that saves and shows another page of lines."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which lines the page is asked for."""

    filter: str
    start: int

    def query(self, **more: object) -> str:
        said = {FILTER: self.filter, START: self.start, **more}
        told = urlencode({name: value for name, value in said.items() if value})
        return f"?{told}" if told else ""


def annex_routes() -> list[BaseRoute]:
    both: Sequence[str] = ("GET", "POST")
    return signed_in(ANNEX, annex, both, side=Side.OFFICIAL, taking=annex_form)


async def annex(request: Request, language: Language, actor: Actor) -> Response:
    """Show the lines of an annex and what each may be; keep what is chosen, and record it."""
    await must_read(request, actor)
    decision, asked = await decision_of(request.path_params["decision"]), _asked(request)

    async def show(form: Form[Sent]) -> Response:
        return await _page(request, language, actor, decision, form)

    async def act(sent: Sent) -> Response:
        choices = choices_of(request.scope[TYPED])
        here = language.address(f"{DECISIONS}/{decision.id}/phu-luc")
        if sent.do == "take":
            await take_in(decision.id, tables_of(request), by=actor.by, seen=sent.seen)
            return _on(here, Asked("", 0))
        if sent.do == "record":
            many = await record(decision, choices, sent.ready, user=actor.user, seen=sent.seen)
            return _on(here, Asked("", 0), **({DONE: many} if many else {AGAIN: 1}))
        await choose(decision.id, choices, by=actor.by, seen=sent.seen)
        if sent.do.startswith(GO):
            return _on(here, Asked(asked.filter, _number(sent.do.removeprefix(GO))))
        return _on(here, asked, **{SAVED: 1})

    return await answer(request, Sent, show, act, origin=origin_of(request))


async def must_read(request: Request, actor: Actor) -> None:
    """Raise ForbiddenError for an official who may not read the registry, or not write in it."""
    if request.method == "POST":
        await must_everywhere(actor, May.REGISTER)
    await must(actor, May.SEE)


def _on(path: str, asked: Asked, **more: object) -> RedirectResponse:
    return RedirectResponse(f"{path}{asked.query(**more)}", SEE_OTHER)


def _asked(request: Request) -> Asked:
    wanted = request.query_params.get(FILTER, "")
    start = _number(request.query_params.get(START, ""))
    return Asked(wanted if wanted in FILTERS else "", start)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0  # noqa: PLR2004


async def _page(
    request: Request, language: Language, actor: Actor, decision: Decision, form: Form[Sent]
) -> Response:
    shown, asked = await annex_of(decision), _asked(request)
    lines = _filtered(shown, asked.filter)
    may = await may_everywhere(actor, May.REGISTER)
    return personal_page(
        request,
        language,
        "desk/annex.html",
        words(language).annex_title.format(number=decision.number),
        actor=actor,
        form=form,
        back=language.address(f"{DECISIONS}/{decision.id}"),
        decision=decision,
        signed=day(decision.signed_on, language),
        annex=shown,
        may=may,
        tabs=_tabs(shown, asked, language),
        lines=[_told(one, language) for one in lines[asked.start : asked.start + AT_ONCE]],
        pages=_pages(len(lines), asked.start),
        here=asked.query(),
        summary=_summary(shown, language),
        effect=_effect(shown, decision, language),
        problems=[(one.id, in_language(one.problem, language)) for one in lines if one.problem],
        sets=await _sets(language) if any(one.needs_set for one in shown.lines) else [],
        kinds=[(one.value, word(f"recognised_{one}", language)) for one in RecognitionType],
        makers=len({(one.producer, one.commune) for one in shown.missing}),
        done=_done(request, shown, language),
    )


def _filtered(shown: AnnexShown, wanted: str) -> list[LineShown]:
    if wanted == "can-chon":
        return [one for one in shown.lines if one.is_to_do]
    stands = {"chua-co": Stand.MISSING, "da-ghi": Stand.RECORDED}
    return [one for one in shown.lines if one.stand is stands.get(wanted, one.stand)]


def _tabs(shown: AnnexShown, asked: Asked, language: Language) -> list[tuple[str, str, int, bool]]:
    """Give (query, name, how many, whether it is the one on show)."""
    tabs = [
        (
            Asked(one, 0).query() or "?",
            word(f"annex_tab_{name}", language),
            len(_filtered(shown, one)),
            one == asked.filter,
        )
        for one, name in FILTERS.items()
    ]
    return [one for one in tabs if one[2] or one[3]]


def _told(line: LineShown, language: Language) -> dict[str, Any]:
    t = words(language)
    history = word(f"recognised_{line.by_history}", language) if line.by_history else ""
    return {
        "one": line,
        "state": word(f"annex_is_{line.stand}", language),
        "by_history": t.annex_by_history_is.format(type=history) if history else t.annex_by_history,
        "problem": in_language(line.problem, language) if line.problem else "",
        "is_open": line.stand in {Stand.CHOOSE, Stand.MISSING},
    }


def _pages(many: int, start: int) -> list[tuple[int, int, int, bool]]:
    """Give (start, first line, last line, whether it is the one on show)."""
    starts = range(0, many, AT_ONCE)
    return (
        [(n, n + 1, min(n + AT_ONCE, many), n == start) for n in starts] if many > AT_ONCE else []
    )


def _summary(shown: AnnexShown, language: Language) -> str:
    counts = shown.counts
    return str(
        words(language).annex_summary.format(
            sure=counts[Stand.SURE] + counts[Stand.CHOSEN],
            choose=counts[Stand.CHOOSE],
            missing=counts[Stand.MISSING],
        )
    )


def _effect(shown: AnnexShown, decision: Decision, language: Language) -> str:
    """Say what recording will do."""
    t, ready = words(language), shown.ready
    if lasts_through(decision.signed_on) < clock.today():
        return str(t.annex_effect_over)
    pages = sum(one.product.is_on_show for one in ready if one.product)
    pattern = t.annex_effect if len(ready) <= FAN_OUT else t.annex_effect_many
    return counted(pattern, pages, language)


async def _sets(language: Language) -> list[tuple[str, str]]:
    name = "name_vi" if language is Language.VI else "name_en"
    return [(one.number, getattr(one, name)) for one in await OcopSet.all().order_by("number")]


def _done(request: Request, shown: AnnexShown, language: Language) -> str:
    t, said = words(language), request.query_params
    if many := _number(said.get(DONE, "")):
        return counted(t.annex_done, many, language)
    if AGAIN in said:
        return counted(t.annex_look_again, len(shown.ready), language)
    return str(t.annex_saved) if SAVED in said else ""
