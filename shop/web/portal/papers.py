"""Papers of a producer: which there are and how each stands, one of them, and taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop import clock
from shop.access import Actor, May, paper_for, producer_of, reach
from shop.inputs import values
from shop.models import Paper, PaperState, Producer, Visibility
from shop.papers import deciding
from shop.papers.kinds import kinds_for_producer
from shop.papers.listing import pages_of, papers_of
from shop.papers.sending import let_see
from shop.web.forms import Form, answer, origin_of
from shop.web.language import Language, Said, in_vietnamese
from shop.web.paper_kinds import Kinds, kinds_for
from shop.web.papers import PaperSaid, facts_of, pages_said, said_of, shows
from shop.web.personal import personal_page
from shop.web.portal.frame import HOME, PAPERS, place, portal_page, visit
from shop.web.signed import go, signed_in
from shop.web.words import words

ROOT = f"{HOME}/giay"
ONE = f"{ROOT}/{{paper:number}}"
PAGES, WITHDRAW, NEW, SHOW = "trang", "rut", "moi", "hien"
DONE = "xong"
SENT, WITHDRAWN, SHOWN = "gui", "rut", "hien"
REPLACEABLE = (PaperState.CONFIRMED, PaperState.REFUSED)


class Seen(BaseModel):
    seen: values.Version


class Shown(BaseModel):
    seen: values.Version
    visibility: Visibility


@dataclass(frozen=True, slots=True)
class Worth:
    """A kind of papers that the producer's products are asked for, and where one is added."""

    name: Said
    url: str


@dataclass(frozen=True, slots=True)
class At:
    """A person before a paper of a producer that they work for."""

    request: Request
    language: Language
    actor: Actor
    paper: Paper
    producer: Producer

    def path(self, below: str = "") -> str:
        return path_of(self.paper.id, below)

    def address(self, below: str = "") -> str:
        return self.language.address(self.path(below))

    @property
    def list_path(self) -> str:
        return place(self.producer.code, PAPERS)


def paper_routes() -> list[BaseRoute]:
    return [
        *signed_in(f"{HOME}{PAPERS}", choose),
        *signed_in(place("{producer:code}", PAPERS), papers),
        *signed_in(ONE, see),
        *signed_in(f"{ONE}/{WITHDRAW}", withdraw, ("GET", "POST")),
        *signed_in(f"{ONE}/{SHOW}", show_less_or_more, ("GET", "POST")),
    ]


def path_of(paper: int, below: str = "") -> str:
    """Give the path of a paper, as on the Vietnamese side."""
    return f"{ROOT}/{paper}" + (f"/{below}" if below else "")


async def choose(request: Request, language: Language, actor: Actor) -> Response:
    """Lead on to the papers of the one producer that a person works for, or let them choose."""
    mine = await (await reach(actor, May.WORK)).order_by("name_sort", "code")
    if len(mine) == 1:
        return go(place(mine[0].code, PAPERS), language)
    if not mine:
        return go(HOME, language)
    title = words(language).papers_choose
    return personal_page(
        request, language, "portal/papers_choose.html", title, actor=actor, producers=mine
    )


async def papers(request: Request, language: Language, actor: Actor) -> Response:
    """List a producer's papers by what they are for, and what would be worth having."""
    at = await visit(request, language, actor, May.WORK)
    found = await papers_of(at.producer.code)
    add, kinds = at.address(f"{PAPERS}/{NEW}"), await kinds_for(language)
    done = request.query_params.get(DONE, "")
    t = words(language)
    return await portal_page(
        at,
        "portal/papers.html",
        t.papers_title,
        here=PAPERS,
        form=Form(),
        add=add,
        groups=_grouped(found, {one.id: _said(one, kinds) for one in found}, language),
        worth=[
            Worth(kinds.said(code), f"{add}?loai={code}")
            for code in await _lacking(at.producer.code, found)
            if code in kinds
        ],
        done={SENT: t.paper_sent, WITHDRAWN: t.paper_withdrawn_done}.get(done, ""),
    )


