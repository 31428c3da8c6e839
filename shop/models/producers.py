"""Producers and what they consented to (Law 91/2025/QH15 on personal data)."""

from enum import StrEnum

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from shop.models.columns import Imported, Table, belongs_to, choice_column, name_column


class SubjectType(StrEnum):
    """Subjects of the OCOP programme (QĐ 919/QĐ-TTg, QĐ 148/QĐ-TTg)."""

    COOPERATIVE = "HTX"
    COOPERATIVE_GROUP = "THT"
    COMPANY = "DOANH_NGHIEP"
    FARM = "TRANG_TRAI"
    HOUSEHOLD = "HO_KINH_DOANH"
    WORKSHOP = "CO_SO_SX"
    OTHER = "KHAC"


class ProducerState(StrEnum):
    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    """Registered by a person; shown to readers once an official has approved something of it."""


class Producer(Imported):
    code = fields.CharField(max_length=16, primary_key=True)
    name = name_column()
    name_sort = fields.CharField(max_length=400)
    subject_type = choice_column(SubjectType)
    commune = belongs_to("Commune", "producers")
    former_district = name_column(default="")
    story = fields.TextField(default="")
    gln = fields.CharField(max_length=13, null=True)
    contact_name = name_column(default="")
    phone = fields.CharField(max_length=64, default="")
    """One to three numbers in E.164, with `; ` between them."""
    email = fields.CharField(max_length=254, default="")
    address = fields.CharField(max_length=400, default="")
    zalo = fields.CharField(max_length=120, default="", db_default="")
    """A number, or the address of a page there."""
    opening = name_column(default="", db_default="")
    how_to_order = fields.CharField(max_length=400, default="", db_default="")
    minimum_order = name_column(default="", db_default="")
    delivery_area = name_column(default="", db_default="")
    shop_url = fields.CharField(max_length=600, default="", db_default="")
    """Its own shop, where its goods can be bought."""
    contact_evidence = fields.CharField(max_length=16, default="", db_default="")
    """`illustrative`: made up for the demonstration, never to be messaged."""
    evidence = fields.CharField(max_length=16)
    source_url = fields.CharField(max_length=600, default="")
    state = choice_column(
        ProducerState, default=ProducerState.CONFIRMED, db_default=ProducerState.CONFIRMED
    )
    version = fields.IntField(default=1, db_default=1)
    """Of what the registry says of it, its name and legal form: one more with every edit."""

    class Meta:
        table = "producer"


class LegalForm(Model, metaclass=Table):
    """What a producer was as a subject from a day on, and what it was called as that.

    Only once it changed there are any; today's is the producer's own `subject_type`.
    """

    id = fields.BigIntField(primary_key=True)
    producer = belongs_to("Producer", "legal_forms", cascade=True)
    subject_type = choice_column(SubjectType)
    name = name_column()
    since = fields.DateField(null=True)
    """Null: since before anything was noted of it."""
    basis = name_column(default="")
    """What it rests on, such as the number of a registration."""
    by = name_column()

    class Meta:
        table = "legal_form"


class ProducerAlias(Model, metaclass=Table):
    """A code under which a producer was here twice: it means the other, and is never used again."""

    code = fields.CharField(max_length=16, primary_key=True)
    producer = belongs_to("Producer", "aliases", cascade=True)
    name = name_column()
    """What it was called under this code."""
    imported_digest = fields.CharField(max_length=64, default="")
    """Of what the last list stated of this code: said again, it is no news."""
    merged_at = fields.DatetimeField()
    by = name_column()

    class Meta:
        table = "producer_alias"


class Purpose(StrEnum):
    CATALOGUE = "catalogue"
    MARKETPLACES = "marketplaces"
    STATISTICS = "statistics"
    CONTACT = "contact"
    """To show on our own pages how to reach the producer."""


class Consent(Model, metaclass=Table):
    """One consent for one purpose; a withdrawn one stays as the record of what was agreed when."""

    id = fields.IntField(primary_key=True)
    producer = belongs_to("Producer", "consents", cascade=True)
    purpose = choice_column(Purpose)
    basis = fields.CharField(max_length=200)
    """What it rests on: who agreed and how, or the public list the producer was imported from."""
    text = fields.TextField(default="", db_default="")
    """The sentence that was agreed to, letter for letter; empty: a list brought it."""
    text_version = fields.CharField(max_length=16, default="", db_default="")
    given_at = fields.DatetimeField()
    withdrawn_at = fields.DatetimeField(null=True)

    class Meta:
        table = "consent"
        constraints = (
            CheckConstraint(
                check="withdrawn_at IS NULL OR withdrawn_at >= given_at",
                name="consent_withdrawn_after_given",
            ),
        )
