"""An official who filled something in asks its producer to agree: by a code, a link, or a paper."""

from functools import partial
from typing import Any, Literal

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from media.sentences import Sentence
from shop import clock
from shop.access import Actor
from shop.accounts.codes import refused
from shop.accounts.people import Address
from shop.accounts.ways import expect_way, ways_now
from shop.errors import FieldError, InvalidError
from shop.models import PhotoUse, ProposalState, Purpose, Side
from shop.proposals import wording
from shop.proposals.drafting import EDITABLE
from shop.proposals.pictures import Sender, add_all
from shop.proposals.standing import standing_of
from shop.services import services
from shop.web import uploads
from shop.web.forms import Form, Nothing, answer, origin_of
from shop.web.language import Language
from shop.web.portal.agreeing import ASKED
from shop.web.portal.drafts import CHECK, ROOTS, SENT, WORD, Drafting, draft_page, drafting
from shop.web.portal.linking import drawn
from shop.web.portal.saying import lines_of, questions
from shop.web.signed import go, signed_in
from shop.web.uploads import sent_with
from shop.web.words import word, words
from shop.web.writing import day

CODE, LINK, PAPER, PRINTED = (f"{WORD}/{way}" for way in ("ma", "link", "giay", "giay/in"))
TAKE_BACK, SENT_TO = "rut", "da-gui"
"""The step that takes it back, and the query parameter that says where a code was just sent."""
NOT_SIGNED = Sentence(
    "Hãy đánh dấu là giấy đã ký, rồi gửi.", "Tick that the paper is signed, then send this."
)


class Coded(BaseModel):
    """What is done with a code: it is sent, or typed as it was read aloud."""

    lam: Literal["gui", "nhap"] = "nhap"
    to: int = -1
    code: str = ""


class Papered(BaseModel):
    """A photo of a paper that comes, or what is entered of one that is here."""

    act: Literal["add", "confirm"] = "confirm"
    signed: Literal["1"] | None = None
    purposes: list[Purpose] = []


def wording_routes() -> list[BaseRoute]:
    at, form = f"{ROOTS[Side.OFFICIAL]}/{{proposal:proposal}}", ("GET", "POST")
    return [
        *signed_in(f"{at}/{WORD}", choose, side=Side.OFFICIAL),
        *signed_in(f"{at}/{CODE}", by_code, form, side=Side.OFFICIAL),
        *signed_in(f"{at}/{LINK}", by_link, form, side=Side.OFFICIAL),
        *signed_in(f"{at}/{PAPER}", by_paper, form, side=Side.OFFICIAL, taking=uploads.pictures),
        *signed_in(f"{at}/{PRINTED}", print_paper, side=Side.OFFICIAL),
    ]


async def choose(request: Request, language: Language, actor: Actor) -> Response:
    """Show what the producer is asked, and the three ways to ask it."""
    at = await drafting(request, language, actor)
    if elsewhere := _elsewhere(at):
        return elsewhere
    one = await standing_of(at.proposal)
    return _page(
        at,
        "desk/word.html",
        Form(),
        lines=lines_of(one, language),
        can_send=await _ways(at),
        take_back=at.address(TAKE_BACK),
    )


async def by_code(request: Request, language: Language, actor: Actor) -> Response:
    """Send six digits to the producer, and take them as it reads them aloud."""
    at = await drafting(request, language, actor)
    if elsewhere := _elsewhere(at):
        return elsewhere
    ways = await _ways(at)

    async def show(form: Form[Coded]) -> Response:
        sent = request.query_params.get(SENT_TO, "")
        to = next((one.masked for n, one in enumerate(ways) if str(n) == sent), "")
        return _page(at, "desk/word_code.html", form, ways=ways, sent_to=to)

    async def act(coded: Coded) -> Response:
        if coded.lam == "gui":
            return await _send(at, ways, coded.to)
        days = services(request).settings.answer_days
        await wording.agree_by_code(at.proposal.id, coded.code, user=actor.user, answer_days=days)
        return at.go(SENT)

    return await answer(request, Coded, show, act, origin=origin_of(request))


async def _send(at: Drafting, ways: list[Address], to: int) -> Response:
    if not 0 <= to < len(ways):
        raise refused("to", wording.NO_ADDRESS)
    await expect_way(services(at.request).settings, ways[to].kind, "to")
    name = wording.name_of(await standing_of(at.proposal))
    await wording.send_code(at.proposal.id, ways[to], name, user=at.actor.user)
    return at.go(f"{CODE}?{SENT_TO}={to}")


