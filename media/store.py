"""Where pictures lie: a folder, memory or S3, under names that are digests of the content."""

import asyncio
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

PICTURE_NAME = re.compile(r"[0-9a-f]{64}\.(webp|jpg)")
DIGEST = re.compile(r"[0-9a-f]{64}")
CONTENT_TYPES = {"webp": "image/webp", "jpg": "image/jpeg"}
FOREVER = "public, max-age=31536000, immutable"


class Missing(KeyError):  # noqa: N818 - the answer to "have you got it?", as KeyError is
    """The store has nothing under this name."""


class Damaged(Missing):
    """What lies under this name is not what the name promises; putting it again repairs it."""


class Unavailable(OSError):  # noqa: N818 - the store's answer, beside the two above
    """The store cannot be reached or will not serve us; trying again later may help."""


class Store:
    """Public renditions below `pictures/` and private originals below `originals/`."""

    def __init__(self, objects: ObjectStore, folder: Path | None = None) -> None:
        self._objects = objects
        self._folder = folder

    @classmethod
    def open(cls, place: str, **options: Any) -> "Store":
        """Open a folder (a path or `file://…`), `memory://` or `s3://bucket/prefix`.

        Options go to obstore as they are: endpoint, keys, region, `client_options`.
        """
        url = urlsplit(place)
        if url.scheme in {"", "file"}:
            return cls._open_folder(Path(unquote(url.path) if url.scheme else place))
        if url.scheme == "memory":
            place = "memory:///"
        return cls(from_url(place, **options))

    @classmethod
    def _open_folder(cls, folder: Path) -> "Store":
        folder.mkdir(parents=True, exist_ok=True)
        return cls(LocalStore(folder.resolve()), folder.resolve())

    async def put(self, name: str, data: bytes) -> None:
        """Keep a rendition. Raises ValueError unless the name is the digest of the data.

        What is already there, whole, is left alone; what is there damaged is written again.
        """
        key = _picture_key(name)
        _agree(name[:64], data)
        await self._put(key, data)

    async def get(self, name: str) -> bytes:
        """Give a rendition. Raises `Missing`, or `Damaged` rather than give wrong bytes."""
        return await self._get(_picture_key(name))

    async def exists(self, name: str) -> bool:
        return await self._has(_picture_key(name))

    async def put_original(self, digest: str, data: bytes) -> None:
        """Keep what was sent, to render again from; it may hold positions, so it is never shown."""
        key = _original_key(digest)
        _agree(digest, data)
        await self._put(key, data)

    async def get_original(self, digest: str) -> bytes:
        return await self._get(_original_key(digest))

    async def has_original(self, digest: str) -> bool:
        return await self._has(_original_key(digest))

    async def _put(self, key: str, data: bytes) -> None:
        if await self._holds(key, data):
            return
        if self._folder:
            await asyncio.to_thread(write_durably, self._folder / key, data)
            return
        with _answering(key):
            await obstore.put_async(self._objects, key, data, attributes=_attributes(key))

    async def _holds(self, key: str, data: bytes) -> bool:
        try:
            return await self._get(key) == data
        except Missing:
            return False

    async def _get(self, key: str) -> bytes:
        with _answering(key):
            found = await obstore.get_async(self._objects, key)
            data = bytes(await found.bytes_async())
        if sha256(data).hexdigest() != _digest(key):
            raise Damaged(key)
        return data

    async def _has(self, key: str) -> bool:
        try:
            with _answering(key):
                await obstore.head_async(self._objects, key)
        except Missing:
            return False
        return True


@contextmanager
def _answering(key: str) -> Iterator[None]:
    """Speak our own exceptions, so that nobody above needs to know obstore's."""
    try:
        yield
    except FileNotFoundError:
        raise Missing(key) from None
    except BaseError as fault:
        raise Unavailable(f"the store does not answer for {key}") from fault


def _picture_key(name: str) -> str:
    if not PICTURE_NAME.fullmatch(name):
        raise ValueError(f"not the name of a picture: {name!r}")
    return f"pictures/{name[:2]}/{name}"


def _original_key(digest: str) -> str:
    if not DIGEST.fullmatch(digest):
        raise ValueError(f"not a digest: {digest!r}")
    return f"originals/{digest[:2]}/{digest}"


def _agree(digest: str, data: bytes) -> None:
    if sha256(data).hexdigest() != digest:
        raise ValueError(f"the data is not what {digest} names")


def _digest(key: str) -> str:
    return key.rsplit("/", 1)[1][:64]


def _attributes(key: str) -> dict[str, str]:
    ending = key.rpartition(".")[2]
    if ending not in CONTENT_TYPES:
        return {"Content-Type": "application/octet-stream"}
    return {"Content-Type": CONTENT_TYPES[ending], "Cache-Control": FOREVER}


def write_durably(path: Path, data: bytes) -> None:
    """Write a file that after a kill or a power cut is either whole or absent.

    obstore's LocalStore renames but never syncs (seen with strace, obstore 0.12): a row could then
    outlive the picture it names. So folders are written here, and only read through obstore.
    """
    _make_folders(path.parent)
    half = path.with_name(f".{uuid4().hex}.part")
    try:
        _write_synced(half, data)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _make_folders(folder: Path) -> None:
    if folder.is_dir():
        return
    _make_folders(folder.parent)
    folder.mkdir(exist_ok=True)
    _sync_folder(folder.parent)


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
