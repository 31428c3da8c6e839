"""Where registrars enter decisions, and all officials read them: by year, one by one."""

from datetime import date
from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop import clock
from shop.access import Actor, May, may_everywhere, must, must_everywhere, must_not_be_of
from shop.catalogue.decisions import EnteredError, Signed, amend_decision, record_decision
from shop.formats.vouching import is_made_up
from shop.inputs import values
from shop.inputs.lasting import is_usual
from shop.models import Decision, Side
from shop.models.columns import Row
from shop.queries import decisions as registry
from shop.queries.recognitions import PAGE, Recognised, Wanted, count_of, page_of
from shop.services import services
from shop.web.desk.registry import DECISIONS, HOME
from shop.web.forms import Form, answer, origin_of
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.portal.linking import drawn
from shop.web.public.recognitions import DECISION
from shop.web.signed import go, signed_in
from shop.web.words import word, words
from shop.web.writing import day, moment

NEW = f"{DECISIONS}/moi"
ONE = f"{DECISIONS}/{{decision:number}}"
ISSUER = "UBND thành phố Hải Phòng"
"""Proposed for a new decision: who signs most of them today. Nothing else is taken from it."""
LONGEST_SEARCH = 100
DONE = frozenset({"ghi", "sua", "cong-nhan", "sua-cong-nhan", "thu-hoi", "khoi-phuc", "bo"})
"""What a decision's page says was just done, by its query parameter `xong`."""


class Entered(BaseModel):
    number: values.DecisionNumber
    issuer: values.Issuer
    signed_on: values.Day
    seen: values.Version = 0


def decision_routes() -> list[BaseRoute]:
    return [
        *signed_in(DECISIONS, decisions, side=Side.OFFICIAL),
        *signed_in(NEW, new, ("GET", "POST"), side=Side.OFFICIAL, keeps_typed=True),
        *signed_in(ONE, decision, side=Side.OFFICIAL),
        *signed_in(f"{ONE}/sua", amend, ("GET", "POST"), side=Side.OFFICIAL, keeps_typed=True),
    ]


async def decisions(request: Request, language: Language, actor: Actor) -> Response:
    """List the decisions of a year, or those that a text finds in all years."""
    await must(actor, May.SEE)
    text = request.query_params.get("q", "").strip()[:LONGEST_SEARCH]
    asked, known = request.query_params.get("nam", ""), await registry.years()
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else None  # noqa: PLR2004
    year = year or (None if text else clock.today().year)
    found = await registry.entered(year if year and year > 0 else None, text)
    t, here = words(language), language.address(DECISIONS)
    nothing = t.decisions_none_found if text else t.decisions_none.format(year=year)
    return personal_page(
        request,
        language,
        "desk/decisions.html",
        t.decisions_title,
        actor=actor,
        back=language.address(HOME),
        here=here,
        text=text,
        years=[(f"{here}?nam={n}", n, many, n == year and not text) for n, many in known],
        rows=[(f"{here}/{one.id}", one) for one in found],
        nothing=nothing,
        may_register=await may_everywhere(actor, May.REGISTER),
    )


async def new(request: Request, language: Language, actor: Actor) -> Response:
    await must_everywhere(actor, May.REGISTER)

    async def show(form: Form[Entered]) -> Response:
        t = words(language)
        return personal_page(
            request,
            language,
            "desk/decision_form.html",
            t.decision_new,
            actor=actor,
            back=language.address(DECISIONS),
            form=form,
            issuer=ISSUER,
            there=_there(form, language),
        )

    async def act(said: Entered) -> Response:
        made = await record_decision(said.number, said.issuer, said.signed_on, by=actor.by)
        return go(f"{DECISIONS}/{made}?xong=ghi", language)

    return await answer(request, Entered, show, act, origin=origin_of(request))


