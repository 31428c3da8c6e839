"""The page of one product: its document, as it holds today, in words for people."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from media.sentences import Sentence
from shop.errors import NotFoundError
from shop.formats import schema_org
from shop.formats.document import Both, Category, Document, Variant
from shop.formats.listing import former_place, group_of, is_sold_online
from shop.formats.vouching import estimated, has_made_up_stars, is_illustrative
from shop.models import Kind
from shop.partners.sales import Seller, sellers
from shop.queries.decisions import id_of
from shop.queries.listings import Contact, Published, is_offered, listing_of, with_contact
from shop.queries.related import related
from shop.queries.seen_papers import Seen, seen_of
from shop.services import services
from shop.web import translated
from shop.web.language import Language, Said, in_vietnamese, pick
from shop.web.moving import redirect_unless_at
from shop.web.pages import About, render
from shop.web.public.asking import search_path
from shop.web.public.cards import cards_of, documents
from shop.web.public.contacts import MARKS, Commune, commune_of, parted, reach_of
from shop.web.public.counted import note_opened, note_went_to
from shop.web.public.kept import Page, kept_page
from shop.web.public.papers_shown import papers_alone, with_seen
from shop.web.public.pictures_shown import pictures
from shop.web.public.recognitions import DECISION
from shop.web.public.sharing import preview
from shop.web.public.unit_prices import unit_price
from shop.web.words import word, words
from shop.web.writing import counted, money, month, month_of

MONTHS = range(1, 13)
DAYS_OF_A_YEAR = 365
DAYS_OF_A_MONTH = 30
SHORTEST_IN_MONTHS = 90
LONGEST_DESCRIPTION = 200
LONG_NAME = 70
"""Letters beyond which a name takes so many lines of a phone that the picture must be lower."""
NOT_SOLD_THERE = Sentence(
    "Sản phẩm này không bán ở đó. Hãy xem các nơi bán khác trên trang sản phẩm.",
    "This product is not sold there.",
)


@dataclass(frozen=True, slots=True)
class Fact:
    term: str
    value: Said
    url: str = ""


@dataclass(frozen=True, slots=True)
class _Goods:
    """What the page of a product shows."""

    document: Document
    contact: Contact
    beside: dict[str, str]
    """Products that go with it: code → document."""
    sellers: list[Seller]
    decision: int | None
    """That gave it the stars that it has."""
    seen: list[Seen]
    """Papers that officials saw for it."""


async def product(request: Request, language: Language) -> Response:
    code = request.path_params["code"].upper()

    async def page() -> Page:
        listing, contact = await with_contact(code)
        [document] = documents([listing])
        redirect_unless_at(request, language, document["url"])
        beside = await related(document)
        sold_by, decision = await _sellers(listing, document), await _decision(document)
        goods = _Goods(document, contact, beside, sold_by, decision, await _seen(document))
        body, without = parted(_page(request, language, goods))
        codes = frozenset([code, *beside])
        return Page(body, codes, consented=bool(without), without=without)

    response = await kept_page(request, language, request.scope["path"], page, searched=False)
    note_opened(request, code)
    return response


async def go_and_buy(request: Request) -> Response:
    """Send a reader on to where a partner sells the product, and count that."""
    code, partner = request.path_params["code"], request.path_params["partner"]
    listing = await listing_of(code)
    [document] = documents([listing])
    sold_at = await _sellers(listing, document)
    url = next((one.url for one in sold_at if one.partner == partner), None)
    if url is None:
        raise NotFoundError(NOT_SOLD_THERE)
    if request.method == "GET":
        note_went_to(request, partner, code)
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "origin", "X-Robots-Tag": "noindex"}
    return RedirectResponse(url, 302, headers)


async def _sellers(listing: Published, document: Document) -> list[Seller]:
    """Give the partners that the page links to; a product they reported may be withheld by now."""
    return await sellers(listing.code) if is_offered(listing) and is_sold_online(document) else []


async def _decision(document: Document) -> int | None:
    """Find the page where the decision behind a product's stars can be checked."""
    if (ocop := document.get("ocop")) is None:
        return None
    return await id_of(ocop["decision"], ocop["issuer"], ocop["signed_on"])


async def _seen(document: Document) -> list[Seen]:
    """Give the papers that officials saw; what was made up for the demonstration has none."""
    return [] if is_illustrative(document) else await seen_of(document["code"])


