"""The record of who did what; what the worker seals of it is written in shop/audit/sealing.py."""

from tortoise import fields
from tortoise.models import Model

from shop.models.columns import Table, WhereEmpty, json_column, name_column


class AuditEntry(Model, metaclass=Table):
    """Who did what to what, when; only ever added to."""

    id = fields.BigIntField(primary_key=True)
    at = fields.DatetimeField()
    by = name_column()
    """An opaque actor: "partner 3", "command line", "worker"; never a name or an address."""
    action = fields.CharField(max_length=60)
    subject = fields.CharField(max_length=120, db_index=True)
    before = fields.CharField(max_length=64, default="", db_default="")
    """SHA-256 of what the subject said before; empty: it was not there, or is not compared."""
    after = fields.CharField(max_length=64, default="", db_default="")
    request = fields.CharField(max_length=64, default="", db_default="")
    """The request that asked for it, as the log names it; empty for commands and the worker."""
    detail = json_column()
    seal_no = fields.BigIntField(null=True, unique=True)
    """Its place in the chain, from 1 on without holes; None: not sealed yet."""
    prev = fields.CharField(max_length=64, null=True, unique=True)
    """The hash of the entry before it."""
    hash = fields.CharField(max_length=64, null=True)
    detail_salt = fields.CharField(max_length=32, null=True)
    """Of a sealed entry None means that its detail was erased."""
    detail_digest = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "audit_entry"
        indexes = (WhereEmpty(fields=["at", "id"], empty="seal_no"),)


class Denial(Model, metaclass=Table):
    """What one person sent to one page without a right to; what no entry tells yet is counted."""

    id = fields.BigIntField(primary_key=True)
    by = name_column()
    """As entries name them."""
    page = fields.CharField(max_length=120)
    """Its address, with names where codes stand."""
    subject = fields.CharField(max_length=120)
    """Of the last one, as the reason is."""
    why = fields.CharField(max_length=24)
    told_at = fields.DatetimeField(db_index=True)
    """Of the last entry."""
    untold = fields.IntField(default=0)
    """How many came since."""

    class Meta:
        table = "denial"
        unique_together = (("by", "page"),)
