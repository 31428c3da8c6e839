"""Feed files remember what they are counted against and what is held back.

The table is made anew and empty: it only names files, which the worker builds again at once.
"""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("shop", "0004_searching")]

    operations = [
        ops.DeleteModel(name="FeedFile"),
        ops.CreateModel(
            name='FeedFile',
            fields=[
                ('name', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=60)),
                ('digest', fields.CharField(max_length=64)),
                ('bytes', fields.BigIntField()),
                ('items', fields.IntField()),
                ('epoch', fields.CharField(max_length=32)),
                ('serial', fields.BigIntField()),
                ('origin', fields.CharField(max_length=200)),
                ('built_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('accepted', fields.IntField()),
                ('withheld', fields.IntField(null=True)),
                ('considered', fields.CharField(max_length=60)),
                ('considered_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('recipe', fields.SmallIntField()),
            ],
            options={'table': 'feed_file', 'app': 'shop', 'pk_attr': 'name', 'table_description': 'The feed file that is current under a name; its bytes lie in the store under their digest.'},
            bases=['Model'],
        ),
    ]
