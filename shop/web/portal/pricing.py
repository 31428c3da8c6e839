"""A pack's price as a person writes it: read, asked back with buttons, or said.

What has two meanings is a question and is never guessed; what was typed against an older offer is
one too, for the writer had not seen what it would replace.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from media.sentences import Sentence, joined, number, phrase
from shop import catalogue, clock
from shop.catalogue import Said
from shop.errors import (
    NO_PRODUCT,
    EditedMeanwhileError,
    FieldError,
    InvalidError,
    NotFoundError,
    ShopError,
)
from shop.errors.mistakes import WrongValueError
from shop.inputs import packs
from shop.inputs.labels import of_form
from shop.inputs.prices import AskedBackError, agrees, read_price
from shop.models import Variant, Voice
from shop.publishing.rendering import PER_UNIT
from shop.queries.own_products import last_price_said

MOST = 10**12
"""đồng; a price is less (shop/inputs/sums.py)."""
NOTHING_TYPED = Sentence(
    "Hãy ghi giá, hoặc chọn «Liên hệ».", "Type a price, or choose “On request”."
)
TWO_THINGS = Sentence(
    "Bạn vừa ghi giá, vừa chọn «Liên hệ». Hãy bỏ một trong hai.",
    "You typed a price and chose “On request”. Keep one of them.",
)
OTHER_PACK = Sentence(
    "Bạn ghi giá cho {per}, còn ở đây bán theo {pack}. Giá nào đúng?",
    "Your price is for {per}, but this is sold as {pack}. Which is right?",
)
MOVED = Sentence(
    "Giá vừa được {whom} đổi thành {now}{when}. Bạn vẫn muốn đặt {mine}?",
    "The price was just changed to {now} by {whom}{when}. Do you still want {mine}?",
)
SAID_LATER = Sentence(
    "Giá này đã được xác nhận ở một ngày sau hôm nay. Hãy gọi UBND xã, phường.",
    "This price was confirmed on a day after today. Call your commune’s office.",
)
FAR_AWAY = Sentence(
    "Giá đang là {held}. Bạn ghi {mine}, có đúng không?",
    "The price is {held} now. You typed {mine}; is that right?",
)
FAR = 8
"""Times by which a price seldom moves at once, and does where a nought was lost."""
ANOTHER = phrase("người khác", "another person")
YOU = phrase("bạn", "you")
AT = phrase(" lúc {time}", " at {time}")
AT_ON = phrase(" lúc {time} ngày {day}", " at {time} on {day}")
ON_REQUEST = phrase("«Liên hệ»", "“On request”")
WRITE = phrase("Ghi {price}", "Write {price}")
STILL = phrase("Vẫn đặt {price}", "Set {price}")
KEEP = phrase("Giữ {price}", "Keep {price}")
DONG = phrase("{amount}\u00a0₫", "₫{amount}")
Amount = Annotated[int, Field(ge=0, lt=MOST)]


class TypedPrice(BaseModel):
    """What a form says of a price; 0 đồng stands for "on request"."""

    price: str = ""
    say: Literal["amount", "request"] = "amount"
    chosen: Amount | None = None
    """The answer to what was asked back, in place of the text."""
    per: str = ""
    """What the asked price was written to be for."""
    seen: int = 0
    """Version of the offer that the writer had before them."""
    was: Amount | None = None
    """Its price then."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked back, and the answers to choose from: amount and what its button says."""

    said: Sentence
    answers: Sequence[tuple[int, Sentence]]
    per: str = ""
    """What the answers are for, if that is to be asked next."""
    seen: int = 0
    was: int | None = None
    keep: Sentence | None = None
    """Says that all is left as it is."""


class MovedError(EditedMeanwhileError):
    """A price that is not written, for another came first (409)."""

    def __init__(self, said: Sentence, sku: str = "", version: int = 0) -> None:
        ShopError.__init__(self, said)
        self.subject, self.version = sku, version


@dataclass(slots=True)
class Question:
    """Holds what was asked back while a form is answered, for the page that shows it again."""

    asked: Asked | None = None

    def ask(self, asked: Asked) -> InvalidError:
        """Give the refusal of a price that is not written yet, for its writer is asked first."""
        self.asked = asked
        return InvalidError(asked.said, [FieldError("price", asked.said)])


async def change_price(by: str, sku: str, typed: TypedPrice, question: Question) -> None:
    """Say a pack's price. Raises InvalidError and MovedError, also where it is asked back."""
    try:
        amount = _amount(await _pack(sku), typed, question)
    finally:
        if question.asked:
            question.asked = replace(question.asked, seen=typed.seen, was=typed.was)
    await _say(by, sku, amount, typed, question)


def told_of(pack: Variant, text: str) -> tuple[int, Sentence | None]:
    """Read a price that is being typed: in đồng, or what is to be said of it."""
    try:
        return _read(pack, text, Question()), None
    except InvalidError as refusal:
        return 0, refusal.said


def asked_of(pack: Variant, text: str) -> Asked | None:
    """Give what is to be asked back of a price that was typed for a pack; None: nothing is."""
    question = Question()
    with suppress(InvalidError):
        _read(pack, text, question)
    return question.asked


async def _pack(sku: str) -> Variant:
    if found := await Variant.get_or_none(sku=sku):
        return found
    raise NotFoundError(NO_PRODUCT.filled(code=sku))


