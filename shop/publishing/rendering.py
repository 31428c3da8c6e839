"""Rows → the public document: a pure function of the rows and the moment.

What merely depends on today ("in season now", "expiring soon") is not in the document: its readers
work that out. What ends at a known instant is, and `changes_at` says when to render again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from typing import Any, Literal, TypeVar, cast

import orjson

from search.vietnamese import slug
from shop.clock import end_of, start_of, today
from shop.formats.document import (
    Availability,
    Both,
    Category,
    Certificate,
    Document,
    Ocop,
    Origin,
    Photo,
    Price,
    Producer,
    Rendition,
    UnitPrice,
    Variant,
)
from shop.formats.standing import stands_through
from shop.formats.uses import told_of
from shop.models import Audience, Kind, ProducerState, Purpose, SaleRestriction, State, Unit
from shop.models.columns import Row
from shop.models.pictures import unpadded
from shop.publishing.contacts import RESTING_ON, contact_of
from shop.publishing.loading import ProductRows

T = TypeVar("T")
CURRENCY: Literal["VND"] = "VND"
PER_UNIT = {
    Unit.GRAM: (Unit.KILOGRAM, Decimal(1000)),
    Unit.KILOGRAM: (Unit.KILOGRAM, Decimal(1)),
    Unit.MILLILITRE: (Unit.LITRE, Decimal(1000)),
    Unit.LITRE: (Unit.LITRE, Decimal(1)),
    Unit.PIECE: (Unit.PIECE, Decimal(1)),
}


@dataclass(frozen=True, slots=True)
class Rendering:
    """What the public sees of one code: a document, or nothing (a tombstone)."""

    document: str | None
    audience: Audience
    changes_at: datetime | None
    contact: str | None = None
    """Beside the document and no part of its digest: for our own pages only."""

    @property
    def live(self) -> bool:
        return self.document is not None

    @property
    def digest(self) -> str:
        """SHA-256 over the audience and the document's bytes."""
        return digest_of(self.document, self.audience)


def digest_of(document: str | None, audience: Audience) -> str:
    return sha256(f"{audience}\n{document or ''}".encode()).hexdigest()


def render(rows: ProductRows | None, at: datetime) -> Rendering:
    """Render a product as the public may see it at a moment; None: there is no such product."""
    if rows is None or not is_public(rows):
        return Rendering(None, Audience.SITE, None)
    document = orjson.dumps(shown_as(rows, at)).decode()
    return Rendering(document, _audience(rows), _changes_at(rows, at), contact_beside(rows))


def shown_as(rows: ProductRows, at: datetime) -> Document:
    """Give the document of a product at a moment, whether or not the public may see it."""
    return cast("Document", _known(_document(rows, today(at))))


def is_public(rows: ProductRows) -> bool:
    """Tell whether a product is on show: published, of a confirmed producer that consents."""
    is_confirmed = rows.product["producer_state"] == ProducerState.CONFIRMED
    is_published = rows.product["state"] == State.PUBLISHED
    return is_published and is_confirmed and Purpose.CATALOGUE in rows.consents


def _audience(rows: ProductRows) -> Audience:
    """Without consent to marketplaces only our own pages show it (docs/adr/0004)."""
    return Audience.EVERYONE if Purpose.MARKETPLACES in rows.consents else Audience.SITE


def contact_beside(rows: ProductRows) -> str | None:
    """Give how its producer can be reached, as JSON, if that may be shown."""
    allowed = rows.consents >= RESTING_ON
    return contact_of(rows.product, rows.product["sale_restriction"]) if allowed else None


def _changes_at(rows: ProductRows, at: datetime) -> datetime | None:
    """Give the next instant at which the document differs: not every date is one.

    A recognition that a newer one has superseded ends without changing the document.
    """
    shown = _of_the_day(rows, today(at))
    coming = sorted(instant for instant in set(_instants(rows)) if instant > at)
    return next((i for i in coming if _of_the_day(rows, today(i)) != shown), None)


def _of_the_day(
    rows: ProductRows, day: date
) -> tuple[Ocop | None, list[Certificate], list[Availability | None]]:
    """Give all of a document that depends on the day."""
    certificates = _certificates(rows, day)
    stock = [_availability(row, rows.product, day) for row in rows.variants]
    return _ocop(rows.recognitions, day), certificates, stock


def _instants(rows: ProductRows) -> Iterator[datetime]:
    for recognition in rows.recognitions:
        yield start_of(recognition["signed_on"])
        yield end_of(recognition["expires_on"])
        if revoked_on := recognition["revoked_on"]:
            yield start_of(revoked_on)
    for certificate in rows.vouched:
        if issued_on := certificate["issued_on"]:
            yield start_of(issued_on)
        if expires_on := certificate["expires_on"]:
            yield end_of(expires_on)
    for pack in rows.variants:
        if pack["availability_confirmed_on"]:
            yield end_of(_stands_through(pack, rows.product))


