"""Tables with one row a thing: communes, former communes, OCOP sets, groups, producers."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tortoise.expressions import F
from tortoise.queryset import QuerySet

from search.vietnamese import sort_key
from shop import clock
from shop.catalogue import (
    products_of_communes,
    products_of_groups,
    products_of_producers,
    products_of_sets,
)
from shop.inputs.tables import (
    AgriGroupRow,
    CommuneRow,
    Contact,
    FormerCommuneRow,
    OcopSetRow,
    ProducerRow,
    Table,
)
from shop.intake.statements import Difference, Judgement, Outcome, Statement, judge
from shop.models import (
    AgriGroup,
    Commune,
    Consent,
    FormerCommune,
    OcopSet,
    Producer,
    ProducerAlias,
    Product,
    Purpose,
)
from shop.models.columns import Imported, Row
from shop.publishing import change

TWO_LEVELS_SINCE = date(2025, 7, 1)
"""Communes, wards and special zones of today exist since then (NQ 202/2025/QH15)."""

BASIS_LENGTH = 200
"""Letters that the column `consent.basis` holds."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the rows of a table go, and which products show them."""

    noun: str
    model: type[Imported]
    key: tuple[str, ...]
    columns: Callable[[Any], Row]
    shown_by: Callable[[Collection[str]], QuerySet[Product]] | None = None
    optional: Collection[str] = ()
    """Columns of which a row may say nothing."""
    is_versioned: bool = True
    """Its rows are edited here, too: a registrar must notice a list that came between."""


def _commune(row: CommuneRow) -> Row:
    return {
        "code": row.code,
        "name": row.name,
        "kind": row.type,
        "province_code": row.province_code,
        "former_districts": row.former_districts_2025,
        "former_province": row.former_province,
        "valid_from": TWO_LEVELS_SINCE,
    }


def _former_commune(row: FormerCommuneRow) -> Row:
    return {
        "valid_period": row.valid_period,
        "code": row.old_ward_code,
        "name": row.old_ward_name,
        "district": row.old_district,
        "province": row.old_province,
        "commune_id": row.new_code,
        "how": row.how,
        "flag": row.flag,
    }


def _ocop_set(row: OcopSetRow) -> Row:
    return {
        "number": row.set_no,
        "section_no": row.section_no,
        "section_vi": row.section_vi,
        "section_en": row.section_en,
        "group_vi": row.group_vi,
        "group_en": row.group_en,
        "name_vi": row.subgroup_vi,
        "name_en": row.subgroup_en,
    }


def _producer(row: ProducerRow) -> Row:
    return {
        "code": row.producer_code,
        "name": row.name,
        "subject_type": row.subject_type,
        "commune_id": row.commune_code,
        "former_district": row.former_district,
        "evidence": row.evidence,
        "source_url": row.source_url,
        **row.contact,
    }


DESTINATIONS: Mapping[type[Table], Destination] = {
    CommuneRow: Destination("communes", Commune, ("code",), _commune, products_of_communes),
    FormerCommuneRow: Destination(
        "former communes",
        FormerCommune,
        ("commune_id", "valid_period", "name", "district"),
        _former_commune,
        is_versioned=False,
    ),
    OcopSetRow: Destination(
        "OCOP sets",
        OcopSet,
        ("number",),
        _ocop_set,
        products_of_sets,
    ),
    AgriGroupRow: Destination(
        "agricultural groups",
        AgriGroup,
        ("code",),
        dict,
        products_of_groups,
    ),
    ProducerRow: Destination(
        "producers",
        Producer,
        ("code",),
        _producer,
        products_of_producers,
        Contact.model_fields,
    ),
}


async def save_rows(
    table: type[Table], rows: Sequence[Table], *, by: str, source: str = "", dry_run: bool = False
) -> list[Judgement]:
    """Write the rows of one table that are new, or changed in the list and not here.

    `source` names the list, for what rests on it.
    """
    destination = DESTINATIONS[table]
    stated = [Statement(destination.columns(row)) for row in rows]
    if dry_run:
        return await _judge(destination, rows, stated)
    async with change(by=by) as wanted:
        await _lock(destination, stated)
        judged = await _judge(destination, rows, stated)
        fresh = [i for i, one in enumerate(judged) if one.outcome == Outcome.CREATED]
        await destination.model.bulk_create([_made(destination, stated[i]) for i in fresh])
        changed = await _update(destination, stated, judged)
        if changed and destination.shown_by:
            wanted.touch_all(
                destination.shown_by([one.columns[destination.key[0]] for one in changed])
            )
        await _give_consents([rows[i] for i in fresh], source or by)
    return judged


async def _update(
    destination: Destination, stated: Sequence[Statement], judged: Sequence[Judgement]
) -> list[Statement]:
    """Write what the list changed, and note what it took over; give what it changed."""
    for one, judgement in zip(stated, judged, strict=True):
        key = _key(destination, one)
        if judgement.outcome == Outcome.UPDATED:
            columns = {name: value for name, value in _written(one).items() if name not in key}
            if destination.is_versioned:
                columns["version"] = F("version") + 1
            await destination.model.filter(**key).update(**columns)
        elif judgement.taken_over:
            await destination.model.filter(**key).update(imported_digest=one.digest)
    return [one for one, its in zip(stated, judged, strict=True) if its.outcome == Outcome.UPDATED]


