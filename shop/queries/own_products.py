"""The products of one producer as it works on them: their rows, and what readers see of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from shop import clock
from shop.catalogue.endings import of_recognitions, stars_of
from shop.formats.document import Document, Variant
from shop.models import AuditEntry, Product, Purpose, SaleRestriction, State
from shop.models.columns import Row
from shop.publishing.loading import ProductRows, load
from shop.publishing.rendering import is_public, shown_as

AT_ONCE = 50
"""Products on one page; the next one begins at the first code that it left out."""


@dataclass(frozen=True, slots=True)
class Own:
    """A product with the rows that its document is made of."""

    product: Product
    rows: ProductRows

    @property
    def is_shown(self) -> bool:
        return is_public(self.rows)

    @property
    def has_consent(self) -> bool:
        return Purpose.CATALOGUE in self.rows.consents

    @property
    def is_offered(self) -> bool:
        """Tell whether price and stock may be shown at all (docs/adr/0004)."""
        return bool(self.product.sale_restriction != SaleRestriction.NOT_ONLINE)

    @property
    def stars_end_on(self) -> date | None:
        """Give the last day of its stars; None: it has none, or is not on show."""
        is_on_show = self.product.state == State.PUBLISHED
        return of_recognitions(self.rows.recognitions) if is_on_show else None

    @property
    def document(self) -> Document:
        """Say it as readers see it, or would."""
        return shown_as(self.rows, clock.now())

    def pack(self, sku: str, offer: Mapping[str, Any] | None = None) -> Variant:
        """Say a pack as readers see it, or would see it with another offer."""
        packs = [{**row, **(offer or {})} if row["sku"] == sku else row for row in self._packs]
        document = shown_as(replace(self.rows, variants=packs), clock.now())
        return next(one for one in document["variants"] if one["sku"] == sku)

    def version_of(self, sku: str) -> int:
        """Give the version of a pack's offer."""
        return next(int(row["version"]) for row in self._packs if row["sku"] == sku)

    @property
    def _packs(self) -> list[Row]:
        return self.rows.variants


async def own_products(
    producer: str, start: str = "", most: int = AT_ONCE
) -> tuple[list[Own], str]:
    """Give a producer's products by their codes, and where the next page starts; empty: nowhere."""
    query = Product.filter(producer_id=producer, code__gte=start).order_by("code")
    found = await query.limit(most + 1)
    rows = await load([one.code for one in found[:most]])
    own = [Own(one, rows[one.code]) for one in found[:most] if one.code in rows]
    return own, found[most].code if len(found) > most else ""


async def own_product(code: str) -> Own:
    """Give a product that is there."""
    product = await Product.get(code=code)
    return Own(product, (await load([code]))[code])


async def last_price_said(sku: str) -> AuditEntry | None:
    """Find who last said a pack's price, and when; None: only lists have."""
    return await AuditEntry.filter(subject=sku, action="variant.price").order_by("-id").first()


async def ending_stars(producer: str, within: int = 90) -> list[tuple[str, str, int]]:
    """List the products whose stars end within some days: code, name, and how many days are left.

    A newer recognition takes the place of one that ends.
    """
    today = clock.today()
    mine = Product.filter(producer_id=producer, state=State.PUBLISHED)
    ends = await stars_of([row["code"] for row in await mine.values("code")], today)
    left = [(one.product, one.name, (one.ends_on - today).days) for one in ends.values()]
    return sorted((one for one in left if one[2] <= within), key=lambda one: (one[2], one[0]))
