"""Papers, their pages, and the products that a confirmed one is good for."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint

from shop.models.papers import PaperState, Visibility


CHECKS = (
    ("paper", "paper_ends_after_it_begins", "issued_on IS NULL OR expires_on IS NULL OR expires_on >= issued_on"),
    (
        "paper",
        "paper_of_one_owner",
        "(producer_id IS NOT NULL AND product_id IS NULL AND decision_id IS NULL)"
        " OR (producer_id IS NULL AND product_id IS NOT NULL AND decision_id IS NULL)"
        " OR (producer_id IS NULL AND product_id IS NULL AND decision_id IS NOT NULL)",
    ),
    ("paper_page", "paper_page_position_positive", "position > 0"),
)
"""Of the new tables: CreateModel makes none."""


def checks_of(table):
    return [CheckConstraint(check=check, name=name) for of, name, check in CHECKS if of == table]


def key(model, column, related_name, on_delete=OnDelete.RESTRICT, to="id", **options):
    return fields.ForeignKeyField(
        f"shop.{model}",
        source_field=column,
        db_index=True,
        db_constraint=True,
        to_field=to,
        related_name=related_name,
        on_delete=on_delete,
        **options,
    )


def number():
    return fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)


def moment(**options):
    return fields.DatetimeField(auto_now=False, auto_now_add=False, **options)


def told(choices):
    return "\n".join(f"{choice.name}: {choice.value}" for choice in choices)


class Migration(migrations.Migration):
    dependencies = [("shop", "0023_annexes")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Paper",
            fields=[
                ("id", number()),
                ("kind", fields.CharField(max_length=40)),
                ("number", fields.CharField(default="", max_length=80)),
                ("issuer", fields.CharField(default="", max_length=200)),
                ("issued_on", fields.DateField(null=True)),
                ("expires_on", fields.DateField(null=True)),
                (
                    "visibility",
                    fields.CharEnumField(default=Visibility.OFFICIAL, description=told(Visibility), enum_type=Visibility, max_length=24),
                ),
                ("producer", key("Producer", "producer_id", "papers", to="code", null=True)),
                ("product", key("Product", "product_id", "papers", to="code", null=True)),
                ("decision", key("Decision", "decision_id", "papers", null=True)),
                ("pdf", fields.CharField(default="", max_length=64)),
                (
                    "state",
                    fields.CharEnumField(default=PaperState.WAITING, description=told(PaperState), enum_type=PaperState, max_length=24),
                ),
                ("reason", fields.CharField(default="", max_length=600)),
                ("decided_by", key("User", "decided_by_id", "papers_decided", null=True)),
                ("decided_at", moment(null=True)),
                ("version", fields.IntField(default=1)),
                ("created_at", moment(db_index=True)),
                ("by", fields.CharField(max_length=200)),
                ("ended_at", moment(null=True, db_index=True)),
            ],
            options={
                "table": "paper",
                "app": "shop",
                "constraints": checks_of("paper"),
                "pk_attr": "id",
                "table_description": "A paper of one producer, product or decision; what is not known of it is empty.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PaperPage",
            fields=[
                ("id", number()),
                ("paper", key("Paper", "paper_id", "pages", OnDelete.CASCADE)),
                ("position", fields.SmallIntField()),
                ("name", fields.CharField(max_length=80)),
                ("width", fields.IntField()),
                ("height", fields.IntField()),
            ],
            options={
                "table": "paper_page",
                "app": "shop",
                "unique_together": (("paper", "position"),),
                "constraints": checks_of("paper_page"),
                "pk_attr": "id",
                "table_description": "One page, drawn and encoded here: all that anyone is ever shown of a paper.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PaperCover",
            fields=[
                ("id", number()),
                ("paper", key("Paper", "paper_id", "covers", OnDelete.CASCADE)),
                ("product", key("Product", "product_id", "covered_by", OnDelete.CASCADE, to="code")),
            ],
            options={
                "table": "paper_cover",
                "app": "shop",
                "unique_together": (("paper", "product"),),
                "pk_attr": "id",
                "table_description": "A product that a confirmed paper is good for, as the official ticked it.",
            },
            bases=["Model"],
        ),
        *[
            ops.RunSQL(
                f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" CHECK ({check})',
                f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"',
            )
            for table, name, check in CHECKS
        ],
    ]
