"""The one writer of a product's rows, inside a change that the caller owns.

A verb may so write a text, photos, offers, a state and the audit in one transaction. What a list
stated last (`imported_digest`) is noted by intake alone: an edit that claimed to be the list's word
would be overwritten by the next import of the same list.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tortoise.expressions import F

from media.sentences import Sentence
from search.vietnamese import sort_key, words
from shop import clock
from shop.audit import record, record_many
from shop.errors import NO_PRODUCT, EditedMeanwhileError, NotFoundError, TooManyPicturesError
from shop.inputs.parcels import SHIPPED
from shop.inputs.tables import (
    CertificateInput,
    PackInput,
    PhotoInput,
    ProductInput,
    RecognitionInput,
)
from shop.models import (
    Certificate,
    Decision,
    Paper,
    PaperCover,
    PaperState,
    Photo,
    Product,
    Recognition,
    Taxonomy,
    Variant,
)
from shop.models.columns import Row
from shop.publishing import Change
from shop.publishing.loading import ProductRows

QD_148_SIGNED = date(2023, 2, 24)
MOST_PICTURES = 20
"""Of one product."""
NO_PACK = Sentence("Không có quy cách {sku}. Hãy xem lại mã quy cách.", "There is no pack {sku}.")
TOO_MANY_PICTURES = Sentence(
    "Mỗi sản phẩm có tối đa {most} ảnh. Hãy gỡ bớt ảnh của {code}.",
    "A product has at most {most} pictures; {code} would have more.",
)
OWN_COLUMNS = (
    "code", "kind", "name_vi", "name_en", "description_vi", "description_en", "story_vi",
    "variety", "ingredients", "storage", "shelf_life_days", "keywords", "season_months", "uses",
    "commune_id", "former_commune", "former_district", "growing_area", "producer_id",
    "ocop_set_id", "agri_group_id", "sale_restriction", "evidence", "source_url",
)  # fmt: skip
OFFER_COLUMNS = (
    "price", "price_confirmed_on", "price_confirmed_by", "availability",
    "availability_confirmed_on", "availability_confirmed_by",
)  # fmt: skip
PACK_COLUMNS = ("pack", "quantity", "unit", "gtin", *SHIPPED, *OFFER_COLUMNS)
CERTIFICATE_COLUMNS = ("kind", "number", "holder", "issuer", "issued_on", "expires_on")
RECOGNITION_COLUMNS = ("stars", "type", "decision", "issuer", "signed_on", "expires_on")
PHOTO_COLUMNS = ("view_vi", "view_en", "licence", "illustration", "source")


async def claim(wanted: Change, code: str, seen: int | None = None) -> None:
    """Take the next version of a product, for an edit of what was read as version `seen`.

    A compare-and-set under the row's lock, so each version is taken once. None claims whatever is
    there, for edits by rule and not by sight. Raises EditedMeanwhileError when another edit
    came first, NotFoundError without such a product.
    """
    rows = Product.filter(code=code) if seen is None else Product.filter(code=code, version=seen)
    if not await rows.update(version=F("version") + 1):
        await _refuse_claim(code)
    wanted.touch(code)


async def _refuse_claim(code: str) -> None:
    now = await Product.filter(code=code).first()
    if now is None:
        raise NotFoundError(NO_PRODUCT.filled(code=code))
    raise EditedMeanwhileError(code, now.version)


async def lock_offer(sku: str, seen: int | None = None) -> Variant:
    """Lock a pack whose offer is to be written; `seen` is the version that was read.

    Raises what `claim` raises.
    """
    held = await Variant.filter(sku=sku).select_for_update(no_key=True).first()
    if held is None:
        raise NotFoundError(NO_PACK.filled(sku=sku))
    if seen not in {None, held.version}:
        raise EditedMeanwhileError(sku, held.version)
    return held


async def write_offer(wanted: Change, held: Variant, offer: Row) -> None:
    """Take the next version of the offer of a locked pack, with what it says now."""
    await Variant.filter(id=held.id).update(version=F("version") + 1, **offer)
    wanted.touch(held.product_id)  # type: ignore[attr-defined] # Tortoise adds it


def input_of(rows: ProductRows) -> ProductInput:
    """Say what is here as a source would state it: what `update_product` would leave alone."""
    recognition = max(rows.recognitions, key=lambda row: row["signed_on"], default=None)
    return ProductInput(
        **{column: rows.product[column] for column in OWN_COLUMNS},
        packs=[PackInput(sku=row["sku"], **_only(PACK_COLUMNS, row)) for row in rows.variants],
        certificates=[
            CertificateInput(**_only(CERTIFICATE_COLUMNS, row)) for row in rows.certificates
        ],
        photos=[
            PhotoInput(picture=row["picture_id"], **_only(PHOTO_COLUMNS, row))
            for row in rows.photos
        ],
        recognition=RecognitionInput(**_only(RECOGNITION_COLUMNS, recognition))
        if recognition
        else None,
    )


async def create_products(
    wanted: Change, inputs: Sequence[ProductInput], imported: Mapping[str, str]
) -> None:
    """Write products that are new; `imported` gives what a list stated of them, as digests."""
    if not inputs:
        return
    await Product.bulk_create(
        [
            Product(**_columns(one), version=1, imported_digest=imported.get(one.code, ""))
            for one in inputs
        ]
    )
    await Variant.bulk_create([pack for one in inputs for pack in _new_packs(one)])
    await Certificate.bulk_create([row for one in inputs for row in _certificates(one)])
    await Photo.bulk_create([row for one in inputs for row in _photos(one.code, one.photos or ())])
    await _recognise(inputs)
    await record_many(wanted.by, "product.create", [(one.code, None, one) for one in inputs])
    wanted.touch(*[one.code for one in inputs])


async def update_product(
    wanted: Change, stated: ProductInput, rows: ProductRows, imported: str | None = None
) -> None:
    """Write what is stated over the rows that were read in this change, or before it.

    Raises EditedMeanwhileError when what is to be changed is no longer as it was read. `imported`
    is given by intake: the digest of what a list stated; other edits leave the last list's alone.
    """
    code = stated.code
    await claim(wanted, code, rows.product["version"])
    columns = {name: value for name, value in _columns(stated).items() if name != "code"}
    if imported is not None:
        columns["imported_digest"] = imported
    await Product.filter(code=code).update(**columns)
    await _write_packs(stated, rows.variants)
    await _write_certificates(stated, rows.certificates)
    before = input_of(rows)
    if stated.producer_id != before.producer_id:
        await _leave_papers(wanted, code, before.producer_id)
    if stated.recognition and stated.recognition != before.recognition:
        await _correct(code, stated.recognition)
        await _recognise([stated])
    if stated.photos is not None and stated.photos != before.photos:
        await lay_out(code, stated.photos)
    await record(wanted.by, "product.update", code, before, stated)


async def _leave_papers(wanted: Change, code: str, former: str) -> None:
    """Let the papers of a product that goes to another producer stay with the one who sent them.

    They name its people, and vouch for its goods alone: what waits or was confirmed is withdrawn.
    """
    papers = await Paper.filter(product_id=code).order_by("id").select_for_update(no_key=True)
    theirs = Paper.filter(id__in=[one.id for one in papers])
    standing = [one.id for one in papers if one.state in {PaperState.WAITING, PaperState.CONFIRMED}]
    await PaperCover.filter(paper_id__in=standing).delete()
    ended = {"state": PaperState.WITHDRAWN, "ended_at": clock.now()}
    await Paper.filter(id__in=standing).update(**ended)
    await theirs.update(product_id=None, producer_id=former, version=F("version") + 1)
    entries = [(f"paper {one.id}", {"product_id": code}, {"producer_id": former}) for one in papers]
    await record_many(wanted.by, "paper.leave", entries)


async def recognise(wanted: Change, code: str, stated: RecognitionInput) -> None:
    """Note a recognition beside those that a product has; none of them is taken for a mistake."""
    await _take_versions(code)
    await _note_recognitions([(code, stated)])
    await record(wanted.by, "product.recognise", code, None, stated)
    wanted.touch(code)


async def lay_out(code: str, photos: Sequence[PhotoInput]) -> None:
    """Write the photos of a product in their order. Raises TooManyPicturesError."""
    if len(photos) > MOST_PICTURES:
        raise TooManyPicturesError(TOO_MANY_PICTURES.filled(most=MOST_PICTURES, code=code))
    await Photo.filter(product_id=code).delete()
    await Photo.bulk_create(_photos(code, photos))


def _photos(code: str, photos: Sequence[PhotoInput]) -> list[Photo]:
    return [
        Photo(
            product_id=code,
            position=n,
            picture_id=one.picture,
            **{column: getattr(one, column) for column in PHOTO_COLUMNS},
        )
        for n, one in enumerate(photos, 1)
    ]


async def _write_packs(stated: ProductInput, held: Sequence[Row]) -> None:
    """Write of each pack, by its SKU, what is not as it was read.

    So an offer that was set since, and of which this edit says nothing, stays. Raises
    EditedMeanwhileError when both say something of it.
    """
    before = {row["sku"]: row for row in held}
    for pack in stated.packs:
        if row := before.pop(pack.sku, None):
            await _write_pack(pack, row)
    if before:
        await Variant.filter(sku__in=before).delete()
    await Variant.bulk_create(_new_packs(stated, {row["sku"] for row in held}))


async def _write_pack(pack: PackInput, row: Row) -> None:
    columns = {name: value for name, value in _pack(pack).items() if value != row[name]}
    rows = Variant.filter(sku=pack.sku)
    if columns.keys() & set(OFFER_COLUMNS):
        columns["version"] = F("version") + 1
        rows = rows.filter(version=row["version"])
    if columns and not await rows.update(**columns):
        now = await Variant.get(sku=pack.sku)
        raise EditedMeanwhileError(pack.sku, now.version)


def _new_packs(one: ProductInput, held: set[str] | None = None) -> list[Variant]:
    """Give new packs the SKUs behind those of the product's other packs, from -1 on."""
    numbers = [int(sku.rpartition("-")[2]) for sku in held or ()]
    fresh = [pack for pack in one.packs if not pack.sku]
    return [
        Variant(product_id=one.code, sku=f"{one.code}-{n}", **_pack(pack))
        for n, pack in enumerate(fresh, max(numbers, default=0) + 1)
    ]


