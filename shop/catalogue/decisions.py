"""Verbs over decisions, each one change: what stands on the paper, entered once.

An entry in the audit stands with the decision ("decision 12") and with each product that shows it.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from tortoise.expressions import F

from media.sentences import Sentence, phrase
from search.vietnamese import compose, fold
from shop import clock
from shop.audit import record, record_many
from shop.catalogue.showing import keep_stop
from shop.catalogue.writing import taxonomy_of
from shop.errors import EditedMeanwhileError, FieldError, InvalidError, NotFoundError
from shop.inputs.lasting import day_told, is_usual, lasts_through
from shop.models import Decision, Product, Recognition
from shop.publishing import Change, change, lock_clock

THIS_DECISION = phrase("quyết định này", "This decision")
NO_DECISION = Sentence(
    "Không có quyết định này. Hãy mở lại danh sách.",
    "There is no such decision. Open the list again.",
)
IS_THERE = Sentence(
    "Quyết định {number} ngày {day} đã có.", "Decision {number} of {day} is here already."
)
NO_NUMBER = Sentence("Hãy ghi số quyết định.", "Give the number of the decision.")
NO_ISSUER = Sentence("Hãy ghi cơ quan ký.", "Say which body signed it.")
TO_COME = Sentence(
    "Ngày ký chưa đến. Hãy xem lại năm.", "It would be signed in the future. Check the year."
)
ENDS_FIRST = Sentence(
    "Hạn {end} không muộn hơn ngày ký. Hãy xem lại ngày.",
    "{end} is not after the day of signing. Check the days.",
)


@dataclass(frozen=True, slots=True)
class EnteredError(FieldError):
    """A decision that was entered before: the page leads to it."""

    decision: int = 0


@dataclass(frozen=True, slots=True)
class Signed:
    """What stands on a decision."""

    number: str
    issuer: str
    signed_on: date


async def record_decision(number: str, issuer: str, signed_on: date, *, by: str) -> int:
    """Write a decision down; give its id.

    Raises InvalidError, with EnteredError for one that is here, however its number is written.
    """
    said = _read(Signed(number, issuer, signed_on))
    async with change(by=by):
        await lock_clock()  # of two registrars with one paper the second must find it
        await _must_be_new(said)
        made = await Decision.create(**asdict(said))
        await record(by, "decision.record", subject_of(made.id), after=said)
    return made.id


async def amend_decision(decision: int, said: Signed, seen: int, *, by: str) -> None:
    """Let a decision say what stands on the paper; the days of what it recognises move with it.

    A recognition of 36 months stays one, from the amended day on. Raises NotFoundError,
    EditedMeanwhileError and InvalidError.
    """
    said = _read(said)
    async with change(by=by) as wanted:
        before = await claim_decision(decision, seen)
        await _must_be_new(said, besides=decision)
        await Decision.filter(id=decision).update(**asdict(said))
        moved = await _move_days(decision, before.signed_on, said.signed_on)
        codes = await _codes_of(decision)
        await claim_products(wanted, codes)
        entries = [(one, before, said) for one in (subject_of(decision), *codes)]
        await record_many(by, "decision.amend", entries, decision=decision, moved=moved)
        await lock_clock()  # after the rows: see publishing.change
        await _must_be_new(said, besides=decision)


def subject_of(decision: int) -> str:
    """Name a decision in the audit."""
    return f"decision {decision}"


def plain_number(number: str) -> str:
    """Give a number as it is compared, however people write it: 0123/QĐ - UBND is 123/qd-ubnd."""
    return _plain(number).lstrip("0")


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", fold(compose(text)))


def _read(said: Signed) -> Signed:
    """Give what stands on a paper in the form it is kept in. Raises InvalidError."""
    number = re.sub(r"\s*([/-])\s*", r"\1", " ".join(compose(said.number).split()))
    issuer = " ".join(compose(said.issuer).split())
    errors = [] if number else [FieldError("number", NO_NUMBER)]
    errors += [] if issuer else [FieldError("issuer", NO_ISSUER)]
    errors += [FieldError("signed_on", TO_COME)] if said.signed_on > clock.today() else []
    if errors:
        raise InvalidError(errors[0].said, errors)
    return Signed(number, issuer, said.signed_on)


def _key(said: Signed | Decision) -> tuple[str, str]:
    return plain_number(said.number), _plain(said.issuer)


async def _must_be_new(said: Signed, besides: int | None = None) -> None:
    for one in await Decision.filter(signed_on=said.signed_on).order_by("id"):
        if one.id != besides and _key(one) == _key(said):
            told = IS_THERE.filled(number=one.number, day=day_told(one.signed_on))
            raise InvalidError(told, [EnteredError("number", told, said.number, one.id)])


async def claim_decision(decision: int, seen: int | None) -> Signed:
    """Take the next version of a decision; give what it said."""
    rows = Decision.filter(id=decision)
    rows = rows if seen is None else rows.filter(version=seen)
    if not await rows.update(version=F("version") + 1):
        if (now := await Decision.get_or_none(id=decision)) is None:
            raise NotFoundError(NO_DECISION)
        raise EditedMeanwhileError(THIS_DECISION, now.version)
    held = await Decision.get(id=decision)
    return Signed(held.number, held.issuer, held.signed_on)


async def _codes_of(decision: int) -> list[str]:
    rows = Recognition.filter(decision_id=decision).order_by("product_id")
    return [str(code) for code in await rows.values_list("product_id", flat=True)]


async def _move_days(decision: int, before: date, after: date) -> int:
    """Move the ends of recognitions of 36 months with the day of signing; tell how many moved."""
    if before == after:
        return 0
    theirs = Recognition.filter(decision_id=decision)
    await theirs.update(version=F("version") + 1, taxonomy=taxonomy_of(after))
    by_end: dict[date, list[int]] = {}
    for one in await theirs.order_by("id").only("id", "expires_on"):
        by_end.setdefault(one.expires_on, []).append(one.id)
    usual = {end for end in by_end if is_usual(before, end)}
    if too_early := [end for end in by_end.keys() - usual if end <= after]:
        told = ENDS_FIRST.filled(end=day_told(min(too_early)))
        raise InvalidError(told, [FieldError("signed_on", told)])
    for end in usual:
        moved = lasts_through(after) + (end - lasts_through(before))
        await Recognition.filter(id__in=by_end[end]).update(expires_on=moved)
    return sum(len(by_end[end]) for end in usual)


async def claim_products(wanted: Change, codes: Sequence[str]) -> None:
    """Take the next version of products: an approval that is undone must see that stars moved."""
    await Product.filter(code__in=codes).update(version=F("version") + 1)
    await keep_stop(*codes)
    wanted.touch(*codes)
