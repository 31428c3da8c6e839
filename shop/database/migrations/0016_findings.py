"""What officials said of the machine's remarks is kept, so that each check's precision is known."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from shop.models.findings import Verdict


class Migration(migrations.Migration):
    dependencies = [("shop", "0015_seals")]

    initial = False

    operations = [
        ops.CreateModel(
            name="FindingAnswer",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("proposal", fields.ForeignKeyField("shop.Proposal", source_field="proposal_id", db_index=True, db_constraint=True, to_field="id", related_name="finding_answers", on_delete=OnDelete.CASCADE)),
                ("round", fields.SmallIntField()),
                ("key", fields.CharField(db_index=True, max_length=24)),
                ("field", fields.CharField(max_length=40)),
                ("verdict", fields.CharEnumField(null=True, description="AGREED: agreed\nIGNORED: ignored", enum_type=Verdict, max_length=24)),
                ("why", fields.CharField(default="", max_length=200)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "finding_answer", "app": "shop", "unique_together": (("proposal", "round", "key", "field"),), "pk_attr": "id", "table_description": "One finding that stood before the official who decided a round, and what they said of it."},
            bases=["Model"],
        ),
    ]
