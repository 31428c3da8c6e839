"""Which entries answer a query: its slots as one filter, from the strict reading to the forgiving.

The filter alone decides, so totals and facets are exact and the same words find the same entries
in both engines; only what order they come in is Meilisearch's own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from math import comb

from search.looking import BADGES, NOW, Leniency, month_of
from search.meili.filters import all_of, any_of, between, listed, one_of, valid_badges
from search.meili.tokens import Tokens
from search.phrases import Alternative, Slot
from search.tables import Fact

_MOST_CONDITIONS = 1500
"""A server takes 2,000 in one filter."""


class Matching:
    def __init__(self, slots: Sequence[Slot], tokens: Tokens, now: int) -> None:
        self.slots = [slot for slot in slots if not slot.hopeless]
        self._required = [slot for slot in self.slots if not slot.optional]
        self._missing = sum(slot.hopeless and not slot.optional for slot in slots)
        self._tokens = tokens
        self._now = now

    def filter(self, leniency: Leniency) -> str | None:
        """Match the entries that have what is asked for; None when no filter could say it."""
        expressions = [self.slot(slot, leniency) for slot in self._required]
        kept = max(1, len(expressions) + self._missing - leniency.dropped)
        most = _at_least(kept, expressions)
        if most is None:
            return None
        sought = [listed(), most]
        if len(expressions) > 1:
            sought.append(self._not_by_chance(leniency))
        return all_of(sought)

    def slot(self, slot: Slot, leniency: Leniency) -> str:
        alternatives = (
            one for one in slot.alternatives if (leniency.far or not one.far) and not one.hopeless
        )
        return any_of(self.alternative(one, leniency) for one in alternatives)

    def alternative(self, alternative: Alternative, leniency: Leniency) -> str:
        meant = self.meaning(alternative)
        if alternative.phrase and len(alternative.words) > 1:
            return any_of([meant, *self._side_by_side(alternative, leniency)])
        if not alternative.words:
            return meant
        names_only = leniency.names_only
        words = (self._tokens.word(word, names_only=names_only) for word in alternative.words)
        return any_of([meant, all_of(one_of("words", tokens) for tokens in words)])

    def meaning(self, alternative: Alternative) -> str:
        """Say the fact, the kind or the prices that are meant; empty when it is but words."""
        bounds = alternative.bounds
        return any_of([*self._meanings(alternative)]) if _means(alternative) or bounds else ""

    def _meanings(self, alternative: Alternative) -> Iterator[str]:
        if alternative.fact:
            yield self._has(alternative.fact)
        if alternative.kind:
            yield one_of("kinds", [alternative.kind])
        if alternative.bounds:
            yield between("price", alternative.bounds.lowest, alternative.bounds.highest)

    def _has(self, fact: Fact) -> str:
        values = [str(month_of(self._now)) if value == NOW else value for value in fact.values]
        having = one_of(fact.field, values)
        return all_of([having, valid_badges(self._now)]) if fact.field in BADGES else having

    def _side_by_side(self, alternative: Alternative, leniency: Leniency) -> Iterator[str]:
        pairs = [*pairwise(alternative.words)]
        yield all_of(one_of("words", self._tokens.pair(*pair)) for pair in pairs)
        if not leniency.names_only:
            yield all_of(one_of("words", self._tokens.pair_in_prose(*pair)) for pair in pairs)

    def _not_by_chance(self, leniency: Leniency) -> str:
        """Match what has a word outside of prose, or two side by side in it.

        Else any two words meet in some description.
        """
        outside = replace(leniency, names_only=True)
        words = [word for slot in self._required for word in slot.words]
        pairs = [token for pair in pairwise(words) for token in self._tokens.pair_in_prose(*pair)]
        named = [self.slot(slot, outside) for slot in self._required]
        return any_of([*named, one_of("words", pairs)] if pairs else named)


def _means(alternative: Alternative) -> bool:
    return bool(alternative.fact or alternative.kind)


def _at_least(kept: int, expressions: Sequence[str]) -> str | None:
    """Match what matches so many of the expressions; None when it would be too long to say."""
    if kept >= len(expressions):
        return all_of(expressions)
    conditions = sum(map(_conditions, expressions))
    if comb(len(expressions), kept) * kept * conditions / len(expressions) > _MOST_CONDITIONS:
        return None
    return any_of(map(all_of, combinations(expressions, kept)))


def _conditions(expression: str) -> int:
    return expression.count(" IN ") + expression.count(">") + expression.count("<")
