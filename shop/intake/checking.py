"""Checking rows: their values, what they refer to, and what must not be there twice."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Self

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from media.sentences import Sentence
from search.vietnamese import slug
from shop.catalogue.merging import aliases
from shop.errors import InvalidError, mistakes
from shop.errors.mistakes import WrongValueError, shown
from shop.formats.gtins import NotForTrade, not_for_trade
from shop.inputs import values
from shop.inputs.contacts import PERSONAL
from shop.inputs.joining import ACROSS
from shop.inputs.labels import label
from shop.inputs.refusing import (
    DOUBTFUL_IN_PERSON,
    ITS_COLUMNS,
    LACKS_COLUMNS,
    NO_KNOWN_COLUMN,
    SAME_COLUMNS,
    STRANGE_COLUMNS,
)
from shop.inputs.sheets import Sheet
from shop.inputs.spoilt import refuse_spoilt
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
    UsesRow,
)
from shop.intake import refusing
from shop.intake.report import Refusal
from shop.models import AgriGroup, Commune, OcopSet, Producer, Product, Variant

UNREPEATED = "…"
TO_MEND = "cần_sửa"
"""The column that our own workbook of refused rows has beside theirs (`fixing.py`)."""
Misfit = tuple[str, str, Sentence]
"""A column, its value, and what is wrong with it."""


@dataclass(slots=True)
class Known:
    """What rows may refer to, and what is taken: in the database and earlier in this import."""

    communes: dict[str, str] = field(default_factory=dict)
    producers: set[str] = field(default_factory=set)
    aliases: dict[str, str] = field(default_factory=dict)
    """Code of a producer that was merged → the one that it means."""
    sets: set[str] = field(default_factory=set)
    groups: dict[str, str] = field(default_factory=dict)
    called: dict[str, str] = field(default_factory=dict)
    """Slug of what a group is called, here or in this import → its code."""
    gtins: dict[str, str] = field(default_factory=dict)
    """GTIN in 14 digits → the product that has it."""
    specimens: bool = False
    """GS1's specimens of GTINs may come in; one that is here already may stay."""
    kinds: list[UsesRow] = field(default_factory=list)
    """What goods of a kind are used for, as this import says."""
    reach: frozenset[str] | None = None
    """Producers whose products may be stated; None: all."""
    owners: dict[str, str] = field(default_factory=dict)
    """Product → its producer, where the reach is narrower than everything."""
    seen: defaultdict[type[Table], dict[Any, tuple[str, int]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    """Key of a row → where it stood, to find a second one in the same import."""

    @classmethod
    async def load(cls, reach: frozenset[str] | None = None, *, specimens: bool = False) -> Self:
        owned = [] if reach is None else await Product.all().values_list("code", "producer_id")
        groups = dict(await AgriGroup.all().values_list("code", "name_vi"))
        return cls(
            reach=reach,
            specimens=specimens,
            owners=dict(owned),
            communes=dict(await Commune.all().values_list("code", "name")),
            producers={row["code"] for row in await Producer.all().values("code")},
            aliases=await aliases(),
            sets={row["number"] for row in await OcopSet.all().values("number")},
            groups=groups,
            called={slug(said): code for code, name in groups.items() for said in (name, code)},
            gtins={
                gtin.zfill(14): code
                for gtin, code in await Variant.exclude(gtin=None).values_list("gtin", "product_id")
            },
        )

    def group_of(self, said: str) -> str:
        """Give the code of the group that a list means, by the name it came in with or has now."""
        return self.called.get(slug(said), said)

    def learn(self, row: Table) -> None:
        match row:
            case CommuneRow():
                self.communes[row.code] = row.name
            case OcopSetRow():
                self.sets.add(row.set_no)
            case AgriGroupRow():
                self.groups[row.code] = row.name_vi
                self.called |= {slug(row.name_vi): row.code, row.code: row.code}
            case UsesRow():
                self.kinds.append(row)
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
        raise InvalidError(SAME_COLUMNS.filled(columns=", ".join(doubled)))
    header.discard(TO_MEND)
    nearest = min(TABLES, key=lambda table: _distance(header, table))
    required, allowed = nearest.columns()
    if not header & allowed:
        raise InvalidError(NO_KNOWN_COLUMN)
    missing, strange = sorted(required - header), sorted(header - allowed)
    if missing or strange:
        raise InvalidError(_wrong_columns(missing, strange, sorted(allowed)))
    return nearest


def _wrong_columns(missing: list[str], strange: list[str], allowed: list[str]) -> Sentence:
    said = ITS_COLUMNS.filled(columns=", ".join(allowed))
    if strange:
        said = STRANGE_COLUMNS.filled(columns=", ".join(strange)).then(said)
    if missing:
        said = LACKS_COLUMNS.filled(columns=", ".join(missing)).then(said)
    return said


def _distance(header: set[str], table: type[Table]) -> int:
    required, allowed = table.columns()
    return 2 * len(required - header) + len(header - allowed) - len(header & required)


def check(
    sheet: Sheet, number: int, record: list[str], table: type[Table], known: Known
) -> Table | list[Refusal]:
    """Make a typed row of a record, or say everything that is wrong with it."""

    def refused(column: str, value: str, said: Sentence) -> Refusal:
        return Refusal(file=sheet.name, row=number, column=column, value=value, said=said)

    if beyond := record[len(sheet.header) :]:
        return [refused(*_misfit("", beyond[0], refusing.BEYOND))]
    texts, wrong = _cleaned(dict(zip(sheet.header, record, strict=False)))
    wrong = [*_unread(sheet, number), *wrong]
    if wrong:
        return [refused(*one) for one in wrong]
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
    row = _as_of_today(row, known)
    return [refused(*one) for one in _misfits(row, sheet.name, number, known)] or row


def _unread(sheet: Sheet, number: int) -> Iterator[Misfit]:
    for column, text, said in sheet.unread.get(number, ()):
        what = DOUBTFUL_IN_PERSON if column in PERSONAL else said
        yield column, _repeated(column, text), what


def _as_of_today(row: Table, known: Known) -> Table:
    """Let a row say what the registry calls a producer and a group today."""
    match row:
        case UsesRow():
            return row.model_copy(update={"groups": [known.group_of(one) for one in row.groups]})
        case ProductRow():
            named = {"producer_code": known.aliases.get(row.producer_code, row.producer_code)}
            if isinstance(row, AgriProductRow):
                named["group"] = known.group_of(row.group)
            return row.model_copy(update=named)
    return row


def _cleaned(cells: dict[str, str]) -> tuple[dict[str, str], list[Misfit]]:
    texts: dict[str, str] = {}
    wrong: list[Misfit] = []
    for column, text in cells.items():
        try:
            texts[column] = values.clean(text)
            refuse_spoilt(column, texts[column])
        except WrongValueError as refusal:
            repeated = _repeated(column, text)
            wrong.append((column, repeated, refusal.told(label(column), repeated)))
    return texts, wrong


def _in_words(error: ErrorDetails, texts: dict[str, str]) -> Misfit:
    """Say what is wrong with a cell; a rule about the whole row names its column itself."""
    column = str(error["loc"][0]) if error["loc"] else error["ctx"]["error"].field
    text = _repeated(column, texts.get(column, ""))
    return column, text, mistakes.told(error, label(column), text)


def _repeated(column: str, text: str) -> str:
    """Give what a refusal may repeat of a cell: nothing of a person's."""
    return UNREPEATED if column in PERSONAL and text else text.removeprefix(ACROSS)


def _misfits(row: Table, sheet: str, number: int, known: Known) -> list[Misfit]:
    """Find what does not fit the other rows: unknown references, codes and GTINs given twice."""
    found = [*_doubled(row, (sheet, number), known), *_unknown_commune(row, known)]
    found += _out_of_reach(row, known)
    if isinstance(row, UsesRow):
        found += _of_no_goods(row, known)
    if isinstance(row, ProductRow):
        found += _unknown_producer(row, known)
        found += _taken_gtin(row, known) or _no_gtin(row, known)
    if isinstance(row, AgriProductRow) and slug(row.group) not in known.groups:
        names = "; ".join(sorted(known.groups.values()))
        said = refusing.UNKNOWN_GROUP if names else refusing.NO_GROUP_YET
        found.append(_misfit("group", row.group, said, known=names))
    if isinstance(row, OcopProductRow) and row.set_no not in known.sets:
        found.append(_misfit("set_no", row.set_no, refusing.UNKNOWN_SET))
    return found


def _misfit(column: str, value: str, said: Sentence, **facts: object) -> Misfit:
    return column, value, said.filled(value=shown(value), **facts)


def _doubled(row: Table, where: tuple[str, int], known: Known) -> list[Misfit]:
    column, key = _key(row)
    first = known.seen[type(row)].setdefault(key, where)
    value = key if isinstance(key, str) else str(getattr(row, column))
    if first == where:
        return []
    return [_misfit(column, value, refusing.TWICE, file=first[0], row=first[1])]


def _key(row: Table) -> tuple[str, Any]:
    match row:
        case FormerCommuneRow():
            place = (row.valid_period, row.old_ward_name, row.old_district, row.new_code)
            return "old_ward_name", place
        case OcopSetRow():
            return "set_no", row.set_no
        case UsesRow():
            return "uses", row.model_dump_json()
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
        said = refusing.UNKNOWN_COMMUNE.filled(value=code)
        return [(columns[0], code, said.then(_code_of(name, known)))]
    if not values.same_name(right := known.communes[code], name):
        said = refusing.OTHER_COMMUNE.filled(value=shown(name), code=code, right=right)
        return [(columns[1], name, said.then(_code_of(name, known)))]
    return []


def _code_of(name: str, known: Known) -> Sentence:
    codes = [code for code, other in known.communes.items() if values.same_name(other, name)]
    return refusing.ITS_CODE.filled(name=name, code=codes[0]) if codes else refusing.LOOK_IT_UP


def _out_of_reach(row: Table, known: Known) -> list[Misfit]:
    """Refuse what the list may not state: other producers, their products, other tables."""
    if known.reach is None:
        return []
    if not isinstance(row, ProductRow):
        return [(_key(row)[0], "", refusing.PRODUCTS_ONLY)]
    if row.producer_code not in known.reach:
        return [("producer_code", row.producer_code, refusing.NOT_YOUR_PRODUCER)]
    if known.owners.get(row.code, row.producer_code) not in known.reach:
        return [("code", row.code, refusing.NOT_YOUR_PRODUCT)]
    return []


def _of_no_goods(row: UsesRow, known: Known) -> list[Misfit]:
    if not (row.groups or row.begins or row.codes):
        return [_misfit("uses", "; ".join(row.uses), refusing.OF_NO_GOODS)]
    strange = [one for one in row.groups if slug(one) not in {*known.groups, *known.sets}]
    names = "; ".join([*sorted(known.sets), *sorted(known.groups.values())])
    return [_misfit("groups", one, refusing.UNKNOWN_GROUP, known=names) for one in strange]


def _unknown_producer(row: ProductRow, known: Known) -> list[Misfit]:
    if row.producer_code in known.producers:
        return []
    return [_misfit("producer_code", row.producer_code, refusing.UNKNOWN_PRODUCER)]


def _taken_gtin(row: ProductRow, known: Known) -> list[Misfit]:
    owner = known.gtins.get((row.gtin or "").zfill(14), row.code)
    if owner == row.code:
        return []
    return [_misfit("gtin", row.gtin or "", refusing.TAKEN_GTIN, owner=owner)]


def _no_gtin(row: ProductRow, known: Known) -> list[Misfit]:
    """Refuse a number that no goods are traded under (docs/adr/0052)."""
    what = not_for_trade(row.gtin) if row.gtin else None
    is_let_in = known.specimens or (row.gtin or "").zfill(14) in known.gtins
    if what is None or (what is NotForTrade.SPECIMEN and is_let_in):
        return []
    return [_misfit("gtin", row.gtin or "", refusing.NO_GTIN_OF_TRADE[what])]
