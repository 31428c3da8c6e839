"""Every sort of store that pictures may lie in."""

from collections.abc import Iterator
from time import time

import pytest

from media.store import Store
from tests import storage


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    with storage.s3_server() as address:
        yield address


@pytest.fixture(params=["folder", "file-url", "memory", "s3"])
def store(request, tmp_path) -> Store:
    return opened(request.param, request, tmp_path)


def opened(sort: str, request, folder, clock=time) -> Store:
    if sort == "s3":
        address = request.getfixturevalue("s3")
        return Store.open(storage.a_place(), clock=clock, **storage.s3_options(address))
    place = {
        "folder": str(folder / "ảnh mới"),
        "file-url": (folder / "ảnh mới").as_uri(),
        "memory": "memory://",
    }
    return Store.open(place[sort], clock=clock)
