"""Who must be reminded of what on which day, worked out anew from the rules in docs/adr/0050.

It shares nothing with the code that it judges: neither its functions nor its order of work.
"""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

STEPS = (180, 90, 30, 0)
AFTER = 92
SATURDAY = 5
STARS, PAPER = "OCOP", "test_report"


class Told(NamedTuple):
    """One person was told of one end at one step."""

    user: int
    product: str
    proof: str
    ends_on: date
    step: int


@dataclass
class Goods:
    name: str
    producer: str
    commune: str
    is_sourced: bool
    is_shown: bool = True
    ends: dict[int, date] = field(default_factory=dict)
    """Recognition → its last day, of those that stand."""
    papers: dict[int, date] = field(default_factory=dict)
    """Paper of the one kind that there is → its last day, of those that are confirmed for it."""

    @property
    def last_days(self) -> dict[str, date]:
        if not self.is_sourced or not self.is_shown:
            return {}
        both = {STARS: self.ends, PAPER: self.papers}
        return {proof: max(days.values()) for proof, days in both.items() if days}


@dataclass
class Model:
    goods: dict[str, Goods]
    owners: dict[str, set[int]]
    officials: dict[int, str | None]
    """Person → commune; None: the whole city."""
    told: set[Told] = field(default_factory=set)
    passed: set[Told] = field(default_factory=set)
    messages: Counter[tuple[int, date, str]] = field(default_factory=Counter)

    def wanted(self, today: date) -> set[Told]:
        """Give what is to be told on a day, if the worker is awake on it."""
        found = set()
        for code, one in self.goods.items():
            whose = self._whose(one, today)
            for proof, ends_on in one.last_days.items():
                left = (ends_on - today).days
                reached = [step for step in STEPS if left <= step]
                if reached and left >= -AFTER:
                    found |= {Told(user, code, proof, ends_on, reached[-1]) for user in whose}
        return found - self.told - self.passed

    def note(self, today: date, told: Collection[Told]) -> None:
        """Take it that this was told on a day, and no more."""
        by_person: defaultdict[int, list[Told]] = defaultdict(list)
        for one in told:
            by_person[one.user].append(one)
            earlier = {one._replace(step=step) for step in STEPS if step > one.step}
            self.passed |= earlier - self.told
        self.told |= set(told)
        for user, theirs in by_person.items():
            if user in self.officials:
                self.messages[user, today, f"{len({one.product for one in theirs})} in all"] += 1
            else:
                self._to_owner(user, today, theirs)

    def _to_owner(self, user: int, today: date, theirs: Collection[Told]) -> None:
        days: defaultdict[tuple[str, date], list[str]] = defaultdict(list)
        for one in theirs:
            days[one.proof, one.ends_on].append(self.goods[one.product].name)
        for (proof, ends_on), names in days.items():
            what = names[0] if len(names) == 1 else f"{len(names)} sản phẩm"
            self.messages[user, today, f"{proof} {what} {ends_on}"] += 1

    def _whose(self, one: Goods, today: date) -> set[int]:
        found = set(self.owners.get(one.producer, ()))
        if today.weekday() < SATURDAY:
            for user, commune in self.officials.items():
                if commune is None or commune == one.commune:
                    found.add(user)
        return found


def days(first: date, many: int) -> list[date]:
    return [first + timedelta(days=n) for n in range(many)]
