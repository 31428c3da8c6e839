"""What a process of its own costs a picture: the workshop beside the same calls in this process."""

import asyncio
import io
from collections.abc import Callable, Coroutine
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from PIL import Image, ImageFilter

from media.illustrations import picture
from media.pipeline import render
from media.workshop import Workshop

PHOTO = Path(__file__).parents[2] / "shared" / "photos" / "phone_gps_8mp.jpg"
SIZE = (4000, 3000)
ROUNDS = 9


def costs() -> tuple[float, float]:
    """Give (one in the workshop / one in this process) and (two one by one / two at a time)."""
    with TemporaryDirectory() as folder:
        photo = Path(folder) / "photo.jpg"
        photo.write_bytes(twelve_megapixels())
        return asyncio.run(_costs(photo))


async def _costs(photo: Path) -> tuple[float, float]:
    workshop, here, alone, together = Workshop(2), [], [], []
    await workshop.render(photo)
    for _ in range(ROUNDS):  # in turns, so that a noisy moment hits all alike
        here.append(_seconds(lambda: render(photo.read_bytes())))
        alone.append(await _awaited(workshop.render(photo)))
        both = asyncio.gather(workshop.render(photo), workshop.render(photo))
        together.append(await _awaited(both))
    await workshop.close()
    return median(alone) / median(here), 2 * median(alone) / median(together)


def _seconds(work: Callable[[], Any]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


async def _awaited(work: Coroutine[Any, Any, Any] | asyncio.Future[Any]) -> float:
    began = perf_counter()
    await work
    return perf_counter() - began


def twelve_megapixels() -> bytes:
    """Make what a phone makes: 4000 × 3000, with the grain of a sensor, lying on its side."""
    source = PHOTO if PHOTO.is_file() else io.BytesIO(picture("ro-trai-cay"))
    photo = Image.open(source).convert("RGB").resize(SIZE, Image.Resampling.LANCZOS)
    grain = Image.effect_noise(SIZE, 24).filter(ImageFilter.GaussianBlur(0.6)).convert("RGB")
    exif, data = Image.Exif(), io.BytesIO()
    exif[0x0112] = 6
    Image.blend(photo, grain, 0.06).save(data, "JPEG", quality=88, exif=exif)
    return data.getvalue()


if __name__ == "__main__":
    print(
        "one in a process of its own / here: {:.2f}; two at a time: {:.2f} × one".format(*costs())
    )
