"""Filter expressions: values are coded, so none can say more than a value."""

from collections.abc import Iterable, Iterator

from search.engine import SETS, Query
from search.looking import BADGES
from search.meili.coding import key
from search.meili.schema import LISTED

NOTHING = 'role = "nothing"'


def listed() -> str:
    """Match every entry: neither the position nor what is left of dropped ones."""
    return one_of("role", [LISTED])


def one_of(field: str, values: Iterable[str | int]) -> str:
    coded = sorted({key(value) if isinstance(value, str) else str(value) for value in values})
    quoted = ", ".join(f'"{value}"' for value in coded)
    return f"{field} IN [{quoted}]"


def all_of(expressions: Iterable[str]) -> str:
    return _joined(expressions, " AND ")


def any_of(expressions: Iterable[str]) -> str:
    return _joined(expressions, " OR ") or NOTHING


def between(field: str, lowest: int | None, highest: int | None) -> str:
    bounds = [f"{field} >= {lowest}"] if lowest is not None else []
    bounds += [f"{field} <= {highest}"] if highest is not None else []
    return all_of(bounds)


def valid_badges(now: int) -> str:
    return f"badges_until > {now}"


def narrowing(query: Query, without: str | None = None) -> str:
    """Say the filters of a query, `without` one of them; empty when there is none."""
    return all_of(_narrowing(query, without))


def _narrowing(query: Query, without: str | None) -> Iterator[str]:
    for field in SETS:
        if field != without and (values := getattr(query, field)):
            yield one_of(field, values)
    if any(getattr(query, field) for field in BADGES - {without}):
        yield valid_badges(query.now)
    if query.price_from is not None or query.price_to is not None:
        yield between("price", query.price_from, query.price_to)


def _joined(expressions: Iterable[str], word: str) -> str:
    parts = [one for one in dict.fromkeys(expressions) if one]
    return f"({word.join(parts)})" if len(parts) > 1 else "".join(parts)
