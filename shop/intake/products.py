"""Products as lists state them: compared with what is here, then created, updated or left alone."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from tortoise.expressions import F

from search.vietnamese import fold, sort_key
from shop.inputs.tables import ProductInput, RecognitionInput
from shop.intake.statements import Judgement, Outcome, Statement, judge
from shop.models import (
    Certificate,
    Decision,
    Product,
    Recognition,
    State,
    Taxonomy,
    Variant,
)
from shop.models.columns import Row
from shop.publishing import change
from shop.publishing.loading import ProductRows, load

QD_148_SIGNED = date(2023, 2, 24)
OWN_COLUMNS = (
    "code", "kind", "name_vi", "name_en", "description_vi", "description_en", "story_vi",
    "variety", "ingredients", "storage", "shelf_life_days", "keywords", "season_months",
    "commune_id", "former_commune", "former_district", "growing_area", "producer_id",
    "ocop_set_id", "agri_group_id", "sale_restriction", "evidence", "source_url",
)  # fmt: skip
PACK_COLUMNS = ("pack", "quantity", "unit", "price", "gtin")
RECOGNITION_COLUMNS = ("stars", "type", "decision", "issuer", "signed_on", "expires_on")


async def save_products(
    inputs: Collection[ProductInput], *, by: str, publish: bool, dry_run: bool = False
) -> dict[str, Judgement]:
    """Write products that are new, or changed in the list and not here; say which is which."""
    codes = [stated.code for stated in inputs]
    if dry_run:
        return {code: one for code, (one, _) in (await _compare(inputs)).items()}
    async with change(by=by) as wanted:
        await _lock(codes)
        judged = await _compare(inputs)
        await _create([one for one in inputs if judged[one.code][0].outcome == Outcome.CREATED])
        for one in inputs:
            judgement, current = judged[one.code]
            if judgement.outcome == Outcome.UPDATED and current:
                await _update(one, current)
            elif judgement.taken_over:
                digest = _stated(one).digest
                await Product.filter(code=one.code).update(imported_digest=digest)
        if publish:
            fresh = Product.filter(code__in=codes, state=State.UNPUBLISHED)
            await fresh.update(state=State.PUBLISHED)
        wanted.touch(*codes)
    return {code: judgement for code, (judgement, _) in judged.items()}


async def _lock(codes: Collection[str]) -> None:
    """Keep others from editing until the commit; a price is set without touching its product."""
    await (
        Product.filter(code__in=codes).select_for_update(no_key=True).order_by("code").only("code")
    )
    packs = Variant.filter(product_id__in=codes).select_for_update(no_key=True)
    await packs.order_by("id").only("id")


async def _compare(
    inputs: Collection[ProductInput],
) -> dict[str, tuple[Judgement, ProductRows | None]]:
    found = await load([one.code for one in inputs])
    return {one.code: (_judge_product(one, rows := found.get(one.code)), rows) for one in inputs}


def _judge_product(one: ProductInput, rows: ProductRows | None) -> Judgement:
    if rows is None:
        return judge(_stated(one), None, "")
    return judge(_stated(one), _currently(rows), rows.product["imported_digest"])


def _stated(one: ProductInput) -> Statement:
    return Statement(
        {
            **{column: getattr(one, column) for column in OWN_COLUMNS},
            **{column: getattr(one, column) for column in PACK_COLUMNS},
            "quantity": _plain(one.quantity),
            "certificates": sorted(one.certificates),
            "recognition": _recognition_of(one.recognition),
        }
    )


def _recognition_of(stated: RecognitionInput | None) -> list[Any] | None:
    return [getattr(stated, column) for column in RECOGNITION_COLUMNS] if stated else None


def _currently(rows: ProductRows) -> Statement:
    """Say what is here in the words of the list: the first pack, the recognition signed last."""
    pack = rows.variants[0] if rows.variants else {}
    recognition = max(rows.recognitions, key=lambda row: row["signed_on"], default=None)
    return Statement(
        {
            **{column: rows.product[column] for column in OWN_COLUMNS},
            **{column: pack.get(column) for column in PACK_COLUMNS},
            "quantity": _plain(pack.get("quantity")),
            "certificates": sorted(row["kind"] for row in rows.certificates),
            "recognition": recognition and [recognition[column] for column in RECOGNITION_COLUMNS],
        }
    )


def _plain(quantity: Decimal | None) -> str | None:
    """Write 2.000 and 2 alike: the databases give decimals back with different zeros."""
    return None if quantity is None else f"{quantity.normalize():f}"


async def _create(inputs: list[ProductInput]) -> None:
    if not inputs:
        return
    await Product.bulk_create([Product(**_columns(one), version=1) for one in inputs])
    await Variant.bulk_create([Variant(product_id=o.code, **_pack(o), sku=_sku(o)) for o in inputs])
    await Certificate.bulk_create(
        [Certificate(product_id=one.code, kind=kind) for one in inputs for kind in one.certificates]
    )
    await _recognise(inputs)


async def _recognise(inputs: list[ProductInput]) -> None:
    recognised = [(one.code, one.recognition) for one in inputs if one.recognition]
    decisions = await _decisions([stated for _, stated in recognised])
    await Recognition.bulk_create(
        [
            Recognition(
                product_id=code,
                decision_id=decisions[_decision_key(stated)],
                **_recognition_columns(stated),
            )
            for code, stated in recognised
        ],
        on_conflict=["product_id", "decision_id"],
        update_fields=["stars", "type", "taxonomy", "expires_on"],
    )


def _recognition_columns(stated: RecognitionInput) -> Row:
    taxonomy = Taxonomy.QD_148 if stated.signed_on >= QD_148_SIGNED else Taxonomy.QD_1048
    return {
        "stars": stated.stars,
        "type": stated.type,
        "taxonomy": taxonomy,
        "expires_on": stated.expires_on,
    }


async def _decisions(stated: list[RecognitionInput]) -> dict[tuple[str, str, date], int]:
    """Find or add the decisions; one decision recognises many products."""
    keys = sorted({_decision_key(one) for one in stated})
    await Decision.bulk_create(
        [Decision(number=number, issuer=issuer, signed_on=day) for number, issuer, day in keys],
        ignore_conflicts=True,
    )
    rows = await Decision.filter(number__in={key[0] for key in keys}).values()
    return {(row["number"], row["issuer"], row["signed_on"]): row["id"] for row in rows}


def _decision_key(stated: RecognitionInput) -> tuple[str, str, date]:
    return stated.decision, stated.issuer, stated.signed_on


async def _update(one: ProductInput, current: ProductRows) -> None:
    columns = {name: value for name, value in _columns(one).items() if name != "code"}
    await Product.filter(code=one.code).update(**columns, version=F("version") + 1)
    if current.variants:
        await Variant.filter(sku=current.variants[0]["sku"]).update(**_pack(one))
    else:
        await Variant.bulk_create([Variant(product_id=one.code, **_pack(one), sku=_sku(one))])
    await _replace_certificates(one, {row["kind"] for row in current.certificates})
    if one.recognition:
        await _correct(one.code, one.recognition)
    await _recognise([one])


async def _correct(code: str, stated: RecognitionInput) -> None:
    """Let a recognition that was not signed before the stated one become it: it was a mistake.

    Only one that was signed earlier is history. A correction keeps its row, with what is
    noted there of a revocation, unless the decision that it names has one already.
    """
    decision = (await _decisions([stated]))[_decision_key(stated)]
    theirs = Recognition.filter(product_id=code)
    mistaken = await (
        theirs.filter(decision__signed_on__gte=stated.signed_on)
        .exclude(decision_id=decision)
        .order_by("decision__signed_on", "id")
        .values_list("id", flat=True)
    )
    if mistaken and not await theirs.filter(decision_id=decision).exists():
        await Recognition.filter(id=mistaken.pop()).update(decision_id=decision)
    await Recognition.filter(id__in=mistaken).delete()


async def _replace_certificates(one: ProductInput, held: set[str]) -> None:
    wanted = set(one.certificates)
    await Certificate.filter(product_id=one.code, kind__in=held - wanted).delete()
    await Certificate.bulk_create(
        [Certificate(product_id=one.code, kind=kind) for kind in sorted(wanted - held)]
    )


def _columns(one: ProductInput) -> Row:
    words = fold(" ".join([one.name_vi, one.name_en, *one.keywords]))
    return {
        **{column: getattr(one, column) for column in OWN_COLUMNS},
        "name_fold": words[:600],
        "name_sort": sort_key(one.name_vi)[:400],
        "imported_digest": _stated(one).digest,
    }


def _pack(one: ProductInput) -> Row:
    return {column: getattr(one, column) for column in PACK_COLUMNS}


def _sku(one: ProductInput) -> str:
    return f"{one.code}-1"
