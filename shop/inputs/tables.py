"""The tables that can be imported: their columns, and what a row of each becomes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, model_validator

from search.vietnamese import slug
from shop.errors.mistakes import WrongValueError
from shop.inputs import contacts, packs, parcels, refusing, values
from shop.inputs.lasting import must_last
from shop.models import (
    Availability,
    CertificateKind,
    CommuneKind,
    Evidence,
    Kind,
    Purpose,
    RecognitionType,
    SaleRestriction,
    SubjectType,
    Unit,
    Voice,
)

OnOneLine = AfterValidator(values.line)
LONGEST_NAME = 200
Line = Annotated[str, StringConstraints(max_length=LONGEST_NAME), OnOneLine]
Name = Annotated[Line, StringConstraints(min_length=1)]
LongLine = Annotated[str, StringConstraints(max_length=400), OnOneLine]
Text = Annotated[str, StringConstraints(max_length=10_000)]


class Table(BaseModel):
    """One row; every column is text that has been cleaned."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
    telling_empty: ClassVar[frozenset[str]] = frozenset()
    """Columns in which an empty cell says something else than a missing one."""

    @classmethod
    def columns(cls) -> tuple[set[str], set[str]]:
        """Give the columns that must be there, and the columns that may."""
        required = {name for name, column in cls.model_fields.items() if column.is_required()}
        return required, set(cls.model_fields)


class CommuneRow(Table):
    code: values.CommuneCode
    name: Name
    type: CommuneKind
    province_code: Annotated[str, values.written_like(r"\d{2}", refusing.NO_PROVINCE)]
    former_districts_2025: Annotated[str, StringConstraints(max_length=400), OnOneLine]
    former_province: Line


class FormerCommuneRow(Table):
    valid_period: Annotated[str, StringConstraints(min_length=1, max_length=16)]
    old_ward_code: Annotated[str, StringConstraints(max_length=5)] = ""
    old_ward_name: Name
    old_district: Line
    old_province: Line
    new_code: values.CommuneCode
    new_name: Name
    how: Line = ""
    flag: Line = ""


class OcopSetRow(Table):
    set_no: values.SetNumber
    section_no: Annotated[str, values.written_like(r"I|II|III|IV|V|VI", refusing.NO_SECTION)]
    section_vi: Name
    section_en: Name
    group_vi: Name
    group_en: Name
    subgroup_vi: Name
    subgroup_en: Name


class AgriGroupRow(Table):
    code: Annotated[
        str,
        StringConstraints(max_length=40),
        values.written_like(r"[a-z]+(-[a-z]+)*", refusing.NO_GROUP_CODE),
    ]
    name_vi: Name
    name_en: Name


class UsesRow(Table):
    """What goods of a kind are used for, where their own row does not say it."""

    uses: values.Uses
    groups: values.Parts = []
    begins: values.Parts = []
    not_begins: values.Parts = []
    codes: values.Parts = []


class Consents(Table):
    """Consents as a column; a list without it is itself the public list of the producers.

    That a public list names a producer does not tell that strangers may call it: the consent to
    show its contact is only ever given by name.
    """

    telling_empty = frozenset({"consents"})  # nothing was agreed to
    consents: values.Purposes | None = None

    @property
    def purposes(self) -> frozenset[Purpose]:
        if self.consents is None:
            return frozenset(Purpose) - {Purpose.CONTACT}
        return frozenset(Purpose(purpose) for purpose in self.consents)


class Contact(Table):
    """How to reach a producer; an empty cell of a list says nothing of it."""

    contact_name: Line = ""
    phone: contacts.Phones = ""
    zalo: contacts.Zalo = ""
    address: LongLine = ""
    """An address of yesterday's district is one, too: it stays as it is written."""
    opening: Line = ""
    how_to_order: LongLine = ""
    minimum_order: Line = ""
    delivery_area: Line = ""
    shop_url: contacts.ShopAddress = ""

    @property
    def contact(self) -> dict[str, str]:
        """What was said: column → value."""
        said = self.model_fields_set & Contact.model_fields.keys()
        return {column: getattr(self, column) for column in Contact.model_fields if column in said}


