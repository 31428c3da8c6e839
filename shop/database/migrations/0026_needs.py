"""What sets are asked for and what kinds of papers there are: dated rows that registrars keep."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from shop.models.columns import from_json_text, json_text
from shop.models.evidence import CertificateKind
from shop.models.needs import Demand
from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint

class Migration(migrations.Migration):
    dependencies = [('shop', '0025_replaced_papers')]

    initial = False

    operations = [
        ops.CreateModel(
            name='PaperKind',
            fields=[
                ('imported_digest', fields.CharField(default='', max_length=64)),
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('code', fields.CharField(db_index=True, max_length=40)),
                ('words_vi', fields.CharField(max_length=200)),
                ('words_en', fields.CharField(max_length=200)),
                ('basis', fields.CharField(default='', max_length=400)),
                ('since', fields.DateField(null=True)),
                ('until', fields.DateField(null=True)),
                ('counts_as', fields.CharEnumField(null=True, description='VIETGAP: VIETGAP\nGLOBALGAP: GLOBALGAP\nORGANIC_VN: ORGANIC_VN\nORGANIC_OTHER: ORGANIC_OTHER\nHACCP: HACCP\nISO22000: ISO22000\nFOOD_SAFETY: ATTP\nSELF_DECLARATION: SELF_DECLARATION\nCONFORMITY: CONFORMITY\nGEOGRAPHICAL_INDICATION: GI\nCOLLECTIVE_MARK: COLLECTIVE_MARK\nCERTIFICATION_MARK: CERT_MARK\nTRADEMARK: TRADEMARK', enum_type=CertificateKind, max_length=24)),
                ('version', fields.IntField(default=1)),
            ],
            options={'table': 'paper_kind', 'app': 'shop', 'constraints': [CheckConstraint(check='since IS NULL OR until IS NULL OR until >= since', name='paper_kind_ends_after_it_begins')], 'pk_attr': 'id', 'table_description': 'A kind of papers that producers may send, from one day to another.'},
            bases=['Imported'],
        ),
        ops.CreateModel(
            name='SetNeed',
            fields=[
                ('imported_digest', fields.CharField(default='', max_length=64)),
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('code', fields.CharField(db_index=True, max_length=40)),
                ('sets', fields.JSONField(encoder=json_text, decoder=from_json_text)),
                ('what', fields.JSONField(encoder=json_text, decoder=from_json_text)),
                ('need', fields.CharEnumField(description='SUBMIT: submit\nAPPROVE: approve\nADVISE: advise', enum_type=Demand, max_length=24)),
                ('words_vi', fields.CharField(max_length=200)),
                ('words_en', fields.CharField(max_length=200)),
                ('basis', fields.CharField(default='', max_length=400)),
                ('since', fields.DateField(null=True)),
                ('until', fields.DateField(null=True)),
                ('verified_by', fields.CharField(default='', max_length=200)),
                ('verified_on', fields.DateField(null=True)),
                ('version', fields.IntField(default=1)),
            ],
            options={'table': 'set_need', 'app': 'shop', 'constraints': [CheckConstraint(check='since IS NULL OR until IS NULL OR until >= since', name='set_need_ends_after_it_begins')], 'pk_attr': 'id', 'table_description': 'What products of some sets and groups are asked for, from one day to another.'},
            bases=['Imported'],
        ),
        *(  # Tortoise writes checks down, and never makes them (0002_checks)
            ops.RunSQL(
                f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_ends_after_it_begins"'
                " CHECK (since IS NULL OR until IS NULL OR until >= since)",
                f'ALTER TABLE "{table}" DROP CONSTRAINT "{table}_ends_after_it_begins"',
            )
            for table in ("paper_kind", "set_need")
        ),
    ]
