"""What trusted producers changed is looked at afterwards, for a while."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from shop.models.columns import from_json_text, json_text
from shop.models.proposals import ReviewDecision


def moment(**options):
    return fields.DatetimeField(auto_now=False, auto_now_add=False, **options)


class Migration(migrations.Migration):
    dependencies = [("shop", "0019_corrections")]

    initial = False

    operations = [
        ops.AlterField(
            model_name="Review",
            name="decision",
            field=fields.CharEnumField(description="APPROVED: approved\nRETURNED: returned\nTRUSTED: trusted", enum_type=ReviewDecision, max_length=24),
        ),
        ops.CreateModel(
            name="Patrol",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("proposal", fields.OneToOneField("shop.Proposal", source_field="proposal_id", db_constraint=True, to_field="id", related_name="patrol", on_delete=OnDelete.CASCADE)),
                ("changed", fields.JSONField(encoder=json_text, decoder=from_json_text)),
                ("until", moment()),
                ("ended_at", moment(null=True)),
                ("ended_by", fields.ForeignKeyField("shop.User", source_field="ended_by_id", db_index=True, db_constraint=True, to_field="id", related_name="patrolled", on_delete=OnDelete.RESTRICT, null=True)),
            ],
            options={"table": "patrol", "app": "shop", "indexes": [Index(fields=["ended_at", "until"])], "pk_attr": "id", "table_description": "What a trusted producer changed, and officials look at afterwards; its time ends it, too."},
            bases=["Model"],
        ),
    ]
