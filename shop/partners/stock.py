"""What a partner says of stock: of packs that it sells, each on its day.

A partner is one voice among several (shop/catalogue/offers.py): a later word stands against it.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from media.sentences import Sentence
from shop import clock
from shop.catalogue import Said
from shop.catalogue.offers import say
from shop.errors import FieldError, InvalidError
from shop.errors.mistakes import shown
from shop.inputs.refusing import DAY_TO_COME
from shop.models import Availability, Sale, SaleState, Variant, Voice
from shop.partners.keys import Caller
from shop.publishing import change

NOT_TAKEN = Sentence(
    "Chúng tôi chưa nhận các tình trạng hàng này. Hãy sửa chỗ sai rồi gửi lại.",
    "These words about stock cannot be taken.",
)
TWICE = Sentence(
    "{sku} có hai lần. Hãy báo mỗi quy cách một lần.", "{sku} is named twice; name each pack once."
)
NOT_SOLD_BY_YOU = Sentence(
    "“{value}” không phải quy cách bạn đang bán. Hãy báo nơi bán ở `/api/v1/sales` trước.",
    "“{value}” is no pack that you sell; report the sale at `/api/v1/sales` first.",
)


@dataclass(frozen=True, slots=True)
class Word:
    """What a partner says of one pack."""

    sku: str
    availability: Availability
    on: date | None = None


async def report_stock(caller: Caller, words: Collection[Word]) -> int:
    """Note what a partner says of stock: all of it, or nothing; tell how much stands now.

    The rest was said of an earlier day than what stands. Raises InvalidError naming each word that
    cannot be taken.
    """
    if errors := [*_twice(words), *_mistakes(words, await _sold_by(caller, words))]:
        raise InvalidError(NOT_TAKEN, errors)
    async with change(by=caller.name) as wanted:
        ordered = sorted(words, key=lambda word: word.sku)  # one order, so that none deadlock
        taken = [
            await say(
                wanted, one.sku, {"availability": one.availability}, Said(Voice.PARTNER, one.on)
            )
            for one in ordered
        ]
    return sum(taken)


async def _sold_by(caller: Caller, words: Collection[Word]) -> set[str]:
    """Give those of the packs whose products the partner reported as on sale."""
    sold = await Sale.filter(partner_id=caller.partner, state=SaleState.LIVE).values_list(
        "code", flat=True
    )
    packs = Variant.filter(sku__in=[one.sku for one in words], product_id__in=list(sold))
    return {str(sku) for sku in await packs.values_list("sku", flat=True)}


def _twice(words: Collection[Word]) -> Iterable[FieldError]:
    given = Counter(one.sku for one in words)
    return [
        FieldError("packs", TWICE.filled(sku=shown(sku)), sku) for sku in given if given[sku] > 1
    ]


def _mistakes(words: Collection[Word], sold: set[str]) -> Iterable[FieldError]:
    for n, one in enumerate(words):
        if one.sku not in sold:
            said = NOT_SOLD_BY_YOU.filled(value=shown(one.sku))
            yield FieldError(f"packs.{n}.sku", said, one.sku)
        if one.on and one.on > clock.today():
            yield FieldError(
                f"packs.{n}.on", DAY_TO_COME.filled(value=f"{one.on:%d/%m/%Y}"), str(one.on)
            )
