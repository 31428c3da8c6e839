"""Producers' own systems; what came of requests that named themselves; prices at partners."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from shop.models.columns import from_json_text, json_text


def partner(related_name):
    return fields.ForeignKeyField(
        "shop.Partner",
        source_field="partner_id",
        db_index=True,
        db_constraint=True,
        to_field="id",
        related_name=related_name,
        on_delete=OnDelete.CASCADE,
    )


class Migration(migrations.Migration):
    dependencies = [("shop", "0028_registry")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Partner",
            name="producer",
            field=fields.ForeignKeyField("shop.Producer", source_field="producer_id", db_index=True, db_constraint=True, to_field="code", related_name="systems", on_delete=OnDelete.RESTRICT, null=True),
        ),
        ops.RunSQL(  # AddField makes no index
            'CREATE INDEX "idx_partner_producer_id" ON "partner" ("producer_id")',
            'DROP INDEX "idx_partner_producer_id"',
        ),
        ops.CreateModel(
            name="KeptAnswer",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("partner", partner("answers")),
                ("key", fields.CharField(max_length=100)),
                ("digest", fields.CharField(max_length=64)),
                ("outcomes", fields.JSONField(null=True, encoder=json_text, decoder=from_json_text)),
                ("created_at", fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "kept_answer", "app": "shop", "unique_together": (("partner", "key"),), "pk_attr": "id", "table_description": "What came of a request that named itself, kept in the transaction of its effect."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ShelfPrice",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("partner", partner("shelf_prices")),
                ("sku", fields.CharField(max_length=24)),
                ("price", fields.BigIntField(null=True)),
                ("said_on", fields.DateField()),
            ],
            options={"table": "shelf_price", "app": "shop", "unique_together": (("partner", "sku"),), "pk_attr": "id", "table_description": "What a pack costs at a partner that sells it, by its own word; no price of ours."},
            bases=["Model"],
        ),
    ]
