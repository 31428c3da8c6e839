"""What vouches for a product: OCOP recognitions with their decisions, and certificates."""

from enum import StrEnum

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from shop.models.columns import Table, belongs_to, choice_column, name_column


class RecognitionType(StrEnum):
    """Cấp mới, cấp lại, nâng hạng."""

    NEW = "new"
    REISSUED = "reissued"
    UPGRADED = "upgraded"


class Taxonomy(StrEnum):
    """Criteria a recognition was scored by; QĐ 148 replaced QĐ 1048 on 24 February 2023."""

    QD_1048 = "1048/QĐ-TTg"
    QD_148 = "148/QĐ-TTg"


class Decision(Model, metaclass=Table):
    """One signed decision; it recognises many products."""

    id = fields.IntField(primary_key=True)
    number = fields.CharField(max_length=60)
    issuer = name_column()
    signed_on = fields.DateField()
    version = fields.IntField(default=1, db_default=1)
    """One more with every edit, and with everything that is recognised by it."""

    class Meta:
        table = "decision"
        unique_together = (("number", "issuer", "signed_on"),)


class Recognition(Model, metaclass=Table):
    """Stars are a dated fact about a product, not a property of it: valid for 36 months."""

    id = fields.IntField(primary_key=True)
    product = belongs_to("Product", "recognitions", cascade=True)
    decision = belongs_to("Decision", "recognitions")
    stars = fields.SmallIntField()
    type = choice_column(RecognitionType)
    taxonomy = choice_column(Taxonomy)
    expires_on = fields.DateField()
    """The last day of validity, through 24:00 in Hải Phòng."""
    revoked_on = fields.DateField(null=True)
    """From this day on it holds no more."""
    revoked_reason = fields.CharField(max_length=500, default="", db_default="")
    """For officials: the public reads that it was taken back, not why."""
    version = fields.IntField(default=1, db_default=1)

    class Meta:
        table = "recognition"
        unique_together = (("product", "decision"),)
        constraints = (
            CheckConstraint(check="stars BETWEEN 3 AND 5", name="recognition_stars_3_to_5"),
        )


class CertificateKind(StrEnum):
    VIETGAP = "VIETGAP"
    GLOBALGAP = "GLOBALGAP"
    ORGANIC_VN = "ORGANIC_VN"
    ORGANIC_OTHER = "ORGANIC_OTHER"
    HACCP = "HACCP"
    ISO22000 = "ISO22000"
    FOOD_SAFETY = "ATTP"
    SELF_DECLARATION = "SELF_DECLARATION"
    CONFORMITY = "CONFORMITY"
    GEOGRAPHICAL_INDICATION = "GI"
    COLLECTIVE_MARK = "COLLECTIVE_MARK"
    CERTIFICATION_MARK = "CERT_MARK"
    TRADEMARK = "TRADEMARK"


class Certificate(Model, metaclass=Table):
    """A certificate that covers a product; what is not known of it is empty, not guessed."""

    id = fields.IntField(primary_key=True)
    product = belongs_to("Product", "certificates", cascade=True)
    kind = choice_column(CertificateKind)
    number = fields.CharField(max_length=80, default="")
    holder = name_column(default="")
    issuer = name_column(default="")
    issued_on = fields.DateField(null=True)
    expires_on = fields.DateField(null=True)
    verified_by = name_column(default="")
    verified_on = fields.DateField(null=True)

    class Meta:
        table = "certificate"
        unique_together = (("product", "kind", "number"),)
        constraints = (
            CheckConstraint(
                check="issued_on IS NULL OR expires_on IS NULL OR expires_on >= issued_on",
                name="certificate_ends_after_it_begins",
            ),
        )
