"""The record of who did what."""

from tortoise import fields
from tortoise.models import Model

from shop.models.columns import Table, json_column, name_column


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

    class Meta:
        table = "audit_entry"
