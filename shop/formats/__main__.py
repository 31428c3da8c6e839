"""Writes pages for a service that has better things to do; ends when the service does."""

import pickle
import sys
from contextlib import suppress

from shop.formats.writing import write


def main() -> None:
    with suppress(EOFError):  # whoever asked has hung up, or is dead
        while True:
            page = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the service that began us
            pickle.dump(write(page), sys.stdout.buffer)
            sys.stdout.buffer.flush()


main()
