"""How to reach a producer, as our own pages show it, by a consent of its own (docs/adr/0024).

It stands in the listing's row beside the document and in nothing that leaves the house. A change of
it is numbered by the clock's `reports`, as reported sales are: no serial moves, and kept pages find
what they show anew.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

import orjson

from shop.database import select
from shop.models import Clock, Consent, Listing, Product, Purpose, SaleRestriction, State
from shop.models.columns import Row

COLUMNS = (
    "contact_name", "phone", "zalo", "address", "opening", "how_to_order", "minimum_order",
    "delivery_area", "shop_url", "contact_evidence",
)  # fmt: skip
"""Of the producer, in the order in which they are written."""
WAYS = frozenset({"phone", "zalo", "address", "how_to_order", "shop_url"})
"""Without one of these there is nothing to show: hours alone reach no one."""
OF_SELLING = frozenset({"zalo", "how_to_order", "minimum_order", "delivery_area", "shop_url"})
"""What invites to order, which goods that may not be sold online must not (docs/adr/0004)."""
RESTING_ON = frozenset({Purpose.CATALOGUE, Purpose.CONTACT})
AT_ONCE = 500


def contact_of(producer: Mapping[str, Any], sale_restriction: str = "") -> str | None:
    """Write what is shown of a producer's contact as JSON; None when there is no way to reach it.

    That it may be shown, by its consent, the caller knows.
    """
    left_out = OF_SELLING if sale_restriction == SaleRestriction.NOT_ONLINE else frozenset()
    shown = {
        column: producer[column]
        for column in COLUMNS
        if producer[column] and column not in left_out
    }
    return orjson.dumps(shown).decode() if WAYS & shown.keys() else None


async def show_contacts(reports: int, shown: Mapping[str, str | None]) -> int:
    """Write code → contact where it changed, under the clock's lock; give the count of reports."""
    if not shown:
        return reports
    alike: defaultdict[str | None, list[str]] = defaultdict(list)
    for code, contact in shown.items():
        alike[contact].append(code)
    for contact, codes in alike.items():
        for part in _parts(codes):
            await Listing.filter(code__in=part).update(contact=contact, contact_serial=reports + 1)
    await Clock.filter(id=1).update(reports=reports + 1)
    return reports + 1


async def show_anew(reports: int, codes: Collection[str]) -> int:
    """Let the pages of some listings be made anew, under the clock's lock; give the count.

    They show something beside the document that changed, and is read when they are made.
    """
    if not codes:
        return reports
    for part in _parts(sorted(codes)):
        await Listing.filter(code__in=part).update(contact_serial=reports + 1)
    await Clock.filter(id=1).update(reports=reports + 1)
    return reports + 1


async def show_contacts_of(reports: int, codes: Collection[str]) -> int:
    """Write the contacts of however many listings as their rows have them, under the clock's lock.

    For where documents are not rendered here and now: what a consent covers waits for no worker.
    """
    differing: dict[str, str | None] = {}
    for part in _parts(sorted(codes)):
        held = dict(await Listing.filter(code__in=part).values_list("code", "contact"))
        shown = await _by_the_rows(part)
        differing |= {code: shown.get(code) for code in held if shown.get(code) != held[code]}
    return await show_contacts(reports, differing)


async def _by_the_rows(codes: Collection[str]) -> dict[str, str | None]:
    """Give code → contact of the products whose producers allow one to be shown."""
    shown = Product.filter(code__in=codes, state=State.PUBLISHED)
    columns = {column: f"producer__{column}" for column in COLUMNS}
    products = await shown.values("code", "sale_restriction", "producer_id", **columns)
    allowing = await _allowing({row["producer_id"] for row in products})
    return {
        row["code"]: contact_of(row, row["sale_restriction"])
        for row in products
        if row["producer_id"] in allowing
    }


async def _allowing(producers: Collection[str]) -> set[str]:
    given: defaultdict[str, set[Purpose]] = defaultdict(set)
    standing = Consent.filter(producer_id__in=producers, withdrawn_at=None)
    for producer, purpose in await standing.values_list("producer_id", "purpose"):
        given[producer].add(purpose)
    return {producer for producer, purposes in given.items() if purposes >= RESTING_ON}


def _parts(codes: list[str]) -> list[list[str]]:
    return [codes[start : start + AT_ONCE] for start in range(0, len(codes), AT_ONCE)]


async def contacts_shown_anew(after: int) -> set[str]:
    """Give the products whose contact changed beyond a count of reports."""
    rows: list[Row] = await select("SELECT code FROM listing WHERE contact_serial > ?", after)
    return {row["code"] for row in rows}
