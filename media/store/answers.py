"""What a store says when it cannot give or keep something."""

from collections.abc import AsyncIterable, AsyncIterator, Iterator
from contextlib import contextmanager
from typing import TypeVar

from obstore.exceptions import BaseError

from media.unavailable import Unavailable

Item = TypeVar("Item")


class Missing(KeyError):  # noqa: N818 - the answer to "have you got it?", as KeyError is
    """The store has nothing under this name."""


class Damaged(Missing):
    """What lies under this name is not what the name promises; putting it again repairs it."""


@contextmanager
def reading(key: str) -> Iterator[None]:
    """Speak our own exceptions, so that no caller needs to know obstore's."""
    try:
        yield
    except FileNotFoundError:
        raise Missing(key) from None
    except (BaseError, OSError) as fault:
        raise Unavailable(f"the store does not answer for {key}") from fault


async def each(key: str, items: AsyncIterable[Item]) -> AsyncIterator[Item]:
    """Go through what a store streams, in our own exceptions; those of the reader stay his."""
    stream = aiter(items)
    while True:
        with reading(key):
            try:
                item = await anext(stream)
            except StopAsyncIteration:
                return
        yield item


@contextmanager
def writing(key: str) -> Iterator[None]:
    """Speak our own exceptions; S3 says 404 to a write when there is no such bucket."""
    try:
        yield
    except (BaseError, OSError) as fault:
        raise Unavailable(f"the store does not take {key}") from fault
