"""The tables: nouns of the catalogue, one file per subject."""

from shop.models.accounts import ApiKey, AuditEntry, KeyKind, Partner, Right
from shop.models.evidence import (
    Certificate,
    CertificateKind,
    Decision,
    Recognition,
    RecognitionType,
    Taxonomy,
)
from shop.models.geography import Commune, CommuneKind, FormerCommune
from shop.models.listings import (
    Audience,
    Clock,
    FeedFile,
    Listing,
    ListingVersion,
    ToPublish,
)
from shop.models.partners import (
    ChannelRule,
    Delivery,
    DeliveryState,
    Sale,
    SaleClick,
    SaleState,
    Webhook,
)
from shop.models.pictures import Photo, Picture
from shop.models.producers import Consent, Producer, Purpose, SubjectType
from shop.models.products import (
    AgriGroup,
    Availability,
    Evidence,
    Kind,
    OcopSet,
    Product,
    SaleRestriction,
    State,
    Unit,
    Variant,
)
from shop.models.searching import ClickCount, KnownWords, SearchCount

__all__ = [
    "AgriGroup",
    "ApiKey",
    "Audience",
    "AuditEntry",
    "Availability",
    "Certificate",
    "CertificateKind",
    "ChannelRule",
    "ClickCount",
    "Clock",
    "Commune",
    "CommuneKind",
    "Consent",
    "Decision",
    "Delivery",
    "DeliveryState",
    "Evidence",
    "FeedFile",
    "FormerCommune",
    "KeyKind",
    "Kind",
    "KnownWords",
    "Listing",
    "ListingVersion",
    "OcopSet",
    "Partner",
    "Photo",
    "Picture",
    "Producer",
    "Product",
    "Purpose",
    "Recognition",
    "RecognitionType",
    "Right",
    "Sale",
    "SaleClick",
    "SaleRestriction",
    "SaleState",
    "SearchCount",
    "State",
    "SubjectType",
    "Taxonomy",
    "ToPublish",
    "Unit",
    "Variant",
    "Webhook",
]
