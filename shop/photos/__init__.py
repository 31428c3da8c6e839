"""Pictures of products: the files are stored first, then the rows that name them."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Literal

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from media.accept import Incoming
from media.failpoints import reach
from media.pipeline import RECIPE
from media.refusing import Refused
from media.sentences import Sentence
from media.store import PICTURE_NAME, WAITING, Missing
from shop import clock
from shop.audit import record
from shop.catalogue.writing import MOST_PICTURES
from shop.database import select
from shop.errors import NotFoundError, PictureGoneError, TooManyPicturesError
from shop.inputs.tables import PhotoInput
from shop.models import Photo, Picture, Product, ProposalPhoto, RemovedPicture, WaitingPicture
from shop.models.columns import Row
from shop.photos.files import (
    Room,
    columns_of,
    files_in,
    files_of,
    is_whole,
    put_back,
    store_rendered,
)
from shop.photos.showing import (
    arrange,
    illustrate,
    lock_pictures,
    lock_shown,
    picture_of,
    show,
    sources,
    without_picture,
)
from shop.publishing import Change, change

__all__ = [
    "ENOUGH",
    "FULL",
    "Again",
    "Brought",
    "Removed",
    "Room",
    "arrange",
    "bring",
    "count_to_rerender",
    "digests_naming",
    "files_of",
    "illustrate",
    "is_whole",
    "left_today",
    "lock_pictures",
    "lock_shown",
    "picture_of",
    "remove",
    "rerender",
    "show",
    "sources",
    "take",
    "take_and_show",
    "without_picture",
]
Brought = dict[str, Row | Refused | None]
"""Digest → the columns that the row of a picture is to have, or why it was refused.

