"""Duties tell by rows when they were last done; the audit names requests as their senders did."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("shop", "0013_spelling")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Heartbeat",
            fields=[
                ("duty", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40)),
                ("last_ok", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("failed_since", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("failures", fields.IntField(default=0)),
                ("why", fields.CharField(default="", max_length=200)),
                ("late_after", fields.IntField(null=True)),
                ("counted", fields.BigIntField(null=True)),
            ],
            options={"table": "heartbeat", "app": "shop", "pk_attr": "duty", "table_description": "When a duty was last done, and since when it fails: a duty of the worker's, or `backup`."},
            bases=["Model"],
        ),
        ops.AlterField(
            model_name="AuditEntry",
            name="request",
            field=fields.CharField(default="", db_default="", max_length=64),
        ),
    ]
