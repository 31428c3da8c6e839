"""Products as lists state them: compared with what is here, then created, updated or left alone."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from shop import clock
from shop.catalogue import Said, publish_new
from shop.catalogue.merging import aliases
from shop.catalogue.numbering import keep_codes
from shop.catalogue.offers import confirmed, say, stands_against
from shop.catalogue.writing import (
    OFFER_COLUMNS,
    OWN_COLUMNS,
    RECOGNITION_COLUMNS,
    create_products,
    input_of,
    update_product,
)
from shop.inputs.parcels import SHIPPED
from shop.inputs.tables import PackInput, ProductInput
from shop.intake.sense import Accepting, doubts
from shop.intake.statements import Judgement, Outcome, Statement, judge
from shop.models import Kind, Product, SaleRestriction, Variant, Voice
from shop.models.columns import Row
from shop.publishing import Change, change
from shop.publishing.loading import ProductRows, load

PACK_COLUMNS = ("pack", "quantity", "unit", "price", "gtin")
"""What a list says of the one pack that it knows."""
UNSTATED: dict[str, Any] = {
    "recognition": None,
    "certificates": [],
    "sale_restriction": SaleRestriction.NONE,
}
"""What a new product has of a field that its list may not state."""


UNTOLD: Mapping[Kind, Mapping[str, Any]] = {
    Kind.AGRICULTURAL: {
        "kind": Kind.AGRICULTURAL,
        "ocop_set_id": None,
        "recognition": None,
        "story_vi": "",
        "ingredients": "",
        "storage": "",
        "shelf_life_days": None,
    },
    Kind.OCOP: {"agri_group_id": None, "variety": "", "season_months": [], "growing_area": ""},
}
"""What the list of a kind knows nothing of, with what `product_of` gives in its place.

