"""The record of who did what."""

from tortoise import fields
from tortoise.models import Model

from shop.models.columns import json_column, name_column


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
