"""Our tables, row by row, as JSON that either database can be filled from."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import Any

import orjson
from tortoise.fields import Field
from tortoise.models import Model

from media.sentences import Sentence
from shop.backup.archive import shown
from shop.database import database
from shop.errors import SetupError
from shop.models import (
    AgriGroup,
    Annex,
    AnnexLine,
    ApiKey,
    AskedWord,
    Attempt,
    AuditEntry,
    CallCount,
    Certificate,
    Challenge,
    ChannelRule,
    Claim,
    ClickCount,
    Clock,
    Code,
    CodeCounter,
    Commune,
    Consent,
    Decision,
    Delivery,
    Denial,
    Device,
    FeedFile,
    FindingAnswer,
    Former,
    FormerCommune,
    Heartbeat,
    Identity,
    InHand,
    InPerson,
    Invitation,
    KeptAnswer,
    KnownWords,
    LegalForm,
    Listing,
    ListingVersion,
    Mandate,
    Membership,
    Message,
    OcopSet,
    PageReport,
    Paper,
    PaperCover,
    PaperKind,
    PaperPage,
    Partner,
    Passkey,
    Password,
    Patrol,
    Photo,
    Picture,
    Producer,
    ProducerAlias,
    Product,
    Proposal,
    ProposalPhoto,
    PutOff,
    QuickLink,
    Recognition,
    Reminder,
    RemovedPicture,
    RenewalNote,
    Review,
    Sale,
    SaleClick,
    SearchCount,
    Session,
    SetNeed,
    ShelfPrice,
    ToPublish,
    Totp,
    User,
    Variant,
    WaitingPicture,
    Webhook,
)

TAKEN: tuple[type[Model], ...] = (
    AgriGroup, Annex, AnnexLine, ApiKey, AuditEntry, CallCount, Certificate, ChannelRule, Claim,
    ClickCount, CodeCounter, Commune, Consent, Decision, Delivery, FindingAnswer, FormerCommune,
    Identity, InPerson, Invitation, KeptAnswer, LegalForm, Listing, ListingVersion, Mandate,
    Membership, OcopSet, PageReport, Paper, PaperCover, PaperKind, PaperPage, Partner, Passkey,
    Password, Patrol, Photo, Picture, Producer, ProducerAlias, Product, Proposal, ProposalPhoto,
    Recognition, Reminder, RemovedPicture, RenewalNote, Review, Sale, SaleClick, SearchCount,
    SetNeed, ShelfPrice, ToPublish, Totp, User, Variant, WaitingPicture, Webhook,
)  # fmt: skip
"""A new model is put in here, or left out below, by name: what must not be copied is not."""
LEFT_OUT: tuple[type[Model], ...] = (
    AskedWord, Attempt, Challenge, Clock, Code, Denial, Device, FeedFile, Former, Heartbeat, InHand,
    KnownWords, Message, PutOff, QuickLink, Session,
)  # fmt: skip
"""The clock begins a new epoch; files and words are made again from the listings; whatever lets a
person in ends with the database that it was given by; a heartbeat is of the service it was; what
officials have in hand or put off is of their day, and what undoes an approval of ten minutes;
of what was denied the audit tells all but the last minutes."""
MADE_AGAIN: dict[type[Model], frozenset[str]] = {
    Listing: frozenset({"contact", "contact_serial"}),
}
"""Columns that are made again from other rows: what a consent covers stands once in a backup."""
AT_ONCE = 500
NEWER = Sentence(
    "Bản sao lưu có {table}.{column}, phiên bản này không biết. Hãy khôi phục bằng phiên bản mới"
    " hơn đã tạo ra nó.",
    "The backup has {table}.{column}, which this version does not know. It was made by a newer"
    " one: restore it with that.",
)


def tables() -> dict[str, type[Model]]:
    """Give table → model, tables that others refer to first."""
    waiting = {model._meta.db_table: model for model in TAKEN}  # noqa: SLF001 - Tortoise has no other way to its columns
    sorted_: dict[str, type[Model]] = {}
    while waiting:
        free = [name for name in sorted(waiting) if _needs(waiting[name]) <= {*sorted_, name}]
        for name in free:
            sorted_[name] = waiting.pop(name)
    return sorted_


def _needs(model: type[Model]) -> set[str]:
    meta = model._meta  # noqa: SLF001 - as above
    keys = [meta.fields_map[name] for name in meta.fk_fields | meta.o2o_fields]
    return {key.related_model._meta.db_table for key in keys}  # type: ignore[attr-defined] # noqa: SLF001


def columns(model: type[Model]) -> dict[str, Field[Any]]:
    """Give column → field."""
    meta = model._meta  # noqa: SLF001 - as above
    left_out = MADE_AGAIN.get(model, frozenset())
    return {
        column: meta.fields_map[name]
        for name, column in meta.fields_db_projection.items()
        if column not in left_out
    }


def query(model: type[Model]) -> str:
    """Read a whole table, in an order that two backups of the same rows share."""
    names = ", ".join(f'"{column}"' for column in columns(model))
    meta = model._meta  # noqa: SLF001 - as above
    return f'SELECT {names} FROM "{meta.db_table}" ORDER BY "{meta.db_pk_column}"'  # noqa: S608 - names of ours


def written(row: Any, of: dict[str, Field[Any]]) -> bytes:
    """Write a row as either driver gives it: text, numbers, ISO dates, JSON as it is."""
    values = {name: field.to_python_value(row[name]) for name, field in of.items()}
    return orjson.dumps(values, default=_number, option=orjson.OPT_NAIVE_UTC)


def _number(value: Any) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)


def model_of(line: bytes, model: type[Model], of: dict[str, Field[Any]]) -> Model:
    values = orjson.loads(line)
    return model(
        **{field.model_field_name: values[name] for name, field in of.items() if name in values}
    )


async def fill(model: type[Model], lines: Iterator[bytes]) -> int:
    """Write rows, some hundreds at a time; give how many there were."""
    of, done = columns(model), 0
    while rows := [model_of(line, model, of) for line in islice(lines, AT_ONCE)]:
        await model.bulk_create(rows)
        done += len(rows)
    return done


async def is_empty() -> bool:
    for model in tables().values():
        if await model.exists():
            return False
    return True


def check_columns(told: dict[str, list[str]]) -> None:
    """Refuse rows that we have no place for; columns they lack get their defaults.

    Raises SetupError.
    """
    ours = tables()
    for table, names in told.items():
        known = columns(ours[table]) if table in ours else {}
        unknown = [name for name in names if name not in known]
        if unknown or not known:
            column = unknown[0] if unknown else "*"
            raise SetupError(NEWER.filled(table=shown(table), column=shown(column)))


async def set_sequences() -> None:
    """Let PostgreSQL number new rows after the restored ones; SQLite does by itself."""
    if database().capabilities.dialect != "postgres":
        return
    for table, model in tables().items():
        meta = model._meta  # noqa: SLF001 - as above
        if meta.pk.generated:
            await database().execute_query(
                f"SELECT setval(pg_get_serial_sequence('{table}', '{meta.db_pk_column}'),"  # noqa: S608
                f' (SELECT coalesce(max("{meta.db_pk_column}"), 1) FROM "{table}"))'
            )
