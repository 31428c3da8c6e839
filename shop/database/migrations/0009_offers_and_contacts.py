"""Facts of an offer with their day, how to reach a producer, and what readers find wrong."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from shop.models.producers import Purpose
from shop.models.products import Availability, Voice
from shop.models.reporting import Topic
from tortoise import fields


class Migration(migrations.Migration):
    dependencies = [('shop', '0008_versions')]

    initial = False

    operations = [
        ops.CreateModel(
            name='PageReport',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('code', fields.CharField(db_index=True, max_length=16)),
                ('topic', fields.CharEnumField(description='PRICE: price\nAVAILABILITY: availability\nCONTACT: contact\nPICTURE: picture\nTEXT: text\nCERTIFICATE: certificate\nOTHER: other', enum_type=Topic, max_length=24)),
                ('text', fields.CharField(default='', max_length=1000)),
                ('language', fields.CharField(max_length=2)),
                ('done_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('done_by', fields.CharField(default='', max_length=200)),
            ],
            options={'table': 'page_report', 'app': 'shop', 'pk_attr': 'id', 'table_description': 'One error that a reader, who has no account, found on the page of a product or producer.'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='ChannelRule',
            name='drawn_pictures',
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AlterField(
            model_name='Consent',
            name='purpose',
            field=fields.CharEnumField(description='CATALOGUE: catalogue\nMARKETPLACES: marketplaces\nSTATISTICS: statistics\nCONTACT: contact', enum_type=Purpose, max_length=24),
        ),
        ops.AddField(
            model_name='FeedFile',
            name='reports',
            field=fields.BigIntField(default=0, db_default=0),
        ),
        ops.AddField(
            model_name='Listing',
            name='contact',
            field=fields.TextField(null=True, unique=False),
        ),
        ops.AddField(
            model_name='Listing',
            name='contact_serial',
            field=fields.BigIntField(default=0, db_index=True, db_default=0),
        ),
        ops.AddField(
            model_name='Producer',
            name='contact_evidence',
            field=fields.CharField(default='', db_default='', max_length=16),
        ),
        ops.AddField(
            model_name='Producer',
            name='delivery_area',
            field=fields.CharField(default='', db_default='', max_length=200),
        ),
        ops.AddField(
            model_name='Producer',
            name='how_to_order',
            field=fields.CharField(default='', db_default='', max_length=400),
        ),
        ops.AddField(
            model_name='Producer',
            name='minimum_order',
            field=fields.CharField(default='', db_default='', max_length=200),
        ),
        ops.AddField(
            model_name='Producer',
            name='opening',
            field=fields.CharField(default='', db_default='', max_length=200),
        ),
        ops.AlterField(
            model_name='Producer',
            name='phone',
            field=fields.CharField(default='', max_length=64),
        ),
        ops.AddField(
            model_name='Producer',
            name='shop_url',
            field=fields.CharField(default='', db_default='', max_length=600),
        ),
        ops.AddField(
            model_name='Producer',
            name='zalo',
            field=fields.CharField(default='', db_default='', max_length=120),
        ),
        ops.AlterField(
            model_name='Variant',
            name='availability',
            field=fields.CharEnumField(null=True, description='IN_STOCK: in_stock\nOUT_OF_STOCK: out_of_stock\nPREORDER: preorder', enum_type=Availability, max_length=24),
        ),
        ops.AddField(
            model_name='Variant',
            name='availability_confirmed_by',
            field=fields.CharEnumField(null=True, description='LIST: list\nPRODUCER: producer\nOPERATOR: operator\nPARTNER: partner', enum_type=Voice, max_length=24),
        ),
        ops.AddField(
            model_name='Variant',
            name='availability_confirmed_on',
            field=fields.DateField(null=True),
        ),
        ops.AddField(
            model_name='Variant',
            name='price_confirmed_by',
            field=fields.CharEnumField(null=True, description='LIST: list\nPRODUCER: producer\nOPERATOR: operator\nPARTNER: partner', enum_type=Voice, max_length=24),
        ),
        ops.AddField(
            model_name='Variant',
            name='price_confirmed_on',
            field=fields.DateField(null=True),
        ),
        ops.RunSQL(  # documents say otherwise now: the worker renders them all
            """INSERT INTO "to_publish" ("code", "by") SELECT "code", 'upgrade' FROM "listing" """,
            "",
        ),
        ops.RunSQL(  # AddField makes no index
            'CREATE INDEX "idx_listing_contact_0c1156" ON "listing" ("contact_serial")',
            'DROP INDEX "idx_listing_contact_0c1156"',
        ),
    ]
