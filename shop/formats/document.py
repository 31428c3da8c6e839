"""The published document of a product, as shop/publishing/rendering.py writes it.

Readers are checked against these types, and the API describes its answers by them. What is unknown
is absent: never null, never empty.
"""

from typing import Annotated, Any, Literal, NotRequired, TypeVar

from typing_extensions import TypeAliasType, TypedDict

from shop.formats.uses import UseKey

T = TypeVar("T", bound=type)


def closed(document: T) -> T:
    """Say that there are no other keys, as pydantic reads it."""
    setattr(document, "__pydantic_config__", {"extra": "forbid"})  # noqa: B010 - it is not declared
    return document


class Words:
    """What the API's description says of a value; pydantic asks for it by the method's name.

    Formats are also written by processes that need nothing else of pydantic, whose import would be
    most of their start.
    """

    def __init__(self, **words: Any) -> None:
        self.words = words

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        return {**handler(schema), **self.words}


Day = Annotated[str, Words(format="date")]

# The values of the enumerations in shop/models, which stand above the formats. Only with the same
# title and description does OpenAPI take both for one component.
Kind = TypeAliasType(
    "Kind",
    Annotated[Literal["agricultural", "ocop"], Words(title="Kind")],
)
Unit = TypeAliasType(
    "Unit",
    Annotated[Literal["g", "kg", "ml", "l", "piece"], Words(title="Unit")],
)
Availability = TypeAliasType(
    "Availability",
    Annotated[Literal["in_stock", "out_of_stock", "preorder"], Words(title="Availability")],
)
Voice = TypeAliasType(
    "Voice",
    Annotated[
        Literal["list", "producer", "operator", "partner"],
        Words(
            title="Voice",
            description="Who says what a pack costs or whether it is to be had; of two the later"
            " day stands.",
        ),
    ],
)
SaleRestriction = TypeAliasType(
    "SaleRestriction",
    Annotated[Literal["none", "adults_only", "not_online"], Words(title="SaleRestriction")],
)
Evidence = TypeAliasType(
    "Evidence",
    Annotated[Literal["sourced", "illustrative"], Words(title="Evidence")],
)
SubjectType = TypeAliasType(
    "SubjectType",
    Annotated[
        Literal["HTX", "THT", "DOANH_NGHIEP", "TRANG_TRAI", "HO_KINH_DOANH", "CO_SO_SX", "KHAC"],
        Words(
            title="SubjectType",
            description="Subjects of the OCOP programme (QĐ 919/QĐ-TTg, QĐ 148/QĐ-TTg).",
        ),
    ],
)
CertificateKind = TypeAliasType(
    "CertificateKind",
    Annotated[
        Literal[
            "VIETGAP",
            "GLOBALGAP",
            "ORGANIC_VN",
            "ORGANIC_OTHER",
            "HACCP",
            "ISO22000",
            "ATTP",
            "SELF_DECLARATION",
            "CONFORMITY",
            "GI",
            "COLLECTIVE_MARK",
            "CERT_MARK",
            "TRADEMARK",
        ],
        Words(title="CertificateKind"),
    ],
)


Use = TypeAliasType(
    "Use",
    Annotated[UseKey, Words(title="Use", description="What goods are used for.")],
)


@closed
class Both(TypedDict):
    """A text in Vietnamese and, where there is one, in English."""

    vi: NotRequired[str]
    en: NotRequired[str]


@closed
class Money(TypedDict):
    amount: Annotated[int, Words(minimum=1, description="Whole đồng.")]
    currency: Literal["VND"]


@closed
class Price(Money):
    confirmed_on: NotRequired[Annotated[Day, Words(description="When it was last said to hold.")]]
    confirmed_by: NotRequired[Voice]


@closed
class Reference(TypedDict):
    value: int
    unit: Unit


@closed
class UnitPrice(Money):
    reference: Reference


Millimetres = Annotated[int, Words(minimum=1, description="Millimetres.")]


