"""Column types that several tables share."""

from typing import Any

import orjson
from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model, ModelMeta

Row = dict[str, Any]
"""One row as `.values()` gives it: column → value."""


class Table(ModelMeta):
    """Makes a table of a class, without searching our source for remarks on its columns.

    Tortoise 1.1 has `inspect` parse the file of each class for them, which costs every command a
    fifth of a second; there are none.
    """

    def __new__(cls, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> Any:
        return super().__new__(cls, name, bases, {"_no_comments": True, **attrs})


def json_text(value: Any) -> str:
    """Encode a JSON column; named here so that migrations never depend on what is installed."""
    return orjson.dumps(value).decode()


def from_json_text(text: str | bytes) -> Any:
    return orjson.loads(text)


def json_column(**options: Any) -> Any:
    """Make a JSON column with our own codec (stack.md §0.4)."""
    return fields.JSONField(encoder=json_text, decoder=from_json_text, **options)


def belongs_to(model: str, related_name: str, *, cascade: bool = False, null: bool = False) -> Any:
    """Make a foreign key with an index, which neither database adds by itself (stack.md TRAP 3)."""
    return fields.ForeignKeyField(  # type: ignore[call-overload]
        f"shop.{model}",
        related_name=related_name,
        on_delete=fields.CASCADE if cascade else fields.RESTRICT,
        null=null,
        db_index=True,
    )


def name_column(**options: Any) -> Any:
    return fields.CharField(max_length=200, **options)


def choice_column(choices: Any, **options: Any) -> Any:
    """Make an enum column with room for longer values than today's (stack.md TRAP 4)."""
    return fields.CharEnumField(choices, max_length=24, **options)


class WhereEmpty(Index):
    """An index of those rows only in which a column is empty: as small as what waits."""

    def __init__(self, *, fields: list[str], empty: str, name: str | None = None) -> None:
        super().__init__(fields=fields, name=name)
        self.empty = empty
        self.extra = f' WHERE "{empty}" IS NULL'

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        path, args, named = super().deconstruct()
        return path, args, {**named, "empty": self.empty}


class Imported(Model, metaclass=Table):
    """A table that lists are imported into; the digest tells an edit made here from a new file."""

    imported_digest = fields.CharField(max_length=64, default="")

    class Meta:
        abstract = True
