"""The whole catalogue in one file, and back again, on either database (docs/adr/0015)."""

from shop.backup.archive import DamagedError, anchor_of
from shop.backup.keeping import Kept, alone_in, keep_newest, next_in
from shop.backup.restoring import Restored, restore
from shop.backup.saving import Saved, save
from shop.backup.trying import Tried, try_restore

__all__ = [
    "DamagedError",
    "Kept",
    "Restored",
    "Saved",
    "Tried",
    "alone_in",
    "anchor_of",
    "keep_newest",
    "next_in",
    "restore",
    "save",
    "try_restore",
]
