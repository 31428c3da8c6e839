"""Decisions and recognitions have versions; of a revocation it is kept why."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


def version():
    return fields.IntField(default=1, db_default=1)


class Migration(migrations.Migration):
    dependencies = [("shop", "0021_denials")]

    initial = False

    operations = [
        ops.AddField(model_name="Decision", name="version", field=version()),
        ops.AddField(model_name="Recognition", name="version", field=version()),
        ops.AddField(
            model_name="Recognition",
            name="revoked_reason",
            field=fields.CharField(default="", db_default="", max_length=500),
        ),
    ]
