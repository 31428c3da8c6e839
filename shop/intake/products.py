"""Products as lists state them: compared with what is here, then created, updated or left alone."""

from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal
from typing import Any

from shop.catalogue import publish_new
from shop.catalogue.writing import (
    OWN_COLUMNS,
    RECOGNITION_COLUMNS,
    create_products,
    input_of,
    update_product,
)
from shop.inputs.tables import PackInput, ProductInput
from shop.intake.statements import Judgement, Outcome, Statement, judge
from shop.models import Product, SaleRestriction, Variant
from shop.publishing import Change, change
from shop.publishing.loading import ProductRows, load

PACK_COLUMNS = ("pack", "quantity", "unit", "price", "gtin")
"""What a list says of the one pack that it knows."""
UNSTATED: dict[str, Any] = {
    "recognition": None,
    "certificates": [],
    "sale_restriction": SaleRestriction.NONE,
}
"""What a new product has of a field that its list may not state."""
Compared = dict[str, tuple[Judgement, ProductRows | None]]


async def save_products(
    inputs: Collection[ProductInput],
    *,
    by: str,
    publish: bool,
    dry_run: bool = False,
    ignored: Collection[str] = (),
) -> dict[str, Judgement]:
    """Write products that are new, or changed in the list and not here; say which is which.

    Fields that are `ignored` stay as they are here, whatever the list says.
    """
    if dry_run:
        inputs = await _without(inputs, ignored)
        return {code: one for code, (one, _) in (await _compare(inputs)).items()}
    codes = [stated.code for stated in inputs]
    async with change(by=by) as wanted:
        await _lock(codes)
        inputs = await _without(inputs, ignored)
        judged = await _compare(inputs)
        await _write(wanted, inputs, judged)
        if publish:
            await publish_new(wanted, codes)
        wanted.touch(*codes)
    return {code: judgement for code, (judgement, _) in judged.items()}


async def _write(wanted: Change, inputs: Collection[ProductInput], judged: Compared) -> None:
    digests = {one.code: _stated(one).digest for one in inputs}
    new = [one for one in inputs if judged[one.code][0].outcome == Outcome.CREATED]
    await create_products(wanted, new, digests)
    for one in inputs:
        judgement, rows = judged[one.code]
        if judgement.outcome == Outcome.UPDATED and rows:
            await update_product(wanted, _completed(one, rows), rows, digests[one.code])
        elif judgement.taken_over:
            await Product.filter(code=one.code).update(imported_digest=digests[one.code])


async def _without(
    inputs: Collection[ProductInput], ignored: Collection[str]
) -> Collection[ProductInput]:
    """Put what is here in place of what a list may not state; new products have none of it."""
    if not ignored:
        return inputs
    found = await load([one.code for one in inputs])
    return [
        replace(one, **{name: _of(found.get(one.code), name, one) for name in ignored})
        for one in inputs
    ]


def _of(rows: ProductRows | None, name: str, stated: ProductInput) -> Any:
    if rows:
        return getattr(input_of(rows), name)
    return UNSTATED[name] if name in UNSTATED else getattr(stated, name)


def _completed(stated: ProductInput, rows: ProductRows) -> ProductInput:
    """Add to a list's statement what lists know nothing of, so that it stays.

    A list states the first pack without its stock, and of certificates only the kinds.
    """
    here = input_of(rows)
    [first] = stated.packs
    if here.packs:
        known = here.packs[0]
        first = replace(first, sku=known.sku, availability=known.availability)
    kinds = {one.kind for one in stated.certificates}
    kept = [one for one in here.certificates if one.kind in kinds]
    new = [one for one in stated.certificates if one.kind not in {held.kind for held in kept}]
    return replace(stated, packs=[first, *here.packs[1:]], certificates=[*kept, *new])


async def _lock(codes: Collection[str]) -> None:
    """Keep others from editing until the commit; a price is set without touching its product."""
    await (
        Product.filter(code__in=codes).select_for_update(no_key=True).order_by("code").only("code")
    )
    packs = Variant.filter(product_id__in=codes).select_for_update(no_key=True)
    await packs.order_by("id").only("id")


async def _compare(inputs: Collection[ProductInput]) -> Compared:
    found = await load([one.code for one in inputs])
    return {one.code: (_judge_product(one, rows := found.get(one.code)), rows) for one in inputs}


def _judge_product(one: ProductInput, rows: ProductRows | None) -> Judgement:
    if rows is None:
        return judge(_stated(one), None, "")
    return judge(_stated(one), _stated(input_of(rows)), rows.product["imported_digest"])


def _stated(one: ProductInput) -> Statement:
    """Put a product into the words of a list: its first pack, the recognition signed last."""
    pack: PackInput | None = next(iter(one.packs), None)
    recognition = one.recognition
    return Statement(
        {
            **{column: getattr(one, column) for column in OWN_COLUMNS},
            **{column: getattr(pack, column, None) for column in PACK_COLUMNS},
            "quantity": _plain(getattr(pack, "quantity", None)),
            "certificates": sorted({certificate.kind for certificate in one.certificates}),
            "recognition": recognition and _recognition(recognition),
        }
    )


def _recognition(stated: Any) -> list[Any]:
    return [getattr(stated, column) for column in RECOGNITION_COLUMNS]


def _plain(quantity: Decimal | None) -> str | None:
    """Write 2.000 and 2 alike: the databases give decimals back with different zeros."""
    return None if quantity is None else f"{quantity.normalize():f}"
