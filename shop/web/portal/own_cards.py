"""A producer's own products as cards: what readers see, why they do or not, and what to do next."""

from dataclasses import dataclass

from shop import clock
from shop.catalogue import why_not_again
from shop.formats.document import Document, Variant
from shop.models import Proposal, ProposalState, SaleRestriction, State
from shop.queries.own_products import Own
from shop.web.in_words import price_of
from shop.web.language import Language, Said, in_vietnamese, pick
from shop.web.portal.drafts import CORRECTED
from shop.web.public.pictures_shown import card_picture
from shop.web.public.unit_prices import unit_price
from shop.web.words import word, words
from shop.web.writing import day, month_of

IN, OUT = "con", "het"
SAYABLE = {"in_stock": (OUT,), "out_of_stock": (IN,)}
"""What may be said of stock that is known; of all other both."""


@dataclass(frozen=True, slots=True)
class PackOnCard:
    sku: str
    name: Said
    price: str
    """With what it is for: 125.000 ₫ / hộp 400 g."""
    amount: int
    """In đồng; 0: on request."""
    per: str
    dated: str
    stock: str
    availability: str
    sayable: tuple[str, ...]
    version: int


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a card says of a correction by officials, and where it is read; empty: nowhere yet."""

    said: str
    url: str
    see: str
    """What the link says."""


@dataclass(frozen=True, slots=True)
class OwnCard:
    code: str
    name: Said
    photo: str
    packs: list[PackOnCard]
    state: str
    """Why readers see it, or not."""
    tone: str
    """`shown`, `waiting` or `off`."""
    next: str
    """What its producer can do about that; empty: nothing is needed."""
    may: str
    """`stop`, `again`, or empty."""
    is_offered: bool
    for_adults: bool
    """An official says that it is for adults only."""
    page: str
    """Where readers see it; empty: nowhere."""
    corrected: Corrected | None


def own_card(own: Own, language: Language, correction: Proposal | None = None) -> OwnCard:
    document = own.document
    key, may = _state(own)
    return OwnCard(
        code=own.product.code,
        name=pick(document["name"], language),
        photo=photo_of(document),
        packs=[pack_on_card(own, one, language) for one in document.get("variants", ())],
        state=word(f"own_state_{key}", language),
        tone={"shown": "shown", "no_consent": "waiting"}.get(key, "off"),
        next=_next(own, key, language),
        may=may,
        is_offered=own.is_offered,
        for_adults=own.product.sale_restriction == SaleRestriction.ADULTS_ONLY,
        page=language.address(document["url"]) if own.is_shown else "",
        corrected=_corrected(correction, language) if correction else None,
    )


def _corrected(held: Proposal, language: Language) -> Corrected:
    t, url = words(language), language.address(f"{CORRECTED}/{held.id}")
    if held.ended_at:
        on = day(clock.today(held.ended_at), language)
        return Corrected(t.correct_note_done.format(day=on), url, t.correct_note_see)
    is_sent = held.state == ProposalState.SUBMITTED
    return Corrected(t.correct_note_at_work, url if is_sent else "", t.correct_note_read)


def pack_on_card(own: Own, pack: Variant, language: Language) -> PackOnCard:
    """Say a pack as readers see it."""
    known = pack.get("availability", "ask_producer")
    return PackOnCard(
        sku=pack["sku"],
        name=in_vietnamese(pack.get("pack", ""), language),
        price=price_of(pack, language),
        amount=pack["price"]["amount"] if "price" in pack else 0,
        per=unit_price(pack, language),
        dated=_dated(pack, language),
        stock=word(known if known != "ask_producer" else "own_stock_unknown", language),
        availability=known,
        sayable=SAYABLE.get(known, (IN, OUT)),
        version=own.version_of(pack["sku"]),
    )


def _dated(pack: Variant, language: Language) -> str:
    said_on = pack.get("price", {}).get("confirmed_on")
    return words(language).price_dated.format(month=month_of(said_on)) if said_on else ""


def photo_of(document: Document) -> str:
    """Give the file for a picture of 96 px; empty if there is none."""
    photos = document.get("photos", ())
    return card_picture(photos[0]).src if photos else ""


def _state(own: Own) -> tuple[str, str]:
    """Name the state of a product, and what its producer may do to it: stop, again or nothing."""
    match own.product.state:
        case State.PUBLISHED:
            return ("shown" if own.has_consent else "no_consent"), "stop"
        case State.SUSPENDED:
            return "suspended", ""
        case State.WITHDRAWN:
            refused = why_not_again(own.product)
            return "stopped", "" if refused else "again"
    return "unpublished", ""


def _next(own: Own, key: str, language: Language) -> str:
    if key == "stopped" and (why := why_not_again(own.product)):
        return why.vi if language is Language.VI else why.en
    if key in {"shown", "stopped"}:
        return _stock_grown_old(own, language) if key == "shown" else ""
    return word(f"own_next_{key}", language)


def _stock_grown_old(own: Own, language: Language) -> str:
    """Ask about stock that was told once and is unknown again."""
    today = clock.today()
    shown = {one["sku"]: one for one in own.document.get("variants", ())}
    forgotten = [
        row
        for row in own.rows.variants
        if row["availability"] and own.is_offered and "availability" not in shown[row["sku"]]
    ]
    told = [row["availability_confirmed_on"] for row in forgotten]
    is_past = any(day and day < today for day in told)
    return words(language).own_next_stock if is_past else ""
