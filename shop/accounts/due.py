"""Who is to be reminded of what, by its days and by what they were reminded of. Pure.

Where the worker slept through steps, the latest that is due is told and the earlier are noted as
passed, so that one person never hears of one end twice at once.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from shop.catalogue.endings import Ending, Key
from shop.models import RemindedAs

STEPS = (180, 90, 30, 0)
"""Days before the last day."""
FIRST, LAST = max(STEPS), 92
"""Days before the last day and after it between which a step may be told: a worker that slept
longer is not believed (docs/adr/0022), and what ended before is known by then."""
Known = Collection[tuple[Key, int]]
"""What one person was reminded of: which end, and at which step."""


@dataclass(frozen=True, slots=True)
class Official:
    """One who is to be reminded of what ends in a commune; None: in the whole city."""

    user: int
    reminded_as: RemindedAs
    commune: str | None


@dataclass(frozen=True, slots=True)
class Due:
    """One person is to be told now of one end."""

    ending: Ending
    step: int
    reminded_as: RemindedAs
    passed: tuple[int, ...] = ()
    """Earlier steps that were never told."""


def step_of(ends_on: date, today: date) -> int | None:
    """Give the latest step that is due; None: none is."""
    left = (ends_on - today).days
    if not -LAST <= left <= FIRST:
        return None
    return min(step for step in STEPS if step >= left)


def wanted(
    endings: Iterable[Ending],
    owners: Mapping[str, Collection[int]],
    officials: Sequence[Official],
) -> dict[int, dict[Key, tuple[Ending, RemindedAs]]]:
    """Give each person the ends that concern them: as an owner first, then as an official."""
    found: dict[int, dict[Key, tuple[Ending, RemindedAs]]] = {}
    for one in endings:
        if one.is_illustrative:
            continue
        whose = [(user, RemindedAs.OWNER) for user in owners.get(one.producer, ())]
        whose += [
            (each.user, each.reminded_as)
            for each in officials
            if each.commune in {None, one.commune}
        ]
        for user, reminded_as in whose:
            found.setdefault(user, {}).setdefault(one.key, (one, reminded_as))
    return found


def due(theirs: Mapping[Key, tuple[Ending, RemindedAs]], known: Known, today: date) -> list[Due]:
    """List what a person is to be told today."""
    found = []
    for key, (ending, reminded_as) in theirs.items():
        step = step_of(ending.ends_on, today)
        if step is None or (key, step) in known:
            continue
        passed = tuple(one for one in STEPS if one > step and (key, one) not in known)
        found.append(Due(ending, step, reminded_as, passed))
    return found


def together(dues: Iterable[Due]) -> list[list[Due]]:
    """Part what an owner is told into messages: one for all that is alike and ends one day."""

    def alike(one: Due) -> tuple[date, str]:
        return one.ending.ends_on, one.ending.proof

    return [list(some) for _, some in groupby(sorted(dues, key=alike), alike)]
