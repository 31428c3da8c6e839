"""The annex of a decision is kept line by line, with what was chosen of each."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from shop.models.annexes import Match
from shop.models.columns import from_json_text, json_text
from shop.models.evidence import RecognitionType


def text(length, **options):
    return fields.CharField(max_length=length, **options)


def choice(kind, **options):
    told = "\n".join(f"{one.name}: {one.value}" for one in kind)
    return fields.CharEnumField(enum_type=kind, description=told, max_length=24, **options)


def refers(model, to, name, on_delete, **options):
    column = {"source_field": f"{model.lower()}_id", "to_field": to, "related_name": name}
    kind = {"db_index": True, "db_constraint": True, "on_delete": on_delete}
    return fields.ForeignKeyField(f"shop.{model}", **column, **kind, **options)


class Migration(migrations.Migration):
    dependencies = [("shop", "0022_decisions")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Annex",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("decision", fields.OneToOneField("shop.Decision", source_field="decision_id", db_constraint=True, to_field="id", related_name="annex", on_delete=OnDelete.CASCADE)),
                ("version", fields.IntField(default=1)),
                ("left_out", fields.JSONField(encoder=json_text, decoder=from_json_text)),
            ],
            options={"table": "annex", "app": "shop", "pk_attr": "id", "table_description": "The annex of one decision as it was last taken in."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="AnnexLine",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("annex", refers("Annex", "id", "lines", OnDelete.CASCADE)),
                ("position", fields.IntField()),
                ("row", fields.IntField()),
                ("name", text(400)),
                ("producer", text(400)),
                ("commune", text(400)),
                ("stars_said", text(400)),
                ("stars", fields.SmallIntField(null=True)),
                ("type", choice(RecognitionType, null=True)),
                ("match", choice(Match)),
                ("candidates", fields.JSONField(encoder=json_text, decoder=from_json_text)),
                ("product", refers("Product", "code", "annex_lines", OnDelete.RESTRICT, null=True)),
                ("ocop_set", text(2, default="")),
                ("is_skipped", fields.BooleanField(default=False)),
            ],
            options={"table": "annex_line", "app": "shop", "pk_attr": "id", "table_description": "One product as an annex names it; whether it is recognised, its recognition tells."},
            bases=["Model"],
        ),
    ]
