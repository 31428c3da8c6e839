"""Checking rows: their values, what they refer to, and what must not be there twice."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from pydantic import ValidationError

from search.vietnamese import slug
from shop.errors import InvalidError
from shop.inputs import values
from shop.inputs.sheets import Sheet
from shop.inputs.tables import (
    TABLES,
    AgriGroupRow,
    AgriProductRow,
    CommuneRow,
    FormerCommuneRow,
    OcopProductRow,
    OcopSetRow,
    ProducerRow,
    ProductRow,
    Table,
)
from shop.intake.report import Refusal
from shop.models import AgriGroup, Commune, OcopSet, Producer, Product, Variant

Misfit = tuple[str, str, str]
"""A column, its value, and what is wrong with it."""

WORDS = {
    "missing": "is missing; fill it in",
    "string_too_short": "is empty; fill it in",
    "string_too_long": "is too long; shorten it to {max_length} characters",
    "enum": "is not known; write one of {expected}",
    "string_pattern_mismatch": "is not written as expected ({pattern})",
}


@dataclass(slots=True)
class Known:
    """What rows may refer to, and what is taken: in the database and earlier in this import."""

    communes: dict[str, str] = field(default_factory=dict)
    producers: set[str] = field(default_factory=set)
    sets: set[str] = field(default_factory=set)
    groups: dict[str, str] = field(default_factory=dict)
    gtins: dict[str, str] = field(default_factory=dict)
    """GTIN in 14 digits → the product that has it."""
    reach: frozenset[str] | None = None
    """Producers whose products may be stated; None: all."""
    owners: dict[str, str] = field(default_factory=dict)
    """Product → its producer, where the reach is narrower than everything."""
    seen: defaultdict[type[Table], dict[Any, str]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    """Key of a row → where it stood, to find a second one in the same import."""

    @classmethod
    async def load(cls, reach: frozenset[str] | None = None) -> Self:
        owned = [] if reach is None else await Product.all().values_list("code", "producer_id")
        return cls(
            reach=reach,
            owners=dict(owned),
            communes=dict(await Commune.all().values_list("code", "name")),
            producers={row["code"] for row in await Producer.all().values("code")},
            sets={row["number"] for row in await OcopSet.all().values("number")},
            groups=dict(await AgriGroup.all().values_list("code", "name_vi")),
            gtins={
                gtin.zfill(14): code
                for gtin, code in await Variant.exclude(gtin=None).values_list("gtin", "product_id")
            },
        )

    def learn(self, row: Table) -> None:
        match row:
            case CommuneRow():
                self.communes[row.code] = row.name
            case OcopSetRow():
                self.sets.add(row.set_no)
            case AgriGroupRow():
                self.groups[row.code] = row.name_vi
            case ProducerRow():
                self.producers.add(row.producer_code)
            case ProductRow(gtin=str(gtin)):
                self.gtins[gtin.zfill(14)] = row.code


def table_of(sheet: Sheet) -> type[Table]:
    """Tell by its header which table a sheet holds.

    Raises InvalidError naming the columns that are missing, unknown or doubled.
    """
    header = set(sheet.header)
    if len(header) < len(sheet.header):
        doubled = sorted({title for title in sheet.header if sheet.header.count(title) > 1})
        raise InvalidError(f"names the column {', '.join(doubled)} twice; keep one")
    nearest = min(TABLES, key=lambda table: _distance(header, table))
    required, allowed = nearest.columns()
    if not header & allowed:
        raise InvalidError(
            "names no column that we know in its first row; a list of products begins with "
            "titles such as code, name_vi, pack, price_vnd"
        )
    missing, strange = sorted(required - header), sorted(header - allowed)
    if missing or strange:
        lacks = f"lacks the columns {', '.join(missing)}; " if missing else ""
        has = f"has the unknown columns {', '.join(strange)}; " if strange else ""
        raise InvalidError(f"{lacks}{has}a table of this kind has {', '.join(sorted(allowed))}")
    return nearest


def _distance(header: set[str], table: type[Table]) -> int:
    required, allowed = table.columns()
    return 2 * len(required - header) + len(header - allowed) - len(header & required)


def check(
    sheet: Sheet, number: int, record: list[str], table: type[Table], known: Known
) -> Table | list[Refusal]:
    """Make a typed row of a record, or say everything that is wrong with it."""

    def refused(column: str, value: str, message: str) -> Refusal:
        return Refusal(file=sheet.name, row=number, column=column, value=value, message=message)

    if beyond := record[len(sheet.header) :]:
        return [refused("", beyond[0], "stands to the right of the last column; remove it")]
    texts: dict[str, str] = {}
    wrong: list[Refusal] = []
    for column, text in zip(sheet.header, record, strict=False):
        try:
            texts[column] = values.clean(text)
        except ValueError as refusal:
            wrong.append(refused(column, text, str(refusal)))
    if wrong:
        return wrong
    try:
        row = table.model_validate(
            {
                column: text
                for column, text in texts.items()
                if text or column in table.telling_empty
            }
        )
    except ValidationError as refusal:
        return [refused(*_in_words(error, texts)) for error in refusal.errors()]
    return [refused(*one) for one in _misfits(row, sheet.name, number, known)] or row


def _in_words(error: Any, texts: dict[str, str]) -> tuple[str, str, str]:
    message = WORDS.get(error["type"], "").format(**error.get("ctx", {}))
    message = message or str(error.get("ctx", {}).get("error") or error["msg"])
    column = str(error["loc"][0]) if error["loc"] else message.partition(":")[0]
    if not error["loc"]:  # a rule about the whole row names its column first
        message = message.partition(": ")[2]
    return column, texts.get(column, ""), message


def _misfits(row: Table, sheet: str, number: int, known: Known) -> list[Misfit]:
    """Find what does not fit the other rows: unknown references, codes and GTINs given twice."""
    found = [*_doubled(row, f"{sheet}, row {number}", known), *_unknown_commune(row, known)]
    found += _out_of_reach(row, known)
    if isinstance(row, ProductRow):
        found += _unknown_producer(row, known)
        found += _taken_gtin(row, known)
    if isinstance(row, AgriProductRow) and slug(row.group) not in known.groups:
        found.append(
            ("group", row.group, f"is not a group; we know {_list(known.groups.values())}")
        )
    if isinstance(row, OcopProductRow) and row.set_no not in known.sets:
        found.append(("set_no", row.set_no, "is not among the OCOP sets; import those first"))
    return found


def _doubled(row: Table, where: str, known: Known) -> list[Misfit]:
    column, key = _key(row)
    first = known.seen[type(row)].setdefault(key, where)
    value = key if isinstance(key, str) else str(getattr(row, column))
    return [] if first == where else [(column, value, f"stands already in {first}")]


def _key(row: Table) -> tuple[str, Any]:
    match row:
        case FormerCommuneRow():
            place = (row.valid_period, row.old_ward_name, row.old_district, row.new_code)
            return "old_ward_name", place
        case OcopSetRow():
            return "set_no", row.set_no
        case ProducerRow():
            return "producer_code", row.producer_code
        case CommuneRow() | AgriGroupRow() | ProductRow():
            return "code", row.code
    raise TypeError(type(row))


def _unknown_commune(row: Table, known: Known) -> list[Misfit]:
    match row:
        case FormerCommuneRow():
            columns, code, name = ("new_code", "new_name"), row.new_code, row.new_name
        case ProducerRow() | ProductRow():
            columns, code, name = (
                ("commune_code", "commune_name"),
                row.commune_code,
                row.commune_name,
            )
        case _:
            return []
    if code not in known.communes:
        message = "is not the code of a commune of today"
        return [(columns[0], code, message + _code_of(name, known))]
    if not values.same_name(known.communes[code], name):
        message = f"is not the name of {code}, which is {known.communes[code]}"
        return [(columns[1], name, message + _code_of(name, known))]
    return []


def _code_of(name: str, known: Known) -> str:
    codes = [code for code, other in known.communes.items() if values.same_name(other, name)]
    return f"; {name} has the code {codes[0]}" if codes else "; look it up in communes.csv"


def _out_of_reach(row: Table, known: Known) -> list[Misfit]:
    """Refuse what the list may not state: other producers, their products, other tables."""
    if known.reach is None:
        return []
    if not isinstance(row, ProductRow):
        return [(_key(row)[0], "", "is not a product; this list may hold products only")]
    if row.producer_code not in known.reach:
        return [("producer_code", row.producer_code, "is not a producer that you may list for")]
    if known.owners.get(row.code, row.producer_code) not in known.reach:
        return [("code", row.code, "is another producer's product; leave it out")]
    return []


def _unknown_producer(row: ProductRow, known: Known) -> list[Misfit]:
    if row.producer_code in known.producers:
        return []
    return [("producer_code", row.producer_code, "is not a known producer; import it first")]


def _taken_gtin(row: ProductRow, known: Known) -> list[Misfit]:
    owner = known.gtins.get((row.gtin or "").zfill(14), row.code)
    if owner == row.code:
        return []
    message = (
        f"belongs to {owner}; no two products share a GTIN. If {owner} is to give it up, "
        "empty its cell, import, and then give it to this one"
    )
    return [("gtin", row.gtin or "", message)]


def _list(names: Iterable[str]) -> str:
    return "; ".join(sorted(names)) or "none yet"
