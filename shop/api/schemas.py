"""The shapes that the API answers with, as OpenAPI tells them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema
from typing_extensions import TypeAliasType

from shop.formats.document import Both, Document, Rendition
from shop.models import Kind, SaleRestriction
from shop.partners.channels import LEAST_PERCENT, MOST_PERCENT, MOST_PLUS, MOST_ROUND_TO


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=False)


class Listing(Document):
    """The public document of a product. What is unknown is absent; URLs begin at our root."""


class FactTold(Shape):
    facet: Annotated[str, Field(description="A facet, or `price`.")]
    values: Annotated[
        list[str],
        Field(description="`now` is this month; of a price its lowest and highest, either empty."),
    ]
    rest: Annotated[str, Field(description="The query without it.")]


class SearchAnswer(Shape):
    query: str
    understood: Annotated[str, Field(description="The query as it was read.")]
    changed: Annotated[
        bool, Field(description="It was read otherwise than typed; `literal` asks for it as typed.")
    ]
    cut: Annotated[bool, Field(description="It was too long; only its beginning was read.")]
    dropped: Annotated[
        list[str], Field(description="Names that the hits lack: nothing has them all.")
    ]
    kept: Annotated[str, Field(description="Where some were dropped: what the hits are.")]
    near: Annotated[
        list[str], Field(description="Codes of what is no hit but near, where hits are few.")
    ]
    facts: Annotated[
        list[FactTold], Field(description="What the query says of facts; every hit has them.")
    ]
    total: int
    hits: list[Listing]
    facets: dict[str, dict[str, int]]
    partial: Annotated[
        bool, Field(description="True when time was up: there may be more hits, and no facets.")
    ]
    plain: Annotated[
        bool, Field(description="True while the index is being made: plainer answers, no facets.")
    ]


class Upsert(Shape):
    serial: int
    rev: int
    code: str
    op: Literal["upsert"]
    changed_at: datetime
    digest: str
    listing: Annotated[Listing | None, Field(description="Absent with `fields=ids`.")] = None


class Delete(Shape):
    serial: int
    rev: int
    code: str
    op: Literal["delete"]
    changed_at: datetime


Change = TypeAliasType("Change", Annotated[Upsert | Delete, Field(discriminator="op")])


class ChangesPage(Shape):
    epoch: str
    items: list[Change]
    next: Annotated[str, Field(description="Give it as `since` to go on.")]
    has_more: bool
    head: Annotated[str, Field(description="Cursor of the latest change.")]


class CategoryEntry(Shape):
    """A category as documents and rules name it by its code."""

    code: Annotated[
        str, Field(description="A kind, an agricultural group (`trai-cay`) or an OCOP set (`08`).")
    ]
    kind: Kind
    name: Annotated[Both, Field(description="May change; the code does not.")]
    parent: Annotated[str | None, Field(description="The kind; absent: it is one.")] = None
    group: Annotated[Both | None, Field(description="Of an OCOP set, by QĐ 148/QĐ-TTg.")] = None
    section: Annotated[Both | None, Field(description="Of an OCOP set, by QĐ 148/QĐ-TTg.")] = None
    products: Annotated[
        int, Field(ge=0, description="On our own pages; some may not be for partners.")
    ]


class Categories(Shape):
    categories: list[CategoryEntry]


class Held(Shape):
    """One listing as a bucket of the digest names it."""

    code: str
    rev: int
    digest: str


class Digest(Shape):
    """The catalogue as everyone sees it, hashed; with `bucket`, the listings of that one."""

    epoch: str
    head: Annotated[str, Field(description="Compare only when your own cursor is this one.")]
    buckets: Annotated[list[str] | None, Field(description="256 SHA-256, in hexadecimal.")] = None
    bucket: int | None = None
    items: list[Held] | None = None


class CheckpointSent(Shape):
    cursor: Annotated[str, Field(max_length=100, description="The `next` you have stored.")]


class Checkpoint(Shape):
    epoch: str
    head: str
    cursor: str
    behind: Annotated[int, Field(description="Serials between your cursor and the head.")]


class FeedFile(Shape):
    name: str
    url: str
    bytes: int
    items: int
    sha256: str
    serial: int
    cursor: Annotated[str, Field(description="`since` for what has changed after the file.")]
    built_at: datetime
    drawn_pictures: Annotated[
        bool | None,
        Field(description="Of a channel's file: goods with drawings alone may be in it."),
    ] = None


class AuditAnchor(Shape):
    seal_no: Annotated[int, Field(ge=1, description="Entries that are sealed.")]
    hash: Annotated[str, Field(pattern="^[0-9a-f]{64}$", description="That of the last of them.")]
    day: date


class CataloguePlace(Shape):
    epoch: str
    head: Annotated[str, Field(description="Never your own cursor: what lies between is missing.")]


class CatalogueChanged(Shape):
    """What a webhook is told: that there is something to read, and not what."""

    type: Literal["catalogue.changed"]
    timestamp: datetime
    data: CataloguePlace


class Manifest(Shape):
    base_url: str
    epoch: str
    head: str
    files: list[FeedFile]
    audit: Annotated[
        AuditAnchor | None,
        Field(description="Where the chain of our records stands; kept, it shows a rewriting."),
    ]


PERCENT = {
    "type": "number",
    "minimum": LEAST_PERCENT,
    "maximum": MOST_PERCENT,
    "description": "Added to a price; two decimals.",
}
"""A text of digits is taken, too; a generator would make a union of it."""


class RuleSent(Shape):
    """A whole rule: prices and categories are said each time, so that none is lost unawares."""

    percent: Annotated[
        Decimal,
        Field(ge=LEAST_PERCENT, le=MOST_PERCENT, decimal_places=2, description="Added to a price."),
        WithJsonSchema(PERCENT),
    ]
    plus: Annotated[
        int, Field(strict=True, ge=0, le=MOST_PLUS, description="Đồng that are added then.")
    ]
    round_to: Annotated[
        int,
        Field(
            strict=True,
            ge=1,
            le=MOST_ROUND_TO,
            description="Rounded up to a multiple of so many đồng.",
        ),
    ]
    categories: Annotated[
        dict[str, str],
        Field(max_length=100, description="OCOP set, agricultural group or kind → theirs."),
    ]
    drawn_pictures: Annotated[
        bool | None,
        Field(strict=True, description="Goods may go out with drawings alone; absent: as before."),
    ] = None


class Rule(Shape):
    percent: float
    plus: int
    round_to: int
    categories: dict[str, str]
    drawn_pictures: bool


class Channel(Shape):
    channel: str
    name: str
    file: Annotated[str | None, Field(description="What is made for it here.")] = None
    fetches: Annotated[
        bool | None,
        Field(description="It asks us for the file; false: the file is to be brought there."),
    ] = None
    sheet: Annotated[str | None, Field(description="What a person uploads there.")] = None
    requires: list[
        Literal[
            "pack",
            "source",
            "picture",
            "way_to_buy",
            "price",
            "availability",
            "description",
            "category",
            "weight",
        ]
    ]
    bans: list[SaleRestriction]
    banned_kinds: Annotated[
        list[Literal["live_animals", "supplements", "tobacco", "alcohol", "services"]],
        Field(description="Kinds of goods of which it takes none."),
    ]
    drawn_pictures: Annotated[
        bool, Field(description="Goods may go out with drawings alone; else they want a photo.")
    ]
    takes_preorders: bool
    price_as_on_page: Annotated[
        bool, Field(description="It compares a price with that of the product's page.")
    ]
    longest_title: int
    longest_description: int | None = None
    most_pictures: int | None = None
    least_picture_side: Annotated[int, Field(description="Pixels; 0: any.")]
    rule: Annotated[Rule | None, Field(description="Told to the partner whose it is.")] = None


class Channels(Shape):
    channels: list[Channel]


class Obstacle(Shape):
    code: str
    concerns: Annotated[str, Field(description="The product's code, or the SKU of a pack.")]
    field: str
    blocking: Annotated[bool, Field(description="Kept out; else it goes out, and could do better.")]
    vi: str
    en: str


class Diagnosis(Shape):
    code: str
    name: str
    obstacles: list[Obstacle]


class Diagnoses(Shape):
    channel: str
    items: Annotated[list[Diagnosis], Field(description="The products that have an obstacle.")]
    next: Annotated[
        str | None, Field(description="Give it as `after` to go on; absent: that was all.")
    ] = None
    unknown: Annotated[
        list[str] | None, Field(description="Codes that were asked for and are not for you.")
    ] = None


class PictureTaken(Shape):
    """What became of one picture; its renditions are there for good."""

    file: Annotated[str, Field(description="As the sender calls it.")]
    accepted: bool
    reason: Annotated[Both | None, Field(description="Why it was refused.")] = None
    picture: Annotated[str | None, Field(description="SHA-256 of what was sent.")] = None
    width: int | None = None
    height: int | None = None
    placeholder: str | None = None
    renditions: list[Rendition] = []


class PicturesTaken(Shape):
    pictures: list[PictureTaken]


class FieldProblem(Shape):
    field: str
    message: str
    value: str


class Problem(BaseModel):
    """Problem details (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[FieldProblem] = []
    pictures: list[PictureTaken] = []
    resync: str | None = None
    incident: str | None = None
