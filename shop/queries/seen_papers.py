"""What readers of a product's page are told of the papers that officials saw for it."""

from dataclasses import dataclass
from datetime import date, datetime

from tortoise.expressions import Q

from media.sentences import Sentence
from shop import clock
from shop.catalogue.paper_kinds import known_on
from shop.database import select_by_key
from shop.models import PaperCover, PaperState, Visibility

HAS_ANY = "SELECT 1 FROM paper_cover WHERE product_id = ? LIMIT 1"
"""Most products have none, which is told by an index at once."""
SHOWN = (Visibility.OFFICIAL, Visibility.NUMBER_PUBLIC)


@dataclass(frozen=True, slots=True)
class Seen:
    """What readers of a product's page are told of a paper that officials saw."""

    kind: str
    name: Sentence
    number: str
    issuer: str
    seen_on: date


async def seen_of(product: str) -> list[Seen]:
    """List what readers are told today of the papers that officials saw for a product.

    A number and its issuer only where its owner lets them be public; what ended is not told.
    """
    if not await select_by_key(HAS_ANY, product):
        return []
    today = clock.today()
    begun = Q(paper__issued_on__isnull=True) | Q(paper__issued_on__lte=today)
    not_over = Q(paper__expires_on__isnull=True) | Q(paper__expires_on__gte=today)
    found = PaperCover.filter(
        begun,
        not_over,
        product_id=product,
        paper__state=PaperState.CONFIRMED,
        paper__visibility__in=SHOWN,
    )
    rows = await found.order_by("paper_id").values(
        kind="paper__kind",
        number="paper__number",
        issuer="paper__issuer",
        visibility="paper__visibility",
        at="paper__decided_at",
        sender="paper__producer_id",
        maker="product__producer_id",
    )
    rows = [row for row in rows if row.pop("sender") in {None, row.pop("maker")}]
    if not rows:
        return []
    known = await known_on(today)
    return [_seen(known.called(row["kind"]), **row) for row in rows]


def _seen(
    name: Sentence, kind: str, number: str, issuer: str, visibility: Visibility, at: datetime
) -> Seen:
    is_public = visibility == Visibility.NUMBER_PUBLIC
    told = (number, issuer) if is_public else ("", "")
    return Seen(kind, name, *told, clock.today(at))
