"""Partners' scopes, keys, webhooks, channel rules, and where they sell."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from shop.models.columns import from_json_text, json_text
from shop.models.partners import DeliveryState, SaleState
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint

NAME, CHECK = "channel_rule_leaves_a_price", "round_to > 0 AND basis_points > -10000"


class Migration(migrations.Migration):
    dependencies = [('shop', '0006_following')]

    initial = False

    operations = [
        ops.CreateModel(
            name='ChannelRule',
            fields=[
                ('channel', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=24)),
                ('partner', fields.ForeignKeyField('shop.Partner', source_field='partner_id', null=True, db_index=True, db_constraint=True, to_field='id', related_name='channels', on_delete=OnDelete.RESTRICT)),
                ('basis_points', fields.IntField(default=0)),
                ('plus', fields.BigIntField(default=0)),
                ('round_to', fields.IntField(default=1)),
                ('categories', fields.JSONField(encoder=json_text, decoder=from_json_text)),
                ('changed_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'channel_rule', 'app': 'shop', 'constraints': [CheckConstraint(check='round_to > 0 AND basis_points > -10000', name='channel_rule_leaves_a_price')], 'pk_attr': 'channel', 'table_description': 'How goods go out to one sales channel: at what price, under which of its categories.'},
            bases=['Model'],
        ),
        ops.RunSQL(
            f'ALTER TABLE channel_rule ADD CONSTRAINT "{NAME}" CHECK ({CHECK})',
            f'ALTER TABLE channel_rule DROP CONSTRAINT "{NAME}"',
        ),
        ops.CreateModel(
            name='Sale',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('partner', fields.ForeignKeyField('shop.Partner', source_field='partner_id', db_index=True, db_constraint=True, to_field='id', related_name='sales', on_delete=OnDelete.CASCADE)),
                ('code', fields.CharField(db_index=True, max_length=16)),
                ('state', fields.CharEnumField(description='PENDING: pending\nLIVE: live\nREJECTED: rejected\nENDED: ended', enum_type=SaleState, max_length=24)),
                ('url', fields.CharField(default='', max_length=2000)),
                ('note', fields.CharField(default='', max_length=500)),
                ('reported_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('serial', fields.BigIntField(db_index=True)),
            ],
            options={'table': 'sale', 'app': 'shop', 'unique_together': (('partner', 'code'),), 'pk_attr': 'id', 'table_description': 'Where a partner sells a product, as it reported: its address there and how it stands.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='SaleClick',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('day', fields.DateField()),
                ('partner', fields.ForeignKeyField('shop.Partner', source_field='partner_id', db_index=True, db_constraint=True, to_field='id', related_name='clicks', on_delete=OnDelete.CASCADE)),
                ('code', fields.CharField(max_length=16)),
                ('clicks', fields.IntField(default=0)),
            ],
            options={'table': 'sale_click', 'app': 'shop', 'unique_together': (('day', 'partner', 'code'),), 'pk_attr': 'id', 'table_description': "How often people went from a product to a partner's own page of it on one day."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Webhook',
            fields=[
                ('id', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40)),
                ('partner', fields.ForeignKeyField('shop.Partner', source_field='partner_id', db_index=True, db_constraint=True, to_field='id', related_name='webhooks', on_delete=OnDelete.CASCADE)),
                ('url', fields.CharField(max_length=2000)),
                ('secret', fields.CharField(max_length=100)),
                ('former_secret', fields.CharField(default='', db_default='', max_length=100)),
                ('former_until', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('told_epoch', fields.CharField(max_length=32)),
                ('told_serial', fields.BigIntField()),
                ('disabled_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('disabled_because', fields.CharField(default='', db_default='', max_length=200)),
            ],
            options={'table': 'webhook', 'app': 'shop', 'pk_attr': 'id', 'table_description': 'An address that is told when the catalogue has moved (Standard Webhooks).'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Delivery',
            fields=[
                ('id', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40)),
                ('webhook', fields.ForeignKeyField('shop.Webhook', source_field='webhook_id', db_index=True, db_constraint=True, to_field='id', related_name='deliveries', on_delete=OnDelete.CASCADE)),
                ('epoch', fields.CharField(max_length=32)),
                ('serial', fields.BigIntField()),
                ('state', fields.CharEnumField(default=DeliveryState.WAITING, description='WAITING: waiting\nDELIVERED: delivered\nDEAD: dead', enum_type=DeliveryState, max_length=24)),
                ('attempts', fields.IntField(default=0)),
                ('next_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('ended_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('status', fields.IntField(null=True)),
                ('error', fields.CharField(default='', db_default='', max_length=300)),
            ],
            options={'table': 'delivery', 'app': 'shop', 'indexes': [Index(fields=['state', 'next_at'])], 'pk_attr': 'id', 'table_description': 'One message to one webhook; at most one of a webhook waits.'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='ApiKey',
            name='rights',
            field=fields.JSONField(null=True, encoder=json_text, decoder=from_json_text),
        ),
        ops.AddField(
            model_name='Clock',
            name='reports',
            field=fields.BigIntField(default=0, db_default=0),
        ),
        ops.AddField(
            model_name='FeedFile',
            name='rules',
            field=fields.CharField(default='', db_default='', max_length=64),
        ),
        ops.AddField(
            model_name='Partner',
            name='scope',
            field=fields.JSONField(null=True, encoder=json_text, decoder=from_json_text),
        ),
        ops.AddField(
            model_name='Partner',
            name='site',
            field=fields.CharField(default='', db_default='', max_length=253),
        ),
    ]
