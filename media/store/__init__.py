"""Where pictures lie: a folder, memory or S3, under names that are digests of the content."""

from media.store.allowance import Slow
from media.store.answers import Damaged, Missing
from media.store.cache import Cache
from media.store.durable import write_durably
from media.store.names import (
    CONTENT_TYPES,
    DIGEST,
    FOREVER,
    PAPERS,
    PICTURE_NAME,
    WAITING,
    Kept,
    original_key,
    picture_key,
)
from media.store.store import Store
from media.unavailable import Unavailable

__all__ = [
    "CONTENT_TYPES",
    "DIGEST",
    "FOREVER",
    "PAPERS",
    "PICTURE_NAME",
    "WAITING",
    "Cache",
    "Damaged",
    "Kept",
    "Missing",
    "Slow",
    "Store",
    "Unavailable",
    "original_key",
    "picture_key",
    "write_durably",
]
