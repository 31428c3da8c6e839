"""What is said of a pack's offer: its price and whether it is to be had, each with its day.

Several voices speak of one pack: lists, the producer, operators, partners. Of two words the one of
the later day stands, in whatever order they came; the audit has both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tortoise.expressions import F

from media import failpoints
from media.sentences import Sentence
from shop import clock
from shop.audit import record, record_many
from shop.catalogue.writing import lock_offer, write_offer
from shop.errors import NO_PRODUCER, InvalidError, NotFoundError
from shop.formats.standing import stands_through
from shop.models import Availability, Producer, Product, Variant, Voice
from shop.models.columns import Row
from shop.publishing import Change, change

NO_PRICE = Sentence(
    "Giá là số đồng nguyên lớn hơn 0. Hãy ghi lại giá.",
    "A price is a whole number of đồng above 0.",
)
IN_THE_FUTURE = Sentence(
    "Ngày {day} chưa đến. Hãy ghi ngày hôm nay hoặc ngày đã qua.",
    "{day} has not come yet; give today or a day before.",
)


@dataclass(frozen=True, slots=True)
class Said:
    """Whose word it is, and of which day; None: of today."""

    voice: Voice = Voice.OPERATOR
    on: date | None = None

    @property
    def day(self) -> date:
        """Give its day. Raises InvalidError for one that has not come."""
        today = clock.today()
        if self.on and self.on > today:
            raise InvalidError(IN_THE_FUTURE.filled(day=f"{self.on:%d/%m/%Y}"))
        return self.on or today


OPERATOR = Said()


async def set_price(
    sku: str, price: int | None, *, by: str, said: Said = OPERATOR, seen: int | None = None
) -> bool:
    """Set a pack's price in đồng; None: on request. `seen` is the version of the offer.

    Tell whether it was taken: the word of a later day stands. Raises InvalidError for what is no
    price or of a day to come, NotFoundError, and EditedMeanwhileError.
    """
    if price is not None and price <= 0:
        raise InvalidError(NO_PRICE)
    return await _say_alone(sku, {"price": price}, by, said, seen)


async def set_availability(
    sku: str,
    availability: Availability | None,
    *,
    by: str,
    said: Said = OPERATOR,
    seen: int | None = None,
) -> bool:
    """Say whether a pack is to be had; None: that it is not known any more.

    Tells and raises what `set_price` does.
    """
    return await _say_alone(sku, {"availability": availability}, by, said, seen)


async def _say_alone(
    sku: str, offer: Mapping[str, Any], by: str, said: Said, seen: int | None
) -> bool:
    async with change(by=by) as wanted:
        taken = await say(wanted, sku, offer, said, seen)
    failpoints.reach("offer-committed")
    return taken


async def say(
    wanted: Change, sku: str, offer: Mapping[str, Any], said: Said, seen: int | None = None
) -> bool:
    """Write the one thing that is said of an offer, `price` or `availability`, inside a change."""
    [(what, value)] = offer.items()
    day, held = said.day, await lock_offer(sku, seen)
    taken = stands_against(day, getattr(held, f"{what}_confirmed_on"))
    if taken:
        await write_offer(wanted, held, {what: value, **confirmed(what, day, said.voice)})
    before = {what: getattr(held, what)}
    detail = {what: value, "voice": said.voice, "on": day, "taken": taken}
    await record(wanted.by, f"variant.{what}", sku, before, {what: value}, **detail)
    return taken


async def confirm_offers(producer: str, *, by: str, said: Said = OPERATOR) -> int:
    """Say that all that is shown of a producer's offers still holds; give how many packs it has.

    What is shown as unknown stays so: there is nothing in it that could be confirmed. Raises
    NotFoundError, and InvalidError for a day to come.
    """
    day = said.day
    async with change(by=by) as wanted:
        if not await Producer.exists(code=producer):
            raise NotFoundError(NO_PRODUCER.filled(code=producer))
        packs = await _packs_of(producer)
        confirmed_now = [(pack, news) for pack in packs if (news := _still(pack, day, said.voice))]
        for pack, news in confirmed_now:
            await Variant.filter(id=pack["id"]).update(**news, version=F("version") + 1)
        entries = [(pack["sku"], None, news) for pack, news in confirmed_now]
        await record_many(by, "variant.confirm", entries, voice=said.voice, on=day)
        wanted.touch_all(Product.filter(producer_id=producer))
    failpoints.reach("offer-committed")
    return len(packs)


async def _packs_of(producer: str) -> list[Row]:
    """Lock the packs of a producer, in the one order in which packs are locked."""
    ours = Variant.filter(product__producer_id=producer).order_by("id")
    ids = await ours.values_list("id", flat=True)
    await Variant.filter(id__in=ids).order_by("id").select_for_update(no_key=True).only("id")
    return (
        await Variant.filter(id__in=ids)
        .order_by("id")
        .values(
            "id",
            "sku",
            "price_confirmed_on",
            "availability",
            "availability_confirmed_on",
            season_months="product__season_months",
        )
    )


def _still(pack: Row, day: date, voice: Voice) -> Row:
    """Give what a word of a day confirms of a pack: its price, and its stock while that stands."""
    news: Row = {}
    if stands_against(day, pack["price_confirmed_on"]):
        news |= confirmed("price", day, voice)
    said_on = pack["availability_confirmed_on"] if pack["availability"] else None
    if said_on and said_on <= day <= stands_through(said_on, pack["season_months"] or ()):
        news |= confirmed("availability", day, voice)
    return news


def stands_against(day: date, held: date | None) -> bool:
    """Tell whether a word of a day stands against one that is held already."""
    return held is None or day >= held


def confirmed(what: str, day: date, voice: Voice) -> Row:
    """Give the columns that say on which day a price or stock was confirmed, and by whom."""
    return {f"{what}_confirmed_on": day, f"{what}_confirmed_by": voice}