def _document(rows: ProductRows, day: date) -> Document:
    """Put the document together, keys in the order of the contract (docs/partners.md)."""
    product = rows.product
    ocop, certificates, _ = _of_the_day(rows, day)
    return {
        "code": product["code"],
        "kind": product["kind"],
        "url": f"/san-pham/{product['code']}/{slug(product['name_vi'])}",
        "name": _both(product, "name"),
        "description": _both(product, "description"),
        "story": product["story_vi"],
        "category": _category(product),
        "variety": product["variety"],
        "ocop": _or_absent(ocop),
        "decisions": list(dict.fromkeys(row["decision"] for row in rows.recognitions)),
        "certificates": certificates,
        "producer": _producer(product),
        "origin": _origin(product),
        "variants": [_variant(row, product, day) for row in rows.variants],
        "season_months": product["season_months"],
        "uses": told_of(product["uses"], product["ocop_set_id"]),
        "storage": product["storage"],
        "shelf_life_days": product["shelf_life_days"],
        "ingredients": product["ingredients"],
        "sale_restriction": _unless(SaleRestriction.NONE, product["sale_restriction"]),
        "photos": [_photo(row, product) for row in rows.photos],
        "keywords": product["keywords"],
        "evidence": product["evidence"],
        "source_url": product["source_url"],
    }


def _category(product: Row) -> Category:
    if product["kind"] == Kind.AGRICULTURAL:
        return {"code": product["agri_group_id"], "group": _both(product, "group")}
    return {
        "code": product["ocop_set_id"],
        "group": _both(product, "set_group"),
        "set": product["ocop_set_id"],
        "set_name": _both(product, "set"),
        "section": _both(product, "section"),
    }


def _ocop(recognitions: list[Row], day: date) -> Ocop | None:
    latest = holding(recognitions, day)
    if latest is None:
        return None
    return {
        "stars": latest["stars"],
        "decision": latest["decision"],
        "issuer": latest["issuer"],
        "signed_on": latest["signed_on"].isoformat(),
        "expires_on": latest["expires_on"].isoformat(),
    }


def holding(recognitions: Iterable[Row], day: date) -> Row | None:
    """Give the recognition of a product that holds on a day: of several, the one signed last."""
    held = [row for row in recognitions if _holds(row, day)]
    return max(held, key=lambda row: (row["signed_on"], row["stars"]), default=None)


def _holds(recognition: Row, day: date) -> bool:
    revoked_on = recognition["revoked_on"]
    in_time: bool = recognition["signed_on"] <= day <= recognition["expires_on"]
    return in_time and (revoked_on is None or day < revoked_on)


def _certificates(rows: ProductRows, day: date) -> list[Certificate]:
    """Give what is good on a day: a paper that officials saw takes the place of a list's word."""
    seen = [row for row in rows.papers if _covers(row, day)]
    known = {(row["kind"], number) for row in seen for number in ("", row["number"])}
    listed = [
        row
        for row in rows.certificates
        if _covers(row, day) and (row["kind"], row["number"]) not in known
    ]
    told = [_certificate(row) for row in [*listed, *seen]]
    return [one for place, one in enumerate(told) if one not in told[:place]]


def _covers(certificate: Row, day: date) -> bool:
    issued_on, expires_on = certificate["issued_on"], certificate["expires_on"]
    return (issued_on is None or issued_on <= day) and (expires_on is None or day <= expires_on)


