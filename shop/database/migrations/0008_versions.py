"""An audit with before and after, a version for each offer, and pictures that are being removed."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from shop.models.columns import from_json_text, json_text
from tortoise import fields


class Migration(migrations.Migration):
    dependencies = [('shop', '0007_partners')]

    initial = False

    operations = [
        ops.AlterField(
            model_name='AuditEntry',
            name='subject',
            field=fields.CharField(db_index=True, max_length=120),
        ),
        ops.AddField(
            model_name='AuditEntry',
            name='before',
            field=fields.CharField(default='', db_default='', max_length=64),
        ),
        ops.AddField(
            model_name='AuditEntry',
            name='after',
            field=fields.CharField(default='', db_default='', max_length=64),
        ),
        ops.AddField(
            model_name='AuditEntry',
            name='request',
            field=fields.CharField(default='', db_default='', max_length=16),
        ),
        ops.AddField(
            model_name='Product',
            name='imported_pictures',
            field=fields.CharField(default='', db_default='', max_length=64),
        ),
        ops.AddField(
            model_name='Variant',
            name='version',
            field=fields.IntField(default=1, db_default=1),
        ),
        ops.CreateModel(
            name='RemovedPicture',
            fields=[
                ('digest', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64)),
                ('files', fields.JSONField(encoder=json_text, decoder=from_json_text)),
                ('removed_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'removed_picture', 'app': 'shop', 'pk_attr': 'digest', 'table_description': 'A picture that was removed, with the files it had: a removal asked for again goes on.'},
            bases=['Model'],
        ),
    ]
