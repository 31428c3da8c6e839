"""A paper may stand for another one once it is confirmed."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("shop", "0024_papers")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Paper",
            name="replaces",
            field=fields.IntField(null=True),
        ),
    ]
