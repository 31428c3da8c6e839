"""What searching remembers: the words of the catalogue, and counts of what people look for."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from shop.models.columns import from_json_text, json_text
from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

NAME, CHECK = "known_words_has_one_row", "id = 1"


class Migration(migrations.Migration):
    dependencies = [('shop', '0003_pictures')]

    initial = False

    operations = [
        ops.CreateModel(
            name='ClickCount',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('day', fields.DateField()),
                ('understood', fields.CharField(max_length=80)),
                ('code', fields.CharField(max_length=16)),
                ('clicks', fields.IntField(default=0)),
            ],
            options={'table': 'click_count', 'app': 'shop', 'unique_together': (('day', 'understood', 'code'),), 'pk_attr': 'id', 'table_description': 'How often a product was opened out of the answer to a query on one day.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='KnownWords',
            fields=[
                ('id', fields.SmallIntField(generated=False, primary_key=True, unique=True, db_index=True)),
                ('epoch', fields.CharField(max_length=32)),
                ('serial', fields.BigIntField()),
                ('vocabulary', fields.JSONField(encoder=json_text, decoder=from_json_text)),
            ],
            options={'table': 'known_words', 'app': 'shop', 'constraints': [CheckConstraint(check='id = 1', name='known_words_has_one_row')], 'pk_attr': 'id', 'table_description': 'The vocabulary of the published documents (search/vocabulary.py), for engines without one.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='SearchCount',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('day', fields.DateField()),
                ('understood', fields.CharField(max_length=80)),
                ('searches', fields.IntField(default=0)),
                ('hits', fields.IntField(default=0)),
            ],
            options={'table': 'search_count', 'app': 'shop', 'unique_together': (('day', 'understood'),), 'pk_attr': 'id', 'table_description': 'How often something was looked for on one day, and whether there was anything.'},
            bases=['Model'],
        ),
        ops.RunSQL(
            f'ALTER TABLE known_words ADD CONSTRAINT "{NAME}" CHECK ({CHECK})',
            f'ALTER TABLE known_words DROP CONSTRAINT "{NAME}"',
        ),
    ]
