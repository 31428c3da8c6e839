"""The rows that one product's document is made of, read for many products at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from shop.models import (
    Certificate,
    CertificateKind,
    Consent,
    PaperCover,
    PaperState,
    Photo,
    Product,
    Purpose,
    Recognition,
    Variant,
    Visibility,
)
from shop.models.columns import Row
from shop.publishing.contacts import COLUMNS as CONTACT_COLUMNS

PRODUCT_COLUMNS = (
    "code", "kind", "name_vi", "name_en", "description_vi", "description_en", "story_vi",
    "variety", "ingredients", "storage", "shelf_life_days", "keywords", "season_months", "uses",
    "former_commune", "former_district", "growing_area", "sale_restriction", "state", "evidence",
    "source_url", "commune_id", "producer_id", "ocop_set_id", "agri_group_id", "imported_digest",
    "version",
)  # fmt: skip
JOINED = {
    "commune_name": "commune__name",
    "former_province": "commune__former_province",
    "producer_name": "producer__name",
    "producer_state": "producer__state",
    "subject_type": "producer__subject_type",
    "producer_commune_code": "producer__commune_id",
    "producer_commune_name": "producer__commune__name",
    "set_vi": "ocop_set__name_vi",
    "set_en": "ocop_set__name_en",
    "set_group_vi": "ocop_set__group_vi",
    "set_group_en": "ocop_set__group_en",
    "section_vi": "ocop_set__section_vi",
    "section_en": "ocop_set__section_en",
    "group_vi": "agri_group__name_vi",
    "group_en": "agri_group__name_en",
    **{column: f"producer__{column}" for column in CONTACT_COLUMNS},
}
VARIANT_COLUMNS = (
    "sku", "gtin", "pack", "quantity", "unit", "price", "price_confirmed_on", "price_confirmed_by",
    "availability", "availability_confirmed_on", "availability_confirmed_by", "gross_weight",
    "depth", "width", "height", "version",
)  # fmt: skip
CERTIFICATE_COLUMNS = ("kind", "number", "holder", "issuer", "issued_on", "expires_on")
PAPER_COLUMNS = (*(name for name in CERTIFICATE_COLUMNS if name != "holder"), "visibility")
PHOTO_COLUMNS = (
    "position", "picture_id", "view_vi", "view_en", "licence", "illustration", "source",
)  # fmt: skip
PICTURE_COLUMNS = ("width", "height", "placeholder", "renditions")


@dataclass(frozen=True, slots=True)
class ProductRows:
    """The approved truth about one product."""

    product: Row
    variants: list[Row] = field(default_factory=list)
    recognitions: list[Row] = field(default_factory=list)
    certificates: list[Row] = field(default_factory=list)
    papers: list[Row] = field(default_factory=list)
    """Confirmed papers that readers are told of, as certificates; lists know nothing of them."""
    photos: list[Row] = field(default_factory=list)
    consents: frozenset[Purpose] = frozenset()

    @property
    def vouched(self) -> list[Row]:
        """Certificates that lists name, and those that officials saw papers of."""
        return [*self.certificates, *self.papers]


async def load(codes: Collection[str]) -> dict[str, ProductRows]:
    """Read the rows of some products; a code without a product is absent."""
    products = await Product.filter(code__in=codes).values(*PRODUCT_COLUMNS, **JOINED)
    producers = {product["producer_id"] for product in products}
    variants = await _of_products(Variant, codes, "id", *VARIANT_COLUMNS)
    certificates = await _of_products(Certificate, codes, "id", *CERTIFICATE_COLUMNS)
    papers = await _papers(codes)
    photos = await _photos(codes)
    recognitions = await _recognitions(codes)
    consents = await consents_of(producers)
    return {
        (code := product["code"]): ProductRows(
            product=product,
            variants=variants[code],
            recognitions=recognitions[code],
            certificates=certificates[code],
            papers=papers[code],
            photos=photos[code],
            consents=consents[product["producer_id"]],
        )
        for product in products
    }


async def _of_products(
    model: Any, codes: Collection[str], order: str, *columns: str
) -> defaultdict[str, list[Row]]:
    rows = await model.filter(product_id__in=codes).order_by(order).values("product_id", *columns)
    return _by_product(rows)


async def _papers(codes: Collection[str]) -> defaultdict[str, list[Row]]:
    """Read what confirmed papers vouch for, as far as their owners let readers know.

    A paper that covers a product which went to another producer since vouches for it no more.
    """
    columns = {column: f"paper__{column}" for column in PAPER_COLUMNS}
    columns |= {"sender": "paper__producer_id", "maker": "product__producer_id"}
    told = PaperCover.filter(
        product_id__in=codes,
        paper__state=PaperState.CONFIRMED,
        paper__kind__in=list(CertificateKind),
        paper__visibility__not=Visibility.PRIVATE,
    )
    rows = await told.order_by("paper_id").values("product_id", **columns)
    theirs = [row for row in rows if row["sender"] in {None, row["maker"]}]
    return _by_product([{**row, "holder": "", **_hidden(row)} for row in theirs])


def _hidden(row: Row) -> Row:
    shown = row["visibility"] == Visibility.NUMBER_PUBLIC
    return {} if shown else {"number": "", "issuer": ""}


async def _photos(codes: Collection[str]) -> defaultdict[str, list[Row]]:
    pictures = {column: f"picture__{column}" for column in PICTURE_COLUMNS}
    rows = (
        await Photo.filter(product_id__in=codes)
        .order_by("position")
        .values("product_id", *PHOTO_COLUMNS, **pictures)
    )
    return _by_product(rows)


async def _recognitions(codes: Collection[str]) -> defaultdict[str, list[Row]]:
    rows = (
        await Recognition.filter(product_id__in=codes)
        .order_by("id")
        .values(
            "product_id",
            "stars",
            "type",
            "expires_on",
            "revoked_on",
            decision="decision__number",
            issuer="decision__issuer",
            signed_on="decision__signed_on",
        )
    )
    return _by_product(rows)


async def consents_of(producers: Collection[str]) -> defaultdict[str, frozenset[Purpose]]:
    rows = await Consent.filter(producer_id__in=producers, withdrawn_at=None).values(
        "producer_id", "purpose"
    )
    given: defaultdict[str, frozenset[Purpose]] = defaultdict(frozenset)
    for row in rows:
        given[row["producer_id"]] |= {row["purpose"]}
    return given


def _by_product(rows: Iterable[Row]) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["product_id"]].append(row)
    return found