def _certificate(row: Row) -> Certificate:
    return {
        "kind": row["kind"],
        "number": row["number"],
        "holder": row["holder"],
        "issuer": row["issuer"],
        "issued_on": _or_absent(_day(row["issued_on"])),
        "expires_on": _or_absent(_day(row["expires_on"])),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _producer(product: Row) -> Producer:
    code, name = product["producer_id"], product["producer_name"]
    return {
        "code": code,
        "name": name,
        "subject_type": product["subject_type"],
        "commune": {
            "code": product["producer_commune_code"],
            "name": product["producer_commune_name"],
        },
        "url": f"/co-so/{code}/{slug(name)}",
    }


def _origin(product: Row) -> Origin:
    return {
        "commune": {"code": product["commune_id"], "name": product["commune_name"]},
        "former_commune": product["former_commune"],
        "former_district": product["former_district"],
        "former_province": product["former_province"],
        "growing_area": product["growing_area"],
    }


def _variant(row: Row, product: Row, day: date) -> Variant:
    """Leave out price and stock of what may not be advertised (docs/adr/0004)."""
    offered = product["sale_restriction"] != SaleRestriction.NOT_ONLINE
    price = row["price"] if offered else None
    stock = _availability(row, product, day) if offered else None
    return {
        "sku": row["sku"],
        "gtin": row["gtin"],
        "pack": row["pack"],
        "quantity": _or_absent(_number(row["quantity"])),
        "unit": row["unit"],
        "gross_weight": row["gross_weight"],
        "parcel": {"depth": row["depth"], "width": row["width"], "height": row["height"]},
        "price": _or_absent(_price(row) if price else None),
        "unit_price": _or_absent(unit_price_of(price, row["quantity"], row["unit"])),
        "availability": _or_absent(stock),
        "availability_confirmed_on": _or_absent(stock and _day(row["availability_confirmed_on"])),
        "availability_confirmed_by": _or_absent(stock and row["availability_confirmed_by"]),
    }


def _price(row: Row) -> Price:
    return {
        "amount": row["price"],
        "currency": CURRENCY,
        "confirmed_on": _or_absent(_day(row["price_confirmed_on"])),
        "confirmed_by": _or_absent(row["price_confirmed_by"]),
    }


def _availability(row: Row, product: Row, day: date) -> Availability | None:
    """Say whether a pack is to be had; None when that was not said, or too long ago."""
    stands = row["availability_confirmed_on"] and day <= _stands_through(row, product)
    return cast("Availability", row["availability"]) if stands else None


def _stands_through(row: Row, product: Row) -> date:
    return stands_through(row["availability_confirmed_on"], product["season_months"] or ())


def unit_price_of(
    price: int | None, quantity: Decimal | None, unit: Unit | None
) -> UnitPrice | None:
    """Price of one kilogram, litre or piece, in whole đồng."""
    if price is None or quantity is None or unit is None:
        return None
    per, parts = PER_UNIT[unit]
    amount = (Decimal(price) * parts / quantity).quantize(Decimal(1), ROUND_HALF_UP)
    return {
        "amount": int(amount),
        "currency": CURRENCY,
        "reference": {"value": 1, "unit": per.value},
    }


def _photo(row: Row, product: Row) -> Photo:
    """Show the largest JPEG, which everything can open; the renditions hold the rest."""
    renditions = [_rendition(file) for file in row["renditions"]]
    shown = [_rendition(file) for file in unpadded(row["renditions"])]
    jpegs = [file for file in shown if file["type"] == "image/jpeg"]
    return {
        "url": max(jpegs or shown, key=lambda file: file["width"])["url"],
        "width": row["width"],
        "height": row["height"],
        "alt": _alt(row, product),
        "placeholder": row["placeholder"],
        "licence": row["licence"],
        "illustration": _or_absent(row["illustration"] or None),
        "renditions": renditions,
    }


def _alt(photo: Row, product: Row) -> Both:
    """Say what is on a picture: the product, and the view of it, or else which picture it is."""
    usual_vi, usual_en = "", ""
    if photo["illustration"]:
        usual_vi, usual_en = "hình minh hoạ", "illustration"
    elif photo["position"] > 1:
        usual_vi, usual_en = f"ảnh {photo['position']}", f"picture {photo['position']}"
    return {
        "vi": _joined(product["name_vi"], photo["view_vi"] or usual_vi),
        "en": _joined(product["name_en"] or product["name_vi"], photo["view_en"] or usual_en),
    }


def _joined(*parts: str) -> str:
    return " – ".join(filter(None, parts))


def _rendition(file: Row) -> Rendition:
    """Address a file; written out, its keys would come in another order, and change the digest."""
    measures = {key: value for key, value in file.items() if key != "name"}
    return cast("Rendition", {"url": f"/media/{file['name']}", **measures})


def _both(row: Row, column: str) -> Both:
    return {"vi": row[f"{column}_vi"], "en": row[f"{column}_en"]}


def _or_absent(value: T | None) -> T:
    """Promise that what is unknown here will be absent: `_known` leaves every None out."""
    return cast("T", value)


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _unless(nothing: Any, value: Any) -> Any:
    return None if value == nothing else value


def _known(value: Any) -> Any:
    """Leave out what is unknown, all the way down: absent, never null or empty."""
    if isinstance(value, dict):
        kept = {key: known for key, item in value.items() if _is_known(known := _known(item))}
        return kept or None
    if isinstance(value, list):
        return [_known(item) for item in value]
    return value


def _is_known(value: Any) -> bool:
    return value is not None and value not in ("", [], {})
