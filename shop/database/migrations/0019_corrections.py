"""Officials correct products without their producers."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("shop", "0018_undoing")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Proposal",
            name="corrected_by",
            field=fields.ForeignKeyField("shop.User", source_field="corrected_by_id", db_index=True, db_constraint=True, to_field="id", related_name="corrected", on_delete=OnDelete.RESTRICT, null=True),
        ),
        ops.RunSQL(  # AddField makes no index
            'CREATE INDEX "idx_proposal_corrected_by_id" ON "proposal" ("corrected_by_id")',
            'DROP INDEX "idx_proposal_corrected_by_id"',
        ),
    ]
