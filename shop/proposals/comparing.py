"""What a proposal is compared with before anything is said of it: facts, read once for findings.

Nine statements at most, however many packs and photos there are.
"""

import re
from collections import defaultdict
from datetime import datetime

from tortoise.expressions import Q

from shop import clock
from shop.models import Kind, Product, State, Variant
from shop.models.columns import Row
from shop.papers.held import papers_of
from shop.papers.needs import group_key, needs_of
from shop.proposals.findings import COMPANY_SHORTEST, Coded, Facts, Finding, findings
from shop.proposals.standing import Standing
from shop.publishing.loading import ProductRows
from shop.publishing.rendering import unit_price_of
from shop.queries.lookalikes import lookalikes_of

MOST = 2000
COLUMNS = {Kind.OCOP: "ocop_set_id", Kind.AGRICULTURAL: "agri_group_id"}
APART = frozenset({"21", "22", "23", "24", "25", "26", "hoa-va-cay-canh"})
"""Crafts, cloth, ornaments and journeys: a sculpture and a joss stick are both one piece."""
DIGITS = re.compile(r"\d+")


async def findings_of(one: Standing) -> list[Finding]:
    """List what its producer, and an official, should look at in a proposal as it stands."""
    return findings(one.would_be, await facts_of(one.would_be, clock.now(), one.proposal.id))


async def facts_of(rows: ProductRows, at: datetime, proposal: str = "") -> Facts:
    """Read what a product as it would be is compared with; of waiting pictures, a proposal's."""
    return Facts(
        at,
        prices=await prices_like(rows.product),
        coded=await _coded_like(rows),
        areas=await _areas_like(rows.product),
        alike=await lookalikes_of(proposal) if proposal else (),
        needs=await needs_of(rows.product, clock.today(at)),
        papers=await papers_of(rows.product, rows.certificates, clock.today(at)),
    )


async def prices_like(product: Row) -> dict[str, list[int]]:
    """Give unit → prices for one of it, of other products of a product's group that are on show."""
    kind, key = product["kind"], group_key(product)
    if not key or key in APART:
        return {}
    group = {f"product__{COLUMNS[kind]}": key, "product__kind": kind}
    packs = Variant.filter(**group, product__state=State.PUBLISHED, price__isnull=False)
    rows = packs.exclude(product_id=product["code"]).limit(MOST).values("price", "quantity", "unit")
    found: defaultdict[str, list[int]] = defaultdict(list)
    for row in await rows:
        if said := unit_price_of(row["price"], row["quantity"], row["unit"]):
            found[said["reference"]["unit"]].append(said["amount"])
    return found


async def _coded_like(rows: ProductRows) -> list[Coded]:
    """Give packs of other products whose GTINs begin as those of a product do."""
    begin = {row["gtin"][:COMPANY_SHORTEST] for row in rows.variants if row["gtin"]}
    if not begin:
        return []
    wanted = Q(*(Q(gtin__startswith=digits) for digits in sorted(begin)), join_type="OR")
    packs = Variant.filter(wanted).exclude(product_id=rows.product["code"]).order_by("gtin")
    found = packs.limit(MOST).values_list("gtin", "product_id", "product__producer_id")
    return [Coded(*row) for row in await found]


async def _areas_like(product: Row) -> list[tuple[str, str, str]]:
    """Give growing areas of other producers that have the same number in them."""
    if not (area := product["growing_area"]):
        return []
    digits = max(DIGITS.findall(area), key=len, default=area)
    others = Product.filter(growing_area__contains=digits).exclude(growing_area="")
    others = others.exclude(producer_id=product["producer_id"]).order_by("code").limit(MOST)
    return [*await others.values_list("growing_area", "code", "producer_id")]
