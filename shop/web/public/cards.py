"""Listings as cards in a list: everything worked out beforehand, so that templates only print."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import SimpleNamespace

import orjson

from search.highlight import highlight
from shop import clock
from shop.formats.document import Document, Variant
from shop.formats.listing import as_of, is_sold_online
from shop.formats.vouching import has_made_up_stars, is_illustrative
from shop.queries.listings import Published
from shop.web import translated
from shop.web.language import Language, Said, pick
from shop.web.public.pictures_shown import CardPicture, card_picture
from shop.web.public.unit_prices import unit_price
from shop.web.words import word, words
from shop.web.writing import money

NOT_YET = frozenset({"out_of_stock", "preorder"})
MOST_CARDS = 2000
"""Cards that a process keeps, each with its document: some 5 kB."""


@dataclass(frozen=True, slots=True)
class Card:
    url: str
    name: Said
    parts: list[tuple[str, bool]]
    """The name, cut where words of the query stand."""
    picture: CardPicture | None
    price: str
    per: str
    pack: Said
    stock: str
    """Said only when it is not simply there."""
    illustrative: str
    """Said where the product was made up."""
    warning: str
    producer: Said
    place: Said
    """Empty where the producer's name says it."""
    stars: int
    stars_made_up: str
    """Said where no decision tells of the stars, unless all of it is made up."""


def documents(listings: Iterable[Published]) -> list[Document]:
    """Give the documents of listings as they hold today."""
    today = clock.today()
    return [as_of(orjson.loads(one.document or "{}"), today) for one in listings]


def cards_of(texts: Iterable[str | None], language: Language) -> list[Card]:
    """Make cards of published documents as they hold today; none is made twice a day."""
    today = clock.today()
    return [_card_of(text, today, language) for text in texts if text]


@lru_cache(maxsize=MOST_CARDS)
def _card_of(text: str, day: date, language: Language) -> Card:
    document: Document = orjson.loads(text)
    return card(as_of(document, day), language)


def cards(
    found: Iterable[Document], language: Language, query: str = "", also: Sequence[str] = ()
) -> list[Card]:
    """Make cards; words of the query are marked, and folded ones that were found besides."""
    return [card(document, language, query, also) for document in found]


def card(document: Document, language: Language, query: str = "", also: Sequence[str] = ()) -> Card:
    name, t = pick(document["name"], language), words(language)
    photos = document.get("photos")
    price, per, pack, stock = _offer(document, language)
    return Card(
        url=language.address(document["url"]),
        name=name,
        parts=highlight(name.text, query, also) if query else [(name.text, False)],
        picture=card_picture(photos[0]) if photos else None,
        price=price,
        per=per,
        pack=translated.pack(pack, language),
        stock=stock,
        illustrative=t.evidence_illustrative if is_illustrative(document) else "",
        warning=_warning(document, t),
        producer=translated.maker(document["producer"]["name"], language),
        place=translated.place(_place(document), language),
        stars=document.get("ocop", {}).get("stars", 0),
        stars_made_up=t.evidence_illustrative if _are_stars_made_up(document) else "",
    )


def _place(document: Document) -> str:
    """Give the commune, unless the producer is named after it."""
    name = document["origin"]["commune"]["name"]
    return "" if name.lower() in document["producer"]["name"].lower() else name


def _are_stars_made_up(document: Document) -> bool:
    return has_made_up_stars(document) and not is_illustrative(document)


def _offer(document: Document, language: Language) -> tuple[str, str, str, str]:
    """Give price, unit price, pack and stock of the cheapest pack."""
    t, variants = words(language), document.get("variants", [])
    if not is_sold_online(document) or not variants:
        return "", "", "", ""
    priced = [one for one in variants if "price" in one]
    if not priced:
        return t.price_on_request, "", variants[0].get("pack", ""), _stock(variants[0], language)
    cheapest = min(priced, key=lambda one: one["price"]["amount"])
    price = money(cheapest["price"]["amount"], language)
    return (
        t.from_price.format(price=price) if len(priced) > 1 else price,
        unit_price(cheapest, language),
        cheapest.get("pack", ""),
        _stock(cheapest, language),
    )


def _stock(variant: Variant, language: Language) -> str:
    """Say on a card what keeps a shopper from buying: that there is none, or not yet."""
    availability = variant.get("availability")
    return word(availability, language) if availability in NOT_YET else ""


def _warning(document: Document, t: SimpleNamespace) -> str:
    restriction = document.get("sale_restriction")
    text: str = getattr(t, restriction) if restriction else ""
    return text
