"""Step 1 of a proposal: its photos. The page shows what is here, whichever way it was sent.

With JavaScript (static/js/photos.js) the very same forms are sent without leaving the page.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from shop.access import Actor
from shop.errors import FieldError, InvalidError
from shop.models import Side
from shop.models.columns import Row
from shop.proposals import pictures, refusing
from shop.proposals.checking import NO_PHOTO
from shop.proposals.drafting import EDITABLE
from shop.proposals.findings import SMALLEST
from shop.proposals.pictures import Act, Sender
from shop.proposals.standing import Standing, standing_of
from shop.queries.lookalikes import lookalikes_of
from shop.services import services
from shop.web import uploads
from shop.web.forms import Form, answer, origin_of
from shop.web.language import Language
from shop.web.portal.drafts import FACTS, PHOTOS, ROOTS, Drafting, draft_page, drafting
from shop.web.portal.waiting import photo_address
from shop.web.signed import signed_in
from shop.web.words import words

THUMBNAIL = 320


class Sending(BaseModel):
    """What a button of the page does; photos that are sent come beside it."""

    act: Literal["add", "main", "up", "down", "remove", "next"] = "add"
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A photo that is here."""

    picture: str
    src: str
    place: int
    is_last: bool
    is_alike: bool
    is_small: bool

    @property
    def is_main(self) -> bool:
        return self.place == 1

    @property
    def anchor(self) -> str:
        return anchor_of(self.picture)


def photo_routes(side: Side) -> list[BaseRoute]:
    path = f"{ROOTS[side]}/{{proposal:proposal}}/{PHOTOS}"
    return signed_in(path, photos, ("GET", "POST"), side=side, taking=uploads.pictures)


async def photos(request: Request, language: Language, actor: Actor) -> Response:
    at = await drafting(request, language, actor)

    async def act(sending: Sending) -> Response:
        if sending.act == "next":
            await _need_photo(at)
            return at.go(FACTS)
        if sending.act == "add":
            await _add(at)
            return at.go(PHOTOS)
        await pictures.act(at.proposal.id, sending.picture, Act(sending.act))
        return at.go(f"{PHOTOS}#{anchor_of(sending.picture)}")

    show = partial(photos_page, request, language, actor)
    return await answer(request, Sending, show, act, origin=origin_of(request))


async def photos_page(
    request: Request, language: Language, actor: Actor, form: Form[Any]
) -> Response:
    """Show the photos of a proposal as they are now, also after some of many were refused."""
    at = await drafting(request, language, actor)
    one = await standing_of(at.proposal)
    alike = {found.picture for found in await lookalikes_of(at.proposal.id)}
    return draft_page(
        at,
        "portal/photos.html",
        words(language).photos_title,
        step=PHOTOS,
        form=form,
        cards=_cards(photos_shown(one), alike, actor.side),
        is_open=at.proposal.state in EDITABLE,
        later=language.address(at.home),
    )


def photos_shown(one: Standing) -> list[Row]:
    """Give the photos that a proposal would show, or that its product shows; no drawn ones."""
    return [row for row in one.would_be.photos if not row["illustration"]]


def anchor_of(picture: str) -> str:
    """Name the place of a photo in the page."""
    return f"anh-{picture[:16]}" if picture.isalnum() else "photos"


async def _need_photo(at: Drafting) -> None:
    if not photos_shown(await standing_of(at.proposal)):
        raise InvalidError(NO_PHOTO, [FieldError("picture", NO_PHOTO)])


async def _add(at: Drafting) -> None:
    held, sent = services(at.request), uploads.sent_with(at.request)
    if not sent:
        raise InvalidError(refusing.NOTHING, [FieldError("picture", refusing.NOTHING)])
    sender = Sender(at.actor.by, held.settings.pictures_per_day)
    if errors := await pictures.add_all(at.proposal.id, sent, held.room, sender):
        raise InvalidError(refusing.NOT_ALL, errors)


def _cards(shown: list[Row], alike: Collection[str], side: Side) -> list[Card]:
    return [
        Card(
            picture=row["picture_id"],
            src=photo_address(row, THUMBNAIL, side),
            place=n,
            is_last=n == len(shown),
            is_alike=row["picture_id"] in alike,
            is_small=max(row["width"], row["height"]) < SMALLEST,
        )
        for n, row in enumerate(shown, 1)
    ]
