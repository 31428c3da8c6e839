"""One paper before an official: its pages, what is read from them, and the decision."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop import clock
from shop.access import Actor, May, is_of, paper_for, producer_of, reaches
from shop.errors import FieldError, InvalidError
from shop.inputs import values
from shop.models import Paper, PaperState, Producer, Product, Side
from shop.papers import deciding
from shop.papers.kinds import kinds_for_producer
from shop.papers.listing import covered_by, pages_of
from shop.papers.reading import confirm_as_read
from shop.papers.reasons import REASONS, written
from shop.papers.sending import Told
from shop.web.desk.gone import keeping_words
from shop.web.desk.papers import DONE, done_said
from shop.web.desk.registry import DECISIONS, PAPERS
from shop.web.desk.results import in_language
from shop.web.forms import Form, answer, origin_of
from shop.web.language import Language
from shop.web.paper_kinds import kinds_for
from shop.web.papers import facts_of, known_of, options_of, pages_said, said_of, shows_of
from shop.web.personal import personal_page
from shop.web.portal.adding_papers import NO_KIND
from shop.web.signed import go, signed_in
from shop.web.words import words
from shop.web.writing import day

ONE = f"{PAPERS}/{{paper:number}}"
CONFIRM, REFUSE, UNCONFIRM = "xac-nhan", "tra-lai", "bo-xac-nhan"
Words = Annotated[str, StringConstraints(max_length=400)]


class Confirmed(BaseModel):
    seen: values.Version
    kind: str = ""
    number: Annotated[str, StringConstraints(max_length=80)] = ""
    issuer: Annotated[str, StringConstraints(max_length=200)] = ""
    issued_on: values.Day | None = None
    expires_on: values.Day | None = None
    covers: list[str] = []


class Refused(BaseModel):
    seen: values.Version
    reasons: list[str] = []
    words: Words = ""


class Unconfirmed(BaseModel):
    seen: values.Version
    reason: Words = ""


@dataclass(frozen=True, slots=True)
class At:
    """An official before a paper of a producer."""

    request: Request
    language: Language
    actor: Actor
    paper: Paper
    producer: str

    @property
    def path(self) -> str:
        return f"{PAPERS}/{self.paper.id}"

    def done(self, key: str, path: str = PAPERS) -> Response:
        return go(f"{path}?{DONE}={key}", self.language)


def paper_desk_routes() -> list[BaseRoute]:
    both = ("GET", "POST")
    return [
        *signed_in(ONE, see, side=Side.OFFICIAL),
        *signed_in(f"{ONE}/{CONFIRM}", confirm, both, side=Side.OFFICIAL),
        *signed_in(f"{ONE}/{REFUSE}", refuse, both, side=Side.OFFICIAL, keeps_typed=True),
        *signed_in(f"{ONE}/{UNCONFIRM}", unconfirm, both, side=Side.OFFICIAL),
    ]


async def see(request: Request, language: Language, actor: Actor) -> Response:
    """Show a paper to an official who may read it; a scan stands with its decision."""
    at = await _at(request, language, actor, May.SEE)
    if not at.producer:
        return go(scan_path(at.paper.decision_id), language)  # type: ignore[attr-defined]
    return await _page(at, Form())


def scan_path(decision: int) -> str:
    return f"{DECISIONS}/{decision}/ban-chup"


async def confirm(request: Request, language: Language, actor: Actor) -> Response:
    at = await _at(request, language, actor, May.REGISTER)

    async def show(form: Form[Confirmed]) -> Response:
        return await _page(await _at(request, language, actor, May.REGISTER), form)

    async def act(said: Confirmed) -> Response:
        if said.kind != at.paper.kind and said.kind not in await kinds_for(language):
            raise InvalidError(NO_KIND, [FieldError("kind", NO_KIND)])
        columns = said.model_dump(exclude={"seen", "covers"})
        told = Told(**columns, visibility=at.paper.visibility)
        await confirm_as_read(at.paper.id, told, said.covers, user=actor.user, seen=said.seen)
        return at.done(CONFIRM)

    return await answer(request, Confirmed, show, act, origin=origin_of(request))


@keeping_words
async def refuse(request: Request, language: Language, actor: Actor) -> Response:
    at = await _at(request, language, actor, May.REGISTER)

    async def show(form: Form[Refused]) -> Response:
        return await _page(await _at(request, language, actor, May.REGISTER), form)

    async def act(said: Refused) -> Response:
        reason = written(said.reasons, said.words)
        await deciding.refuse(at.paper.id, reason, user=actor.user, seen=said.seen)
        return at.done(REFUSE)

    return await answer(request, Refused, show, act, origin=origin_of(request))


async def unconfirm(request: Request, language: Language, actor: Actor) -> Response:
    """Take a confirmation back: the paper is given back, and its producer is told why."""
    at = await _at(request, language, actor, May.REGISTER)

    async def show(form: Form[Unconfirmed]) -> Response:
        return await _page(await _at(request, language, actor, May.REGISTER), form)

    async def act(said: Unconfirmed) -> Response:
        await deciding.refuse(at.paper.id, said.reason, user=actor.user, seen=said.seen)
        return at.done(UNCONFIRM, at.path)

    return await answer(request, Unconfirmed, show, act, origin=origin_of(request))


async def _at(request: Request, language: Language, actor: Actor, may: May) -> At:
    """Let an official in to the paper that an address names. Raises NotFoundError."""
    paper = await paper_for(actor, may, request.path_params["paper"])
    return At(request, language, actor, paper, producer_of(paper) or "")


async def _page(at: At, form: Form[Any]) -> Response:
    language, paper, today = at.language, at.paper, clock.today()
    asked = [one.code for one in await kinds_for_producer(at.producer, today)]
    kinds = await kinds_for(language)
    said = said_of(paper, kinds)
    return personal_page(
        at.request,
        language,
        "desk/paper.html",
        said.kind.text,
        actor=at.actor,
        form=form,
        back=language.address(PAPERS),
        done=done_said(at.request, language),
        paper=said,
        address=language.address(at.path),
        pages=pages_said(await pages_of(paper.id), f"{at.path}/trang"),
        whose=await _whose(at),
        shows=shows_of(paper, language),
        facts=facts_of(paper, language),
        may_decide=await _may_decide(at),
        is_waiting=paper.state == PaperState.WAITING,
        known=known_of(paper),
        kinds=options_of(asked, kinds),
        products=await _products(at),
        reasons=[(key, in_language(said, language)) for key, said in REASONS.items()],
        refusing=at.request.url.path.endswith(f"/{REFUSE}"),
        confirmed=_confirmed(paper, language),
        written=_written(form, language),
    )


async def _may_decide(at: At) -> bool:
    may = await reaches(at.actor, May.REGISTER, at.producer)
    return may and not await is_of(at.actor.user, at.producer)


async def _whose(at: At) -> dict[str, str]:
    found = await Producer.get(code=at.producer).select_related("commune")
    product = at.paper.product
    return {
        "name": found.name,
        "code": found.code,
        "commune": found.commune.name,
        "product": f"{product.name_vi} ({product.code})" if product else "",
    }


async def _products(at: At) -> list[tuple[str, str, bool]]:
    """List what a paper of the whole producer may cover; one of a product covers that alone."""
    if at.paper.product:
        return []
    covered = await covered_by(at.paper.id)
    found = Product.filter(producer_id=at.producer).order_by("name_vi", "code")
    return [
        (code, f"{name} ({code})", not covered or code in covered)
        for code, name in await found.values_list("code", "name_vi")
    ]


def _written(form: Form[Any], language: Language) -> list[str]:
    """List what an official wrote, for where another one decided first: it reads on the page."""
    ticked = [in_language(REASONS[key], language) for key in REASONS if form.has("reasons", key)]
    fields = ("words", "reason", "number", "issuer", "issued_on", "expires_on")
    return [*ticked, *(text for name in fields if (text := form.text(name)))]


def _confirmed(paper: Paper, language: Language) -> str:
    """Say who confirmed it: by number, and when; empty: it is not confirmed."""
    if paper.state != PaperState.CONFIRMED or paper.decided_at is None:
        return ""
    on = day(clock.today(paper.decided_at), language)
    official: int | None = paper.decided_by_id  # type: ignore[attr-defined] # Tortoise adds it
    return str(words(language).desk_paper_confirmed.format(day=on, n=official))
