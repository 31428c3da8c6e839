"""Products, what is sold of them, and how they are sorted into groups and sets."""

from enum import StrEnum

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from shop.models.columns import Imported, Table, belongs_to, choice_column, json_column, name_column


class Kind(StrEnum):
    AGRICULTURAL = "agricultural"
    OCOP = "ocop"


class State(StrEnum):
    UNPUBLISHED = "unpublished"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    SUSPENDED = "suspended"


class SaleRestriction(StrEnum):
    NONE = "none"
    ADULTS_ONLY = "adults_only"
    NOT_ONLINE = "not_online"
    """Tobacco, spirits from 15 % vol, protected species: shown, never sold online."""


class Evidence(StrEnum):
    SOURCED = "sourced"
    ILLUSTRATIVE = "illustrative"
    """Made up for the demonstration; shown as such."""


class Unit(StrEnum):
    GRAM = "g"
    KILOGRAM = "kg"
    MILLILITRE = "ml"
    LITRE = "l"
    PIECE = "piece"


class Availability(StrEnum):
    IN_STOCK = "in_stock"
    OUT_OF_STOCK = "out_of_stock"
    PREORDER = "preorder"


class Voice(StrEnum):
    """Who says what a pack costs or whether it is to be had; of two the later day stands."""

    LIST = "list"
    PRODUCER = "producer"
    OPERATOR = "operator"
    PARTNER = "partner"


class OcopSet(Imported):
    """One of the 26 product sets of QĐ 148/QĐ-TTg, in 17 groups and 6 sections."""

    number = fields.CharField(max_length=2, primary_key=True)
    section_no = fields.CharField(max_length=4)
    section_vi = name_column()
    section_en = name_column()
    group_vi = name_column()
    group_en = name_column()
    name_vi = name_column()
    name_en = name_column()
    version = fields.IntField(default=1, db_default=1)
    """Of its name: one more with every edit."""

    class Meta:
        table = "ocop_set"


class AgriGroup(Imported):
    """A group of agricultural products; its code is the slug of its name.

    Of its first one: a name may change, a code never does.
    """

    code = fields.CharField(max_length=40, primary_key=True)
    name_vi = name_column()
    name_en = name_column()
    version = fields.IntField(default=1, db_default=1)
    """Of its name: one more with every edit."""

    class Meta:
        table = "agri_group"


class Product(Imported):
    code = fields.CharField(max_length=16, primary_key=True)
    kind = choice_column(Kind)
    name_vi = name_column()
    name_en = name_column(default="")
    name_fold = fields.CharField(max_length=600)
    """Folded names and keywords: what search falls back on while there is no index."""
    name_sort = fields.CharField(max_length=400)
    description_vi = fields.TextField(default="")
    description_en = fields.TextField(default="")
    story_vi = fields.TextField(default="")
    variety = name_column(default="")
    ingredients = fields.TextField(default="")
    storage = fields.TextField(default="")
    shelf_life_days = fields.IntField(null=True)
    keywords = json_column()
    season_months = json_column()
    """Months (1–12) in which it is to be had; empty: all year or not seasonal."""
    uses = json_column(default=list, db_default=[])
    """What it is used for: keys of shop/formats/uses.py, in its order."""
    commune = belongs_to("Commune", "products")
    former_commune = name_column(default="")
    former_district = name_column(default="")
    growing_area = fields.CharField(max_length=60, default="")
    producer = belongs_to("Producer", "products")
    ocop_set = belongs_to("OcopSet", "products", null=True)
    agri_group = belongs_to("AgriGroup", "products", null=True)
    sale_restriction = choice_column(SaleRestriction, default=SaleRestriction.NONE)
    state = choice_column(State, default=State.UNPUBLISHED)
    evidence = choice_column(Evidence)
    source_url = fields.CharField(max_length=600, default="")
    version = fields.IntField(default=1)
    """Of its description, state and photos: one more with every edit (`claim`)."""
    stopped_at = fields.DatetimeField(null=True)
    """When its producer took it off; null: it did not, or an official did."""
    stopped_version = fields.IntField(null=True)
    """The version it had then: unchanged, its producer may show it again."""
    imported_pictures = fields.CharField(max_length=64, default="", db_default="")
    """Digest of the pictures that the last list gave, as `imported_digest` is of the rest."""

    class Meta:
        table = "product"
        constraints = (
            CheckConstraint(
                check="shelf_life_days IS NULL OR shelf_life_days > 0",
                name="product_shelf_life_positive",
            ),
            CheckConstraint(
                check="(kind = 'ocop' AND ocop_set_id IS NOT NULL)"
                " OR (kind = 'agricultural' AND agri_group_id IS NOT NULL)",
                name="product_group_of_its_kind",
            ),
        )


class Variant(Model, metaclass=Table):
    """What is sold of a product: one pack with one price."""

    id = fields.IntField(primary_key=True)
    product = belongs_to("Product", "variants", cascade=True)
    sku = fields.CharField(max_length=24, unique=True)
    gtin = fields.CharField(max_length=14, null=True, unique=True)
    pack = fields.CharField(max_length=120)
    quantity = fields.DecimalField(max_digits=12, decimal_places=3, null=True)
    unit = choice_column(Unit, null=True)
    gross_weight = fields.IntField(null=True)
    """Grams, with its packing; None: unknown, as the sides are."""
    depth = fields.IntField(null=True)
    """Millimetres of the parcel, by the names of GS1: all three sides or none."""
    width = fields.IntField(null=True)
    height = fields.IntField(null=True)
    price = fields.BigIntField(null=True)
    """Integer đồng; None: price on request."""
    price_confirmed_on = fields.DateField(null=True)
    price_confirmed_by = choice_column(Voice, null=True)
    availability = choice_column(Availability, null=True)
    """Counts only with the day of its confirmation; None: unknown."""
    availability_confirmed_on = fields.DateField(null=True)
    availability_confirmed_by = choice_column(Voice, null=True)
    version = fields.IntField(default=1, db_default=1)
    """Of its offer, price and availability, which changes apart from the description."""

    class Meta:
        table = "variant"
        constraints = (
            CheckConstraint(check="price IS NULL OR price > 0", name="variant_price_positive"),
            CheckConstraint(
                check="quantity IS NULL OR CAST(quantity AS REAL) > 0",
                name="variant_quantity_positive",
            ),
            CheckConstraint(
                check="gross_weight IS NULL OR gross_weight > 0",
                name="variant_gross_weight_positive",
            ),
            CheckConstraint(
                check="(depth IS NULL) = (width IS NULL) AND (width IS NULL) = (height IS NULL)"
                " AND (depth IS NULL OR (depth > 0 AND width > 0 AND height > 0))",
                name="variant_parcel_has_three_sides",
            ),
        )
