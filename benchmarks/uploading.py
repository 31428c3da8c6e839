"""How the service answers others while twenty photos of 12 megapixels are being taken in."""

import asyncio
import threading
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

import httpx2

from benchmarks.knocking import Knocker
from benchmarks.pictures import twelve_megapixels
from benchmarks.serving import resident, served
from shop.config import Settings
from shop.models import KeyKind
from shop.partners import keys
from shop.services import opened

UPLOADS = 20
PAUSE = 0.005


def burden() -> tuple[float, float, float]:
    """Give p99 of `/livez` in ms during the uploads, seconds an upload took, MB the server grew."""
    with TemporaryDirectory() as folder:
        key = asyncio.run(_key(Path(folder)))
        photos = _different(twelve_megapixels())
        with served(Path(folder)) as (port, pid):
            _send(port, key, photos[-1])  # the foreman is there from now on
            before, knock, done = resident(pid), Knocker(port), threading.Event()
            senders = [threading.Thread(target=_send, args=(port, key, one)) for one in photos[:-1]]
            waiting = threading.Thread(target=_wait_for, args=(senders, done))
            began = perf_counter()
            for thread in (*senders, waiting):
                thread.start()
            seconds = []
            while not done.wait(PAUSE):
                seconds.append(knock.seconds("/livez"))
            took = (perf_counter() - began) / UPLOADS
            return quantiles(seconds, n=100)[-1] * 1000, took, resident(pid) - before


async def _key(folder: Path) -> str:
    async with opened(Settings(data=folder)):
        return await keys.add_partner("bench", by="bench", kind=KeyKind.SERVICE)


def _different(photo: bytes) -> list[bytes]:
    """Give one more photo than is sent, each of other bytes."""
    return [photo + bytes([n]) for n in range(UPLOADS + 1)]


def _send(port: int, key: str, photo: bytes) -> None:
    answer = httpx2.post(
        f"http://127.0.0.1:{port}/api/v1/pictures",
        files={"picture": ("a.jpg", photo)},
        headers={"Authorization": f"Bearer {key}"},
        timeout=120,
    )
    assert answer.json()["pictures"][0]["accepted"]


def _wait_for(threads: list[threading.Thread], done: threading.Event) -> None:
    for thread in threads:
        thread.join()
    done.set()


if __name__ == "__main__":
    p99, took, grown = burden()
    print(f"livez p99 {p99:.1f} ms, {took:.2f} s a photo, {grown:.0f} MB grown")
