"""Ways to the goods of the demo: contacts and partners that are plainly made up."""

from collections.abc import Collection

from shop.catalogue import give_consent, set_contact
from shop.models import (
    Audience,
    Availability,
    Consent,
    Evidence,
    KeyKind,
    Listing,
    Partner,
    Producer,
    Purpose,
    Sale,
    SaleState,
)
from shop.models.columns import Row
from shop.partners.keys import Caller, add_partner
from shop.partners.offers import Word, report_offers
from shop.partners.sales import Report, report

NUMBERS = "+84400000"
"""All numbers of the demo begin so. They cannot exist: 04 has been no code of any network since Hà
Nội gave it up in 2017, and not even there did a subscriber's number begin with 0."""
BASIS = "made up for the demonstration"
SEVENTHS, REACHED = 7, 3
"""So many of so many made-up producers can be reached: with the real ones, a third of all."""
OPENING = "7 giờ đến 17 giờ, cả tuần"
HOW_TO_ORDER = "Gọi hoặc nhắn Zalo trước một ngày"
MINIMUM_ORDER = "2 kg hoặc 2 hộp"
DELIVERY_AREA = "Các phường nội thành Hải Phòng"
SOLD = {
    ("Chợ quê minh hoạ", "cho-que.example"): (
        "0001", "0002", "0003", "0004", "0005", "0007", "0008", "0011", "0013",
    ),
    ("Phiên chợ minh hoạ", "phien-cho.example"): (
        "0008", "0014", "0018", "0019", "0024", "0025", "0026", "0027", "0028",
    ),
    ("Sạp hàng minh hoạ", "sap-hang.example"): (
        "0026", "0029", "0030", "0031", "0032", "0033", "0034", "0036", "0044", "0046", "0047",
    ),
}  # fmt: skip
"""Partner and its site, under a name that is never given out (RFC 2606) → what it sells."""


async def make_reachable(ours: Collection[str], by: str) -> None:
    """Let a third of the producers of these products be reached, unless that was decided before.

    Only those that are made up themselves: a real one is given no number that is not its own.
    """
    made_up = Producer.filter(evidence=Evidence.ILLUSTRATIVE, products__code__in=ours)
    rows = await made_up.distinct().order_by("code").values("code", commune="commune__name")
    decided = Consent.filter(purpose=Purpose.CONTACT)
    before = set(await decided.values_list("producer_id", flat=True))
    for n, row in enumerate(rows):
        if n % SEVENTHS < REACHED and row["code"] not in before:
            await set_contact(row["code"], _contact(n, row), by=by, is_illustrative=True)
            await give_consent(row["code"], Purpose.CONTACT, BASIS, by=by)


def _contact(n: int, producer: Row) -> dict[str, str]:
    """Make up a contact; not all say everything."""
    number = f"{NUMBERS}{n:03}"
    contact = {
        "contact_name": "Người bán minh hoạ",
        "phone": number,
        "address": f"Nhà số {n + 1}, {producer['commune']}",
        "how_to_order": HOW_TO_ORDER,
    }
    if n % 2 == 0:
        contact |= {"zalo": number, "opening": OPENING}
    if n % SEVENTHS == 0:
        contact |= {"minimum_order": MINIMUM_ORDER, "delivery_area": DELIVERY_AREA}
    return contact


async def sell(by: str) -> None:
    """Let three partners say that they sell some real products, and have them, unless they did."""
    for (name, site), numbers in SOLD.items():
        partner = await _partner(name, site, by)
        offered = Listing.filter(
            code__in=[f"HP-OCOP-{number}" for number in numbers],
            live=True,
            audience=Audience.EVERYONE,
        )
        before = set(await Sale.filter(partner_id=partner).values_list("code", flat=True))
        new = [row["code"] for row in await offered.values("code") if row["code"] not in before]
        if new:
            told = [Report(code, SaleState.LIVE, f"https://{site}/{code.lower()}") for code in new]
            caller = Caller(partner, KeyKind.PARTNER)
            await report(caller, told)
            await report_offers(caller, [Word(f"{code}-1", Availability.IN_STOCK) for code in new])


async def _partner(name: str, site: str, by: str) -> int:
    if not await Partner.exists(name=name):
        await add_partner(name, by=by, site=site)
    return (await Partner.get(name=name)).id
