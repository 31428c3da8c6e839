"""Clauses as filter expressions: what must be there decides, what it is worth is left out.

Values are coded, so none can say more than a value. An expression may match a little more than
its clause (three words side by side are two pairs); search/meili/weighing.py looks again.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from search.candidates import Word
from search.clauses import (
    AllOf,
    AnyOf,
    AtLeast,
    Begins,
    Beside,
    Clause,
    Has,
    Raised,
    Within,
    Worth,
)
from search.meili.coding import key
from search.meili.tokens import Tokens

NOTHING = 'role = "nothing"'
_WORDS = "words"
_MOST_PARTS = 100


def one_of(field: str, values: Iterable[str | int]) -> str:
    coded = sorted({key(value) if isinstance(value, str) else str(value) for value in values})
    quoted = ", ".join(f'"{value}"' for value in coded)
    return f"{field} IN [{quoted}]" if coded else NOTHING


def none_of(field: str, values: Iterable[str | int]) -> str:
    return f"NOT {one_of(field, values)}"


def every(expressions: Iterable[str]) -> str:
    return _joined(expressions, " AND ")


def either(expressions: Iterable[str]) -> str:
    return _joined(expressions, " OR ") or NOTHING


class Filters:
    """Writes clauses as expressions, with the tokens of one vocabulary."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    def expression(self, clause: Clause) -> str:
        return self._WRITERS[type(clause)](self, clause)

    def entries_with(self, word: Word) -> int:
        """Tell of about how many entries have a word."""
        return self._tokens.entries_with(word)

    def _has(self, clause: Has) -> str:
        if self._tokens.knows(clause.field):
            return one_of(_WORDS, self._alone(clause))
        return one_of(clause.field, clause.values)

    def _begins(self, clause: Begins) -> str:
        return one_of(_WORDS, self._alone(clause))

    def _beside(self, clause: Beside) -> str:
        *finished, last = clause.words
        if not finished:
            alone = Begins(clause.field, last) if clause.unfinished else Has(clause.field, (last,))
            return self.expression(alone)
        if not clause.unfinished:
            pairs = [[token] for token in self._tokens.beside(clause.field, clause.words)]
        else:
            pairs = [[token] for token in self._tokens.beside(clause.field, finished)]
            pairs.append(self._tokens.begun(clause.field, finished[-1], last))
        return every(one_of(_WORDS, tokens) for tokens in pairs)

    def _within(self, clause: Within) -> str:
        lowest, highest = clause.lowest, clause.highest
        bounds = [f"{clause.field} >= {lowest}"] if lowest is not None else []
        bounds += [f"{clause.field} <= {highest}"] if highest is not None else []
        return every(bounds)

    def _any_of(self, clause: AnyOf) -> str:
        """Gather single words into one list: the same word of five attributes is one token."""
        bare = [_bare(one) for one in clause.clauses]
        tokens = [token for one in bare if self._is_alone(one) for token in self._alone(one)]
        others = (self.expression(one) for one in bare if not self._is_alone(one))
        return either([*([one_of(_WORDS, tokens)] if tokens else []), *others])

    def _all_of(self, clause: AllOf) -> str:
        return every(map(self.expression, clause.clauses))

    def _at_least(self, clause: AtLeast) -> str:
        return at_least(clause.least, [self.expression(one) for one in clause.clauses])

    def _inner(self, clause: Worth | Raised) -> str:
        return self.expression(clause.clause)

    def _is_alone(self, clause: Clause) -> bool:
        return isinstance(clause, Has | Begins) and self._tokens.knows(clause.field)

    def _alone(self, clause: Clause) -> list[str]:
        if isinstance(clause, Begins):
            return self._tokens.beginning(clause.field, clause.letters)
        assert isinstance(clause, Has)  # noqa: S101 - see _is_alone
        return self._tokens.having(clause.field, map(str, clause.values))

    _WRITERS: dict[type, Callable[[Any, Any], str]] = {
        Has: _has,
        Begins: _begins,
        Beside: _beside,
        Within: _within,
        AnyOf: _any_of,
        AllOf: _all_of,
        AtLeast: _at_least,
        Worth: _inner,
        Raised: _inner,
    }


def at_least(least: int, expressions: Sequence[str]) -> str:
    """Match what matches so many of the expressions.

    Halved again and again, ten of them are said in a hundred parts where listing every choice
    takes a thousand. Of too many some are left out, and with each the need of one: that matches a
    little more.
    """
    while least > 1 and _parts(least, len(expressions)) > _MOST_PARTS:
        least, expressions = least - 1, expressions[:-1]
    if least <= 0:
        return ""
    if least >= len(expressions):
        return every(expressions) if least == len(expressions) else NOTHING
    if least == 1:
        return either(expressions)
    left, right = _halves(expressions)
    return either(
        every([at_least(of_left, left), at_least(least - of_left, right)])
        for of_left in _shares(least, len(left), len(right))
    )


def _halves(expressions: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    middle = len(expressions) // 2
    return expressions[:middle], expressions[middle:]


def _shares(least: int, left: int, right: int) -> range:
    return range(max(0, least - right), min(least, left) + 1)


@cache
def _parts(least: int, size: int) -> int:
    """Tell of how many parts `at_least` is made."""
    if not 1 < least < size:
        return size if least else 0
    left = size // 2
    shares = _shares(least, left, size - left)
    return sum(_parts(one, left) + _parts(least - one, size - left) for one in shares)


def _bare(clause: Clause) -> Clause:
    return clause.clause if isinstance(clause, Worth) else clause


def _joined(expressions: Iterable[str], word: str) -> str:
    parts = [one for one in dict.fromkeys(expressions) if one]
    return f"({word.join(parts)})" if len(parts) > 1 else "".join(parts)
