"""Pictures of proposals: taken in and kept apart, put in order, and copied to what is public.

Their files are stored first, then the rows that name them. Acts name a picture by its digest and
move it from where it stands then, so that two tabs never undo each other.
"""

from asyncio import Semaphore
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from tortoise.expressions import F
from tortoise.transactions import in_transaction

from media.accept import Incoming
from media.failpoints import reach
from media.refusing import SLOW_STORE, Refused
from media.store import Slow, Store, Unavailable
from media.together import together
from shop import clock
from shop.catalogue.writing import MOST_PICTURES
from shop.errors import FieldError, UnavailableError
from shop.metrics import count_not_taken, count_refused
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
from shop.photos import ENOUGH, Brought, Room, is_whole
from shop.photos.files import LONGEST, store_rendered
from shop.photos.uploads import settle
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
    try:
        return await _add_all(proposal, list(sent), room.hurried(), sender, use)
    except Unavailable as fault:
        count_not_taken("unavailable")
        said = SLOW_STORE if isinstance(fault, Slow) else refusing.NOT_NOW
        raise UnavailableError(said) from None


async def _add_all(
    proposal: str, sent: Sequence[Sent], room: Room, sender: Sender, use: PhotoUse
) -> list[FieldError]:
    good = {one.file.digest: one.file for one in sent if not one.refused}
    brought = await _bring_all(proposal, good.values(), room, sender, use)
    errors = []
    for one in sent:
        try:
            await add(proposal, one, room, sender, use, brought)
        except Refused as refused:
            count_refused(refused, day_is_full=refused.said is ENOUGH)
            said = refusing.of_file(one.name, refused)
            errors.append(FieldError("", said))
    await settle(good.values(), brought, room.apart)
    return errors


async def add(
    proposal: str,
    sent: Sent,
    room: Room,
    sender: Sender,
    use: PhotoUse = PhotoUse.PRODUCT,
    brought: Brought | None = None,
) -> None:
    """Keep a picture apart from what is public, and add it to a proposal, behind what it has.

    The same bytes are one picture, in the store and in a proposal; one that the producer shows
    already is referred to. Of one that was `brought` the files are stored, and looked at again
    later. Raises Refused, Unavailable, and what `drafting.lock` raises.
    """
    found = {} if brought is None else brought
    if sent.refused:
        raise sent.refused
    held = await _need_place(proposal, sent.file.digest, use)
    is_shown = await _is_referred_to(held, sent.file.digest, use)
    columns = None if is_shown else await _columns(sent.file, room, sender, found)
    async with in_transaction():
        held = await lock(proposal, STATES[use])
        photos = await _standing(held, use)
        await _make_own(held, use, photos)
        if sent.file.digest not in map(_digest, photos):
            column = "picture_id" if is_shown else "waiting_id"
            await _lock_row(sent.file.digest, columns, sender, is_shown=is_shown)
            await _append(held, use, photos, {column: sent.file.digest}, sent.name)
        await _note(held, use)
    reach("picture-waiting")
    if brought is None:
        await settle([sent.file], found, room.apart)


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
    hurried = pictures.hurried(LONGEST)
    with TemporaryDirectory() as folder:

        async def show(photo: Row) -> None:
            names = [file["name"] for file in photo["renditions"]]
            await hurried.approve(photo["picture_id"], names, Path(folder) / photo["picture_id"])

        await together(show, photos, Semaphore(MOST_PICTURES))


async def _bring_all(
    proposal: str, files: Collection[Incoming], room: Room, sender: Sender, use: PhotoUse
) -> Brought:
    """Store side by side the files of those pictures that have a place, and may be sent today."""
    if not files:
        return {}
    async with in_transaction():
        held = await lock(proposal, STATES[use])
        free = MOST[use] - len(await _standing(held, use))
    if sender.most_a_day:
        free = min(free, sender.most_a_day - await _sent_lately(sender.by))
    wanted = [one for one in files if not await _is_referred_to(held, one.digest, use)]
    found: Brought = {}

    async def bring(file: Incoming) -> None:
        with suppress(Refused):  # `add` says so when it comes to this one
            await _columns(file, room, sender, found)

    await together(bring, wanted[: max(0, free)], Semaphore(MOST_PICTURES))
    return found


async def _columns(file: Incoming, room: Room, sender: Sender, brought: Brought) -> Row | None:
    """Give the columns of the row of a picture whose files are stored; None: it has one.

    Raises Refused, the same at each time.
    """
    if file.digest not in brought:
        try:
            brought[file.digest] = await _keep_files(file, room.apart, sender)
        except Refused as refused:
            brought[file.digest] = refused
    if isinstance(found := brought[file.digest], Refused):
        raise found
    return found


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


async def _is_referred_to(held: Proposal, digest: str, use: PhotoUse) -> bool:
    """Tell whether the producer shows a picture itself, so that it need not be kept again."""
    if use is not PhotoUse.PRODUCT:
        return False
    producer = held.producer_id  # type: ignore[attr-defined] # Tortoise adds it
    shown = Photo.filter(picture_id=digest, illustration=False)
    return await shown.filter(product__producer_id=producer).exists()


async def _keep_files(file: Incoming, room: Room, sender: Sender) -> Row | None:
    """Store what was sent with its renditions; None: all of that is there already."""
    known = await WaitingPicture.get_or_none(digest=file.digest)
    if known and await is_whole(known, room.pictures):
        return None
    if sender.most_a_day and not known and await _sent_lately(sender.by) >= sender.most_a_day:
        raise Refused(ENOUGH)
    return await store_rendered(file.path, file.digest, room)


async def _sent_lately(by: str) -> int:
    return await WaitingPicture.filter(taken_by=by, taken_at__gt=clock.now() - DAY).count()


async def _lock_row(digest: str, columns: Row | None, sender: Sender, *, is_shown: bool) -> None:
    """Write the row of a picture if there is none, and keep it from being removed."""
    if columns:
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
