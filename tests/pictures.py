"""Photos for tests: made up, but with the detail of real ones, and a door to send them through."""

import io
from random import Random
from typing import Any

import httpx2
from PIL import Image

from shop.models import KeyKind
from shop.partners import keys


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
