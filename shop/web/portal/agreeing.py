"""A producer agrees to what an official filled in: signed in as a member, or by a link.

The link's page reads of sessions only that it is no official who answers it, and only a POST does
anything: messengers and mail scanners open every link that they see (portal.md §1, lesson 17).
"""

from typing import Any, Literal

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from media.sentences import Sentence
from media.store import CONTENT_TYPES, Damaged, Missing, Unavailable
from shop import clock
from shop.access import Actor
from shop.errors import NotFoundError
from shop.http import paths
from shop.models import ProposalState, Purpose, Side
from shop.proposals import wording
from shop.proposals.drafting import ref_of
from shop.proposals.standing import Standing, standing_of
from shop.proposals.wording import Link
from shop.services import services
from shop.web.forms import Form, answer, origin_of, receive
from shop.web.language import Language, both_languages
from shop.web.personal import personal_page
from shop.web.portal.drafts import AGREE, CHECK, ROOTS, SENT, draft_page, drafting
from shop.web.portal.linking import PRIVATE
from shop.web.portal.saying import lines_of, questions, thumbnails_of
from shop.web.signed import actor_of, go, signed_in
from shop.web.words import words
from shop.web.writing import moment

ASKED = "/loi/"
PHOTO = "/anh/"
"""Below a link: a photo of what is asked about."""
NO_LINK = Sentence(
    "Đường dẫn này không còn dùng được. Hãy nhờ cán bộ xã, phường gửi lại.",
    "This link is not good any more. Ask the official for another one.",
)
PICTURE = {"Content-Security-Policy": "sandbox; default-src 'none'", **PRIVATE}


class Answered(BaseModel):
    answer: Literal["yes", "no"]
    purposes: list[Purpose] = []


def agreeing_routes() -> list[BaseRoute]:
    paths.keep_secret_below(*(each.address(ASKED) for each in Language))
    members = f"{ROOTS[Side.PRODUCER]}/{{proposal:proposal}}/{AGREE}"
    return [
        *signed_in(members, agree_signed_in, ("GET", "POST")),
        *both_languages(f"{ASKED}{{token:secret}}", by_link, ("GET", "POST")),
    ]


async def agree_signed_in(request: Request, language: Language, actor: Actor) -> Response:
    """Ask a member whether what an official filled in may be sent."""
    at = await drafting(request, language, actor)
    if at.proposal.state != ProposalState.NEEDS_WORD:
        return at.go(SENT if at.proposal.state == ProposalState.SUBMITTED else CHECK)

    async def show(form: Form[Answered]) -> Response:
        one = await standing_of(at.proposal)
        asked = {"lines": lines_of(one, language), "photos": _photos(one, "/nha-san-xuat/anh/")}
        title = words(language).agree_title
        return draft_page(at, "portal/agree.html", title, step=AGREE, form=form, **asked)

    async def act(said: Answered) -> Response:
        if said.answer == "no":
            await wording.say_no(at.proposal.id, by=actor.by)
            return go(at.home, language)
        days = services(request).settings.answer_days
        await wording.agree_as_member(at.proposal.id, user=actor.user, answer_days=days)
        return at.go(SENT)

    return await answer(request, Answered, show, act, origin=origin_of(request))


async def by_link(request: Request, language: Language) -> Response:
    """Show what a link asks its producer, and take the answer."""
    token, _, name = request.path_params["token"].partition(PHOTO)
    link = await _opened(token)
    if name:
        return await _photo(request, link, name)
    if request.method == "POST":
        await receive(request, origin_of(request))
        link = await _opened(token)  # it may have ended while the form came
    response = await _asked(request, language, link, token)
    response.headers.update(PRIVATE)
    return response


async def _opened(token: str) -> Link:
    if link := await wording.opened_by(token):
        return link
    raise NotFoundError(NO_LINK)


async def _signed_in(request: Request) -> list[int]:
    """List who the browser is signed in as, on either side."""
    actors = [await actor_of(request, side) for side in Side]
    return [one.user for one in actors if one]


async def _asked(request: Request, language: Language, link: Link, token: str) -> Response:
    address = f"{ASKED}{token}"

    async def show(form: Form[Answered]) -> Response:
        if link.is_answered:
            return _answered(request, language, link, form)
        one = await standing_of(link.proposal)
        purposes = await wording.purposes_asked(link.producer.code)
        asked = {
            "lines": lines_of(one, language),
            "photos": _photos(one, f"{address}{PHOTO}"),
            "questions": questions(purposes, language),
        }
        title = words(language).agree_title
        return _page(request, language, "portal/agree_link.html", title, link, form=form, **asked)

    async def act(said: Answered) -> Response:
        wording.must_be_others(await _signed_in(request), link)
        if said.answer == "no":
            await wording.say_no(link.proposal.id, by=f"link {link.asked.id}")
            title = words(language).agree_no_title
            return _page(request, language, "portal/agreed.html", title, link, said_at="")
        days = services(request).settings.answer_days
        await wording.agree_by_link(link, said.purposes, answer_days=days)
        return go(address, language)

    return await answer(request, Answered, show, act, origin=origin_of(request))


def _answered(request: Request, language: Language, link: Link, form: Form[Answered]) -> Response:
    title, at = words(language).agreed_title, link.asked.used_at or clock.now()
    said = {"form": form, "said_at": moment(at, language)}
    return _page(request, language, "portal/agreed.html", title, link, **said)


def _page(
    request: Request, language: Language, template: str, title: str, link: Link, **content: Any
) -> Response:
    ref, name = ref_of(link.proposal.id), link.producer.name
    return personal_page(request, language, template, title, working_for=name, ref=ref, **content)


def _photos(one: Standing, below: str) -> list[str]:
    """Give the addresses of photos; of those that wait, below a path of few."""
    return [
        f"{below if photo.is_waiting else '/media/'}{photo.name}" for photo in thumbnails_of(one)
    ]


async def _photo(request: Request, link: Link, name: str) -> Response:
    """Send a photo of what a link asks about, while it asks."""
    shown = thumbnails_of(await standing_of(link.proposal))
    waiting = {one.name for one in shown if one.is_waiting}
    if request.method == "POST" or name not in waiting:
        raise NotFoundError(NO_LINK)
    try:
        data = await services(request).pictures.waiting.get(name)
    except (Damaged, Missing, Unavailable):
        raise NotFoundError(NO_LINK) from None
    return Response(data, headers=PICTURE, media_type=CONTENT_TYPES[name.partition(".")[2]])
