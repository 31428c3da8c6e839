"""What programs say of stock and prices: each pack on its day, and each by itself.

Partners speak of packs that they sell, a producer's own system of that producer's packs. They are
voices among several (shop/catalogue/offers.py): a later word stands against them. What a partner
asks at its own shop is no price of ours and stands beside it: a channel's price may be made from
ours, and would go round (ADR 0057).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from media import failpoints
from media.sentences import Sentence, number
from shop import clock
from shop.catalogue import Said
from shop.catalogue.offers import say, stands_against
from shop.errors import FieldError
from shop.errors.mistakes import shown
from shop.inputs.prices import LEAST, is_far_off
from shop.inputs.refusing import DAY_TO_COME
from shop.inputs.sums import MOST
from shop.models import Availability, Sale, SaleState, ShelfPrice, Variant, Voice
from shop.partners.answers import (
    OUTDATED,
    TAKEN,
    Answer,
    Named,
    Outcome,
    keep_answer,
    kept_answer,
    refused,
)
from shop.partners.keys import Caller
from shop.publishing import Change, change

TWICE = Sentence(
    "{sku} có hai lần. Hãy báo mỗi quy cách một lần.", "{sku} is named twice; name each pack once."
)
NOT_SOLD_BY_YOU = Sentence(
    "“{value}” không phải quy cách bạn đang bán. Hãy báo nơi bán ở `/api/v1/sales` trước.",
    "“{value}” is no pack that you sell; report the sale at `/api/v1/sales` first.",
)
NOT_OF_YOURS = Sentence(
    "“{value}” không phải quy cách của cơ sở bạn. Hãy xem lại mã quy cách.",
    "“{value}” is no pack of your producer’s. Look at its code again.",
)
NO_PRICE = Sentence(
    "“{value}” không phải giá bán. Hãy ghi số đồng nguyên, từ {least} trở lên.",
    "“{value}” is no price; write whole đồng, {least} or more.",
)
FAR_AWAY = Sentence(
    "Giá đang là {held} đồng, “{value}” khác quá mười lần. Hãy đổi giá này trên trang cơ sở.",
    "The price is {held} đồng; “{value}” is ten times off. Change it on the producer’s pages.",
)
FAR_FROM_OURS = Sentence(
    "Giá của cơ sở là {held} đồng, “{value}” khác quá mười lần. Hãy xem lại số không.",
    "The producer’s price is {held} đồng; “{value}” is ten times off. Look at its noughts.",
)


@dataclass(frozen=True, slots=True)
class Word:
    """What is said of a pack's stock."""

    sku: str
    availability: Availability
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Price:
    """What is said of a pack's price, in đồng; None: on request."""

    sku: str
    price: int | None
    on: date | None = None


Told = Word | Price


async def report_offers(
    caller: Caller, said: Sequence[Told | Outcome], named: Named | None = None
) -> Answer:
    """Note what a program says of packs, each by itself, and tell what came of each, in order.

    An item may be an outcome already: one that was not understood. Raises InvalidError where
    the name of the request was another's.
    """
    async with change(by=caller.name) as wanted:
        if answer := await kept_answer(named):
            return answer
        outcomes = await _taken(wanted, caller, said)
        answer = await keep_answer(named, outcomes)
        failpoints.reach("reported-rows")
    failpoints.reach("reported-committed")
    return answer


async def _taken(wanted: Change, caller: Caller, said: Sequence[Told | Outcome]) -> list[Outcome]:
    words = {n: one for n, one in enumerate(said) if not isinstance(one, Outcome)}
    packs = await _packs_of(caller, [one.sku for one in words.values()])
    given = Counter(one.sku for one in words.values())
    found = {n: one for n, one in enumerate(said) if isinstance(one, Outcome)}
    order = {sku: n for n, sku in enumerate(packs)}  # in which packs are locked: none deadlock
    for n, one in sorted(words.items(), key=lambda each: order.get(each[1].sku, 0)):
        errors = list(_mistakes(one, packs, caller, is_alone=given[one.sku] == 1))
        found[n] = refused(errors) if errors else await _take(wanted, caller, one)
    return [found[n] for n in range(len(said))]


async def _packs_of(caller: Caller, skus: Sequence[str]) -> dict[str, int | None]:
    """Give those of the packs of which the caller may speak, with their prices."""
    packs = Variant.filter(sku__in=skus)
    if caller.producer:
        ours = packs.filter(product__producer_id=caller.producer)
    else:
        sold = Sale.filter(partner_id=caller.partner, state=SaleState.LIVE)
        ours = packs.filter(product_id__in=await sold.values_list("code", flat=True))
    return dict(await ours.order_by("id").values_list("sku", "price"))


def _mistakes(
    one: Told, packs: Mapping[str, int | None], caller: Caller, *, is_alone: bool
) -> Iterable[FieldError]:
    if not is_alone:
        yield FieldError("sku", TWICE.filled(sku=shown(one.sku)), one.sku)
        return
    if one.sku not in packs:
        said = NOT_OF_YOURS if caller.producer else NOT_SOLD_BY_YOU
        yield FieldError("sku", said.filled(value=shown(one.sku)), one.sku)
        return
    if one.on and one.on > clock.today():
        yield FieldError("on", DAY_TO_COME.filled(value=f"{one.on:%d/%m/%Y}"), str(one.on))
    if isinstance(one, Price) and one.price is not None:
        yield from _wrong_price(one.price, packs[one.sku], caller)


def _wrong_price(price: int, held: int | None, caller: Caller) -> Iterable[FieldError]:
    if not LEAST <= price < MOST:
        said = NO_PRICE.filled(value=price, least=number(LEAST))
        yield FieldError("price", said, str(price)[:100])
    elif held and is_far_off(price, held):
        far = FAR_AWAY if caller.producer else FAR_FROM_OURS
        said = far.filled(held=number(held), value=number(price))
        yield FieldError("price", said, str(price))


async def _take(wanted: Change, caller: Caller, one: Told) -> Outcome:
    said = Said(Voice.PRODUCER if caller.producer else Voice.PARTNER, one.on)
    if isinstance(one, Word):
        is_taken = await say(wanted, one.sku, {"availability": one.availability}, said)
    elif caller.producer:
        is_taken = await say(wanted, one.sku, {"price": one.price}, said)
    else:
        is_taken = await _put_beside(caller.partner, one, said.day)
    return TAKEN if is_taken else OUTDATED


async def _put_beside(partner: int, one: Price, day: date) -> bool:
    """Note what a pack costs at a partner; tell whether it was taken."""
    held = await ShelfPrice.filter(partner_id=partner, sku=one.sku).select_for_update().first()
    if held and not stands_against(day, held.said_on):
        return False
    new = ShelfPrice(partner_id=partner, sku=one.sku, price=one.price, said_on=day)
    await ShelfPrice.bulk_create(
        [new], on_conflict=["partner_id", "sku"], update_fields=["price", "said_on"]
    )
    return True
