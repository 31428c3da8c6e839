"""What a row of a backup may hold: what `tables.written` could have written, and nothing else."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

import orjson
from tortoise import fields
from tortoise.fields import Field
from tortoise.fields.data import CharEnumFieldInstance

from shop.backup.archive import MOST_HEAD, shown
from shop.backup.tables import columns, tables

Fits = Callable[[Any], bool]
BIGGEST = 2**63
SERIAL = "serial"


def checks(table: str, told: dict[str, list[str]], head: int) -> dict[str, Fits]:
    """Give what each column may hold, of those that the backup told of.

    No serial of a listing lies beyond the head, or what is published next would come before it.
    """
    of = columns(tables()[table])
    found = {name: _fits_of(of[name]) for name in told[table]}
    if SERIAL in found:
        found[SERIAL] = partial(_is_serial, head if table == "listing" else MOST_HEAD)
    return found


def wrong_in(line: bytes, checks: dict[str, Fits]) -> str:
    """Name what is wrong in a row, the column if it is one; nothing if all is well."""
    try:
        values = orjson.loads(line)
    except ValueError:
        return "JSON"
    if not isinstance(values, dict):
        return "{…}"
    wrong = [name for name, value in values.items() if not checks.get(name, _never)(value)]
    return f"“{shown(wrong[0])}”" if wrong else ""


def _never(_: Any) -> bool:
    return False


def _is_serial(most: int, value: Any) -> bool:
    return type(value) is int and 0 <= value <= most


def _fits_of(field: Field[Any]) -> Fits:
    fits = next(fits for kind, fits in KINDS if isinstance(field, kind))
    return lambda value: field.null if value is None else fits(field, value)


def _is_true_or_false(_: Any, value: Any) -> bool:
    return isinstance(value, bool)


def _is_integer(_: Any, value: Any) -> bool:
    return type(value) is int and -BIGGEST <= value < BIGGEST


def _is_choice(field: Any, value: Any) -> bool:
    return value in [choice.value for choice in field.enum_type]


def _is_text(field: Any, value: Any) -> bool:
    return isinstance(value, str) and len(value) <= getattr(field, "max_length", BIGGEST)


def _is_json(_: Any, value: Any) -> bool:
    return isinstance(value, dict | list)


def _is_read_by(read: Callable[[str], Any], _: Any, value: Any) -> bool:
    try:
        return isinstance(value, str) and read(value) is not None
    except (ValueError, ArithmeticError):
        return False


KINDS: tuple[tuple[type[Field[Any]], Callable[[Any, Any], bool]], ...] = (
    (fields.BooleanField, _is_true_or_false),
    (fields.IntField, _is_integer),
    (CharEnumFieldInstance, _is_choice),
    (fields.CharField, _is_text),
    (fields.TextField, _is_text),
    (fields.JSONField, _is_json),
    (fields.DatetimeField, partial(_is_read_by, datetime.fromisoformat)),
    (fields.DateField, partial(_is_read_by, date.fromisoformat)),
    (fields.DecimalField, partial(_is_read_by, Decimal)),
)
