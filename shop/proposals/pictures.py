"""Pictures of proposals: taken in and kept apart, put in order, and copied to what is public.

Their files are stored first, then the rows that name them. Acts name a picture by its digest and
move it from where it stands then, so that two tabs never undo each other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from tortoise.expressions import F
from tortoise.transactions import in_transaction

from media.accept import Incoming
from media.failpoints import reach
from media.pipeline import Rendered
from media.refusing import Refused
from media.store import Store, Unavailable
from shop import clock
from shop.catalogue.writing import MOST_PICTURES
from shop.errors import FieldError, UnavailableError
from shop.models import (
    Photo,
    PhotoUse,
    Picture,
    Proposal,
    ProposalPhoto,
    ProposalState,
    WaitingPicture,
)
from shop.models.columns import Row
from shop.photos import ENOUGH, Room, is_whole
from shop.photos.files import put_back, store_rendered
from shop.proposals import refusing
from shop.proposals.drafting import EDITABLE, lock, note
from shop.proposals.reading import PHOTOS

MOST = {PhotoUse.PRODUCT: MOST_PICTURES, PhotoUse.CONSENT: 3}
STATES = {PhotoUse.PRODUCT: EDITABLE, PhotoUse.CONSENT: (*EDITABLE, ProposalState.NEEDS_WORD)}
ASIDE = 1000
"""Added to positions while others take theirs: no two photos may have the same at any moment."""
DAY = timedelta(hours=24)


class Act(StrEnum):
    """What can be done with a photo that is there."""

    MAIN = "main"
    UP = "up"
    DOWN = "down"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Sent:
    """A picture that has arrived."""

    file: Incoming
    name: str
    """Of the file, as its sender knows it."""
    refused: Refused | Unavailable | None = None
    """Why the rest of it was not kept as it came in."""


@dataclass(frozen=True, slots=True)
class Sender:
    by: str
    most_a_day: int = 0
    """New pictures; 0: no limit."""


async def add_all(
    proposal: str,
    sent: Iterable[Sent],
    room: Room,
    sender: Sender,
    use: PhotoUse = PhotoUse.PRODUCT,
) -> list[FieldError]:
    """Add pictures in their order, each judged by itself; give what is wrong with some.

    Their files are stored side by side before. Raises UnavailableError, as what `add` raises, with
    those before it added: sent again, they are the same.
    """
    hurried, errors = room.hurried().apart, []
    try:
        brought = await _bring_all(proposal, sent, hurried, sender, use)
        for one in sent:
            try:
                await add(proposal, one, hurried, sender, use, brought)
            except Refused as refused:
                errors.append(FieldError("", refusing.of_file(one.name, refused)))
        await _settle(sent, brought, hurried)
    except Unavailable as fault:
        slow = isinstance(fault, Slow)
        raise UnavailableError(TOO_SLOW if slow else refusing.NOT_NOW) from None
    return errors


async def add(
    proposal: str,
    sent: Sent,
    room: Room,
    sender: Sender,
    use: PhotoUse = PhotoUse.PRODUCT,
) -> None:
    """Keep a picture apart from what is public, and add it to a proposal, behind what it has.

    The same bytes are one picture, in the store and in a proposal; one that the producer shows
    already is referred to. Raises Refused, Unavailable, and what `drafting.lock` raises.
    """
    if sent.refused:
        raise sent.refused
    held = await _need_place(proposal, sent.file.digest, use)
    is_shown = use is PhotoUse.PRODUCT and await _is_shown(held, sent.file.digest)
    rendered = None if is_shown else await _keep_files(sent.file, room, sender)
    async with in_transaction():
        held = await lock(proposal, STATES[use])
        photos = await _standing(held, use)
        await _make_own(held, use, photos)
        if sent.file.digest not in map(_digest, photos):
            column = "picture_id" if is_shown else "waiting_id"
            await _lock_row(sent.file.digest, rendered, sender, is_shown=is_shown)
            await _append(held, use, photos, {column: sent.file.digest}, sent.name)
        await _note(held, use)
    reach("picture-waiting")
    if rendered:  # a twin may have been removed in between, with the files they share
        await room.pictures.waiting.put_back(files_in(rendered))


async def act(proposal: str, picture: str, wanted: Act, use: PhotoUse = PhotoUse.PRODUCT) -> None:
    """Move or remove a photo, if it is there and not there already. Raises as `lock` does."""
    async with in_transaction():
        held = await lock(proposal, STATES[use])
        photos = await _standing(held, use)
        ordered = _ordered(photos, picture, wanted)
        if list(map(_digest, ordered)) == list(map(_digest, photos)):
            return  # what changes nothing touches nothing
        await _make_own(held, use, photos)
        gone = [one.id for one in photos if one not in ordered]
        await ProposalPhoto.filter(id__in=gone).delete()
        await _lay_out(ordered)
        await _note(held, use)


async def show_files(photos: Sequence[Row], pictures: Store) -> None:
    """Copy the files of waiting pictures to where readers get them; done twice, it is done once.

    Raises Missing or Damaged where the waiting store has lost one.
    """
    with TemporaryDirectory() as folder:
        for photo in photos:
            names = [file["name"] for file in photo["renditions"]]
            await pictures.approve(photo["picture_id"], names, Path(folder) / photo["picture_id"])


async def _need_place(proposal: str, digest: str, use: PhotoUse) -> Proposal:
    """Refuse what would not fit before it is rendered; the transaction looks again."""
    async with in_transaction():
        held = await lock(proposal, STATES[use])
        photos = await _standing(held, use)
    _need_room(photos, digest, use)
    return held


def _need_room(photos: Sequence[ProposalPhoto], digest: str, use: PhotoUse) -> None:
    if len(photos) >= MOST[use] and digest not in map(_digest, photos):
        raise Refused(refusing.FULL.filled(most=MOST[use]))


async def _is_shown(held: Proposal, digest: str) -> bool:
    """Tell whether the producer shows a picture itself."""
    producer = held.producer_id  # type: ignore[attr-defined] # Tortoise adds it
    shown = Photo.filter(picture_id=digest, illustration=False)
    return await shown.filter(product__producer_id=producer).exists()


async def _keep_files(file: Incoming, room: Room, sender: Sender) -> Rendered | None:
    """Store what was sent with its renditions; None: all of that is there already."""
    known = await WaitingPicture.get_or_none(digest=file.digest)
    if known and await is_whole(known, room.pictures):
        return None
    if sender.most_a_day and not known and await _sent_lately(sender.by) >= sender.most_a_day:
        raise Refused(ENOUGH)
    rendered = await room.workshop.render(file.path, file.digest)
    reach("rendered")
    await room.pictures.waiting.put_all(files_in(rendered), (file.digest, file.path))
    return rendered


async def _sent_lately(by: str) -> int:
    return await WaitingPicture.filter(taken_by=by, taken_at__gt=clock.now() - DAY).count()


async def _lock_row(
    digest: str, rendered: Rendered | None, sender: Sender, *, is_shown: bool
) -> None:
    """Write the row of a picture if there is none, and keep it from being removed."""
    if rendered:
        columns = columns_of(rendered)
        row = WaitingPicture(digest=digest, taken_at=clock.now(), taken_by=sender.by, **columns)
        await WaitingPicture.bulk_create([row], ignore_conflicts=True)
    model = Picture if is_shown else WaitingPicture
    if not await model.filter(digest=digest).select_for_update(no_key=True).only("digest"):
        raise Refused(refusing.GONE)


async def _make_own(held: Proposal, use: PhotoUse, photos: Sequence[ProposalPhoto]) -> None:
    """Let the photos of a locked proposal's product become its own, at the first touch.

    The patch then says what the product showed, so that approving notices what changed meanwhile.
    """
    if use is PhotoUse.CONSENT or PHOTOS in held.patch:
        return
    shown = [one for one in photos if one.id is None]
    base = {"typed": "", "read": None, "base": [_digest(one) for one in shown], "at": 0}
    held.patch = {**held.patch, PHOTOS: base}
    for one in shown:
        await one.save()


async def _standing(held: Proposal, use: PhotoUse) -> list[ProposalPhoto]:
    """Give the photos of a proposal in their order; unsaved ones where its product's stand."""
    photos = await ProposalPhoto.filter(proposal_id=held.id, use=use).order_by("position")
    product = held.product_id  # type: ignore[attr-defined] # Tortoise adds it
    if use is PhotoUse.CONSENT or PHOTOS in held.patch or not product:
        return photos
    shown = Photo.filter(product_id=product, illustration=False).order_by("position")
    here = await shown.values_list("picture_id", flat=True)
    return [
        ProposalPhoto(proposal_id=held.id, use=use, position=n, picture_id=digest)
        for n, digest in enumerate(here, 1)
    ]


