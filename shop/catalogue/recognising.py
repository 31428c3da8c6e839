"""Verbs over what decisions recognise, each one change: where a line is unfit, none is written.

An entry in the audit stands with the product, and names the decision in its detail: the histories
of both are whole.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tortoise.expressions import F

from media.sentences import Sentence, phrase
from search.vietnamese import compose
from shop.audit import record, record_many
from shop.catalogue.decisions import (
    ENDS_FIRST,
    Signed,
    claim_decision,
    claim_products,
    subject_of,
)
from shop.catalogue.writing import taxonomy_of
from shop.errors import (
    NO_PRODUCT,
    EditedMeanwhileError,
    FieldError,
    InvalidError,
    NotFoundError,
)
from shop.inputs.lasting import day_told, is_usual, lasts_through
from shop.models import Kind, OcopSet, Product, Recognition, RecognitionType
from shop.models.columns import Row
from shop.publishing import Change, change

STARS = (3, 4, 5)
THIS_RECOGNITION = phrase("công nhận này", "This recognition")
NO_RECOGNITION = Sentence(
    "Không có công nhận này. Hãy mở lại quyết định.",
    "There is no such recognition. Open the decision again.",
)
NO_LINES = Sentence(
    "Chưa có sản phẩm nào để ghi nhận. Hãy chọn sản phẩm.",
    "There is no product to recognise. Choose one.",
)
TWICE = Sentence(
    "{code} có hai dòng. Hãy giữ một dòng.", "{code} stands in two lines. Keep one of them."
)
HAS_IT = Sentence(
    "Quyết định này đã công nhận {code}. Hãy sửa công nhận đó.",
    "This decision recognises {code} already. Correct that recognition.",
)
NEEDS_SET = Sentence(
    "{code} chưa thuộc bộ OCOP nào. Hãy chọn bộ sản phẩm.",
    "{code} is in no OCOP set yet. Choose its set.",
)
NO_SET = Sentence(
    "Không có bộ sản phẩm {number}. Hãy chọn trong danh sách.",
    "There is no set {number}. Choose from the list.",
)
WRONG_STARS = Sentence("Số sao chỉ ghi 3, 4 hoặc 5.", "Stars are 3, 4 or 5.")
OTHER_LENGTH = Sentence(
    "Hạn {end} không phải 36 tháng, đúng ra là {right}. Nếu đúng thế, hãy đánh dấu xác nhận.",
    "{end} is not 36 months after signing; that is {right}. If the paper says so, tick the box.",
)
NO_REASON = Sentence("Hãy ghi lý do thu hồi.", "Say why it is taken back.")
REVOKED_OUTSIDE = Sentence(
    "Ngày thu hồi phải từ {first} đến {last}.",
    "The day must be from {first} to {last}.",
)
IS_REVOKED = Sentence("Công nhận này đã bị thu hồi.", "This recognition was taken back already.")
NOT_REVOKED = Sentence("Công nhận này không bị thu hồi.", "This recognition was not taken back.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stars:
    """What a decision says of a product."""

    stars: int
    type: RecognitionType
    expires_on: date
    """The last day."""
    length_confirmed: bool = False
    """The paper was read, and does say another length than 36 months."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StarsGiven(Stars):
    """One line of a decision's annex."""

    product: str
    ocop_set: str = ""
    """Where an agricultural product is sorted in; empty: it stays in the set that it has."""


async def recognise(
    decision: int, given: Sequence[StarsGiven], *, by: str, seen: int | None = None
) -> None:
    """Note all that a decision recognises, in one change; a product that gets stars is of OCOP.

    `seen` is the version of the decision that was read. Raises NotFoundError, EditedMeanwhileError,
    and InvalidError with all that is wrong, the product's code as the value of each.
    """
    async with change(by=by) as wanted:
        held = await claim_decision(decision, seen)
        products = await _lock_products([one.product for one in given])
        if errors := await _unfit(decision, held.signed_on, given, products):
            raise InvalidError(errors[0].said, errors)
        await _sort_in(given, products)
        await Recognition.bulk_create([_row(decision, held, one) for one in given])
        codes = [one.product for one in given]
        await claim_products(wanted, codes)
        entries = [(one.product, None, one) for one in given]
        await record_many(by, "recognition.give", entries, decision=decision)
        await record(by, "decision.recognise", subject_of(decision), **_told(given))