def _said(paper: Paper, kinds: Kinds) -> PaperSaid:
    is_unsent = paper.state == PaperState.DRAFT
    path = path_of(paper.id, PAGES if is_unsent else "")
    return said_of(paper, kinds, kinds.language.address(path))


def _grouped(
    found: Sequence[Paper], said: dict[int, PaperSaid], language: Language
) -> list[tuple[Said, list[PaperSaid]]]:
    """Part papers by what they are for: the whole producer first, then each product."""
    groups: dict[str, tuple[Said, list[PaperSaid]]] = {}
    for paper in found:
        product = paper.product
        name = (
            in_vietnamese(product.name_vi, language)
            if product
            else Said(words(language).papers_of_all)
        )
        groups.setdefault(product.code if product else "", (name, []))[1].append(said[paper.id])
    return list(groups.values())


async def _lacking(producer: str, found: Sequence[Paper]) -> list[str]:
    """List the kinds that are asked for and of which none is here that was not given back."""
    today = clock.today()
    held = {
        one.kind
        for one in found
        if one.state != PaperState.REFUSED and (one.expires_on or today) >= today
    }
    asked = await kinds_for_producer(producer, today)
    return [one.code for one in asked if one.code not in held]


async def before_paper(request: Request, language: Language, actor: Actor) -> At:
    """Let a person in to the paper that an address names. Raises NotFoundError."""
    paper = await paper_for(actor, May.WORK, request.path_params["paper"])
    producer = await Producer.get(code=producer_of(paper))
    return At(request, language, actor, paper, producer)


async def see(request: Request, language: Language, actor: Actor) -> Response:
    return await _page(await before_paper(request, language, actor), Form())


async def withdraw(request: Request, language: Language, actor: Actor) -> Response:
    """Take a paper back: nothing is told of it any more."""
    at = await before_paper(request, language, actor)
    if request.method == "GET":
        return go(at.path(), language)

    async def show(form: Form[Any]) -> Response:
        return await _page(await before_paper(request, language, actor), form)

    async def act(said: Seen) -> Response:
        await deciding.withdraw(at.paper.id, by=actor.by, seen=said.seen)
        return go(f"{at.list_path}?{DONE}={WITHDRAWN}", language)

    return await answer(request, Seen, show, act, origin=origin_of(request))


async def show_less_or_more(request: Request, language: Language, actor: Actor) -> Response:
    """Let readers be told more or less of a paper, from now on."""
    at = await before_paper(request, language, actor)
    if request.method == "GET":
        return go(at.path(), language)

    async def show(form: Form[Any]) -> Response:
        return await _page(await before_paper(request, language, actor), form)

    async def act(said: Shown) -> Response:
        await let_see(at.paper.id, said.visibility, by=actor.by, seen=said.seen)
        return go(f"{at.path()}?{DONE}={SHOWN}", language)

    return await answer(request, Shown, show, act, origin=origin_of(request))


async def _page(at: At, form: Form[Any]) -> Response:
    paper = at.paper
    said = said_of(paper, await kinds_for(at.language))
    is_done = paper.state == PaperState.WITHDRAWN
    asked, t = at.request.query_params.get(DONE, ""), words(at.language)
    new = at.language.address(f"{at.list_path}/{NEW}?thay={paper.id}")
    return personal_page(
        at.request,
        at.language,
        "portal/paper.html",
        said.kind.text,
        actor=at.actor,
        form=form,
        working_for=at.producer.name,
        back=at.language.address(at.list_path),
        paper=said,
        facts=facts_of(paper, at.language),
        pages=pages_said(await pages_of(paper.id), path_of(paper.id, PAGES)),
        replace=new if paper.state in REPLACEABLE else "",
        may_withdraw=not is_done,
        may_show=paper.state in {PaperState.WAITING, PaperState.CONFIRMED},
        shows=shows(at.language),
        visibility=paper.visibility,
        show=at.address(SHOW),
        done=t.paper_shown if asked == SHOWN else "",
        withdraw=at.address(WITHDRAW),
    )