async def _lock(destination: Destination, stated: Sequence[Statement]) -> None:
    """Keep others from editing until the commit: what is judged is what is overwritten.

    `no_key`: products that another import is adding refer to these rows, and may go on doing so.
    """
    rows = _spoken_of(destination, stated).select_for_update(no_key=True)
    await rows.order_by(*destination.key).only(*destination.key)


async def _judge(
    destination: Destination, rows: Sequence[Table], stated: Sequence[Statement]
) -> list[Judgement]:
    if not stated:
        return []
    columns = dict.fromkeys([*stated[0].columns, *destination.optional])
    found = await _spoken_of(destination, stated).values(*columns, "imported_digest")
    current = {tuple(row[column] for column in destination.key): row for row in found}
    judged = [
        _judge_one(one, current.get(tuple(_key(destination, one).values()))) for one in stated
    ]
    if destination.model is not Producer:
        return judged
    return await _judge_merged(stated, await _judge_consents(rows, judged))


async def _judge_merged(
    stated: Sequence[Statement], judged: Sequence[Judgement]
) -> list[Judgement]:
    """Make no producer of a code that was merged: said as before it is no news, else a conflict."""
    found = await ProducerAlias.filter(code__in=[one.columns["code"] for one in stated])
    merged = {one.code: one for one in found}
    return [
        _judge_alias(one, merged[code]) if (code := one.columns["code"]) in merged else its
        for one, its in zip(stated, judged, strict=True)
    ]


def _judge_alias(stated: Statement, alias: ProducerAlias) -> Judgement:
    if stated.digest == alias.imported_digest:
        return Judgement(Outcome.UNCHANGED)
    now = alias.producer_id  # type: ignore[attr-defined] # Tortoise adds it
    return Judgement(Outcome.CONFLICT, (Difference("code", alias.code, now),))


def _spoken_of(destination: Destination, stated: Sequence[Statement]) -> QuerySet[Imported]:
    first = destination.key[0]
    return destination.model.filter(**{f"{first}__in": {one.columns[first] for one in stated}})


def _judge_one(stated: Statement, row: Row | None) -> Judgement:
    if row is None:
        return judge(stated, None, "")
    digest = row.pop("imported_digest")
    current = Statement({column: row[column] for column in stated.columns})
    return judge(
        stated, current, current.digest if _is_as_imported(row, stated, digest) else digest
    )


def _is_as_imported(row: Row, stated: Statement, digest: str) -> bool:
    """Tell whether a row is as lists left it: the last may have said less of the contact, or none.

    Where lists never spoke of a contact, what is here of it was noted here.
    """
    contact = {column: value for column, value in row.items() if column in Contact.model_fields}
    others = {column: value for column, value in row.items() if column not in contact}
    known = {column: value for column, value in contact.items() if value}
    if Statement({**others, **known}).digest == digest:
        return True
    return Statement(others).digest == digest and not stated.columns.keys() & known.keys()


def _key(destination: Destination, one: Statement) -> Row:
    return {column: one.columns[column] for column in destination.key}


def _made(destination: Destination, one: Statement) -> Imported:
    return destination.model(**_written(one))


def _written(one: Statement) -> Row:
    """Give the columns as stored: the stated ones, the sort key they imply, and their digest."""
    sorting = {"name_sort": sort_key(one.columns["name"])[:400]} if _is_sorted(one) else {}
    return {**one.columns, **sorting, "imported_digest": one.digest}


def _is_sorted(one: Statement) -> bool:
    return "province_code" in one.columns or "subject_type" in one.columns


async def _judge_consents(rows: Sequence[Any], judged: Sequence[Judgement]) -> list[Judgement]:
    """Make a conflict of other consents than the present ones: a list never changes them."""
    codes = [row.producer_code for row in rows]
    found = Consent.filter(producer_id__in=codes, withdrawn_at=None)
    standing: defaultdict[str, set[Purpose]] = defaultdict(set)
    for code, purpose in await found.values_list("producer_id", "purpose"):
        standing[code].add(purpose)
    return [
        _judge_consent(row, one, standing[row.producer_code])
        for row, one in zip(rows, judged, strict=True)
    ]


def _judge_consent(row: ProducerRow, judged: Judgement, standing: set[Purpose]) -> Judgement:
    if judged.outcome == Outcome.CREATED or row.consents is None or row.purposes == standing:
        return judged
    difference = Difference("consents", _in_words(row.purposes), _in_words(standing))
    return Judgement(Outcome.CONFLICT, (*judged.differences, difference))


def _in_words(purposes: Collection[Purpose]) -> str:
    return "; ".join(purpose for purpose in Purpose if purpose in purposes)


async def _give_consents(rows: Sequence[Table], source: str) -> None:
    at = clock.now()
    await Consent.bulk_create(
        [
            Consent(
                producer_id=row.producer_code,
                purpose=purpose,
                basis=_basis(row, source),
                given_at=at,
            )
            for row in rows
            if isinstance(row, ProducerRow)
            for purpose in Purpose
            if purpose in row.purposes
        ]
    )


def _basis(row: ProducerRow, source: str) -> str:
    """Say what consents rest on: the list that states them, or that it is itself public."""
    said = "public list:" if row.consents is None else "stated in"
    return f"{said} {source}"[:BASIS_LENGTH]
