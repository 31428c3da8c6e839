"""What a set or a group is asked for on a day, read from the rows that registrars keep.

What was not verified may advise, and never keeps a product from being sent or approved: `holds` is
the one place that says so.
"""

from dataclasses import dataclass
from datetime import date

from media.sentences import Sentence, phrase
from shop.models import Demand, Kind, SetNeed
from shop.models.columns import Row

FIELDS = ("ingredients", "storage", "shelf_life", "variety", "story")
"""Fields of proposals that a set may be asked for."""
ALWAYS = date.min


@dataclass(frozen=True, slots=True)
class Need:
    """A field, or papers of which any is enough, that products of some sets should have."""

    what: tuple[str, ...]
    """A field of proposals, or codes of kinds of papers."""
    need: Demand
    words: Sentence
    basis: str = ""
    since: date | None = None
    until: date | None = None
    """The last day on which it is asked for."""
    verified_on: date | None = None
    sets: tuple[str, ...] = ()
    code: str = ""

    @property
    def is_field(self) -> bool:
        """Tell whether it is written, and no paper."""
        return self.what[0] in FIELDS


def holds(need: Need, day: date) -> Demand | None:
    """Tell what a need demands on a day; None: it is not asked for then."""
    if not (need.since or ALWAYS) <= day <= (need.until or date.max):
        return None
    is_verified = bool(need.basis.strip()) and need.verified_on is not None
    if is_verified and need.verified_on <= day:  # type: ignore[operator] # not None: looked at above
        return need.need
    return Demand.ADVISE


async def needs_of(product: Row, day: date) -> list[Need]:
    """List what a product's set or group is asked for on a day, in the order of the rows."""
    key = group_key(product)
    return [need for need in await needs_on(day) if key in need.sets] if key else []


async def needs_on(day: date) -> list[Need]:
    """List all that is asked for on a day, of whatever set."""
    rows = await SetNeed.all().order_by("id").values()
    return [need for need in map(need_of, rows) if holds(need, day)]


def need_of(row: Row) -> Need:
    return Need(
        tuple(row["what"]),
        Demand(row["need"]),
        phrase(row["words_vi"], row["words_en"] or row["words_vi"]),
        row["basis"],
        row["since"],
        row["until"],
        row["verified_on"],
        tuple(row["sets"]),
        row["code"],
    )


def group_key(product: Row) -> str:
    """Name what a product is sorted in: a set of OCOP, or a group; empty: nothing yet."""
    is_ocop = product["kind"] == Kind.OCOP
    return str(product["ocop_set_id" if is_ocop else "agri_group_id"] or "")
