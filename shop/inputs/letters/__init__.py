"""Letters that arrived as something else: of old code pages, decoded twice, or as markup."""

from shop.inputs.letters.mending import Doubt, Mended, Mending, What, mended
from shop.inputs.letters.pages import Page

__all__ = ["Doubt", "Mended", "Mending", "Page", "What", "mended"]
