"""The papers that wait for officials, oldest first, within the reach of each."""

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop import clock
from shop.access import Actor, mandates_now, members_now
from shop.models import Side
from shop.papers.listing import Waiting, communes_waiting, sent_of, waiting
from shop.web.desk.registry import HOME, PAPERS
from shop.web.language import Language
from shop.web.paper_kinds import Kinds, kinds_for
from shop.web.papers import PaperSaid, said_of
from shop.web.personal import personal_page
from shop.web.signed import signed_in
from shop.web.words import word, words
from shop.web.writing import day

LONGEST_ID = 9
DONE = "xong"
DECIDED = ("xac-nhan", "tra-lai", "bo-xac-nhan")


def papers_desk_routes() -> list[BaseRoute]:
    return signed_in(PAPERS, papers, side=Side.OFFICIAL)


async def papers(request: Request, language: Language, actor: Actor) -> Response:
    """List what waits; of an official's own producer another one decides."""
    held = await mandates_now().filter(user_id=actor.user)
    commune, after = request.query_params.get("xa", "")[:16], _after(request)
    found, behind = await waiting(held, commune, after)
    here = language.address(PAPERS)
    theirs = await members_now().filter(user_id=actor.user).values("producer_id")
    own = {row["producer_id"] for row in theirs}
    kinds = await kinds_for(language)
    return personal_page(
        request,
        language,
        "desk/papers.html",
        words(language).registry_papers,
        actor=actor,
        back=language.address(HOME),
        communes=await communes_waiting(held),
        commune=commune,
        rows=[_row(one, kinds, is_own=one.producer in own) for one in found],
        more=f"{here}?{urlencode({'xa': commune, 'sau': behind})}" if behind else "",
        done=done_said(request, language),
    )


async def papers_beside(producer: str, language: Language) -> list[PaperSaid]:
    """List a producer's papers for officials who read what it proposes."""
    kinds = await kinds_for(language)
    return [
        said_of(one, kinds, language.address(f"{PAPERS}/{one.id}"))
        for one in await sent_of(producer)
    ]


def done_said(request: Request, language: Language) -> str:
    """Say what was just decided; empty: nothing."""
    key = request.query_params.get(DONE, "")
    return word(f"desk_paper_done_{key.replace('-', '_')}", language) if key in DECIDED else ""


def _after(request: Request) -> int:
    text = request.query_params.get("sau", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID else 0


def _row(one: Waiting, kinds: Kinds, *, is_own: bool) -> dict[str, Any]:
    language = kinds.language
    sent = day(clock.today(one.sent_at), language)
    return {
        "url": language.address(f"{PAPERS}/{one.id}"),
        "kind": kinds.said(one.kind),
        "whose": " · ".join(filter(None, (one.product_name, one.producer_name))),
        "commune": one.commune_name,
        "sent": words(language).registry_papers_sent.format(day=sent),
        "is_own": is_own,
    }