def _told(given: Sequence[StarsGiven]) -> dict[str, object]:
    """Say how many products were recognised, and of which another length was confirmed."""
    confirmed = sorted(one.product for one in given if one.length_confirmed)
    return {"many": len(given)} | ({"length_confirmed": confirmed} if confirmed else {})


async def correct_recognition(recognition: int, said: Stars, seen: int, *, by: str) -> None:
    """Let a recognition say what its decision does. Raises what `recognise` does."""
    async with change(by=by) as wanted:
        row = await _claim_recognition(wanted, recognition, seen)
        if errors := _misread(row["signed_on"], said, row["product_id"]):
            raise InvalidError(errors[0].said, errors)
        columns = {name: getattr(said, name) for name in ("stars", "type", "expires_on")}
        await Recognition.filter(id=recognition).update(**columns)
        before = {name: row[name] for name in columns}
        detail = {"length_confirmed": True} if said.length_confirmed else {}
        await _note("correct", by, row, before, columns, **detail)


async def revoke(recognition: int, reason: str, day: date, seen: int, *, by: str) -> None:
    """Take a recognition back from a day on. Raises as `correct_recognition` does."""
    async with change(by=by) as wanted:
        row = await _claim_recognition(wanted, recognition, seen)
        _must_be_revocable(row, reason, day)
        told = {"revoked_on": day, "revoked_reason": compose(reason).strip()}
        await Recognition.filter(id=recognition).update(**told)
        await _note("revoke", by, row, {"revoked_on": None}, told, reason=told["revoked_reason"])


async def reinstate(recognition: int, seen: int, *, by: str) -> None:
    """Let a recognition stand as if it had not been revoked. Raises as `revoke` does."""
    async with change(by=by) as wanted:
        row = await _claim_recognition(wanted, recognition, seen)
        if row["revoked_on"] is None:
            raise InvalidError(NOT_REVOKED)
        await Recognition.filter(id=recognition).update(revoked_on=None, revoked_reason="")
        before = {"revoked_on": row["revoked_on"]}
        await _note("reinstate", by, row, before, {"revoked_on": None})


async def strike(recognition: int, seen: int, *, by: str) -> None:
    """Remove a recognition that the decision never gave: it was entered by mistake."""
    async with change(by=by) as wanted:
        row = await _claim_recognition(wanted, recognition, seen)
        await Recognition.filter(id=recognition).delete()
        before = {name: row[name] for name in ("stars", "type", "expires_on", "revoked_on")}
        await _note("strike", by, row, before, None)
        subject = subject_of(row["decision_id"])  # where no row names the product any more
        await record(by, "decision.strike", subject, product=row["product_id"])


async def _claim_recognition(wanted: Change, recognition: int, seen: int) -> Row:
    """Take the next version of a recognition, and of its product; give what it said."""
    rows = Recognition.filter(id=recognition)
    if not await rows.filter(version=seen).update(version=F("version") + 1):
        if (now := await rows.first()) is None:
            raise NotFoundError(NO_RECOGNITION)
        raise EditedMeanwhileError(THIS_RECOGNITION, now.version)
    [row] = await rows.values(
        "product_id", "decision_id", "stars", "type", "expires_on", "revoked_on",
        signed_on="decision__signed_on",
    )  # fmt: skip
    await claim_products(wanted, [row["product_id"]])
    return row


async def _lock_products(codes: Collection[str]) -> dict[str, Product]:
    rows = Product.filter(code__in=codes).order_by("code").select_for_update(no_key=True)
    return {one.code: one for one in await rows.only("code", "kind", "ocop_set_id")}


