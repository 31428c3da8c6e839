"""Versions of names in the registry; legal forms over time; codes of producers that were merged."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from shop.models.producers import SubjectType


def producer(related_name):
    return fields.ForeignKeyField(
        "shop.Producer",
        source_field="producer_id",
        db_index=True,
        db_constraint=True,
        to_field="code",
        related_name=related_name,
        on_delete=OnDelete.CASCADE,
    )


class Migration(migrations.Migration):
    dependencies = [("shop", "0022_decisions")]

    initial = False

    operations = [
        *[
            ops.AddField(
                model_name=model, name="version", field=fields.IntField(default=1, db_default=1)
            )
            for model in ("Commune", "OcopSet", "AgriGroup", "Producer")
        ],
        ops.CreateModel(
            name="LegalForm",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("producer", producer("legal_forms")),
                ("subject_type", fields.CharEnumField(enum_type=SubjectType, max_length=24)),
                ("name", fields.CharField(max_length=200)),
                ("since", fields.DateField(null=True)),
                ("basis", fields.CharField(default="", max_length=200)),
                ("by", fields.CharField(max_length=200)),
            ],
            options={
                "table": "legal_form",
                "app": "shop",
                "pk_attr": "id",
                "table_description": "What a producer was as a subject from a day on, and what it"
                " was called as that.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ProducerAlias",
            fields=[
                ("code", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=16)),
                ("producer", producer("aliases")),
                ("name", fields.CharField(max_length=200)),
                ("imported_digest", fields.CharField(default="", max_length=64)),
                ("merged_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("by", fields.CharField(max_length=200)),
            ],
            options={
                "table": "producer_alias",
                "app": "shop",
                "pk_attr": "code",
                "table_description": "A code under which a producer was here twice: it means the"
                " other, and is never used again.",
            },
            bases=["Model"],
        ),
    ]