@closed
class Parcel(TypedDict):
    """The sides of a pack as it is sent, by the names of GS1."""

    depth: Millimetres
    width: Millimetres
    height: Millimetres


@closed
class Variant(TypedDict):
    sku: str
    gtin: NotRequired[str]
    pack: str
    quantity: NotRequired[float]
    unit: NotRequired[Unit]
    gross_weight: NotRequired[
        Annotated[int, Words(minimum=1, description="Whole grams, with its packing.")]
    ]
    parcel: NotRequired[Parcel]
    price: NotRequired[Annotated[Price, Words(description="Absent: on request.")]]
    unit_price: NotRequired[UnitPrice]
    availability: NotRequired[
        Annotated[Availability, Words(description="Absent: unknown; ask the producer.")]
    ]
    availability_confirmed_on: NotRequired[Day]
    availability_confirmed_by: NotRequired[Voice]


@closed
class Category(TypedDict):
    code: Annotated[
        str,
        Words(
            description="For ever: the number of the OCOP set (`01` to `26`), or the key of the"
            " agricultural group (`trai-cay`). Names may change."
        ),
    ]
    group: Both
    set: NotRequired[Annotated[str, Words(description="OCOP set, 01 to 26 (QĐ 148/QĐ-TTg).")]]
    set_name: NotRequired[Both]
    section: NotRequired[Both]


@closed
class Ocop(TypedDict):
    """A recognition that is valid now; absent otherwise."""

    stars: Annotated[int, Words(minimum=3, maximum=5)]
    decision: str
    issuer: str
    signed_on: Day
    expires_on: Annotated[Day, Words(description="Last day, through 24:00 in Hải Phòng.")]


@closed
class Certificate(TypedDict):
    kind: CertificateKind
    number: NotRequired[str]
    holder: NotRequired[str]
    issuer: NotRequired[str]
    issued_on: NotRequired[Day]
    expires_on: NotRequired[Day]


@closed
class Commune(TypedDict):
    code: str
    name: str


@closed
class Producer(TypedDict):
    code: str
    name: str
    subject_type: SubjectType
    commune: Commune
    url: str


@closed
class Origin(TypedDict):
    commune: Commune
    former_commune: NotRequired[str]
    former_district: NotRequired[str]
    former_province: NotRequired[str]
    growing_area: NotRequired[str]


@closed
class Rendition(TypedDict):
    url: str
    width: int
    height: int
    type: str
    shape: NotRequired[
        Annotated[
            Literal["square"],
            Words(
                description="All of the picture on white, as wide as it is high, for marketplaces."
                " Absent: its own shape. A picture that is a square itself has no further one."
            ),
        ]
    ]


@closed
class Photo(TypedDict):
    url: str
    width: int
    height: int
    alt: Both
    placeholder: str
    licence: NotRequired[str]
    illustration: NotRequired[
        Annotated[bool, Words(description="True for a drawing that stands in for a photo.")]
    ]
    renditions: list[Rendition]


@closed
class Document(TypedDict):
    """The public document of a product. What is unknown is absent; URLs begin at our root."""

    code: str
    kind: Kind
    url: str
    name: Both
    description: NotRequired[Both]
    story: NotRequired[str]
    category: Category
    variety: NotRequired[str]
    ocop: NotRequired[Ocop]
    decisions: NotRequired[
        Annotated[
            list[str],
            Words(description="All that ever gave it stars; whether it has some, ocop says."),
        ]
    ]
    certificates: NotRequired[list[Certificate]]
    producer: Producer
    origin: Origin
    variants: NotRequired[list[Variant]]
    season_months: NotRequired[list[int]]
    uses: NotRequired[list[Use]]
    storage: NotRequired[str]
    shelf_life_days: NotRequired[int]
    ingredients: NotRequired[str]
    sale_restriction: NotRequired[SaleRestriction]
    photos: NotRequired[list[Photo]]
    keywords: NotRequired[list[str]]
    evidence: Evidence
    source_url: NotRequired[str]