async def _unfit(
    decision: int, signed_on: date, given: Sequence[StarsGiven], products: Mapping[str, Product]
) -> list[FieldError]:
    """List all that keeps lines from being written."""
    theirs = Recognition.filter(decision_id=decision, product_id__in=list(products))
    has_it = {str(code) for code in await theirs.values_list("product_id", flat=True)}
    sets = {str(number) for number in await OcopSet.all().values_list("number", flat=True)}
    errors = [] if given else [FieldError("product", NO_LINES)]
    passed: set[str] = set()
    for one in given:
        code = one.product
        if (held := products.get(code)) is None:
            errors.append(FieldError("product", NO_PRODUCT.filled(code=code), code))
        elif code in passed or code in has_it:
            said = HAS_IT if code in has_it else TWICE
            errors.append(FieldError("product", said.filled(code=code), code))
        else:
            errors += _unsorted(one, held, sets)
        errors += _misread(signed_on, one, code)
        passed.add(code)
    return errors


def _unsorted(one: StarsGiven, held: Product, sets: Collection[str]) -> list[FieldError]:
    if one.ocop_set and one.ocop_set not in sets:
        return [FieldError("ocop_set", NO_SET.filled(number=one.ocop_set), one.product)]
    if not one.ocop_set and held.ocop_set_id is None:  # type: ignore[attr-defined]
        return [FieldError("ocop_set", NEEDS_SET.filled(code=one.product), one.product)]
    return []


def _misread(signed_on: date, said: Stars, code: str) -> list[FieldError]:
    """List what cannot stand of a product's stars, or must be confirmed."""
    errors = [] if said.stars in STARS else [FieldError("stars", WRONG_STARS, code)]
    end, right = day_told(said.expires_on), day_told(lasts_through(signed_on))
    if said.expires_on <= signed_on:
        errors.append(FieldError("expires_on", ENDS_FIRST.filled(end=end), code))
    elif not (said.length_confirmed or is_usual(signed_on, said.expires_on)):
        told = OTHER_LENGTH.filled(end=end, right=right)
        errors.append(FieldError("expires_on", told, code))
    return errors


async def _sort_in(given: Sequence[StarsGiven], products: Mapping[str, Product]) -> None:
    """Let what gets stars be of OCOP, in the set that is named; its code and group stay."""
    sorted_in: dict[str, list[str]] = {}
    for one in given:
        held = products[one.product]
        number = one.ocop_set or held.ocop_set_id  # type: ignore[attr-defined] # Tortoise adds it
        if (held.kind, held.ocop_set_id) != (Kind.OCOP, number):  # type: ignore[attr-defined]
            sorted_in.setdefault(number, []).append(one.product)
    for number, codes in sorted_in.items():
        await Product.filter(code__in=codes).update(kind=Kind.OCOP, ocop_set_id=number)


def _row(decision: int, held: Signed, one: StarsGiven) -> Recognition:
    return Recognition(
        product_id=one.product,
        decision_id=decision,
        stars=one.stars,
        type=one.type,
        taxonomy=taxonomy_of(held.signed_on),
        expires_on=one.expires_on,
    )


def _must_be_revocable(row: Row, reason: str, day: date) -> None:
    if row["revoked_on"] is not None:
        raise InvalidError(IS_REVOKED)
    first, last = row["signed_on"], row["expires_on"]
    told = REVOKED_OUTSIDE.filled(first=day_told(first), last=day_told(last))
    errors = [] if reason.strip() else [FieldError("reason", NO_REASON)]
    errors += [] if first <= day <= last else [FieldError("day", told)]
    if errors:
        raise InvalidError(errors[0].said, errors)


async def _note(
    act: str, by: str, row: Row, before: Row, after: Row | None, **detail: object
) -> None:
    told = {"decision": row["decision_id"], **detail}
    await record(by, f"recognition.{act}", row["product_id"], before, after, **told)
