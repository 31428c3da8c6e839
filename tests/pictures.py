"""Photos for tests: made up, but with the detail of real ones, and a door to send them through."""

import io
from datetime import UTC, datetime
from random import Random
from typing import Any

import httpx2
from PIL import Image

from shop import photos
from shop.models import KeyKind, Picture, Product
from shop.partners import keys
from shop.publishing import drain

PICTURE = "ab" * 32
RENDITIONS = [{"name": f"{PICTURE}.jpg", "width": 1600, "height": 1200, "type": "image/jpeg"}]


def photo(
    seed: int = 1, size: tuple[int, int] = (800, 600), kind: str = "JPEG", **options: Any
) -> bytes:
    """Give a picture of soft blobs, another one for each seed, always the same for one."""
    chance = Random(seed)  # noqa: S311 - a made-up picture
    coarse = Image.frombytes("RGB", (9, 7), chance.randbytes(9 * 7 * 3))
    data = io.BytesIO()
    coarse.resize(size, Image.Resampling.BICUBIC).save(data, kind, **options)
    return data.getvalue()


async def key(kind: KeyKind = KeyKind.SERVICE, name: str = "Cổng nhà sản xuất") -> dict[str, str]:
    """Add a partner; give the header that carries its key."""
    return {"Authorization": f"Bearer {await keys.add_partner(name, by='test', kind=kind)}"}


async def send(
    door: httpx2.AsyncClient, header: dict[str, str], *pictures: bytes, **fields: str
) -> httpx2.Response:
    files = [("picture", (f"anh {n}.jpg", data)) for n, data in enumerate(pictures, 1)]
    return await door.post("/api/v1/pictures", files=files, data=fields, headers=header)


async def give_everything_a_picture() -> None:
    """Publish every product with the same picture, of which there is no file."""
    await Picture.create(
        digest=PICTURE,
        width=1600,
        height=1200,
        placeholder="data:image/webp;base64,AA==",
        renditions=RENDITIONS,
        recipe=1,
        taken_at=datetime(2026, 1, 1, tzinfo=UTC),
        taken_by="test",
    )
    codes = [row["code"] for row in await Product.all().values("code")]
    await photos.illustrate(codes, PICTURE, by="test")
    while await drain():
        pass
