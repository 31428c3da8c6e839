"""Feed files: built from the listings, stored under their digest, named by rows."""

from shop.readers.feeds.ages import ages
from shop.readers.feeds.apart import Builder
from shop.readers.feeds.building import build
from shop.readers.feeds.guarding import withheld
from shop.readers.feeds.known import KnownFiles
from shop.readers.feeds.releasing import file_of, files, is_released, release
from shop.readers.feeds.storing import CODINGS, Coding, feed_path

__all__ = [
    "CODINGS", "Builder", "Coding", "KnownFiles", "ages", "build", "feed_path", "file_of",
    "files", "is_released", "release", "withheld",
]  # fmt: skip
