"""What a proposal is compared with before anything is said of it: prices of its group."""

from collections import defaultdict

from shop import clock
from shop.models import Kind, State, Variant
from shop.models.columns import Row
from shop.proposals.checking import Finding, findings
from shop.proposals.needs import group_key
from shop.proposals.standing import Standing
from shop.publishing.rendering import unit_price_of

MOST = 2000
COLUMNS = {Kind.OCOP: "ocop_set_id", Kind.AGRICULTURAL: "agri_group_id"}


async def findings_of(one: Standing) -> list[Finding]:
    """List what its producer, and an official, should look at in a proposal as it stands."""
    rows = one.would_be
    return findings(rows, clock.now(), await prices_like(rows.product))


async def prices_like(product: Row) -> dict[str, list[int]]:
    """Give unit → prices for one of it, of other products of a product's group that are on show."""
    kind, key = product["kind"], group_key(product)
    if not key:
        return {}
    group = {f"product__{COLUMNS[kind]}": key, "product__kind": kind}
    packs = Variant.filter(**group, product__state=State.PUBLISHED, price__isnull=False)
    rows = packs.exclude(product_id=product["code"]).limit(MOST).values("price", "quantity", "unit")
    found: defaultdict[str, list[int]] = defaultdict(list)
    for row in await rows:
        if said := unit_price_of(row["price"], row["quantity"], row["unit"]):
            found[said["reference"]["unit"]].append(said["amount"])
    return found