async def _ways(at: Drafting) -> list[Address]:
    """List the addresses of the producer that can be told something now."""
    now = await ways_now(services(at.request).settings)
    return [one for one in await wording.addresses_for(at.proposal) if now.can_tell(one.kind)]


async def by_link(request: Request, language: Language, actor: Actor) -> Response:
    """Make a link that the producer opens on its own telephone; it is shown this once."""
    at = await drafting(request, language, actor)
    if elsewhere := _elsewhere(at):
        return elsewhere
    show = partial(_link_page, at)

    async def act(_: Nothing) -> Response:
        token = await wording.make_link(at.proposal.id, user=actor.user)
        address = f"{services(request).settings.base_url}{ASKED}{token}"
        return await show(Form(), address)

    return await answer(request, Nothing, show, act, origin=origin_of(request))


async def _link_page(at: Drafting, form: Form[Any], address: str = "") -> Response:
    code = drawn(address) if address else ""
    until = day(clock.today(clock.now() + wording.LIFE_OF_A_LINK), at.language)
    return _page(at, "desk/word_link.html", form, address=address, code=code, until=until)


async def by_paper(request: Request, language: Language, actor: Actor) -> Response:
    """Take a signed paper as the producer's word, once it was photographed."""
    at = await drafting(request, language, actor)
    if elsewhere := _elsewhere(at):
        return elsewhere

    async def show(form: Form[Papered]) -> Response:
        papers = await wording.papers_of(at.proposal).count()
        asked = await wording.purposes_asked(at.producer.code)
        return _page(
            at,
            "desk/word_paper.html",
            form,
            papers=papers,
            printed=at.address(PRINTED),
            questions=questions(asked, language),
        )

    async def act(papered: Papered) -> Response:
        if papered.act == "add":
            return await _take_photo(at)
        if papered.signed is None:
            raise refused("signed", NOT_SIGNED)
        days, user = services(request).settings.answer_days, actor.user
        purposes = papered.purposes
        await wording.agree_by_paper(at.proposal.id, purposes, user=user, answer_days=days)
        return at.go(SENT)

    return await answer(request, Papered, show, act, origin=origin_of(request))


async def _take_photo(at: Drafting) -> Response:
    """Keep photos of a signed paper: apart from what is public, like all that waits."""
    held, sent = services(at.request), sent_with(at.request)
    if not sent:
        raise refused("paper", wording.NO_PAPER)
    sender = Sender(at.actor.by, held.settings.pictures_per_day)
    errors = await add_all(at.proposal.id, sent, held.room, sender, PhotoUse.CONSENT)
    if errors:
        raise InvalidError(errors[0].said, [FieldError("paper", one.said) for one in errors])
    return at.go(PAPER)


async def print_paper(request: Request, language: Language, actor: Actor) -> Response:
    """Show the paper that is printed and signed: it is Vietnamese, as its signer reads it."""
    at = await drafting(request, language, actor)
    if elsewhere := _elsewhere(at):
        return elsewhere
    one, asked = await standing_of(at.proposal), await wording.purposes_asked(at.producer.code)
    return _page(
        at,
        "desk/word_printed.html",
        Form(),
        lines=lines_of(one, Language.VI),
        photos=len(one.would_be.photos),
        questions=questions(asked, Language.VI),
        vi=words(Language.VI),
        today=day(clock.today(), Language.VI),
        commune=one.would_be.product["producer_commune_name"],
    )


def _elsewhere(at: Drafting) -> Response | None:
    """Lead on where there is nothing to ask; None: its producer is asked now."""
    if at.proposal.state == ProposalState.NEEDS_WORD:
        return None
    if at.proposal.state == ProposalState.SUBMITTED:
        return at.go(SENT)
    return at.go(CHECK) if at.proposal.state in EDITABLE else go(at.home, at.language)


def _page(at: Drafting, template: str, form: Form[Any], **content: Any) -> Response:
    content |= {"code_way": at.address(CODE), "link_way": at.address(LINK)}
    content |= {"paper_way": at.address(PAPER), "all_ways": at.address(WORD)}
    title = word("word_title", at.language)
    return draft_page(at, template, title, step=WORD, form=form, **content)