class ProducerRow(Consents, Contact):
    producer_code: values.ProducerCode
    name: Name
    subject_type: SubjectType
    commune_code: values.CommuneCode
    commune_name: Name
    former_district: Line = ""
    evidence: Evidence
    source_url: values.WebAddress = ""


class ProductRow(Table):
    """What the two product tables have in common."""

    code: values.ProductCode
    name_vi: Name
    name_en: Line = ""
    pack: Annotated[str, StringConstraints(min_length=1, max_length=120), OnOneLine]
    price_vnd: values.Price | None = None
    price_on: values.PastDay | None = None
    availability: values.Stock | None = None
    availability_on: values.PastDay | None = None
    commune_code: values.CommuneCode
    commune_name: Name
    former_district: Line = ""
    former_commune: Line = ""
    producer_code: values.ProducerCode
    certificates: values.Certificates = []
    sale_restriction: SaleRestriction = SaleRestriction.NONE
    keywords: values.Parts = []
    uses: values.Uses = []
    pictures: values.Sources = []
    """Each `https` address or file is looked at by itself: a wrong one does not refuse the row."""
    gtin: values.Gtin | None = None
    gross_weight: values.GrossWeight | None = None
    parcel: values.Parcel | None = None
    description_vi: Text = ""
    description_en: Text = ""
    evidence: Evidence
    source_url: values.WebAddress = ""

    @model_validator(mode="after")
    def _its_stock(self) -> Self:
        if self.availability_on and self.availability is None:
            raise WrongValueError(refusing.DAY_WITHOUT_STOCK, "availability_on")
        return self

    @model_validator(mode="after")
    def _its_weight(self) -> Self:
        parcels.refuse_lighter(self.gross_weight, *_net_content(self))
        return self


class AgriProductRow(ProductRow):
    group: Name
    variety: Line = ""
    season_months: values.Months = []
    sale_unit: Line = ""
    """Read and not kept: the pack states its net content, and this could only contradict it."""
    growing_area_code: Annotated[str, StringConstraints(max_length=60), OnOneLine] = ""


