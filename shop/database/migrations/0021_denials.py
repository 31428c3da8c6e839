"""What was refused for want of a right is counted; a proposal keeps how many findings it came with."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("shop", "0020_trust")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Denial",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("by", fields.CharField(max_length=200)),
                ("page", fields.CharField(max_length=120)),
                ("subject", fields.CharField(max_length=120)),
                ("why", fields.CharField(max_length=24)),
                ("told_at", fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ("untold", fields.IntField(default=0)),
            ],
            options={"table": "denial", "app": "shop", "unique_together": (("by", "page"),), "pk_attr": "id", "table_description": "What one person sent to one page without a right to; what no entry tells yet is counted."},
            bases=["Model"],
        ),
        ops.AddField(
            model_name="Proposal", name="findings", field=fields.SmallIntField(null=True)
        ),
    ]
