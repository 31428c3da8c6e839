"""What a producer consents to: what rests on a consent begins and ends with it, at once."""

from collections.abc import Collection
from datetime import datetime

from media.sentences import Sentence
from search.vietnamese import compose
from shop import clock
from shop.audit import record
from shop.catalogue.agreements import AGREEMENTS
from shop.catalogue.contacts import locked
from shop.errors import InvalidError, NotFoundError
from shop.inputs import values
from shop.models import Consent, Product, Purpose
from shop.publishing import Change, change

LONGEST_BASIS = 200
BY_HAND = "by hand:"
"""How the basis of what an owner agreed to here begins; their number follows."""
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
OTHER_TEXT = Sentence(
    "Câu hỏi vừa được viết lại. Hãy đọc bản mới rồi trả lời.",
    "The question was written anew. Read it, and answer again.",
)


async def give_consent(
    producer: str, purpose: Purpose, basis: str, *, by: str, text: str = "", text_version: str = ""
) -> None:
    """Note that a producer consents to something, and what that rests on.

    `text` is what its owner read and agreed to by their own hand. That takes the place of what a
    list or a paper brought; agreed to twice, it was agreed to the first time.

    Raises NotFoundError, and InvalidError for one that stands already, given without a text.
    """
    basis = values.line(compose(basis))
    if not 0 < len(basis) <= LONGEST_BASIS:
        raise InvalidError(NO_BASIS.filled(most=LONGEST_BASIS))
    async with change(by=by) as wanted:
        await locked(producer)  # of two at once, one waits
        since = clock.now()
        if standing := await _standing(producer, purpose):
            if not text:
                raise InvalidError(CONSENTED.filled(producer=producer, purpose=purpose))
            if standing.text_version == text_version:
                return
            since = await _end(standing)
        new = Consent(
            producer_id=producer, purpose=purpose, basis=basis, text=text, text_version=text_version
        )
        await _note(wanted, new, since)


async def note_consents(
    wanted: Change, producer: str, purposes: Collection[Purpose], basis: str, *, is_read: bool
) -> None:
    """Note within a change what a producer consents to of what it has not yet answered.

    `is_read`: a person of it read the Vietnamese texts on our page, and they are kept with it; else
    a paper says so. What stands is left as it is.
    """
    await locked(producer)
    for purpose in sorted(purposes):
        asked = AGREEMENTS[purpose]
        kept = {"text": asked.text.vi, "text_version": asked.version} if is_read else {}
        if await _standing(producer, purpose) is None:
            new = Consent(producer_id=producer, purpose=purpose, basis=basis, **kept)
            await _note(wanted, new, clock.now())


async def unanswered(producer: str) -> list[Purpose]:
    """List what a producer may be asked to consent to, in the order in which that is asked."""
    standing = Consent.filter(producer_id=producer, withdrawn_at=None)
    given = {str(row["purpose"]) for row in await standing.values("purpose")}
    return [purpose for purpose in AGREEMENTS if purpose not in given]


async def _note(wanted: Change, new: Consent, since: datetime) -> None:
    new.given_at = since
    await new.save()
    producer = new.producer_id  # type: ignore[attr-defined] # Tortoise adds it
    wanted.touch_all(Product.filter(producer_id=producer))
    which = _which(new.text_version)
    await record(wanted.by, "consent.give", producer, purpose=new.purpose, **which)


async def agree(producer: str, purpose: Purpose, version: str, language: str, *, by: str) -> None:
    """Give a consent by the hand of a producer's owner, who read its text in a language.

    Raises InvalidError when another version than the one they read is asked for now.
    """
    asked = AGREEMENTS[purpose]
    if version != asked.version:
        raise InvalidError(OTHER_TEXT)
    text = asked.text.vi if language == "vi" else asked.text.en
    await give_consent(producer, purpose, f"{BY_HAND} {by}", by=by, text=text, text_version=version)


async def withdraw_consent(
    producer: str, purpose: Purpose, *, by: str, missing_ok: bool = False
) -> None:
    """Note that a producer takes a consent back; what rested on it disappears at once.

    Raises NotFoundError where there is none, unless that is as good: it was taken back before.
    """
    async with change(by=by) as wanted:
        await locked(producer)
        if (standing := await _standing(producer, purpose)) is None:
            if missing_ok:
                return
            raise NotFoundError(NO_CONSENT.filled(producer=producer, purpose=purpose))
        await _end(standing)
        wanted.touch_all(Product.filter(producer_id=producer))
        await record(by, "consent.withdraw", producer, purpose=purpose)


async def _standing(producer: str, purpose: Purpose) -> Consent | None:
    return await Consent.filter(producer_id=producer, purpose=purpose, withdrawn_at=None).first()


async def _end(standing: Consent) -> datetime:
    """End a consent; give the moment."""
    # A clock that was set back must not keep a person from taking back what they gave.
    at: datetime = max(clock.now(), standing.given_at)
    same = Consent.filter(
        producer_id=standing.producer_id,  # type: ignore[attr-defined]
        purpose=standing.purpose,
        withdrawn_at=None,
    )
    await same.update(withdrawn_at=at)
    return at


def _which(version: str) -> dict[str, str]:
    return {"version": version} if version else {}
