"""Partners with their keys, and the record of who did what."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from shop.models.columns import belongs_to, choice_column, json_column, name_column


class Partner(Model):
    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=120, unique=True)
    created_at = fields.DatetimeField()
    checkpoint_epoch = fields.CharField(max_length=32, default="", db_default="")
    checkpoint_serial = fields.BigIntField(default=0, db_default=0)
    checkpoint_at = fields.DatetimeField(null=True)
    """When it last said how far its copy is; null: never."""
    scope = json_column(null=True)
    """What of the catalogue is for it (shop/scopes.py); null: all that is for everyone."""
    site = fields.CharField(max_length=253, default="", db_default="")
    """The host of its own pages, and of those below it; it may report addresses there."""

    class Meta:
        table = "partner"


class KeyKind(StrEnum):
    PARTNER = "partner"
    """Reads and copies; may send pictures, which nothing shows yet."""
    SERVICE = "service"
    """Of a service of our own: may also change what products show."""


class Right(StrEnum):
    """What a key may do beyond reading; a partner may give a program of its own less than all."""

    PICTURES = "pictures"
    WEBHOOKS = "webhooks"
    REPORTS = "reports"
    KEYS = "keys"
    CHANNELS = "channels"


class ApiKey(Model):
    """A key at rest: the SHA-256 of it, and its last characters for a person to recognise it by."""

    id = fields.IntField(primary_key=True)
    partner = belongs_to("Partner", "keys", cascade=True)
    kind = choice_column(KeyKind, default=KeyKind.PARTNER, db_default=KeyKind.PARTNER)
    rights = json_column(null=True)
    """A list of Right; null: all of them."""
    digest = fields.CharField(max_length=64, unique=True)
    last4 = fields.CharField(max_length=4)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "api_key"


class AuditEntry(Model):
    """Who did what to what, when; only ever added to."""

    id = fields.BigIntField(primary_key=True)
    at = fields.DatetimeField()
    by = name_column()
    action = fields.CharField(max_length=60)
    subject = fields.CharField(max_length=60, db_index=True)
    detail = json_column()

    class Meta:
        table = "audit_entry"
