"""How a producer can be reached, and what it consents to: what rests on a consent ends with it."""

from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from media.sentences import Sentence
from search.vietnamese import compose
from shop import clock
from shop.audit import record
from shop.errors import NO_PRODUCER, FieldError, InvalidError, NotFoundError, mistakes
from shop.errors.mistakes import WrongValueError
from shop.inputs import values
from shop.inputs.contacts import PERSONAL
from shop.inputs.labels import label
from shop.inputs.tables import Contact
from shop.models import Consent, Evidence, Producer, Product, Purpose
from shop.models.columns import Row
from shop.publishing import change

LONGEST_BASIS = 200
NOTHING = dict.fromkeys(Contact.model_fields, "")
NO_CONSENT = Sentence(
    "Cơ sở {producer} không có đồng ý cho mục đích {purpose}. Hãy xem lại mã cơ sở.",
    "There is no consent {producer}/{purpose}.",
)
CONSENTED = Sentence(
    "Cơ sở {producer} đã đồng ý cho mục đích {purpose}. Bạn không cần làm gì thêm.",
    "{producer} has consented to {purpose} already.",
)
NO_BASIS = Sentence(
    "Hãy ghi đồng ý này dựa trên giấy tờ nào, không quá {most} ký tự.",
    "Say what the consent rests on, in up to {most} characters.",
)
WRONG_CONTACT = Sentence(
    "Thông tin liên hệ có chỗ chưa đúng. Hãy sửa rồi thử lại.",
    "There is something wrong with this contact.",
)


async def set_contact(
    code: str, said: Mapping[str, str], *, by: str, is_illustrative: bool = False
) -> None:
    """Note how to reach a producer: the columns that are named, as they are; empty clears one.

    Pages show it by the consent `contact` only. `is_illustrative` marks what is made up for the
    demonstration, and takes numbers that cannot exist. Raises NotFoundError, and InvalidError
    naming each column that cannot be read.
    """
    columns = dict(said) if is_illustrative else _read(said)
    evidence = Evidence.ILLUSTRATIVE if is_illustrative else ""
    async with change(by=by) as wanted:
        held = await _locked(code)
        # What is true is not mixed with what was made up: that goes.
        made_up = {} if is_illustrative or not held.contact_evidence else NOTHING
        new = {**made_up, **columns, "contact_evidence": evidence}
        await Producer.filter(code=code).update(**new)
        wanted.touch_all(Product.filter(producer_id=code))
        # No digest: of a telephone number it can be turned back, there are so few of them.
        await record(by, "producer.contact", code, columns=sorted(said))


async def _locked(code: str) -> Producer:
    found = Producer.filter(code=code).select_for_update(no_key=True)
    if (held := await found.only("code", "contact_evidence").first()) is None:
        raise NotFoundError(NO_PRODUCER.filled(code=code))
    return held


def _read(said: Mapping[str, str]) -> Row:
    try:
        cleaned = {column: values.clean(compose(text)) for column, text in said.items()}
        return Contact.model_validate(cleaned).contact
    except WrongValueError as wrong:
        errors = [FieldError("", wrong.told("", "…"))]
    except ValidationError as refusal:
        errors = list(_mistakes(refusal, said))
    raise InvalidError(WRONG_CONTACT.then(errors[0].line), errors)


def _mistakes(refusal: ValidationError, said: Mapping[str, str]) -> Iterator[FieldError]:
    """Say what is wrong, without repeating anything of a person."""
    for error in refusal.errors():
        column = str(error["loc"][0])
        value = "…" if column in PERSONAL else said.get(column, "")
        yield FieldError(column, mistakes.told(error, label(column), value))


async def give_consent(producer: str, purpose: Purpose, basis: str, *, by: str) -> None:
    """Note that a producer consents to something, and what that rests on.

    Raises NotFoundError, and InvalidError for one that stands already.
    """
    basis = values.line(compose(basis))
    if not 0 < len(basis) <= LONGEST_BASIS:
        raise InvalidError(NO_BASIS.filled(most=LONGEST_BASIS))
    async with change(by=by) as wanted:
        await _locked(producer)  # of two at once, one waits
        if await Consent.exists(producer_id=producer, purpose=purpose, withdrawn_at=None):
            raise InvalidError(CONSENTED.filled(producer=producer, purpose=purpose))
        new = Consent(producer_id=producer, purpose=purpose, basis=basis, given_at=clock.now())
        await new.save()
        wanted.touch_all(Product.filter(producer_id=producer))
        await record(by, "consent.give", producer, purpose=purpose)


async def withdraw_consent(producer: str, purpose: Purpose, *, by: str) -> None:
    """Note that a producer takes a consent back; what rested on it disappears at once."""
    async with change(by=by) as wanted:
        standing = Consent.filter(producer_id=producer, purpose=purpose, withdrawn_at=None)
        if not await standing.update(withdrawn_at=clock.now()):
            raise NotFoundError(NO_CONSENT.filled(producer=producer, purpose=purpose))
        wanted.touch_all(Product.filter(producer_id=producer))
        await record(by, "consent.withdraw", producer, purpose=purpose)
