"""Pictures of products: the files are stored first, then the rows that name them."""

from collections.abc import Collection, Mapping

from media.pipeline import Rendered
from media.store import Store
from shop.models import Photo, Product
from shop.models.columns import Row
from shop.publishing import change

ILLUSTRATION_LICENCE = "CC0-1.0"


async def store(rendered: Rendered, pictures: Store) -> None:
    """Keep the files of a picture for good, before any row names them."""
    for rendition in rendered.renditions:
        await pictures.put(rendition.name, rendition.data)


async def illustrate(pictures: Mapping[str, Rendered], *, by: str) -> None:
    """Give products (by code) that have no picture a drawn one, marked as an illustration."""
    async with change(by=by) as wanted:
        names = await Product.filter(code__in=list(pictures)).values("code", "name_vi", "name_en")
        photos = [_illustration(row, pictures[row["code"]]) for row in names]
        await Photo.bulk_create(photos, ignore_conflicts=True)
        wanted.touch(*pictures)


async def without_picture() -> Collection[Row]:
    """Give the products that have no picture, with what decides on an illustration of theirs."""
    return await Product.filter(photos__id=None).values("code", "ocop_set_id", "agri_group_id")


def _illustration(product: Row, rendered: Rendered) -> Photo:
    return Photo(
        product_id=product["code"],
        position=1,
        digest=rendered.original,
        width=rendered.width,
        height=rendered.height,
        placeholder=rendered.placeholder,
        renditions=[
            {"name": one.name, "width": one.width, "height": one.height, "type": one.content_type}
            for one in rendered.renditions
        ],
        alt_vi=f"{product['name_vi']} – hình minh hoạ",
        alt_en=f"{product['name_en'] or product['name_vi']} – illustration",
        licence=ILLUSTRATION_LICENCE,
        illustration=True,
    )
