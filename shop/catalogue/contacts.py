"""How a producer can be reached: pages show it by its consent only (catalogue/consents.py)."""

from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from media.sentences import Sentence, phrase
from search.vietnamese import compose
from shop.audit import digest_of, record
from shop.errors import (
    NO_PRODUCER,
    EditedMeanwhileError,
    FieldError,
    InvalidError,
    NotFoundError,
    mistakes,
)
from shop.errors.mistakes import WrongValueError
from shop.inputs import values
from shop.inputs.contacts import PERSONAL
from shop.inputs.labels import of_form
from shop.inputs.tables import Contact
from shop.models import Evidence, Producer, Product
from shop.models.columns import Row
from shop.publishing import change

MARKED = (*Contact.model_fields, "contact_evidence")
NOTHING = dict.fromkeys(Contact.model_fields, "")
WRONG_CONTACT = Sentence(
    "Thông tin liên hệ có chỗ chưa đúng. Hãy sửa rồi thử lại.",
    "There is something wrong with this contact.",
)


CONTACT = phrase("thông tin liên hệ", "How you are reached")


async def set_contact(
    code: str,
    said: Mapping[str, str],
    *,
    by: str,
    is_illustrative: bool = False,
    seen: str | None = None,
) -> None:
    """Note how to reach a producer: the columns that are named, as they are; empty clears one.

    Pages show it by the consent `contact` only. `is_illustrative` marks what is made up for the
    demonstration, and takes numbers that cannot exist. `seen` is the `mark_of` what the editor had
    before them.

    Raises NotFoundError, InvalidError naming each column that cannot be read, and
    EditedMeanwhileError where it is another one by now.
    """
    columns = dict(said) if is_illustrative else _read(said)
    evidence = Evidence.ILLUSTRATIVE if is_illustrative else ""
    async with change(by=by) as wanted:
        held = await locked(code)
        if seen is not None and seen != mark_of(held):
            if all(getattr(held, column) == value for column, value in columns.items()):
                return  # a second tap
            raise EditedMeanwhileError(CONTACT, 0)
        # What is true is not mixed with what was made up: that goes.
        made_up = {} if is_illustrative or not held.contact_evidence else NOTHING
        new = {**made_up, **columns, "contact_evidence": evidence}
        await Producer.filter(code=code).update(**new)
        wanted.touch_all(Product.filter(producer_id=code))
        # No digest: of a telephone number it can be turned back, there are so few of them.
        await record(by, "producer.contact", code, columns=sorted(said))


def mark_of(held: Producer) -> str:
    """Mark how a producer can be reached, so that another edit of it is noticed."""
    return digest_of({column: getattr(held, column) for column in MARKED})


async def locked(code: str) -> Producer:
    """Give a producer with its contact; others who would change either wait."""
    found = Producer.filter(code=code).select_for_update(no_key=True)
    if (held := await found.only("code", *MARKED).first()) is None:
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
        yield FieldError(column, mistakes.told(error, of_form(column), value))
