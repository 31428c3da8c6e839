"""Letters that arrived as something else: of old code pages, decoded twice, or as markup."""

from shop.inputs.letters.mending import Mended, Mending, What, mended
from shop.inputs.letters.pages import Page

__all__ = ["Mended", "Mending", "Page", "What", "mended"]
