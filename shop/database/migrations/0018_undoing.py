"""Decisions may be undone for a while; what is told of them waits so long, or is told in person."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from shop.models.columns import from_json_text, json_text


class NoLongerUnique(ops.RemoveConstraint):
    """Let a round have several decisions, of which one stands.

    SQLite's tables are made fresh and are empty here (docs/adr/0020): this one is made anew.
    """

    async def database_forward(self, app_label, old_state, new_state, state_editor=None):
        if state_editor and state_editor.DIALECT == "sqlite":
            name = f"{app_label}.{self.model_name}"
            await state_editor.delete_model(old_state.apps.get_model(name))
            await state_editor.create_model(new_state.apps.get_model(name))
        else:
            await super().database_forward(app_label, old_state, new_state, state_editor)


def json(**options):
    return fields.JSONField(encoder=json_text, decoder=from_json_text, **options)


def moment(**options):
    return fields.DatetimeField(auto_now=False, auto_now_add=False, **options)


def key(model, column, related_name, on_delete=OnDelete.CASCADE, **options):
    return fields.ForeignKeyField(
        f"shop.{model}",
        source_field=column,
        db_index=True,
        db_constraint=True,
        to_field="id" if model != "Producer" else "code",
        related_name=related_name,
        on_delete=on_delete,
        **options,
    )


def number():
    return fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)


class Migration(migrations.Migration):
    dependencies = [("shop", "0017_desk")]

    initial = False

    operations = [
        NoLongerUnique(model_name="Review", fields=["proposal", "round"]),
        ops.AddField(
            model_name="Review", name="version", field=fields.IntField(default=0, db_default=0)
        ),
        ops.AddField(
            model_name="Review", name="marks", field=json(default=dict, db_default={})
        ),
        ops.AddField(model_name="Review", name="undone_at", field=moment(null=True)),
        ops.AddField(
            model_name="Review",
            name="undone_by",
            field=key("User", "undone_by_id", "undone", OnDelete.RESTRICT, null=True),
        ),
        ops.CreateModel(
            name="Former",
            fields=[
                ("id", number()),
                ("review", key("Review", "review_id", "formers")),
                ("code", fields.CharField(max_length=16)),
                ("version", fields.IntField()),
                ("packs", json()),
                ("rows", json(null=True)),
                ("digest", fields.CharField(max_length=64)),
                ("confirmed", fields.BooleanField()),
                ("pictures", json()),
                ("at", moment(db_index=True)),
            ],
            options={
                "table": "former",
                "app": "shop",
                "pk_attr": "id",
                "table_description": "What a product's rows said before an approval, kept while"
                " that may be undone.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="InPerson",
            fields=[
                ("id", number()),
                ("producer", key("Producer", "producer_id", "in_person")),
                ("review", key("Review", "review_id", "in_person", null=True)),
                ("what", fields.CharField(max_length=40)),
                ("words", json()),
                ("not_before", moment()),
                ("told_at", moment(null=True)),
                ("by", fields.CharField(default="", max_length=200)),
            ],
            options={
                "table": "in_person",
                "app": "shop",
                "indexes": [Index(fields=["told_at", "not_before"])],
                "pk_attr": "id",
                "table_description": "What a producer without any way to be reached is to be told"
                " by the officials of its place.",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="Message",
            name="review",
            field=key("Review", "review_id", "messages", null=True),
        ),
        *[
            ops.RunSQL(  # AddField makes no index
                f'CREATE INDEX "idx_{table}_{column}" ON "{table}" ("{column}")',
                f'DROP INDEX "idx_{table}_{column}"',
            )
            for table, column in (("message", "review_id"), ("review", "undone_by_id"))
        ],
    ]