def _page(request: Request, language: Language, goods: _Goods) -> str:
    document = goods.document
    content = content_of(document, goods.contact, language, goods.seen)
    return render(
        "public/product.html",
        request,
        language,
        _about(document, language),
        **content,
        sellers=[(one.name, f"/mua/{document['code']}/{one.partner}") for one in goods.sellers],
        decision_url=language.address(f"{DECISION}/{goods.decision}") if goods.decision else "",
        related=cards_of(goods.beside.values(), language),
        data=_data(document, content["crumbs"], services(request).settings.base_url, language),
    )


def content_of(
    document: Document, contact: Contact, language: Language, seen: Sequence[Seen] = ()
) -> dict[str, Any]:
    """Give what a page shows of a document itself, whether it is on show or not yet."""
    offers = _offers(document, language) if is_sold_online(document) else []
    certificates = _certificates(document, language)
    return {
        "d": document,
        "name": pick(document["name"], language),
        "other_name": _other_name(document, language),
        "description": pick(document.get("description", {}), language),
        "story": in_vietnamese(document.get("story", ""), language),
        "pictures": pictures(document.get("photos", ()), language),
        "reach": reach_of(contact, language),
        "commune": _who_can_tell(document, language),
        "marks": MARKS,
        "long_name": LONG_NAME,
        "offers": offers,
        "dated": _in_common([one["dated"] for one in offers if one["price"]]),
        "certificates": with_seen(certificates, seen, language),
        "papers": papers_alone(certificates, seen, language),
        "producer": _producer(document, language),
        "season": _season(document, language),
        "uses": _uses(document, language),
        "crumbs": _crumbs(document, language),
        "is_illustrative": is_illustrative(document),
        "stars_made_up": has_made_up_stars(document),
        "source": _source(document),
        "estimated": _estimated(document, language),
        "facts": _facts(document, language),
        "issuer": translated.office(document.get("ocop", {}).get("issuer", ""), language),
        **_origin(document, language),
    }


def _origin(document: Document, language: Language) -> dict[str, Any]:
    origin = document["origin"]
    return {
        "origin_now": translated.place(origin["commune"]["name"], language),
        "origin_before": translated.former(former_place(origin), language),
        "commune_url": _commune_url(document, language),
    }


def _data(
    document: Document, crumbs: list[tuple[Said, str]], origin: str, language: Language
) -> Markup:
    """Say the page once more for machines, as JSON-LD."""
    things = [
        schema_org.product(document, origin + language.address(document["url"]), origin, language),
        schema_org.breadcrumbs([(said.text, origin + to) for said, to in crumbs]),
    ]
    return Markup(schema_org.as_script(things))  # noqa: S704 - it escapes what could end a script


def _about(document: Document, language: Language) -> About:
    name = pick(document["name"], language).text
    commune = translated.place(document["origin"]["commune"]["name"], language).text
    told = words(language).product_description.format(name=name, commune=commune)
    title = f"{name} – {commune}"
    text = f"{told} {pick(document.get('description', {}), language).text}"
    return About(
        title=title,
        description=_cut(text, LONGEST_DESCRIPTION),
        path=document["url"],
        preview=preview(document, title),
        kind="product",
    )


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + "…"


def _other_name(document: Document, language: Language) -> Said:
    """Give the name in the other language, where there are two."""
    name = document["name"]
    if len(name) == 1:
        return Said("")
    other: Both = {"en": name["en"]} if language is Language.VI else {"vi": name["vi"]}
    return pick(other, language)


def _offers(document: Document, language: Language) -> list[dict[str, Any]]:
    t = words(language)
    return [
        {
            "pack": translated.pack(one.get("pack", ""), language),
            "price": money(one["price"]["amount"], language) if "price" in one else "",
            "per": unit_price(one, language),
            "stock": word(one.get("availability", "ask_producer"), language),
            "availability": one.get("availability", "unknown"),
            "dated": _dated(one, language),
            "on_request": t.price_on_request,
        }
        for one in document.get("variants", ())
    ]


def _dated(variant: Variant, language: Language) -> str:
    """Say in which month a price was last confirmed; the day would promise too much."""
    confirmed_on = variant.get("price", {}).get("confirmed_on")
    return words(language).price_dated.format(month=month_of(confirmed_on)) if confirmed_on else ""


def _in_common(said: Collection[str]) -> str:
    """Give what is said of all alike, to be said once; empty where they differ."""
    return next(iter(said)) if len(set(said)) == 1 else ""