None: it has its row, and the store has all its files.
"""
PAGE, DAY = 500, timedelta(hours=24)
ENOUGH = Sentence(
    vi="Hôm nay bạn đã gửi đủ số ảnh cho phép. Mời bạn gửi tiếp vào ngày mai.",
    en="You have sent as many pictures as a day allows. Please send the others tomorrow.",
)
FULL = Sentence(
    vi="Mỗi sản phẩm có tối đa {most} ảnh. Hãy gỡ bớt ảnh cũ rồi gửi lại.",
    en="A product has at most {most} pictures. Please remove some and send it again.",
).filled(most=MOST_PICTURES)
NO_PICTURE = Sentence("Không có ảnh {digest}. Hãy xem lại mã ảnh.", "There is no picture {digest}.")
LOST = Sentence(
    "Bản gốc của ảnh bị mất hoặc hỏng. Hãy gửi lại ảnh này.",
    "Its original is lost or damaged; send the picture again.",
)
GONE_MEANWHILE = Sentence("Ảnh vừa bị gỡ. Bạn không cần làm gì thêm.", "It was removed meanwhile.")


async def take(incoming: Incoming, room: Room, *, by: str, most_a_day: int = 0) -> str:
    """Keep a picture that has arrived, with its renditions; give its digest.

    The same bytes are taken once: then only what the store has lost is put back. Raises Refused,
    also when `by` has sent more than `most_a_day` new ones in 24 hours (0: no limit).
    """
    await _need_share(incoming.digest, by, most_a_day)
    if columns := await bring(incoming, room):
        await _keep(incoming.digest, columns, by=by)
        await put_back(incoming.path, incoming.digest, columns, room)
    return incoming.digest


async def bring(incoming: Incoming, room: Room) -> Row | None:
    """Store the files of a picture; give the columns that its row is to have. Raises Refused.

    None: it has its row, and the store has all its files.
    """
    known = await Picture.get_or_none(digest=incoming.digest)
    if known and await is_whole(known, room.pictures):
        return None
    return await store_rendered(incoming.path, incoming.digest, room)


async def take_and_show(
    incoming: Incoming,
    room: Room,
    showing: tuple[str, PhotoInput] | None,
    brought: Brought | None = None,
    *,
    by: str,
    most: int,
) -> Picture:
    """Take a picture, and show it as (product, photo) says, if it is to be shown.

    Does both once more when an official removed the picture in between. Raises what `take` raises
    with `most` pictures a day, and `show`; a product that is full refuses the picture.
    """
    for tries_left in (1, 0):
        digest = await _take_brought(incoming, brought if tries_left else None, room, by, most)
        try:
            if showing:
                code, photo = showing
                await show(code, replace(photo, picture=digest), by=by)
                reach("photo-committed")
            return await picture_of(digest)
        except TooManyPicturesError:
            raise Refused(FULL) from None
        except PictureGoneError:
            if not tries_left:
                raise
    raise AssertionError("the loop returns or raises")


async def _take_brought(
    incoming: Incoming, brought: Brought | None, room: Room, by: str, most: int
) -> str:
    """Take a picture; of one that was brought its files are stored, and looked at again later."""
    if brought is None or incoming.digest not in brought:
        return await take(incoming, room, by=by, most_a_day=most)
    columns = brought[incoming.digest]
    if isinstance(columns, Refused):
        raise columns
    await _need_share(incoming.digest, by, most)
    if columns:
        await _keep(incoming.digest, columns, by=by)
    return incoming.digest


@dataclass(frozen=True, slots=True)
class Removed:
    products: list[str]
    """That showed it."""
    proposals: list[str]
    """That would have shown it."""
    twins: list[str]
    """Other pictures of the very same pixels: they stay."""


async def remove(digest: str, room: Room, *, by: str, reason: str) -> Removed:
    """Take a picture off all products and proposals and delete its files, also where it waits.

    Asked again, it goes on deleting. Raises NotFoundError for an unknown picture.
    """
    async with change(by=by) as wanted:
        found = await _lock_all(digest)
        codes, proposals = await _codes_with(digest), await _proposals_with(digest)
        if found:
            await _take_off(wanted, digest, codes)
            await _proposed(digest).delete()
            for picture in found:
                await picture.delete()
            keys = [key for picture in found for key in files_of(picture)]
            files = {"files": keys, "removed_at": clock.now()}
            await RemovedPicture.update_or_create(digest=digest, defaults=files)
            said, where = {"renditions": found[0].renditions}, {"proposals": proposals}
            await record(by, "picture.remove", digest, said, reason=reason, products=codes, **where)
    if (removed := await RemovedPicture.get_or_none(digest=digest)) is None:
        raise NotFoundError(NO_PICTURE.filled(digest=digest))
    return Removed(codes, proposals, await _delete_files(removed.files, room, by=by))


async def _lock_all(digest: str) -> list[Picture | WaitingPicture]:
    """Lock the rows of a picture: on show, waiting, or both."""
    shown = await Picture.filter(digest=digest).select_for_update(no_key=True)
    return [*shown, *await WaitingPicture.filter(digest=digest).select_for_update(no_key=True)]


def _proposed(digest: str) -> QuerySet[ProposalPhoto]:
    return ProposalPhoto.filter(Q(picture_id=digest) | Q(waiting_id=digest))


async def _proposals_with(digest: str) -> list[str]:
    uses = _proposed(digest).order_by("proposal_id")
    return [row["proposal_id"] for row in await uses.values("proposal_id")]


async def _take_off(wanted: Change, digest: str, codes: list[str]) -> None:
    for code in codes:
        before = await lock_shown(code)
        await arrange(wanted, code, before, [one for one in before if one.picture != digest])


async def _delete_files(files: list[str], room: Room, *, by: str) -> list[str]:
    """Delete files that no other picture shares; give the pictures that share some.

    Bytes sent twice with other comments have the same renditions. One that is being taken at this
    moment puts back what it lacks after its row is there (`put_back`); one whose row came while the
    files were deleted is rendered again here.
    """
    shared = await _naming(files)
    others = {key for one in shared for key in files_of(one)}
    for key in files:
        if key not in others:
            await room.pictures.remove(key)
    twins = {one.digest for one in shared}
    late = {one.digest for one in await _naming(files) if isinstance(one, Picture)} - twins
    for digest in late:
        await _render_again(digest, room, by)
    return sorted(twins | late)


async def _naming(files: list[str]) -> list[Picture | WaitingPicture]:
    """Find the pictures that name some of these files; a scan, for what is seldom asked."""
    waiting = [key for key in files if key.startswith(WAITING)]
    shown = set(files).difference(waiting)
    return [
        *await Picture.filter(digest__in=await digests_naming(shown, "picture")),
        *await WaitingPicture.filter(digest__in=await digests_naming(waiting, "waiting_picture")),
    ]


async def digests_naming(
    files: Iterable[str], table: Literal["picture", "waiting_picture"]
) -> list[str]:
    """Find the pictures of a table that have some of these files as renditions: a scan."""
    names = [name for key in files if PICTURE_NAME.fullmatch(name := key.rpartition("/")[2])]
    if not names:
        return []
    wanted = " OR ".join("CAST(renditions AS TEXT) LIKE ?" for _ in names)
    found = await select(
        f"SELECT digest FROM {table} WHERE {wanted}",  # noqa: S608 - constants
        *(f"%{name}%" for name in names),
    )
    return [row["digest"] for row in found]


async def left_today(by: str, most: int) -> int:
    """Tell how many new pictures are left of `most` in 24 hours."""
    taken = await Picture.filter(taken_by=by, taken_at__gt=clock.now() - DAY).count()
    return max(0, most - int(taken))


async def _need_share(digest: str, by: str, most: int) -> None:
    if most and not await Picture.exists(digest=digest) and not await left_today(by, most):
        raise Refused(ENOUGH)


@dataclass(frozen=True, slots=True)
class Again:
    """What became of a picture that was to be rendered again."""

    digest: str
    problem: Sentence | None = None
    """Why it keeps the renditions it has; None when it was rendered."""


async def rerender(room: Room, *, by: str, everything: bool = False) -> AsyncIterator[Again]:
    """Render pictures of older settings again from their originals.

    Each is written down once it is done, so that what was interrupted goes on where it was.
    """
    last = ""
    while page := await _digests_after(last, everything=everything):
        for digest in page:
            yield await _render_again(digest, room, by)
        last = page[-1]


async def count_to_rerender(*, everything: bool = False) -> int:
    return int(await _to_rerender(everything=everything).count())


def _to_rerender(*, everything: bool) -> Any:
    return Picture.all() if everything else Picture.exclude(recipe=RECIPE)


async def _digests_after(last: str, *, everything: bool) -> list[str]:
    found = _to_rerender(everything=everything).filter(digest__gt=last)
    page = found.order_by("digest").limit(PAGE)
    return [row["digest"] for row in await page.values("digest")]


async def _render_again(digest: str, room: Room, by: str) -> Again:
    with Incoming(room.folder) as copy:
        try:
            await room.pictures.copy_original(digest, copy.path)
            rendered = await room.workshop.render(copy.path, digest)
            await room.pictures.put_all(files_in(rendered))
        except Missing:
            return Again(digest, LOST)
        except Refused as refused:
            return Again(digest, refused.said)
        is_here = await _keep(digest, columns_of(rendered), by=by, new=False)
        if is_here:
            await put_back(copy.path, digest, columns_of(rendered), room)
    return Again(digest, None if is_here else GONE_MEANWHILE)


async def _keep(digest: str, columns: Row, *, by: str, new: bool = True) -> bool:
    """Write the row of a picture whose files are stored; products that show others are published.

    Afterwards the files must be looked at again (`put_back`): a twin may have been removed in
    between. Tells whether there is such a row; only a `new` picture makes one.
    """
    async with change(by=by) as wanted:
        known = await Picture.filter(digest=digest).select_for_update(no_key=True).first()
        if known is None and not new:
            return False
        if known is None:
            row = Picture(digest=digest, taken_at=clock.now(), taken_by=by, **columns)
            await Picture.bulk_create([row], ignore_conflicts=True)
        elif any(getattr(known, column) != value for column, value in columns.items()):
            await Picture.filter(digest=digest).update(**columns)
            wanted.touch_all(Product.filter(photos__picture_id=digest))
        reach("row-written")
    reach("row-committed")
    return True


async def _codes_with(digest: str) -> list[str]:
    uses = Photo.filter(picture_id=digest).order_by("product_id")
    return [row["product_id"] for row in await uses.values("product_id")]
