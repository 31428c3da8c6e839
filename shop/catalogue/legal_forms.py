"""What a producer is as a subject, over time: a household becomes a company, its code stays."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, StringConstraints

from media.sentences import Sentence
from search.vietnamese import compose
from shop import clock
from shop.audit import record
from shop.catalogue.renaming import PRODUCERS, lock, naming, write
from shop.errors import FieldError, InvalidError
from shop.inputs import values
from shop.models import LegalForm, Producer, SubjectType
from shop.models.columns import Row
from shop.publishing import change

LATER = Sentence(
    "Ngày này chưa đến. Hãy ghi khi đã đổi xong.", "This day is to come. Note it once it is so."
)
NO_BASIS = Sentence(
    "Hãy ghi căn cứ, ví dụ số giấy đăng ký.", "Say what it rests on, such as a registration."
)


class NewForm(BaseModel):
    """What a registrar notes of a producer that changed."""

    subject_type: SubjectType
    name: Annotated[str, StringConstraints(max_length=200)] = ""
    """Empty: it is called as before."""
    since: date
    basis: Annotated[str, StringConstraints(max_length=200)] = ""


async def note_form(code: str, new: NewForm, *, by: str, seen: int | None = None) -> None:
    """Note what a producer is since a day; noted again of the same day, it was a mistake.

    The latest is what it is today, and what its products show. Raises NotFoundError, InvalidError
    for a day to come or without a basis, and EditedMeanwhileError.
    """
    _must_be_known(new)
    async with change(by=by) as wanted:
        await lock(PRODUCERS, code, seen)
        held = await Producer.get(code=code)
        before = _said(held.subject_type, held.name)
        if not await LegalForm.exists(producer_id=code):
            await _add(code, before, None, "", "")
        await LegalForm.filter(producer_id=code, since=new.since).delete()
        said = _said(new.subject_type, values.line(compose(new.name)) or held.name)
        await _add(code, said, new.since, new.basis, by)
        after = await _of_today(code)
        await write(PRODUCERS, code, {**after, **naming(after)})
        await record(by, "producer.form", code, before, after, since=new.since.isoformat())
        wanted.touch_all(PRODUCERS.shown_by([code]))


async def forms_of(code: str) -> list[LegalForm]:
    """List what a producer was, in its order; empty: nothing was noted of a change."""
    rows = await LegalForm.filter(producer_id=code)
    return sorted(rows, key=lambda row: (row.since or date.min, row.id))


def _must_be_known(new: NewForm) -> None:
    wrong = [FieldError("since", LATER)] if new.since > clock.today() else []
    wrong += [] if new.basis else [FieldError("basis", NO_BASIS)]
    if wrong:
        raise InvalidError(wrong[0].said, wrong)


def _said(subject_type: SubjectType, name: str) -> Row:
    return {"subject_type": subject_type, "name": name}


async def _add(code: str, said: Row, since: date | None, basis: str, by: str) -> None:
    await LegalForm.create(producer_id=code, since=since, basis=basis, by=by, **said)


async def _of_today(code: str) -> Row:
    latest = (await forms_of(code))[-1]
    return _said(latest.subject_type, latest.name)
