"""What officials have in hand and put off; whether keys of theirs are shortcuts."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("shop", "0016_findings")]

    initial = False

    operations = [
        ops.AddField(
            model_name="User",
            name="shortcuts",
            field=fields.BooleanField(default=True, db_default=True),
        ),
        ops.CreateModel(
            name="InHand",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("proposal", fields.OneToOneField("shop.Proposal", source_field="proposal_id", db_constraint=True, to_field="id", related_name="in_hand", on_delete=OnDelete.CASCADE)),
                ("user", fields.ForeignKeyField("shop.User", source_field="user_id", db_index=True, db_constraint=True, to_field="id", related_name="in_hand", on_delete=OnDelete.CASCADE)),
                ("since", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("seen_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "in_hand", "app": "shop", "pk_attr": "id", "table_description": "An official looks at a proposal and says so: a courtesy to the others, never a lock."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PutOff",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("user", fields.ForeignKeyField("shop.User", source_field="user_id", db_index=True, db_constraint=True, to_field="id", related_name="put_off", on_delete=OnDelete.CASCADE)),
                ("proposal", fields.ForeignKeyField("shop.Proposal", source_field="proposal_id", db_index=True, db_constraint=True, to_field="id", related_name="put_off", on_delete=OnDelete.CASCADE)),
                ("day", fields.DateField()),
            ],
            options={"table": "put_off", "app": "shop", "unique_together": (("user", "proposal"),), "pk_attr": "id", "table_description": "An official goes through the others first, today: for that one alone it stands behind."},
            bases=["Model"],
        ),
    ]
