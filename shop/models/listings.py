"""What the public sees, and the one clock that orders its changes (docs/architecture.md)."""

from enum import StrEnum

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model

from shop.models.columns import Table, choice_column, name_column


class Audience(StrEnum):
    EVERYONE = "everyone"
    SITE = "site"
    """Only our own pages; for everybody else the listing is deleted."""


class Listing(Model, metaclass=Table):
    """The latest document of a code, or its tombstone; sorted by serial it is the change log.

    No foreign key to product: a tombstone outlives it, and the clock lock waits for nothing else.
    """

    code = fields.CharField(max_length=16, primary_key=True)
    serial = fields.BigIntField(unique=True)
    rev = fields.IntField()
    live = fields.BooleanField()
    audience = choice_column(Audience)
    changes_at = fields.DatetimeField(null=True, db_index=True)
    document = fields.TextField(null=True)
    digest = fields.CharField(max_length=64)
    changed_at = fields.DatetimeField()
    contact = fields.TextField(null=True)
    """How to reach the producer, for our own pages alone; null: nothing is to be shown."""
    contact_serial = fields.BigIntField(default=0, db_default=0, db_index=True)
    """Of the clock's `reports`, at the last change of the contact."""

    class Meta:
        table = "listing"
        constraints = (
            CheckConstraint(
                check="(live AND document IS NOT NULL) OR (NOT live AND document IS NULL)",
                name="listing_live_has_document",
            ),
        )


class ListingVersion(Model, metaclass=Table):
    """Every document a code ever had; the document may be erased later, its digest stays."""

    id = fields.BigIntField(primary_key=True)
    code = fields.CharField(max_length=16)
    epoch = fields.CharField(max_length=32)
    rev = fields.IntField()
    document = fields.TextField(null=True)
    digest = fields.CharField(max_length=64)
    at = fields.DatetimeField()
    by = name_column()

    class Meta:
        table = "listing_version"
        unique_together = (("code", "epoch", "rev"),)


class ToPublish(Model, metaclass=Table):
    """A code that the worker has yet to publish; one code may wait several times, harmlessly."""

    id = fields.BigIntField(primary_key=True)
    code = fields.CharField(max_length=16)
    by = name_column(default="")

    class Meta:
        table = "to_publish"


class Clock(Model, metaclass=Table):
    """One row: its lock is held to commit, so that serial order is commit order, without holes."""

    id = fields.SmallIntField(primary_key=True, generated=False)
    epoch = fields.CharField(max_length=32)
    head = fields.BigIntField()
    origin = fields.CharField(max_length=80, default="")
    """PostgreSQL's system identifier and timeline: another one means a restored database."""
    reports = fields.BigIntField(default=0, db_default=0)
    """Counts what pages show beside documents (sales that partners reported, contacts), so that
    they know what they show anew."""

    class Meta:
        table = "clock"
        constraints = (CheckConstraint(check="id = 1", name="clock_has_one_row"),)


class FeedFile(Model, metaclass=Table):
    """The feed file that is current under a name; its bytes lie in the store under their digest."""

    name = fields.CharField(max_length=60, primary_key=True)
    digest = fields.CharField(max_length=64)
    bytes = fields.BigIntField()
    items = fields.IntField()
    epoch = fields.CharField(max_length=32)
    serial = fields.BigIntField()
    origin = fields.CharField(max_length=200)
    """The address that its links begin with."""
    built_at = fields.DatetimeField()
    accepted = fields.IntField()
    """Items when it was built: what the next one is counted against, whatever was taken out."""
    withheld = fields.IntField(null=True)
    """Items of a newer file that is held back because it lacks too many; None: there is none."""
    considered = fields.CharField(max_length=60)
    """Cursor of the latest build, also of one that was held back."""
    considered_at = fields.DatetimeField()
    recipe = fields.SmallIntField()
    """Of the formats that wrote it (shop/formats/files.py)."""
    rules = fields.CharField(max_length=64, default="", db_default="")
    """Digest of the channel rules it was written by; under others it is built again."""
    reports = fields.BigIntField(default=0, db_default=0)
    """The clock's `reports` when it was built: what can be bought where may differ since."""

    class Meta:
        table = "feed_file"
