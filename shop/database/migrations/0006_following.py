"""How far a partner's copy is, as it said last."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields


class Migration(migrations.Migration):
    dependencies = [('shop', '0005_feed_files')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Partner',
            name='checkpoint_epoch',
            field=fields.CharField(default='', db_default='', max_length=32),
        ),
        ops.AddField(
            model_name='Partner',
            name='checkpoint_serial',
            field=fields.BigIntField(default=0, db_default=0),
        ),
        ops.AddField(
            model_name='Partner',
            name='checkpoint_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
    ]