async def _write_certificates(stated: ProductInput, held: Sequence[Row]) -> None:
    """Replace rows that are not as stated; the others stay."""
    wanted = {one: Certificate(product_id=stated.code, **_said(one)) for one in stated.certificates}
    for row in held:
        one = CertificateInput(**_only(CERTIFICATE_COLUMNS, row))
        if wanted.pop(one, None) is None:
            theirs = Certificate.filter(product_id=stated.code, kind=one.kind, number=one.number)
            await theirs.delete()
    await Certificate.bulk_create(list(wanted.values()))


def _certificates(one: ProductInput) -> list[Certificate]:
    return [Certificate(product_id=one.code, **_said(stated)) for stated in one.certificates]


def _said(one: CertificateInput) -> Row:
    return {column: getattr(one, column) for column in CERTIFICATE_COLUMNS}


async def _recognise(inputs: Sequence[ProductInput]) -> None:
    await _note_recognitions([(one.code, one.recognition) for one in inputs if one.recognition])


async def _note_recognitions(recognised: Sequence[tuple[str, RecognitionInput]]) -> None:
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


async def _take_versions(code: str) -> None:
    """Let an official who reads a product's recognitions now see that they were written since."""
    await Recognition.filter(product_id=code).update(version=F("version") + 1)


def taxonomy_of(signed_on: date) -> Taxonomy:
    """Tell by which criteria a decision of a day recognises."""
    return Taxonomy.QD_148 if signed_on >= QD_148_SIGNED else Taxonomy.QD_1048


def _recognition_columns(stated: RecognitionInput) -> Row:
    return {
        "stars": stated.stars,
        "type": stated.type,
        "taxonomy": taxonomy_of(stated.signed_on),
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


async def _correct(code: str, stated: RecognitionInput) -> None:
    """Let a recognition that was not signed before the stated one become it: it was a mistake.

    Only one that was signed earlier is history. A correction keeps its row, with what is
    noted there of a revocation, unless the decision that it names has one already.
    """
    await _take_versions(code)
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


def _columns(one: ProductInput) -> Row:
    own = {column: getattr(one, column) for column in OWN_COLUMNS}
    return {**own, **name_columns(one.name_vi, one.name_en, one.keywords)}


def name_columns(name_vi: str, name_en: str, keywords: Sequence[str]) -> dict[str, str]:
    """Give what is kept beside the names of a product to find and sort it by."""
    folded = " ".join(words(" ".join([name_vi, name_en, *keywords])))
    return {"name_fold": folded[:600], "name_sort": sort_key(name_vi)[:400]}


def _pack(one: PackInput) -> dict[str, Any]:
    return {column: getattr(one, column) for column in PACK_COLUMNS}


def _only(columns: Sequence[str], row: Row) -> Row:
    return {column: row[column] for column in columns}
