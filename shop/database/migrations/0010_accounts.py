"""People, their ways in, memberships and mandates, letters, messages; producers not yet confirmed."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from shop.models.accounts import CodePurpose, IdentityKind, MemberRole, MessageState, OfficialRole, Side
from shop.models.columns import from_json_text, json_text
from shop.models.producers import ProducerState
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint

class Migration(migrations.Migration):
    dependencies = [('shop', '0009_offers_and_contacts')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Attempt',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('what', fields.CharField(max_length=40)),
                ('key', fields.CharField(max_length=254)),
                ('browser', fields.CharField(default='', max_length=64)),
                ('at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'attempt', 'app': 'shop', 'indexes': [Index(fields=['what', 'key', 'at'])], 'pk_attr': 'id', 'table_description': 'Something that went wrong at a door, counted to slow down what guesses.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Invitation',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('producer', fields.ForeignKeyField('shop.Producer', source_field='producer_id', db_index=True, db_constraint=True, to_field='code', related_name='invitations', on_delete=OnDelete.CASCADE)),
                ('digest', fields.CharField(unique=True, max_length=64)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('expires_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('used_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('revoked_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('by', fields.CharField(max_length=200)),
            ],
            options={'table': 'invitation', 'app': 'shop', 'pk_attr': 'id', 'table_description': 'A letter to a producer that is in the catalogue, by which its owner comes in.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Code',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('purpose', fields.CharEnumField(description='SIGN_IN: sign_in\nHAND_OVER: hand_over\nACTIVATE: activate\nSECOND_STEP: second_step', enum_type=CodePurpose, max_length=24)),
                ('kind', fields.CharEnumField(description='PHONE: phone\nEMAIL: email', enum_type=IdentityKind, max_length=24)),
                ('address', fields.CharField(max_length=254)),
                ('browser', fields.CharField(default='', db_index=True, max_length=64)),
                ('digest', fields.CharField(default='', db_index=True, max_length=64)),
                ('former', fields.JSONField(default=list, encoder=json_text, decoder=from_json_text)),
                ('network', fields.CharField(default='', max_length=64)),
                ('invitation', fields.ForeignKeyField('shop.Invitation', source_field='invitation_id', null=True, db_index=True, db_constraint=True, to_field='id', related_name='codes', on_delete=OnDelete.CASCADE)),
                ('producer', fields.ForeignKeyField('shop.Producer', source_field='producer_id', null=True, db_index=True, db_constraint=True, to_field='code', related_name='codes', on_delete=OnDelete.CASCADE)),
                ('by', fields.CharField(max_length=200)),
                ('tries', fields.IntField(default=0)),
                ('created_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('expires_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('used_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'code', 'app': 'shop', 'indexes': [Index(fields=['address', 'created_at']), Index(fields=['network', 'created_at'])], 'pk_attr': 'id', 'table_description': 'A code that lets a person in once.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Message',
            fields=[
                ('id', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=32)),
                ('kind', fields.CharEnumField(description='PHONE: phone\nEMAIL: email', enum_type=IdentityKind, max_length=24)),
                ('address', fields.CharField(max_length=254)),
                ('what', fields.CharField(max_length=40)),
                ('words', fields.JSONField(encoder=json_text, decoder=from_json_text)),
                ('language', fields.CharField(max_length=2)),
                ('code', fields.ForeignKeyField('shop.Code', source_field='code_id', null=True, db_index=True, db_constraint=True, to_field='id', related_name='messages', on_delete=OnDelete.CASCADE)),
                ('state', fields.CharEnumField(default=MessageState.WAITING, description='WAITING: waiting\nSENT: sent\nDEAD: dead', enum_type=MessageState, max_length=24)),
                ('not_before', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('expires_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('attempts', fields.IntField(default=0)),
                ('way', fields.CharField(default='', max_length=16)),
                ('receipt', fields.CharField(default='', max_length=64)),
                ('paid', fields.IntField(default=0)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('ended_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('error', fields.CharField(default='', max_length=300)),
            ],
            options={'table': 'message', 'app': 'shop', 'indexes': [Index(fields=['state', 'not_before'])], 'pk_attr': 'id', 'table_description': 'What a person is to be told: written in the change that causes it, sent by the worker.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='User',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('name', fields.CharField(default='', max_length=200)),
                ('language', fields.CharField(default='vi', max_length=2)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('disabled_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'person', 'app': 'shop', 'pk_attr': 'id', 'table_description': 'A person; called "user 12" in records, by number and never by name.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Challenge',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('browser', fields.CharField(db_index=True, max_length=64)),
                ('challenge', fields.CharField(max_length=100)),
                ('user', fields.ForeignKeyField('shop.User', source_field='user_id', null=True, db_index=True, db_constraint=True, to_field='id', related_name='challenges', on_delete=OnDelete.CASCADE)),
                ('expires_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'challenge', 'app': 'shop', 'pk_attr': 'id', 'table_description': 'What a passkey is to sign, once, in the browser that it was given to.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Claim',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('producer', fields.ForeignKeyField('shop.Producer', source_field='producer_id', db_index=True, db_constraint=True, to_field='code', related_name='claims', on_delete=OnDelete.CASCADE)),
                ('user', fields.ForeignKeyField('shop.User', source_field='user_id', db_index=True, db_constraint=True, to_field='id', related_name='claims', on_delete=OnDelete.CASCADE)),
                ('asked_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('decided_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('is_granted', fields.BooleanField(null=True)),
                ('by', fields.CharField(default='', max_length=200)),
            ],
            options={'table': 'claim', 'app': 'shop', 'pk_attr': 'id', 'table_description': 'A person who says that a producer is theirs, while it has an owner already.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Device',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('user', fields.ForeignKeyField('shop.User', source_field='user_id', db_index=True, db_constraint=True, to_field='id', related_name='devices', on_delete=OnDelete.CASCADE)),
                ('browser', fields.CharField(max_length=64)),
                ('seen_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'device', 'app': 'shop', 'unique_together': (('user', 'browser'),), 'pk_attr': 'id', 'table_description': 'A browser that a person came in with before: failures of others do not concern it.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Identity',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('user', fields.ForeignKeyField('shop.User', source_field='user_id', db_index=True, db_constraint=True, to_field='id', related_name='identities', on_delete=OnDelete.CASCADE)),
                ('kind', fields.CharEnumField(description='PHONE: phone\nEMAIL: email', enum_type=IdentityKind, max_length=24)),
                ('address', fields.CharField(max_length=254)),
                ('verified_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('used_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'identity', 'app': 'shop', 'unique_together': (('kind', 'address'),), 'pk_attr': 'id', 'table_description': 'A number or e-mail address that a person can be reached at, and comes in by.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Mandate',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('user', fields.ForeignKeyField('shop.User', source_field='user_id', db_index=True, db_constraint=True, to_field='id', related_name='mandates', on_delete=OnDelete.CASCADE)),
                ('role', fields.CharEnumField(description='HELPER: helper\nMODERATOR: moderator\nREGISTRAR: registrar\nADMIN: admin\nREADER: reader', enum_type=OfficialRole, max_length=24)),
                ('commune', fields.ForeignKeyField('shop.Commune', source_field='commune_id', null=True, db_index=True, db_constraint=True, to_field='code', related_name='mandates', on_delete=OnDelete.RESTRICT)),
                ('since', fields.DateField()),
                ('until', fields.DateField(null=True)),
                ('ended_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('by', fields.CharField(max_length=200)),
            ],
            options={'table': 'mandate', 'app': 'shop', 'constraints': [CheckConstraint(check='until IS NULL OR until >= since', name='mandate_until_later')], 'pk_attr': 'id', 'table_description': 'What an official may do, where, and from when to when; a row for each commune.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Membership',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('user', fields.ForeignKeyField('shop.User', source_field='user_id', db_index=True, db_constraint=True, to_field='id', related_name='memberships', on_delete=OnDelete.CASCADE)),
                ('producer', fields.ForeignKeyField('shop.Producer', source_field='producer_id', db_index=True, db_constraint=True, to_field='code', related_name='members', on_delete=OnDelete.CASCADE)),
                ('role', fields.CharEnumField(description='OWNER: owner\nEDITOR: editor', enum_type=MemberRole, max_length=24)),
                ('since', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('accepted_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('until', fields.DateField(null=True)),
                ('ended_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('by', fields.CharField(max_length=200)),
            ],
            options={'table': 'membership', 'app': 'shop', 'pk_attr': 'id', 'table_description': 'A person who works for a producer; an ended one stays as the record of it.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Passkey',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('user', fields.ForeignKeyField('shop.User', source_field='user_id', db_index=True, db_constraint=True, to_field='id', related_name='passkeys', on_delete=OnDelete.CASCADE)),
                ('credential', fields.CharField(unique=True, max_length=1400)),
                ('public_key', fields.TextField(unique=False)),
                ('uses', fields.BigIntField(default=0)),
                ('side', fields.CharEnumField(description='PRODUCER: producer\nOFFICIAL: official', enum_type=Side, max_length=24)),
                ('name', fields.CharField(default='', max_length=120)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('used_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'passkey', 'app': 'shop', 'pk_attr': 'id', 'table_description': "A key of a person's device (WebAuthn level 3)."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Password',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('user', fields.OneToOneField('shop.User', source_field='user_id', db_constraint=True, to_field='id', related_name='password', on_delete=OnDelete.CASCADE)),
                ('digest', fields.CharField(max_length=200)),
                ('changed_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'password', 'app': 'shop', 'pk_attr': 'id', 'table_description': 'Of an official; producers have none, for they would forget it.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='QuickLink',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('producer', fields.ForeignKeyField('shop.Producer', source_field='producer_id', db_index=True, db_constraint=True, to_field='code', related_name='quick_links', on_delete=OnDelete.CASCADE)),
                ('user', fields.ForeignKeyField('shop.User', source_field='user_id', db_index=True, db_constraint=True, to_field='id', related_name='quick_links', on_delete=OnDelete.CASCADE)),
                ('digest', fields.CharField(unique=True, max_length=64)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('used_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('ended_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'quick_link', 'app': 'shop', 'pk_attr': 'id', 'table_description': 'A link by which price and stock of a producer can be changed without signing in.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Session',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('digest', fields.CharField(unique=True, max_length=64)),
                ('user', fields.ForeignKeyField('shop.User', source_field='user_id', db_index=True, db_constraint=True, to_field='id', related_name='sessions', on_delete=OnDelete.CASCADE)),
                ('side', fields.CharEnumField(description='PRODUCER: producer\nOFFICIAL: official', enum_type=Side, max_length=24)),
                ('is_kept', fields.BooleanField()),
                ('words', fields.CharField(default='', max_length=120)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('seen_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('proved_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('ended_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'session', 'app': 'shop', 'pk_attr': 'id', 'table_description': 'A person who is signed in with one browser.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Totp',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('user', fields.OneToOneField('shop.User', source_field='user_id', db_constraint=True, to_field='id', related_name='totp', on_delete=OnDelete.CASCADE)),
                ('sealed', fields.CharField(max_length=200)),
                ('confirmed_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('counter', fields.BigIntField(default=0)),
            ],
            options={'table': 'totp', 'app': 'shop', 'pk_attr': 'id', 'table_description': 'A second factor that counts time (RFC 6238).'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='Consent',
            name='text',
            field=fields.TextField(default='', db_default='', unique=False),
        ),
        ops.AddField(
            model_name='Consent',
            name='text_version',
            field=fields.CharField(default='', db_default='', max_length=16),
        ),
        ops.AddField(
            model_name='Producer',
            name='state',
            field=fields.CharEnumField(default=ProducerState.CONFIRMED, description='CONFIRMED: confirmed\nUNCONFIRMED: unconfirmed', db_default=ProducerState.CONFIRMED, enum_type=ProducerState, max_length=24),
        ),
        ops.AddField(
            model_name='Product',
            name='stopped_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Product',
            name='stopped_version',
            field=fields.IntField(null=True),
        ),
        ops.RunSQL(  # CreateModel makes no checks
            'ALTER TABLE "mandate" ADD CONSTRAINT "mandate_until_later"'
            " CHECK (until IS NULL OR until >= since)",
            'ALTER TABLE "mandate" DROP CONSTRAINT "mandate_until_later"',
        ),
    ]
