"""Records what the lines of an annex say, all of them in one change."""

from collections.abc import Sequence

from shop.access import members_now
from shop.catalogue.recognising import StarsGiven, recognise
from shop.errors import FieldError, InvalidError
from shop.inputs.lasting import lasts_through
from shop.intake.annexes import refusing
from shop.intake.annexes.keeping import Choice, choose, field_of
from shop.intake.annexes.shown import LineShown, annex_of
from shop.models import Decision, Product


async def record(
    decision: Decision, choices: Sequence[Choice], expected: int, *, user: int, seen: int
) -> int:
    """Keep choices, then recognise the products of all lines that are ready; tell how many.

    0: with these choices they are not as many as were `expected`, so nothing was recorded, for what
    would happen was not what the page had said. Raises what `choose` and `recognise` do, and
    InvalidError for lines of a producer that the official works for.
    """
    by = f"user {user}"
    await choose(decision.id, choices, by=by, seen=seen)
    ready = (await annex_of(decision)).ready
    if not ready:
        raise InvalidError(refusing.NOTHING_READY)
    if len(ready) != expected:
        return 0
    if own := await _own(ready, user):
        raise InvalidError(own[0].said, own)
    try:
        await recognise(decision.id, [_given(decision, one) for one in ready], by=by)
    except InvalidError as refusal:
        raise _beside_lines(refusal, ready) from None
    return len(ready)


async def _own(lines: Sequence[LineShown], user: int) -> list[FieldError]:
    mine = await members_now().filter(user_id=user).values_list("producer_id", flat=True)
    theirs = await Product.filter(producer_id__in=list(mine)).values_list("code", flat=True)
    codes = {str(code) for code in theirs}
    own = [one for one in lines if one.product and one.product.code in codes]
    return [FieldError(field_of(one.id), refusing.OWN.filled(row=one.row)) for one in own]


def _given(decision: Decision, line: LineShown) -> StarsGiven:
    product, kind = line.product, line.type or line.by_history
    if product is None or kind is None or line.stars is None:
        raise ValueError(line.id)  # it is not ready
    return StarsGiven(
        stars=line.stars,
        type=kind,
        expires_on=lasts_through(decision.signed_on),
        product=product.code,
        ocop_set=line.ocop_set if line.needs_set else "",
    )


def _beside_lines(refusal: InvalidError, lines: Sequence[LineShown]) -> InvalidError:
    """Say what is wrong with a product beside the line that it is of."""
    fields = {one.product.code: field_of(one.id) for one in lines if one.product}
    errors = [FieldError(fields.get(one.value, ""), one.said, one.value) for one in refusal.errors]
    return InvalidError(refusal.said, errors)