def _amount(pack: Variant, typed: TypedPrice, question: Question) -> int:
    """Read what was typed or chosen; 0: on request."""
    if typed.chosen is not None:
        return _for_the_pack(pack, typed.chosen, typed.per, question)
    if typed.say == "request":
        if typed.price:
            raise InvalidError(TWO_THINGS, [FieldError("price", TWO_THINGS)])
        return 0
    if not typed.price:
        raise InvalidError(NOTHING_TYPED, [FieldError("price", NOTHING_TYPED)])
    amount = _read(pack, typed.price, question)
    if pack.price and amount and not 1 / FAR < amount / pack.price < FAR:
        raise question.ask(_far(pack.price, amount))
    return amount


def _read(pack: Variant, text: str, question: Question) -> int:
    try:
        written = read_price(text)
    except AskedBackError as uncertain:
        said = uncertain.told(of_form("price"), text)
        answers = [(one, WRITE.filled(price=_dong(one))) for one in uncertain.proposals]
        raise question.ask(_asked(said, answers, uncertain.per)) from None
    except WrongValueError as fault:
        said = fault.told(of_form("price"), text)
        raise InvalidError(said, [FieldError("price", said, text)]) from None
    return _for_the_pack(pack, written.amount or 0, written.per, question)


def _for_the_pack(pack: Variant, amount: int, per: str, question: Question) -> int:
    """Give an amount that is for the pack; of one for something else it is asked what it means."""
    if not amount or agrees(per, pack.pack):
        return amount
    said = OTHER_PACK.filled(per=per, pack=pack.pack)
    amounts = dict.fromkeys([*_converted(pack, amount, per), amount])
    answers = [(one, _with_pack(one, pack.pack)) for one in amounts]
    raise question.ask(_asked(said, answers))


def _far(held: int, amount: int) -> Asked:
    """Ask whether a price is meant that has perhaps a nought too many or too few."""
    said = FAR_AWAY.filled(held=_dong(held), mine=_dong(amount))
    answers = [(amount, WRITE.filled(price=_dong(amount)))]
    return Asked(said, answers, keep=KEEP.filled(price=_dong(held)))


def _asked(said: Sentence, answers: list[tuple[int, Sentence]], per: str = "") -> Asked:
    return Asked(said, [*answers, (0, WRITE.filled(price=ON_REQUEST))], per)


def _converted(pack: Variant, amount: int, per: str) -> list[int]:
    """Work out what the pack costs at so much for something: 85.000 ₫ a kilogram, of 400 g."""
    measure = _measure(per)
    if not measure or measure.unit is None or pack.quantity is None or pack.unit is None:
        return []
    (said_in, said_parts), (sold_in, sold_parts) = PER_UNIT[measure.unit], PER_UNIT[pack.unit]
    if said_in is not sold_in:
        return []
    share = (pack.quantity / sold_parts) / (measure.quantity / said_parts)
    whole = int((amount * share).quantize(Decimal(1), ROUND_HALF_UP))
    return [whole] if 0 < whole < MOST else []


def _measure(per: str) -> packs.Content | None:
    """Read kg, or 100 g; None: it is a pack."""
    for text in (per, f"1 {per}"):
        try:
            return packs.content(text)
        except WrongValueError:
            continue
    return None


async def _say(by: str, sku: str, amount: int, typed: TypedPrice, question: Question) -> None:
    """Say it, if the offer is as its writer saw it, or was moved by what is no price."""
    seen = typed.seen
    while True:
        try:
            said = Said(Voice.PRODUCER)
            taken = await catalogue.set_price(sku, amount or None, by=by, said=said, seen=seen)
        except EditedMeanwhileError as edited:
            now = await _pack(sku)
            if (now.price or 0) not in {typed.was, amount}:
                question.asked = await _moved(by, now, amount)
                raise MovedError(question.asked.said, sku, now.version) from None
            seen = edited.version
            continue
        if not taken:
            raise InvalidError(SAID_LATER, [FieldError("price", SAID_LATER)])
        return


async def _moved(by: str, now: Variant, amount: int) -> Asked:
    """Say who changed the price in between, and ask whether this one still holds."""
    last = await last_price_said(now.sku)
    held, mine = _written(now.price or 0), _written(amount)
    said = MOVED.filled(
        whom=YOU if last and last.by == by else ANOTHER,
        now=held,
        when=_when(last.at) if last else "",
        mine=mine,
    )
    answers = [(amount, STILL.filled(price=mine))]
    keep = KEEP.filled(price=held)
    return Asked(said, answers, seen=now.version, was=now.price or 0, keep=keep)


def _when(at: datetime) -> Sentence:
    """Say a moment as a clock in Hải Phòng shows it, with the day if that is not today."""
    there = at.astimezone(clock.VIETNAM)
    time = f"{there.hour}:{there:%M}"
    if clock.today(at) == clock.today():
        return AT.filled(time=time)
    return AT_ON.filled(time=time, day=f"{there.day}/{there.month}")


def _written(amount: int) -> Sentence:
    return _dong(amount) if amount else ON_REQUEST


def _dong(amount: int) -> Sentence:
    return DONG.filled(amount=number(amount))


def _with_pack(amount: int, pack: str) -> Sentence:
    return joined((_dong(amount), pack), " / ")
