"""Keys to try with, and messages that a partner asked for to see that they arrive."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("shop", "0029_reporting")]

    initial = False

    operations = [
        ops.AddField(
            model_name=model,
            name=name,
            field=fields.BooleanField(default=False, db_default=False),
        )
        for model, name in (("ApiKey", "is_sandbox"), ("Delivery", "is_test"))
    ]
