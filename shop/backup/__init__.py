"""The whole catalogue in one file, and back again, on either database (docs/adr/0015)."""

from shop.backup.archive import DamagedError
from shop.backup.restoring import Restored, restore
from shop.backup.saving import Saved, save

__all__ = ["DamagedError", "Restored", "Saved", "restore", "save"]