Either list may state any product (docs/adr/0029): of one that is here, this stays as it is.
"""


@dataclass(frozen=True, slots=True)
class Word:
    """What a list says of the price or stock of a pack that is here."""

    code: str
    sku: str
    offer: Row
    said: Said
    held: Row
    """The pack as it is here."""

    @property
    def stands(self) -> bool:
        return stands_against(self.said.day, self._held_on)

    @property
    def is_news(self) -> bool:
        """Whether it says something else than what is here, or the same of a later day."""
        [(what, value)] = self.offer.items()
        return value != self.held[what] or (self.stands and self.said.day != self._held_on)

    @property
    def _held_on(self) -> date | None:
        day: date | None = self.held[f"{next(iter(self.offer))}_confirmed_on"]
        return day


Compared = dict[str, tuple[Judgement, ProductRows | None]]


async def save_products(
    inputs: Collection[ProductInput],
    *,
    by: str,
    publish: bool,
    dry_run: bool = False,
    ignored: Collection[str] = (),
    accepting: Accepting | None = None,
) -> dict[str, Judgement]:
    """Write products that are new, or changed in the list and not here; say which is which.

    Fields that are `ignored` stay as they are here, whatever the list says. Prices that are doubted
    wait, their product with them, unless they were accepted; None: no list says them.
    """
    if dry_run:
        inputs, doubted = await _sure(inputs, accepting)
        inputs = await _without(inputs, ignored)
        inputs, heard = await _hear(inputs)
        return _told(await _compare(inputs), heard) | doubted
    codes = [stated.code for stated in inputs]
    async with change(by=by) as wanted:
        await keep_codes(codes)
        await _lock(codes)
        inputs, doubted = await _sure(inputs, accepting)
        codes = [code for code in codes if code not in doubted]
        inputs = await _without(inputs, ignored)
        inputs, heard = await _hear(inputs)
        judged = await _compare(inputs)
        await _write(wanted, inputs, judged)
        for word in heard:
            await say(wanted, word.sku, word.offer, word.said)
        if publish:
            await publish_new(wanted, codes)
        wanted.touch(*codes)
    return _told(judged, heard) | doubted


async def _sure(
    inputs: Collection[ProductInput], accepting: Accepting | None
) -> tuple[Collection[ProductInput], dict[str, Judgement]]:
    """Part the products whose price is doubted from the others."""
    if accepting is None:
        return inputs, {}
    found = await load([one.code for one in inputs])
    doubted = doubts(inputs, found, accepting)
    return [one for one in inputs if one.code not in doubted], doubted


async def _write(wanted: Change, inputs: Collection[ProductInput], judged: Compared) -> None:
    digests = {one.code: _stated(_as_told(one, one.kind)).digest for one in inputs}
    new = [one for one in inputs if judged[one.code][0].outcome == Outcome.CREATED]
    await create_products(wanted, [_dated(one) for one in new], digests)
    for one in inputs:
        judgement, rows = judged[one.code]
        if judgement.outcome == Outcome.UPDATED and rows:
            await update_product(wanted, _completed(one, rows), rows, digests[one.code])
        elif judgement.taken_over:
            await Product.filter(code=one.code).update(imported_digest=digests[one.code])


async def _without(
    inputs: Collection[ProductInput], ignored: Collection[str]
) -> Collection[ProductInput]:
    """Put what is here in place of what a list may not state; new products have none of it.

    A list that may not recognise a product gives none a set either.
    """
    if not ignored:
        return inputs
    ignored = {*ignored, *(("kind", "ocop_set_id") if "recognition" in ignored else ())}
    found = await load([one.code for one in inputs])
    return [
        replace(one, **{name: _of(found.get(one.code), name, one) for name in ignored})
        for one in inputs
    ]


def _of(rows: ProductRows | None, name: str, stated: ProductInput) -> Any:
    if rows:
        return getattr(input_of(rows), name)
    return UNSTATED[name] if name in UNSTATED else getattr(stated, name)


async def _hear(inputs: Collection[ProductInput]) -> tuple[list[ProductInput], list[Word]]:
    """Part what lists say of offers, each with its day, from the rest of what they state.

    Of the price the later day stands, and not what was edited here since the last list; so where
    a list gives its day, the price here takes its place in the statement. Of uses, and of how a
    pack is sent, an empty cell says nothing, for lists had no such columns once: those here stay.
    """
    found = await load([one.code for one in inputs])
    rest, heard = [], []
    for stated in inputs:
        rows = found.get(stated.code)
        one = replace(stated, uses=stated.uses or (rows.product["uses"] if rows else []))
        held = next(iter(rows.variants), None) if rows else None
        if held is None:
            rest.append(one)
            continue
        first = _as_shipped(one.packs[0], held)
        words = [Word(one.code, held["sku"], *word, held) for word in _words(one.packs[0], held)]
        heard += [word for word in words if word.is_news]
        priced = any("price" in word.offer for word in words)
        pack = replace(first, price=held["price"]) if priced else first
        rest.append(replace(one, packs=[pack, *one.packs[1:]]))
    return rest, heard


def _as_shipped(pack: PackInput, held: Row) -> PackInput:
    untold = [column for column in SHIPPED if getattr(pack, column) is None]
    return replace(pack, **{column: held[column] for column in untold})


def _words(pack: PackInput, held: Row) -> Iterator[tuple[Row, Said]]:
    """Give each thing that a list says of an offer with its day."""
    if pack.price_confirmed_on:
        yield {"price": pack.price}, Said(Voice.LIST, pack.price_confirmed_on)
    if pack.availability:
        day = pack.availability_confirmed_on
        if day or pack.availability != held["availability"]:  # the same again is no new word
            yield {"availability": pack.availability}, Said(Voice.LIST, day)


def _dated(stated: ProductInput) -> ProductInput:
    """Say of a new product's offers that the list said so, on its own day or else today."""
    return replace(stated, packs=[_with_days(pack) for pack in stated.packs])


def _with_days(pack: PackInput) -> PackInput:
    news: Row = {}
    for what in ("price", "availability"):
        if getattr(pack, what) is not None and getattr(pack, f"{what}_confirmed_by") is None:
            day = getattr(pack, f"{what}_confirmed_on") or clock.today()
            news |= confirmed(what, day, Voice.LIST)
    return replace(pack, **news)


def _completed(stated: ProductInput, rows: ProductRows) -> ProductInput:
    """Add to a list's statement what lists know nothing of, so that it stays.

    A list states the first pack, of certificates only the kinds, and of the rest what its table
    has. What it says of stock was heard already (`_hear`); a price that it changes without a day is
    of today.
    """
    here = input_of(rows)
    kept = {column: getattr(here, column) for column in _untold(stated, here)}
    [first] = stated.packs
    if here.packs:
        known = here.packs[0]
        offer = {column: getattr(known, column) for column in OFFER_COLUMNS if column != "price"}
        if first.price != known.price:
            offer |= confirmed("price", clock.today(), Voice.LIST)
        first = replace(first, sku=known.sku, **offer)
    kinds = {one.kind for one in stated.certificates}
    held = [one for one in here.certificates if one.kind in kinds]
    new = [one for one in stated.certificates if one.kind not in {known.kind for known in held}]
    packs = [first, *here.packs[1:]]
    return replace(stated, packs=packs, certificates=[*held, *new], **kept)


