"""What a product is used for."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from shop.models.columns import from_json_text, json_text


class Migration(migrations.Migration):
    dependencies = [("shop", "0011_proposals")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Product",
            name="uses",
            field=fields.JSONField(
                default=list, db_default=[], encoder=json_text, decoder=from_json_text
            ),
        ),
    ]