class OcopProductRow(ProductRow):
    set_no: values.SetNumber
    stars: values.Stars
    recognition_type: RecognitionType
    decision_no: Annotated[str, StringConstraints(min_length=1, max_length=60), OnOneLine]
    issuer: Name
    signed_on: values.Day
    expires_on: values.Day
    length_confirmed: values.Tick = False  # read and not kept: the days say it
    net_quantity: values.Quantity | None = None
    net_unit: values.MeasuredIn | None = None  # or in the quantity itself: 500g, 5 lạng
    ingredients_vi: Text = ""
    storage_vi: Text = ""
    shelf_life_days: values.Days | None = None
    story_vi: Text = ""

    @model_validator(mode="after")
    def _its_dates(self) -> Self:
        must_last(self.signed_on, self.expires_on, confirmed=self.length_confirmed)
        return self

    @model_validator(mode="after")
    def _its_unit(self) -> Self:
        written = self.net_quantity and self.net_quantity.unit
        if written and self.net_unit and written != self.net_unit:
            raise WrongValueError(refusing.OTHER_UNIT, "net_unit")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognitionInput:
    stars: int
    type: RecognitionType
    decision: str
    issuer: str
    signed_on: date
    expires_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PackInput(parcels.Shipped):
    """One pack with its offer; a price or stock without a day is of the day that it comes in."""

    sku: str = ""
    """Empty for a new pack: it gets the product's next one."""
    pack: str
    quantity: Decimal | None = None
    unit: Unit | None = None
    price: int | None = None
    gtin: str | None = None
    price_confirmed_on: date | None = None
    price_confirmed_by: Voice | None = None
    availability: Availability | None = None
    """None: nothing is said of it."""
    availability_confirmed_on: date | None = None
    availability_confirmed_by: Voice | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateInput:
    kind: CertificateKind
    number: str = ""
    holder: str = ""
    issuer: str = ""
    issued_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoInput:
    """A picture that was taken, as a product is to show it."""

    picture: str
    """Digest of the picture."""
    view_vi: str = ""
    view_en: str = ""
    licence: str = ""
    illustration: bool = False
    source: str = ""
    """The address or file name by which a list gave it; empty for what was uploaded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductInput:
    """A product as any source states it: import, generator, portal."""

    code: str
    kind: Kind
    name_vi: str
    name_en: str
    description_vi: str
    description_en: str
    story_vi: str = ""
    variety: str = ""
    ingredients: str = ""
    storage: str = ""
    shelf_life_days: int | None = None
    keywords: list[str]
    season_months: list[int] = field(default_factory=list)
    uses: list[str] = field(default_factory=list)
    commune_id: str
    former_commune: str
    former_district: str
    growing_area: str = ""
    producer_id: str
    ocop_set_id: str | None = None
    agri_group_id: str | None = None
    sale_restriction: SaleRestriction
    evidence: Evidence
    source_url: str
    packs: list[PackInput]
    certificates: list[CertificateInput] = field(default_factory=list)
    photos: list[PhotoInput] | None = None
    """In their order; None: nothing is said of photos."""
    recognition: RecognitionInput | None = None


def product_of(row: AgriProductRow | OcopProductRow) -> ProductInput:
    """Say what a row of either table states about its product."""
    its_own = _agricultural(row) if isinstance(row, AgriProductRow) else _ocop(row)
    quantity, unit = _net_content(row)
    pack = PackInput(
        pack=row.pack,
        quantity=quantity,
        unit=unit,
        price=row.price_vnd,
        gtin=row.gtin,
        price_confirmed_on=row.price_on,
        availability=row.availability,
        availability_confirmed_on=row.availability_on,
        **parcels.shipped(row.gross_weight, row.parcel),
    )
    return ProductInput(
        code=row.code,
        name_vi=row.name_vi,
        name_en=row.name_en,
        description_vi=row.description_vi,
        description_en=row.description_en,
        keywords=row.keywords,
        uses=row.uses,
        commune_id=row.commune_code,
        former_commune=row.former_commune,
        former_district=row.former_district,
        producer_id=row.producer_code,
        sale_restriction=row.sale_restriction,
        evidence=row.evidence,
        source_url=row.source_url,
        packs=[pack],
        certificates=[CertificateInput(kind=kind) for kind in row.certificates],
        **its_own,
    )


def _net_content(row: ProductRow) -> tuple[Decimal | None, Unit | None]:
    if not isinstance(row, OcopProductRow):
        return packs.net_content(row.pack)
    quantity, written = row.net_quantity or (None, None)
    unit = row.net_unit or written
    return (quantity, unit) if quantity and unit else (None, None)


def _agricultural(row: AgriProductRow) -> dict[str, Any]:
    return {
        "kind": Kind.AGRICULTURAL,
        "agri_group_id": slug(row.group),
        "variety": row.variety,
        "season_months": row.season_months,
        "growing_area": row.growing_area_code,
    }


def _ocop(row: OcopProductRow) -> dict[str, Any]:
    return {
        "kind": Kind.OCOP,
        "ocop_set_id": row.set_no,
        "story_vi": row.story_vi,
        "ingredients": row.ingredients_vi,
        "storage": row.storage_vi,
        "shelf_life_days": row.shelf_life_days,
        "recognition": RecognitionInput(
            stars=row.stars,
            type=row.recognition_type,
            decision=row.decision_no,
            issuer=row.issuer,
            signed_on=row.signed_on,
            expires_on=row.expires_on,
        ),
    }


TABLES: Sequence[type[Table]] = (
    CommuneRow, FormerCommuneRow, OcopSetRow, AgriGroupRow, UsesRow, ProducerRow, AgriProductRow,
    OcopProductRow,
)  # fmt: skip
"""In the order in which they must be read: what is referred to comes first."""
