"""Writes pages for a service that has better things to do; ends when the service does."""

import pickle
import sys
from contextlib import suppress

from shop.errors import UnwritableError
from shop.formats.writing import Page, Written, write


def main() -> None:
    with suppress(EOFError):  # the service has hung up, or is dead
        while True:
            page = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the service that began us
            pickle.dump(_answer(page), sys.stdout.buffer)
            sys.stdout.buffer.flush()


def _answer(page: Page) -> list[Written] | UnwritableError:
    """Let the service raise what went wrong: it knows where such things are logged."""
    try:
        return write(page)
    except UnwritableError as odd:
        return odd


main()
