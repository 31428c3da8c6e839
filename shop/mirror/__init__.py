"""The reference client: keeps a folder of JSON documents equal to a catalogue.

It stands alone, so that a partner can lift it out: Python, httpx2 and these four files. What it
relies on is what docs/partners.md promises.
"""

from shop.mirror.folder import Folder
from shop.mirror.following import Mirror
from shop.mirror.reading import MirrorError
from shop.mirror.source import Source

__all__ = ["Folder", "Mirror", "MirrorError", "Source"]
