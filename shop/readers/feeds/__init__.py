"""Feed files: built from the listings, stored under their digest, named by rows."""

from shop.readers.feeds.ages import ages
from shop.readers.feeds.building import build, release
from shop.readers.feeds.guarding import withheld
from shop.readers.feeds.known import KnownFiles
from shop.readers.feeds.storing import CODINGS, Coding, feed_path

__all__ = ["CODINGS", "Coding", "KnownFiles", "ages", "build", "feed_path", "release", "withheld"]
