"""Who was reminded of what ends, and which producers say that they applied again."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from shop.models.expiry import RemindedAs


class Migration(migrations.Migration):
    dependencies = [("shop", "0026_needs")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Reminder",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("product", fields.ForeignKeyField("shop.Product", source_field="product_id", db_index=True, db_constraint=True, to_field="code", related_name="reminders", on_delete=OnDelete.CASCADE)),
                ("proof", fields.CharField(max_length=40)),
                ("ends_on", fields.DateField(db_index=True)),
                ("step", fields.SmallIntField()),
                ("user", fields.ForeignKeyField("shop.User", source_field="user_id", db_index=True, db_constraint=True, to_field="id", related_name="reminders", on_delete=OnDelete.CASCADE)),
                ("reminded_as", fields.CharEnumField(description="OWNER: owner\nHELPER: helper\nREGISTRAR: registrar", enum_type=RemindedAs, max_length=24)),
                ("is_told", fields.BooleanField()),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={"table": "reminder", "app": "shop", "unique_together": (("product", "proof", "ends_on", "step", "user"),), "pk_attr": "id", "table_description": "One person was reminded of one end at one step, in the transaction of the message."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RenewalNote",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("product", fields.ForeignKeyField("shop.Product", source_field="product_id", db_index=True, db_constraint=True, to_field="code", related_name="renewal_notes", on_delete=OnDelete.CASCADE)),
                ("ends_on", fields.DateField()),
                ("filed_on", fields.DateField(null=True)),
                ("note", fields.CharField(default="", max_length=300)),
                ("by", fields.CharField(max_length=200)),
                ("said_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("taken_back_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("version", fields.IntField(default=1)),
            ],
            options={"table": "renewal_note", "app": "shop", "unique_together": (("product", "ends_on"),), "pk_attr": "id", "table_description": "A producer says that it applied again for stars that end; it changes nothing public."},
            bases=["Model"],
        ),
    ]
