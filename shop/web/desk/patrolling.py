"""Where officials look afterwards at what a trusted producer changed, and put it back as it was."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop.access import NO_PROPOSAL, Actor, May, mandates_now, proposal_for
from shop.errors import NotFoundError
from shop.formats.differing import pieces
from shop.models import Patrol, Picture, Producer, Product, Proposal, Side
from shop.models.columns import Row
from shop.proposals import patrolling
from shop.proposals.patrol_list import next_on_patrol
from shop.proposals.queue import Tab, smallest
from shop.proposals.reading import PHOTOS
from shop.proposals.trust import field_of
from shop.web.desk.gone import keeping_words
from shop.web.desk.pictures import LARGE, SHOWN
from shop.web.desk.results import DONE, just_decided, result_of, undo_of_asked
from shop.web.differences import Line, label_of, text_of
from shop.web.forms import Form, answer, origin_of
from shop.web.language import Language
from shop.web.personal import personal_page
from shop.web.signed import HOMES, go, signed_in
from shop.web.words import words
from shop.web.writing import moment

HOME = HOMES[Side.OFFICIAL]
HERE = f"{HOME}/hau-kiem/{{proposal:proposal}}"
LIST = f"{HOME}?muc={Tab.PATROL}"


class Patrolled(BaseModel):
    act: Literal["keep", "put_back"]
    words: Annotated[str, StringConstraints(max_length=500)] = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture that is there now, or was before."""

    said: str
    src: str
    width: int
    height: int


def patrolling_routes() -> list[BaseRoute]:
    return signed_in(HERE, patrol, ("GET", "POST"), side=Side.OFFICIAL, keeps_typed=True)


@keeping_words
async def patrol(request: Request, language: Language, actor: Actor) -> Response:
    """Show what was changed, and let it be kept or put back."""
    held, _ = await _at(request, actor)

    async def show(form: Form[Any]) -> Response:
        return await _page(request, language, actor, form)

    async def act(said: Patrolled) -> Response:
        if said.act == "keep":
            await patrolling.keep_as_is(held.id, user=actor.user)
            return await _go_on(actor, language)
        await patrolling.put_back(held.id, said.words, user=actor.user)
        return await _go_on(actor, language, held.id)

    return await answer(request, Patrolled, show, act, origin=origin_of(request))


async def _at(request: Request, actor: Actor) -> tuple[Proposal, Patrol]:
    """Let an official in who may decide on it; none looks at what is of their own producer."""
    held = await proposal_for(actor, May.REVIEW, request.path_params["proposal"])
    if (found := await Patrol.get_or_none(proposal_id=held.id)) is None:
        raise NotFoundError(NO_PROPOSAL)
    return held, found


async def _go_on(actor: Actor, language: Language, done: str = "") -> Response:
    """Show the next one, or the list where none is left; of one that was put back, say so."""
    following = await next_on_patrol(await mandates_now().filter(user_id=actor.user), actor.user)
    path = f"{HOME}/hau-kiem/{following}" if following else LIST
    if done:
        path = f"{path}{'?' if following else '&'}{DONE}={done}"
    return go(path, language)


async def _page(request: Request, language: Language, actor: Actor, form: Form[Any]) -> Response:
    held, found = await _at(request, actor)
    product = await Product.get(code=held.product_id)  # type: ignore[attr-defined]
    producer = await Producer.get(code=held.producer_id).select_related("commune")  # type: ignore[attr-defined]
    t = words(language)
    return personal_page(
        request,
        language,
        "desk/patrol.html",
        product.name_vi,
        actor=actor,
        form=form,
        back=language.address(LIST),
        done=await just_decided(request, language, actor),
        undo=await undo_of_asked(request, language, actor),
        product=product,
        producer=producer,
        lines=_lines(found, language),
        photos=await _photos(found, language),
        shown=await result_of(held, language),
        until=t.patrol_until.format(moment=moment(found.until, language)),
        is_open=patrolling.is_open(found),
        over=_over(found, language),
        review=language.address(f"{HOME}/de-nghi/{held.id}"),
        suspend=language.address(f"{HOME}/san-pham/{product.code}/tam-ngung"),
    )


def _over(found: Patrol, language: Language) -> str:
    """Say how it came off the list; empty: it is there."""
    t = words(language)
    if found.ended_at:
        when = moment(found.ended_at, language)
        return str(t.patrol_ended.format(moment=when, n=found.ended_by_id))  # type: ignore[attr-defined]
    return "" if patrolling.is_open(found) else str(t.patrol_timed_out)


def _lines(found: Patrol, language: Language) -> list[Line]:
    """Give each text that was changed, with the words that went and came."""
    changed = [(field_of(column), said) for column, said in found.changed.items()]
    texts = [
        (field, *(text_of(field, value or None, language) for value in said))
        for field, said in changed
        if field != PHOTOS
    ]
    return [Line(label_of(field, language), pieces(was, now), was) for field, was, now in texts]


async def _photos(found: Patrol, language: Language) -> list[Photo]:
    """Give the photos as they are, and mark those that are new."""
    was, now = found.changed.get(PHOTOS, [[], []])
    columns = ("digest", "renditions", "width", "height")
    known = {row["digest"]: row for row in await Picture.filter(digest__in=now).values(*columns)}
    return [
        _photo(known[picture], _said(picture, n, was, language))
        for n, picture in enumerate(now, 1)
        if picture in known
    ]


def _photo(row: Row, said: str) -> Photo:
    file = smallest(row["renditions"], LARGE)
    return Photo(said, f"{SHOWN}/{file}", row["width"], row["height"])


def _said(picture: str, n: int, was: list[str], language: Language) -> str:
    t = words(language)
    return str((t.patrol_photo_known if picture in was else t.patrol_photo_new).format(n=n))
