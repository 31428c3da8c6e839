"""Producers that people register themselves: not shown before something of theirs is approved."""

from typing import Annotated

from pydantic import BaseModel, StringConstraints

from media.sentences import Sentence
from search.vietnamese import compose, sort_key
from shop.audit import record
from shop.errors import InvalidError
from shop.inputs.alike import are_alike
from shop.inputs.tables import Line, Name
from shop.models import Commune, Evidence, Producer, ProducerAlias, ProducerState, SubjectType
from shop.models.columns import Row
from shop.publishing import Change, lock_clock

PREFIX = "HP-CS-"
NO_COMMUNE = Sentence(
    "Không có xã, phường này. Hãy tìm lại theo tên.", "There is no such commune. Search again."
)


class NewProducer(BaseModel):
    """What a person says of a producer that is not here yet."""

    name: Name
    subject_type: SubjectType
    commune: Annotated[str, StringConstraints(min_length=1, max_length=5)]
    contact_name: Line = ""


async def alike(name: str, commune: str) -> list[Row]:
    """Find producers of a commune that may be the one of a name: their codes and names."""
    there = Producer.filter(commune_id=commune).order_by("name_sort", "code")
    return [row for row in await there.values("code", "name") if are_alike(name, row["name"])]


async def register(wanted: Change, new: NewProducer) -> str:
    """Write a producer that no official has confirmed, inside a change; give its code.

    It has the code above the highest and no consent. Raises InvalidError for an unknown commune.
    """
    if not await Commune.exists(code=new.commune, valid_to=None):
        raise InvalidError(NO_COMMUNE)
    code = await _next_code()
    name = compose(new.name)
    row = Producer(
        code=code,
        name=name,
        name_sort=sort_key(name),
        subject_type=new.subject_type,
        commune_id=new.commune,
        contact_name=compose(new.contact_name),
        evidence=Evidence.SOURCED,
        state=ProducerState.UNCONFIRMED,
    )
    await row.save(force_create=True)
    said = {"name": name, "subject_type": new.subject_type, "commune": new.commune}
    await record(wanted.by, "producer.register", code, after=said)
    return code


async def _next_code() -> str:
    """Give the code above the highest; registrations wait for each other at the clock."""
    await lock_clock()
    here = await Producer.filter(code__startswith=PREFIX).values_list("code", flat=True)
    merged = await ProducerAlias.filter(code__startswith=PREFIX).values_list("code", flat=True)
    codes = [*here, *merged]
    numbers = [int(rest) for code in codes if (rest := str(code).removeprefix(PREFIX)).isdecimal()]
    return f"{PREFIX}{max(numbers, default=0) + 1:03d}"