def _certificates(document: Document, language: Language) -> list[dict[str, Any]]:
    return [
        {
            **dict.fromkeys(("number", "issuer", "issued_on", "expires_on"), ""),
            **one,
            "name": word(f"certificate_{one['kind']}", language),
            "about": word(f"about_{one['kind']}", language),
        }
        for one in document.get("certificates", ())
    ]


def _producer(document: Document, language: Language) -> dict[str, Any]:
    found = document["producer"]
    return {
        "name": translated.maker(found["name"], language),
        "kind": word(f"subject_{found['subject_type']}", language),
        "commune": translated.place(found["commune"]["name"], language),
        "url": language.address(found["url"]),
    }


def _who_can_tell(document: Document, language: Language) -> Commune:
    commune = document["producer"]["commune"]
    return commune_of(commune["code"], commune["name"], language)


def _commune_url(document: Document, language: Language) -> str:
    return language.address(f"/xa-phuong/{document['origin']['commune']['code']}")


def _facts(document: Document, language: Language) -> list[Fact]:
    t, category = words(language), document["category"]
    variants = document.get("variants", [])
    group = language.address(search_path(bo=group_of(category)))
    farm = Kind(document["kind"]) is Kind.AGRICULTURAL
    facts = [
        Fact(t.group, _group(category, language), group if farm else ""),
        Fact(t.set, pick(category.get("set_name", {}), language), group),
        Fact(t.variety, in_vietnamese(document.get("variety", ""), language)),
        Fact(t.ingredients, in_vietnamese(document.get("ingredients", ""), language)),
        Fact(t.storage, translated.storage(document.get("storage", ""), language)),
        Fact(t.shelf_life, Said(_shelf_life(document.get("shelf_life_days"), language))),
        Fact(t.growing_area, Said(document["origin"].get("growing_area", ""))),
        Fact(t.gtin, Said(", ".join(one["gtin"] for one in variants if "gtin" in one))),
        Fact(t.code, Said(document["code"])),
    ]
    return [fact for fact in facts if fact.value]


def _group(category: Category, language: Language) -> Said:
    """Name the group, unless the set of the same name is named anyway."""
    named = category["group"] != category.get("set_name")
    return pick(category["group"], language) if named else Said("")


def _shelf_life(days: int | None, language: Language) -> str:
    """Say a shelf life as packs do: 10 ngày, 18 tháng, 2 năm; the first year in months."""
    if days is None:
        return ""
    t = words(language)
    years, rest = divmod(days, DAYS_OF_A_YEAR)
    if years and not rest:
        return (
            counted(t.n_years, years, language) if years > 1 else counted(t.n_months, 12, language)
        )
    if days >= SHORTEST_IN_MONTHS and days % DAYS_OF_A_MONTH == 0:
        return counted(t.n_months, days // DAYS_OF_A_MONTH, language)
    return counted(t.n_days, days, language)


def _season(document: Document, language: Language) -> list[tuple[str, str, bool]]:
    """Give the twelve months as short name, full name, and whether it is to be had."""
    months = document.get("season_months")
    if not months:
        return []
    t = words(language)
    named = ((n, month(n, language)) for n in MONTHS)
    return [(t.month_short.format(n=n, name=name[:3]), name, n in months) for n, name in named]


def _uses(document: Document, language: Language) -> list[tuple[str, str]]:
    """Give what it is used for, each with the address of all that is."""
    return [
        (word(f"use_{key}", language), language.address(search_path(dung_cho=key)))
        for key in document.get("uses", ())
    ]


def _crumbs(document: Document, language: Language) -> list[tuple[Said, str]]:
    t, category = words(language), document["category"]
    ocop = Kind(document["kind"]) is Kind.OCOP
    loai = "ocop" if ocop else "nong-san"
    return [
        (Said(t.home), language.address("/")),
        (
            Said(t.ocop if ocop else t.agricultural),
            language.address(search_path(loai=loai)),
        ),
        (
            pick(category.get("set_name") or category["group"], language),
            language.address(search_path(bo=group_of(category))),
        ),
        (pick(document["name"], language), language.address(document["url"])),
    ]


def _estimated(document: Document, language: Language) -> str:
    """Name what of a product with a public source was not read there; empty without one."""
    if is_illustrative(document) or not _source(document)[0]:
        return ""
    t = words(language)
    return ", ".join(getattr(t, f"part_{part}") for part in estimated(document))


def _source(document: Document) -> tuple[str, str]:
    """Give the address of the source and its host; only of the web, whatever was imported."""
    url = document.get("source_url", "")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"}:
        return "", ""
    return url, parts.netloc.removeprefix("www.")