async def amend(request: Request, language: Language, actor: Actor) -> Response:
    await must_everywhere(actor, May.REGISTER)
    number = request.path_params["decision"]
    await registry.decision_of(number)

    async def show(form: Form[Entered]) -> Response:
        held = await registry.decision_of(number)
        return personal_page(
            request,
            language,
            "desk/decision_form.html",
            words(language).decision_amend,
            actor=actor,
            back=language.address(f"{DECISIONS}/{number}"),
            form=form,
            held=held,
            signed_on=_typed_as(held.signed_on),
            there=_there(form, language),
        )

    async def act(said: Entered) -> Response:
        signed = Signed(said.number, said.issuer, said.signed_on)
        for producer in await registry.recognised_by(number):
            await must_not_be_of(actor.user, producer)
        await amend_decision(number, signed, said.seen, by=actor.by)
        return go(f"{DECISIONS}/{number}?xong=sua", language)

    return await answer(request, Entered, show, act, origin=origin_of(request))


def _there(form: Form[Entered], language: Language) -> str:
    """Give the address of the decision that was entered before, if that is why this was refused."""
    known = (one.decision for one in form.errors if isinstance(one, EnteredError))
    return next((language.address(f"{DECISIONS}/{one}") for one in known), "")


def _typed_as(value: date) -> str:
    """Write a day as people type it."""
    return f"{value.day}/{value.month}/{value.year}"


async def decision(request: Request, language: Language, actor: Actor) -> Response:
    await must(actor, May.SEE)
    held = await registry.decision_of(request.path_params["decision"])
    done = request.query_params.get("xong", "")
    t, public = words(language), f"{DECISION}/{held.id}"
    wanted = Wanted(decision=held.id, revoked=None, hidden=True)
    lines, more = await _lines(request, held, wanted, language)
    address = f"{services(request).settings.base_url}{public}"
    return personal_page(
        request,
        language,
        "desk/decision.html",
        t.recognitions_decision.format(number=held.number),
        actor=actor,
        back=language.address(DECISIONS),
        held=held,
        here=language.address(f"{DECISIONS}/{held.id}"),
        signed_on=day(held.signed_on, language),
        made_up=is_made_up(held.number),
        many=await count_of(wanted),
        lines=lines,
        more=more,
        acts=[_told(row, language) for row in await registry.history_of(held.id)],
        public=language.address(public),
        qr=drawn(address),
        address=address.partition("://")[2],
        may_register=await may_everywhere(actor, May.REGISTER),
        done=word(f"decision_done_{done.replace('-', '_')}", language) if done in DONE else "",
    )


async def _lines(
    request: Request, held: Decision, wanted: Wanted, language: Language
) -> tuple[list[dict[str, Any]], str]:
    """Give a page of what a decision recognises, and the address of the next."""
    given = request.query_params.get("sau", "")
    after = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None  # noqa: PLR2004
    found = await page_of(wanted, clock.today(), after, PAGE + 1)
    here = language.address(f"{DECISIONS}/{held.id}")
    more = f"{here}?sau={found[PAGE - 1].row['id']}" if len(found) > PAGE else ""
    return [_line(one, language) for one in found[:PAGE]], more


def _line(one: Recognised, language: Language) -> dict[str, Any]:
    row, t = one.row, words(language)
    return {
        "row": row,
        "way": language.address(f"{HOME}/cong-nhan/{row['id']}"),
        "kind": word(f"recognised_{row['type']}", language),
        "standing": word(f"standing_{one.standing}", language),
        "tone": one.standing,
        "until": t.recognitions_until.format(day=day(row["expires_on"], language)),
        "revoked": t.recognitions_revoked_on.format(day=day(row["revoked_on"], language))
        if row["revoked_on"]
        else "",
        "odd": not is_usual(row["signed_on"], row["expires_on"]),
    }


def _told(row: Row, language: Language) -> dict[str, str]:
    """Say what was done, by whom and when."""
    t, (kind, _, number) = words(language), row["by"].partition(" ")
    who = t.suspend_official.format(n=number) if kind == "user" else t.suspend_operator
    detail = row["detail"]
    what = word(f"act_{row['action'].replace('.', '_')}", language)
    subject = detail.get("product") or row["subject"]
    return {
        "when": moment(row["at"], language),
        "who": who,
        "what": what.format(code=subject, n=detail.get("many", "")),
        "why": detail.get("reason", ""),
    }
