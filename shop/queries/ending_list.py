"""What expires, by month, with who was reminded of it and what its producer says of it."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from shop import clock
from shop.catalogue.endings import OCOP, Ending, Key, endings
from shop.models import RemindedAs, Reminder, RenewalNote

MONTHS = 12
"""Of what ended, and of what will end, that are listed beside this month."""
Month = tuple[int, int]
"""Year and number."""


@dataclass(frozen=True, slots=True)
class Reminded:
    """One kind of person was last reminded of an end, at which step and when."""

    reminded_as: RemindedAs
    step: int
    on: date


@dataclass(frozen=True, slots=True)
class Listed:
    ending: Ending
    reminded: list[Reminded] = field(default_factory=list)
    note: RenewalNote | None = None
    """What its producer says, and did not take back."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What of some endings there is: how many products, producers, communes."""

    products: int
    producers: int
    communes: list[tuple[str, str, int]]
    """Code, name and number of products, that with most first."""
    stars: list[tuple[int, int]]
    decisions: list[tuple[str, int]]


def months_around(today: date) -> list[Month]:
    """List the months of the list: this one and those to come, then those before, latest first."""
    this = today.year * 12 + today.month - 1
    some = [*range(this, this + MONTHS + 1), *range(this - 1, this - MONTHS - 1, -1)]
    return [(one // 12, one % 12 + 1) for one in some]


def month_of(day: date) -> Month:
    return day.year, day.month


async def all_endings(today: date, communes: Collection[str] | None) -> list[Ending]:
    """List what ends in those months, of some communes; None: of all the city."""
    some = sorted(months_around(today))
    first = date(*some[0], 1)
    year, number = some[-1]
    last = date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)
    return await endings(first, last, communes)


def tally(found: Collection[Ending]) -> Tally:
    names = {one.commune: one.commune_name for one in found}
    products = {(one.commune, one.product) for one in found}
    communes = Counter(commune for commune, _ in products)
    stars = [one for one in found if one.stars is not None]
    return Tally(
        len(products),
        len({one.producer for one in found}),
        sorted(
            [(code, names[code], many) for code, many in communes.items()],
            key=lambda one: (-one[2], one[1]),
        ),
        sorted(Counter(one.stars or 0 for one in stars).items(), reverse=True),
        Counter(one.decision for one in stars).most_common(),
    )


async def listed(found: Sequence[Ending]) -> list[Listed]:
    """Add to some endings who was reminded, and what their producers say."""
    products = sorted({one.product for one in found})
    reminded = await _reminded(products)
    standing = RenewalNote.filter(product_id__in=products, taken_back_at=None)
    notes = {(one.product_id, OCOP, one.ends_on): one for one in await standing}  # type: ignore[attr-defined]
    return [
        Listed(one, list(reminded.get(one.key, {}).values()), notes.get(one.key)) for one in found
    ]


async def _reminded(products: Sequence[str]) -> dict[Key, dict[RemindedAs, Reminded]]:
    """Give the last time that each kind of person was told of an end: never who it was."""
    rows = await Reminder.filter(product_id__in=products, is_told=True).order_by("at", "id")
    found: dict[Key, dict[RemindedAs, Reminded]] = {}
    for one in rows:
        key = one.product_id, one.proof, one.ends_on  # type: ignore[attr-defined]
        last = Reminded(one.reminded_as, one.step, clock.today(one.at))
        found.setdefault(key, {})[one.reminded_as] = last
    return found
