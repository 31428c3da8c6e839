"""The scan of a decision: pages that registrars take in and officials alone see."""

from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop import clock
from shop.access import Actor, May, may_everywhere, must, must_everywhere
from shop.errors import FieldError, InvalidError
from shop.inputs import values
from shop.models import Decision, Side
from shop.papers import deciding, drafting, refusing
from shop.papers.listing import pages_of, scans_of
from shop.papers.sending import Told
from shop.queries.decisions import decision_of
from shop.services import services
from shop.web import uploads
from shop.web.desk.paper import scan_path
from shop.web.desk.registry import DECISIONS, PAPERS
from shop.web.forms import Form, answer, origin_of
from shop.web.language import Language
from shop.web.paper_kinds import SCAN
from shop.web.papers import PageSaid, pages_said
from shop.web.personal import personal_page
from shop.web.signed import go, signed_in
from shop.web.words import words
from shop.web.writing import day

HERE = f"{DECISIONS}/{{decision:number}}/ban-chup"


class Sending(BaseModel):
    act: Literal["add", "withdraw"] = "add"
    paper: int = 0
    seen: values.Version = 0


@dataclass(frozen=True, slots=True)
class Scan:
    """One scan that is here."""

    id: int
    version: int
    on: str
    pages: list[PageSaid]


def scan_routes() -> list[BaseRoute]:
    return signed_in(HERE, scan, ("GET", "POST"), side=Side.OFFICIAL, taking=uploads.papers)


async def scan(request: Request, language: Language, actor: Actor) -> Response:
    """Show the scans of a decision to officials, and let registrars add one or withdraw it."""
    await must(actor, May.SEE)
    if request.method == "POST":
        await must_everywhere(actor, May.REGISTER)
    decision = await decision_of(request.path_params["decision"])

    async def act(sending: Sending) -> Response:
        if sending.act == "withdraw":
            await _withdraw(decision, sending, actor)
        else:
            await _add(request, decision, actor)
        return go(scan_path(decision.id), language)

    show = partial(_page, request, language, actor, decision)
    return await answer(request, Sending, show, act, origin=origin_of(request))


async def _add(request: Request, decision: Decision, actor: Actor) -> None:
    held, sent = services(request), uploads.sent_with(request)
    if not sent:
        raise InvalidError(refusing.NOTHING, [FieldError("picture", refusing.NOTHING)])
    await drafting.add_scan(decision.id, Told(SCAN), sent, held.room, by=actor.by)


async def _withdraw(decision: Decision, sending: Sending, actor: Actor) -> None:
    """Take a scan back, of those that are this decision's."""
    if sending.paper in {one.id for one in await scans_of(decision.id)}:
        await deciding.withdraw(sending.paper, by=actor.by, seen=sending.seen)


async def _page(
    request: Request, language: Language, actor: Actor, decision: Decision, form: Form[Any]
) -> Response:
    return personal_page(
        request,
        language,
        "desk/scan.html",
        words(language).scan_title.format(number=decision.number),
        actor=actor,
        form=form,
        back=language.address(f"{DECISIONS}/{decision.id}"),
        decision=decision,
        signed=day(decision.signed_on, language),
        scans=[
            Scan(
                one.id,
                one.version,
                day(clock.today(one.created_at), language),
                pages_said(await pages_of(one.id), f"{PAPERS}/{one.id}/trang"),
            )
            for one in await scans_of(decision.id)
        ],
        may_add=await may_everywhere(actor, May.REGISTER),
    )
