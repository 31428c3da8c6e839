"""Pictures get a table of their own: a picture is taken in once, products show it.

Tables are made anew and filled from the old one: the rows of `photo` named their files themselves.
What was rendered before has recipe 0, so that `sanvat picture rerender` looks at it.
"""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint

from shop.models.partners import KeyKind
from shop.models.columns import from_json_text, json_text

KEEP = "CREATE TABLE photo_before AS SELECT * FROM photo"
FILL = """
    INSERT INTO picture
           (digest, width, height, placeholder, renditions, likeness, recipe, taken_at, taken_by)
    SELECT digest, min(width), min(height), min(placeholder), min(renditions::text)::jsonb, '', 0,
           now(), 'migration 0003'
    FROM photo_before GROUP BY digest;
    INSERT INTO photo (product_id, picture_id, position, view_vi, view_en, licence, illustration,
                       source)
    SELECT product_id, digest, min(position), '', '', min(licence), bool_or(illustration), ''
    FROM photo_before GROUP BY product_id, digest;
    DROP TABLE photo_before;
"""
NAME, CHECK = "photo_position_positive", "position > 0"


class Migration(migrations.Migration):
    dependencies = [("shop", "0002_checks")]

    operations = [
        ops.RunSQL(KEEP, "DROP TABLE photo_before"),
        ops.DeleteModel(name="Photo"),
        ops.CreateModel(
            name='Picture',
            fields=[
                ('digest', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64)),
                ('width', fields.IntField()),
                ('height', fields.IntField()),
                ('placeholder', fields.TextField(unique=False)),
                ('renditions', fields.JSONField(encoder=json_text, decoder=from_json_text)),
                ('likeness', fields.CharField(default='', max_length=16)),
                ('recipe', fields.SmallIntField()),
                ('taken_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('taken_by', fields.CharField(db_index=True, max_length=200)),
            ],
            options={'table': 'picture', 'app': 'shop', 'pk_attr': 'digest', 'table_description': 'What was sent, named by the SHA-256 of it, and the renditions that were made of it.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Photo',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('product', fields.ForeignKeyField('shop.Product', source_field='product_id', db_index=True, db_constraint=True, to_field='code', related_name='photos', on_delete=OnDelete.CASCADE)),
                ('picture', fields.ForeignKeyField('shop.Picture', source_field='picture_id', db_index=True, db_constraint=True, to_field='digest', related_name='photos', on_delete=OnDelete.RESTRICT)),
                ('position', fields.SmallIntField()),
                ('view_vi', fields.CharField(default='', max_length=120)),
                ('view_en', fields.CharField(default='', max_length=120)),
                ('licence', fields.CharField(default='', max_length=60)),
                ('illustration', fields.BooleanField(default=False)),
                ('source', fields.CharField(default='', max_length=600)),
            ],
            options={'table': 'photo', 'app': 'shop', 'unique_together': (('product', 'position'), ('product', 'picture')), 'constraints': [CheckConstraint(check=CHECK, name=NAME)], 'pk_attr': 'id', 'table_description': 'A picture as one product shows it; the first is the one on cards.'},
            bases=['Model'],
        ),
        ops.RunSQL(
            f'ALTER TABLE photo ADD CONSTRAINT "{NAME}" CHECK ({CHECK})',
            f'ALTER TABLE photo DROP CONSTRAINT "{NAME}"',
        ),
        ops.RunSQL(FILL),
        ops.AddField(
            model_name='ApiKey',
            name='kind',
            field=fields.CharEnumField(default=KeyKind.PARTNER, description='PARTNER: partner\nSERVICE: service', db_default=KeyKind.PARTNER, enum_type=KeyKind, max_length=24),
        ),
    ]