async def _append(
    held: Proposal, use: PhotoUse, photos: Sequence[ProposalPhoto], of: Row, name: str
) -> None:
    _need_room(photos, "", use)
    position = photos[-1].position + 1 if photos else 1
    await ProposalPhoto.create(proposal_id=held.id, use=use, position=position, name=name, **of)


def _ordered(photos: list[ProposalPhoto], picture: str, wanted: Act) -> list[ProposalPhoto]:
    at = next((n for n, one in enumerate(photos) if _digest(one) == picture), None)
    if at is None:
        return photos
    rest = [*photos[:at], *photos[at + 1 :]]
    if wanted is Act.REMOVE:
        return rest
    to = {Act.MAIN: 0, Act.UP: max(0, at - 1), Act.DOWN: at + 1}[wanted]
    return [*rest[:to], photos[at], *rest[to:]]


async def _lay_out(photos: Sequence[ProposalPhoto]) -> None:
    moved = {one.id: n for n, one in enumerate(photos, 1) if one.position != n}
    await ProposalPhoto.filter(id__in=list(moved)).update(position=F("position") + ASIDE)
    for number, position in moved.items():
        await ProposalPhoto.filter(id=number).update(position=position)


async def _note(held: Proposal, use: PhotoUse) -> None:
    if use is PhotoUse.CONSENT:
        await note(held)
        return
    said = {**held.patch[PHOTOS], "at": held.version + 1}
    await note(held, patch={**held.patch, PHOTOS: said})


def _digest(photo: ProposalPhoto) -> str:
    digest: str = photo.waiting_id or photo.picture_id  # type: ignore[attr-defined] # Tortoise's
    return digest
