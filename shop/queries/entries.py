"""What the search index knows of a listing."""

from datetime import date, datetime

import orjson

from search.engine import Entry
from shop.formats.document import Category, Document, Origin
from shop.formats.listing import (
    group_of,
    gtins_of,
    is_sold_online,
    lowest_price,
    lowest_unit_price,
    texts,
)
from shop.queries.listings import Published


def entry_of(listing: Published) -> Entry:
    """Say what the index knows of a listing; everything is read from its document."""
    document: Document = orjson.loads(listing.document or "{}")
    origin, category, ocop = document["origin"], document["category"], document.get("ocop", {})
    return Entry(
        code=listing.code,
        name=document["name"]["vi"],
        name_en=document["name"].get("en", ""),
        keywords=tuple(document.get("keywords", ())),
        producer=document["producer"]["name"],
        places=_places(origin),
        regions=(origin["former_province"],) if "former_province" in origin else (),
        category=tuple(_names(category)),
        text=_text(document),
        kind=document["kind"],
        group=group_of(category),
        commune_code=origin["commune"]["code"],
        producer_code=document["producer"]["code"],
        codes=(
            document["producer"]["code"],
            *gtins_of(document),
            *document.get("decisions", ()),
        ),
        certificates=tuple(sorted({c["kind"] for c in document.get("certificates", ())})),
        stars=ocop.get("stars"),
        badges_until=_seconds(listing.changes_at),
        season_months=tuple(document.get("season_months", ())),
        uses=tuple(document.get("uses", ())),
        price=lowest_price(document),
        unit_price=lowest_unit_price(document),
        pictured=bool(document.get("photos")),
        sellable=is_sold_online(document),
        audience=listing.audience,
        recognised_on=date.fromisoformat(ocop["signed_on"]).toordinal() if ocop else 0,
    )


def _places(origin: Origin) -> tuple[str, ...]:
    places = (
        origin["commune"]["name"],
        origin.get("former_commune", ""),
        origin.get("former_district", ""),
    )
    return tuple(place for place in places if place)


def _names(category: Category) -> list[str]:
    parts = (category["group"], category.get("set_name", {}), category.get("section", {}))
    return [name for part in parts for name in texts(part)]


def _text(document: Document) -> str:
    told = [
        *texts(document.get("description", {})),
        document.get("story"),
        document.get("variety"),
        document.get("ingredients"),
        document.get("storage"),
        *(variant.get("pack") for variant in document.get("variants", ())),
    ]
    return "\n".join(text for text in told if text)


def _seconds(moment: str | None) -> int | None:
    return int(datetime.fromisoformat(moment).timestamp()) if moment else None
