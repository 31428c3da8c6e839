"""Each entry of the audit gets a place in one chain; the worker seals those that are here already."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from shop.models.columns import WhereEmpty


class Migration(migrations.Migration):
    dependencies = [("shop", "0014_heartbeats")]

    initial = False

    operations = [
        ops.AddField(
            model_name="AuditEntry",
            name="seal_no",
            field=fields.BigIntField(null=True, unique=True),
        ),
        ops.AddField(
            model_name="AuditEntry",
            name="prev",
            field=fields.CharField(max_length=64, null=True, unique=True),
        ),
        ops.AddField(
            model_name="AuditEntry",
            name="hash",
            field=fields.CharField(max_length=64, null=True),
        ),
        ops.AddField(
            model_name="AuditEntry",
            name="detail_salt",
            field=fields.CharField(max_length=32, null=True),
        ),
        ops.AddField(
            model_name="AuditEntry",
            name="detail_digest",
            field=fields.CharField(max_length=64, null=True),
        ),
        ops.AddIndex(
            model_name="AuditEntry",
            index=WhereEmpty(fields=["at", "id"], empty="seal_no"),
        ),
    ]