def _untold(stated: ProductInput, here: ProductInput) -> Collection[str]:
    """Name what the list of a product says nothing of.

    A product without a set gets one from a list of OCOP; a list of agricultural products takes none
    from a product that has one.
    """
    columns = UNTOLD[stated.kind]
    return columns if here.ocop_set_id else columns.keys() - {"kind", "ocop_set_id", "recognition"}


def _as_told(one: ProductInput, kind: Kind) -> ProductInput:
    """Give of a product what the list of a kind would tell."""
    return replace(one, **UNTOLD[kind])


async def _lock(codes: Collection[str]) -> None:
    """Keep others from editing until the commit; a price is set without touching its product."""
    await (
        Product.filter(code__in=codes).select_for_update(no_key=True).order_by("code").only("code")
    )
    packs = Variant.filter(product_id__in=codes).select_for_update(no_key=True)
    await packs.order_by("id").only("id")


async def _compare(inputs: Collection[ProductInput]) -> Compared:
    found = await load([one.code for one in inputs])
    merged = await aliases()
    return {
        one.code: (_judge_product(one, rows := found.get(one.code), merged), rows) for one in inputs
    }


def _judge_product(
    one: ProductInput, rows: ProductRows | None, merged: Mapping[str, str]
) -> Judgement:
    if rows is None:
        return judge(_stated(one), None, "")
    here, imported = input_of(rows), rows.product["imported_digest"]
    if imported in _as_lists_told(here, merged):
        imported = _stated(_as_told(here, one.kind)).digest  # it was not edited since
    stated, told = (_stated(_as_told(each, one.kind)) for each in (one, here))
    return judge(stated, told, imported)


def _as_lists_told(here: ProductInput, merged: Mapping[str, str]) -> set[str]:
    """Give the digests of what is here as either list states it, under each code of its producer.

    Whichever list stated it last, and whatever code the producer had then.
    """
    formerly = [code for code, now in merged.items() if now == here.producer_id]
    named = [replace(here, producer_id=code) for code in (here.producer_id, *formerly)]
    return {_stated(_as_told(one, kind)).digest for one in named for kind in Kind}


def _told(judged: Compared, heard: Collection[Word]) -> dict[str, Judgement]:
    """Say which is which: what was heard of an offer and stands is an update, too."""
    news = {word.code for word in heard if word.stands}
    return {
        code: replace(one, outcome=Outcome.UPDATED)
        if code in news and one.outcome == Outcome.UNCHANGED
        else one
        for code, (one, _) in judged.items()
    }


def _stated(one: ProductInput) -> Statement:
    """Put a product into the words of a list: its first pack, the recognition signed last."""
    pack: PackInput | None = next(iter(one.packs), None)
    recognition = one.recognition
    own = {column: getattr(one, column) for column in OWN_COLUMNS}
    if not one.uses:  # then the digest is the one of lists that were imported before there were any
        del own["uses"]
    return Statement(
        {
            **own,
            **{column: getattr(pack, column, None) for column in PACK_COLUMNS},
            "quantity": _plain(getattr(pack, "quantity", None)),
            **_shipped(pack),
            "certificates": sorted({certificate.kind for certificate in one.certificates}),
            "recognition": recognition and _recognition(recognition),
        }
    )


def _shipped(pack: PackInput | None) -> Row:
    """Leave out what is unknown: the digest is that of lists from before it could be said."""
    said = ((column, getattr(pack, column, None)) for column in SHIPPED)
    return {column: value for column, value in said if value is not None}


def _recognition(stated: Any) -> list[Any]:
    return [getattr(stated, column) for column in RECOGNITION_COLUMNS]


def _plain(quantity: Decimal | None) -> str | None:
    """Write 2.000 and 2 alike: the databases give decimals back with different zeros."""
    return None if quantity is None else f"{quantity.normalize():f}"
