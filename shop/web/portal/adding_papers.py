"""Adding a paper: what it is first, then its pages, each of them kept as it arrives.

With JavaScript (static/js/photos.js) the forms of pages are sent without leaving the page.
"""

from functools import partial
from typing import Annotated, Any, Literal

from pydantic import BaseModel, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from media.sentences import Sentence
from shop import clock
from shop.access import Actor, May, paper_for, producer_of
from shop.errors import FieldError, InvalidError, NotFoundError
from shop.inputs import values
from shop.models import Paper, PaperState, Product, Visibility
from shop.papers import drafting, refusing
from shop.papers.kinds import kinds_for_producer
from shop.papers.listing import pages_of
from shop.papers.sending import Of, Told
from shop.services import services
from shop.web import uploads
from shop.web.forms import Form, answer, origin_of
from shop.web.language import Language
from shop.web.paper_kinds import kinds_for
from shop.web.papers import known_of, options_of, pages_said, said_of, shows
from shop.web.personal import personal_page
from shop.web.portal.frame import PAPERS, Visit, place, visit
from shop.web.portal.papers import DONE, NEW, ONE, PAGES, SENT, At, before_paper, path_of
from shop.web.signed import go, signed_in
from shop.web.words import words

NO_KIND = Sentence("Hãy chọn loại giấy trong danh sách.", "Choose a kind of paper from the list.")
NO_SUCH_PRODUCT = Sentence(
    "Hãy chọn một sản phẩm của cơ sở này.", "Choose a product of this producer."
)


class New(BaseModel):
    kind: str = ""
    product: str = ""
    number: Annotated[str, StringConstraints(max_length=80)] = ""
    issuer: Annotated[str, StringConstraints(max_length=200)] = ""
    issued_on: values.Day | None = None
    expires_on: values.Day | None = None
    visibility: Visibility = Visibility.PRIVATE
    replaces: int | None = None


class Sending(BaseModel):
    """What a button of the page does; pages that are sent come beside it."""

    act: Literal["add", "remove", "next"] = "add"
    page: int = 0


def adding_paper_routes() -> list[BaseRoute]:
    form = ("GET", "POST")
    return [
        *signed_in(f"{place('{producer:code}', PAPERS)}/{NEW}", new, form),
        *signed_in(f"{ONE}/{PAGES}", pages, form, taking=uploads.papers),
    ]


async def new(request: Request, language: Language, actor: Actor) -> Response:
    """Show what is asked of a paper, and begin one."""
    at = await visit(request, language, actor, May.WORK)

    async def show(form: Form[New]) -> Response:
        return await _new_page(at, form)

    async def act(said: New) -> Response:
        await _check(at, said)
        replaced = await _replaced(at, said.replaces)
        begun = await drafting.begin(
            _of(at, said),
            _told(said),
            by=actor.by,
            replaces=replaced.id if replaced else None,
            most_a_day=services(request).settings.pictures_per_day,
        )
        return go(path_of(begun.id, PAGES), language)

    return await answer(request, New, show, act, origin=origin_of(request))


async def _check(at: Visit, said: New) -> None:
    """Raise InvalidError for a kind that is none, or a product that is another producer's."""
    errors = []
    if said.kind not in await kinds_for(at.language):
        errors.append(FieldError("kind", NO_KIND))
    theirs = Product.filter(code=said.product, producer_id=at.producer.code)
    if said.product and not await theirs.exists():
        errors.append(FieldError("product", NO_SUCH_PRODUCT))
    if errors:
        raise InvalidError(errors[0].said, errors)


def _of(at: Visit, said: New) -> Of:
    return Of(product=said.product) if said.product else Of(producer=at.producer.code)


def _told(said: New) -> Told:
    return Told(**said.model_dump(exclude={"product", "replaces"}))


async def _new_page(at: Visit, form: Form[Any]) -> Response:
    asked, language = at.request.query_params, at.language
    replaced = await _replaced(at, _number(form.text("replaces", asked.get("thay", ""))))
    known = known_of(replaced)
    if replaced:  # a new one has days and a number of its own
        known |= dict.fromkeys(("number", "issued_on", "expires_on"), "")
    else:
        known |= {"kind": asked.get("loai", ""), "product": asked.get("sp", "").upper()}
    products = Product.filter(producer_id=at.producer.code).order_by("name_vi", "code")
    kinds = await kinds_for(language)
    asked_for = [one.code for one in await kinds_for_producer(at.producer.code, clock.today())]
    return personal_page(
        at.request,
        language,
        "portal/paper_new.html",
        words(language).papers_add,
        actor=at.actor,
        form=form,
        working_for=at.producer.name,
        back=at.address(PAPERS),
        known=known,
        kinds=options_of(asked_for, kinds),
        products=await products.values_list("code", "name_vi"),
        shows=shows(language),
        replaces=replaced.id if replaced else "",
        replaced=kinds.said(replaced.kind).text if replaced else "",
    )


def _number(text: str) -> int | None:
    return (
        int(text) if text.isascii() and text.isdigit() and len(text) <= len("999999999") else None
    )


async def _replaced(at: Visit, number: int | None) -> Paper | None:
    """Give the paper that a new one is to stand for; None: there is none of this producer."""
    if number is None:
        return None
    try:
        found = await paper_for(at.actor, May.WORK, number)
    except NotFoundError:
        return None
    return found if producer_of(found) == at.producer.code else None


async def pages(request: Request, language: Language, actor: Actor) -> Response:
    """Show the pages that are here, take more of them, and send the paper to officials."""
    at = await before_paper(request, language, actor)
    if at.paper.state != PaperState.DRAFT:
        return go(at.path(), language)

    async def act(sending: Sending) -> Response:
        if sending.act == "next":
            await drafting.send(at.paper.id, by=actor.by)
            return go(f"{at.list_path}?{DONE}={SENT}", language)
        if sending.act == "add":
            await _add(at)
        else:
            await drafting.remove_page(at.paper.id, sending.page)
        return go(at.path(PAGES), language)

    show = partial(_pages_page, at)
    return await answer(request, Sending, show, act, origin=origin_of(request))


async def _add(at: At) -> None:
    held, sent = services(at.request), uploads.sent_with(at.request)
    if not sent:
        raise InvalidError(refusing.NOTHING, [FieldError("picture", refusing.NOTHING)])
    most = held.settings.pictures_per_day
    if errors := await drafting.add_pages(at.paper.id, sent, held.room, most_a_day=most):
        raise InvalidError(drafting.NOT_ALL, errors)


async def _pages_page(at: At, form: Form[Any]) -> Response:
    language = at.language
    return personal_page(
        at.request,
        language,
        "portal/paper_pages.html",
        words(language).paper_pages_title,
        actor=at.actor,
        form=form,
        working_for=at.producer.name,
        back=language.address(at.list_path),
        paper=said_of(at.paper, await kinds_for(language)),
        pages=pages_said(await pages_of(at.paper.id), path_of(at.paper.id, PAGES)),
        list_url=language.address(at.list_path),
        one_url=at.address(),
    )
