"""Which pictures a product shows, and in which order."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from media.sentences import Sentence
from shop.audit import record
from shop.catalogue.writing import PHOTO_COLUMNS, claim, lay_out
from shop.errors import NO_PRODUCT, NotFoundError, PictureGoneError
from shop.inputs.tables import PhotoInput
from shop.models import Photo, Picture, Product
from shop.models.columns import Row
from shop.publishing import Change, change

GONE = Sentence(
    "Ảnh {digest} vừa bị gỡ. Hãy gửi lại ảnh nếu vẫn cần.",
    "The picture {digest} was removed meanwhile.",
)
ILLUSTRATION_LICENCE = "CC0-1.0"


async def show(code: str, new: PhotoInput, *, by: str, seen: int | None = None) -> bool:
    """Show a picture on a product, behind those it has; drawn ones make way. Tell if it is new.

    Raises NotFoundError for an unknown product, PictureGoneError for a picture that was removed
    meanwhile, TooManyPicturesError when the product has as many as it may, EditedMeanwhileError
    when the product is no longer what was `seen`.
    """
    async with change(by=by) as wanted:
        await lock_pictures([new.picture])
        before = await lock_shown(code)
        after = [one for one in before if not one.illustration and one.picture != new.picture]
        return await arrange(wanted, code, before, _in_place(before, new) or [*after, new], seen)


async def arrange(
    wanted: Change,
    code: str,
    before: list[PhotoInput],
    after: list[PhotoInput],
    seen: int | None = None,
) -> bool:
    """Write the photos of a product in their order, inside a change; tell if they differ."""
    if after == before:
        return False
    await claim(wanted, code, seen)
    await lay_out(code, after)
    pictures = [one.picture for one in after]
    await record(wanted.by, "photo.arrange", code, before, after, pictures=pictures)
    return True


async def lock_pictures(digests: Sequence[str]) -> None:
    """Keep pictures from being removed until the transaction ends. Raises PictureGoneError."""
    wanted = Picture.filter(digest__in=digests).select_for_update(no_key=True)
    found = await wanted.order_by("digest").only("digest")
    if gone := set(digests) - {picture.digest for picture in found}:
        raise PictureGoneError(GONE.filled(digest=min(gone)))


async def lock_shown(code: str) -> list[PhotoInput]:
    """Lock a product, and give its photos in their order. Raises NotFoundError."""
    locked = Product.filter(code=code).select_for_update(no_key=True).only("code")
    if not await locked:
        raise NotFoundError(NO_PRODUCT.filled(code=code))
    found = Photo.filter(product_id=code).order_by("position")
    rows = await found.values("picture_id", *PHOTO_COLUMNS)
    return [PhotoInput(picture=row.pop("picture_id"), **row) for row in rows]


async def picture_of(digest: str) -> Picture:
    """Give a picture that was taken. Raises PictureGoneError if it was removed since."""
    picture = await Picture.get_or_none(digest=digest)
    if picture is None:
        raise PictureGoneError(GONE.filled(digest=digest))
    return picture


async def sources(code: str) -> dict[str, str]:
    """Give what lists brought for a product: address or file name → digest."""
    rows = Photo.filter(product_id=code).exclude(source="").values("source", "picture_id")
    return {row["source"]: row["picture_id"] for row in await rows}


async def illustrate(codes: Collection[str], digest: str, *, by: str) -> None:
    """Give those of the products that have no picture a drawn one, marked as an illustration."""
    async with change(by=by) as wanted:
        bare = Product.filter(code__in=codes, photos__id=None)
        drawn = PhotoInput(picture=digest, licence=ILLUSTRATION_LICENCE, illustration=True)
        for row in await bare.order_by("code").values("code"):
            if not await lock_shown(row["code"]):
                await arrange(wanted, row["code"], [], [drawn])


async def without_picture() -> Collection[Row]:
    """Give the products that have no picture, with what decides on an illustration of theirs."""
    decides = "code", "name_vi", "keywords", "ocop_set_id", "agri_group_id"
    return await Product.filter(photos__id=None).values(*decides)


def _in_place(before: list[PhotoInput], new: PhotoInput) -> list[PhotoInput]:
    """Give the photos with one of them said anew; none if it is not among them."""
    if not any(one.picture == new.picture for one in before):
        return []
    said = {key: text for key in ("view_vi", "view_en", "licence") if (text := getattr(new, key))}
    anew = {"illustration": False, **said}
    return [replace(one, **anew) if one.picture == new.picture else one for one in before]
