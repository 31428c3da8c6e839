"""Proposals, their waiting pictures and reviews; codes are allotted; calls are counted."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from shop.models.columns import from_json_text, json_text
from shop.models.accounts import CodePurpose
from shop.models.proposals import PhotoUse, ProposalState, ReviewDecision, WordBy
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint

CHECKS = (
    ("asked_word", "asked_word_of_one_way", "(digest IS NULL) <> (code_id IS NULL)"),
    ("code_counter", "code_counter_counts", "allotted >= 0"),
    ("proposal", "proposal_round_counts", "round >= 0"),
    ("proposal", "proposal_submitted_when", "state <> 'submitted' OR submitted_at IS NOT NULL"),
    ("proposal", "proposal_needs_word_of_helped", "state <> 'needs_word' OR helped_by_id IS NOT NULL"),
    ("proposal_photo", "proposal_photo_position_positive", "position > 0"),
    ("proposal_photo", "proposal_photo_of_one_picture", "(waiting_id IS NULL) <> (picture_id IS NULL)"),
)
"""Of the new tables: CreateModel makes none."""

class Migration(migrations.Migration):
    dependencies = [('shop', '0010_accounts')]

    initial = False

    operations = [
        ops.CreateModel(
            name='CallCount',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('day', fields.DateField()),
                ('code', fields.CharField(max_length=16)),
                ('calls', fields.IntField(default=0)),
            ],
            options={'table': 'call_count', 'app': 'shop', 'unique_together': (('day', 'code'),), 'indexes': [Index(fields=['code', 'day'])], 'pk_attr': 'id', 'table_description': "How often readers of a product's page called its producer on one day."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='CodeCounter',
            fields=[
                ('prefix', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=8)),
                ('allotted', fields.IntField()),
            ],
            options={'table': 'code_counter', 'app': 'shop', 'constraints': [CheckConstraint(check='allotted >= 0', name='code_counter_counts')], 'pk_attr': 'prefix', 'table_description': 'The last number that was allotted under a prefix of product codes; none is used twice.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Proposal',
            fields=[
                ('id', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=26)),
                ('producer', fields.ForeignKeyField('shop.Producer', source_field='producer_id', db_index=True, db_constraint=True, to_field='code', related_name='proposals', on_delete=OnDelete.RESTRICT)),
                ('product', fields.ForeignKeyField('shop.Product', source_field='product_id', null=True, db_index=True, db_constraint=True, to_field='code', related_name='proposals', on_delete=OnDelete.RESTRICT)),
                ('base_version', fields.IntField(null=True)),
                ('patch', fields.JSONField(encoder=json_text, decoder=from_json_text)),
                ('state', fields.CharEnumField(default=ProposalState.DRAFT, description='DRAFT: draft\nNEEDS_WORD: needs_word\nSUBMITTED: submitted\nAPPROVED: approved\nRETURNED: returned\nWITHDRAWN: withdrawn', enum_type=ProposalState, max_length=24)),
                ('round', fields.SmallIntField(default=0)),
                ('version', fields.IntField(default=1)),
                ('author', fields.ForeignKeyField('shop.User', source_field='author_id', null=True, db_index=True, db_constraint=True, to_field='id', related_name='proposals', on_delete=OnDelete.RESTRICT)),
                ('helped_by', fields.ForeignKeyField('shop.User', source_field='helped_by_id', null=True, db_index=True, db_constraint=True, to_field='id', related_name='helped', on_delete=OnDelete.RESTRICT)),
                ('asked_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('asked_version', fields.IntField(null=True)),
                ('worded_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('worded_by', fields.CharEnumField(null=True, description='CODE: code\nLINK: link\nPAPER: paper\nMEMBER: member', enum_type=WordBy, max_length=24)),
                ('begun_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('changed_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('submitted_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('answer_by', fields.DateField(null=True)),
                ('ended_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('warned_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'proposal', 'app': 'shop', 'constraints': [CheckConstraint(check='round >= 0', name='proposal_round_counts'), CheckConstraint(check="state <> 'submitted' OR submitted_at IS NOT NULL", name='proposal_submitted_when'), CheckConstraint(check="state <> 'needs_word' OR helped_by_id IS NOT NULL", name='proposal_needs_word_of_helped')], 'indexes': [Index(fields=['state', 'answer_by', 'id'])], 'pk_attr': 'id', 'table_description': 'What a producer would like of one product, new or here.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Review',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('proposal', fields.ForeignKeyField('shop.Proposal', source_field='proposal_id', db_index=True, db_constraint=True, to_field='id', related_name='reviews', on_delete=OnDelete.CASCADE)),
                ('round', fields.SmallIntField()),
                ('decision', fields.CharEnumField(description='APPROVED: approved\nRETURNED: returned', enum_type=ReviewDecision, max_length=24)),
                ('reasons', fields.JSONField(encoder=json_text, decoder=from_json_text)),
                ('by', fields.ForeignKeyField('shop.User', source_field='by_id', null=True, db_index=True, db_constraint=True, to_field='id', related_name='reviews', on_delete=OnDelete.RESTRICT)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'review', 'app': 'shop', 'unique_together': (('proposal', 'round'),), 'pk_attr': 'id', 'table_description': 'What an official decided on one round of a proposal; only ever added to.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='WaitingPicture',
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
            options={'table': 'waiting_picture', 'app': 'shop', 'pk_attr': 'digest', 'table_description': 'A picture that was sent and is not approved: its files lie apart from those on show.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ProposalPhoto',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('proposal', fields.ForeignKeyField('shop.Proposal', source_field='proposal_id', db_index=True, db_constraint=True, to_field='id', related_name='photos', on_delete=OnDelete.CASCADE)),
                ('use', fields.CharEnumField(default=PhotoUse.PRODUCT, description='PRODUCT: product\nCONSENT: consent', enum_type=PhotoUse, max_length=24)),
                ('position', fields.SmallIntField()),
                ('waiting', fields.ForeignKeyField('shop.WaitingPicture', source_field='waiting_id', null=True, db_index=True, db_constraint=True, to_field='digest', related_name='uses', on_delete=OnDelete.RESTRICT)),
                ('picture', fields.ForeignKeyField('shop.Picture', source_field='picture_id', null=True, db_index=True, db_constraint=True, to_field='digest', related_name='proposed', on_delete=OnDelete.CASCADE)),
                ('name', fields.CharField(default='', max_length=200)),
            ],
            options={'table': 'proposal_photo', 'app': 'shop', 'unique_together': (('proposal', 'use', 'position'),), 'constraints': [CheckConstraint(check='position > 0', name='proposal_photo_position_positive'), CheckConstraint(check='(waiting_id IS NULL) <> (picture_id IS NULL)', name='proposal_photo_of_one_picture')], 'pk_attr': 'id', 'table_description': 'A picture as a proposal would show it, or as it proves by it that its producer said yes.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='AskedWord',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('proposal', fields.ForeignKeyField('shop.Proposal', source_field='proposal_id', db_index=True, db_constraint=True, to_field='id', related_name='asked_words', on_delete=OnDelete.CASCADE)),
                ('version', fields.IntField()),
                ('digest', fields.CharField(null=True, unique=True, max_length=64)),
                ('code', fields.ForeignKeyField('shop.Code', source_field='code_id', null=True, db_index=True, db_constraint=True, to_field='id', related_name='asked_words', on_delete=OnDelete.CASCADE)),
                ('user', fields.ForeignKeyField('shop.User', source_field='user_id', db_index=True, db_constraint=True, to_field='id', related_name='asked_words', on_delete=OnDelete.CASCADE)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('expires_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('used_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'asked_word', 'app': 'shop', 'constraints': [CheckConstraint(check='(digest IS NULL) <> (code_id IS NULL)', name='asked_word_of_one_way')], 'pk_attr': 'id', 'table_description': 'A code or a link by which a producer may say yes to what an official filled in.'},
            bases=['Model'],
        ),
        ops.AlterField(
            model_name='Code',
            name='purpose',
            field=fields.CharEnumField(description='SIGN_IN: sign_in\nHAND_OVER: hand_over\nACTIVATE: activate\nSECOND_STEP: second_step\nWORD: word', enum_type=CodePurpose, max_length=24),
        ),
        *[
            ops.AddIndex(model_name=model, index=Index(fields=['code', 'day']))
            for model in ('ClickCount', 'SaleClick')
        ],
        ops.RemoveConstraint(
            model_name='Product',
            name='product_group_of_its_kind',
            fields=None,
        ),
        ops.AddConstraint(
            model_name='Product',
            constraint=CheckConstraint(check="(kind = 'ocop' AND ocop_set_id IS NOT NULL) OR (kind = 'agricultural' AND agri_group_id IS NOT NULL)", name='product_group_of_its_kind'),
        ),
        *[
            ops.RunSQL(
                f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" CHECK ({check})',
                f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"',
            )
            for table, name, check in CHECKS
        ],
    ]
