"""Meilisearch's filter expressions, after its own parser: quotes, IN, comparisons, AND, OR, NOT."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

Test = Callable[[dict], bool]
_TOKEN = re.compile(
    r"""\s*(?:(?P<double>"(?:\\.|[^"\\])*")|(?P<single>'(?:\\.|[^'\\])*')"""
    r"""|(?P<operator>>=|<=|!=|[=<>()\[\],])|(?P<word>[\w.-]+))""",
    re.DOTALL,
)
_STATUS = {
    "index_not_found": 404,
    "document_not_found": 404,
    "task_not_found": 404,
    "api_key_not_found": 404,
    "api_key_already_exists": 409,
    "invalid_api_key": 403,
    "missing_authorization_header": 401,
    "missing_master_key": 401,
}
_DEEPEST = 150
"""Its parser goes no deeper."""


class Refused(Exception):  # noqa: N818 - it is an answer
    def __init__(
        self, message: str, code: str = "invalid_search_filter", status: int | None = None
    ) -> None:
        super().__init__(message)
        self.code, self.status = code, status or _STATUS.get(code, 400)


@dataclass
class Filterable:
    equality: bool
    comparison: bool


def parsed(expression: object, filterable: dict[str, Filterable]) -> Test:
    if expression in (None, "", []):
        return lambda _: True
    if not isinstance(expression, str):
        raise Refused("only text is understood here")
    return _Parser(expression, filterable).whole()


class _Parser:
    def __init__(self, expression: str, filterable: dict[str, Filterable]) -> None:
        self._tokens = _tokens(expression)
        self._filterable = filterable
        self._depth = 0

    def whole(self) -> Test:
        test = self._or()
        if self._tokens:
            raise Refused(f"found {self._tokens[0]} after the expression")
        return test

    def _or(self) -> Test:
        tests = [self._and()]
        while self._is("OR"):
            tests.append(self._and())
        return lambda doc: any(test(doc) for test in tests)

    def _and(self) -> Test:
        tests = [self._not()]
        while self._is("AND"):
            tests.append(self._not())
        return lambda doc: all(test(doc) for test in tests)

    def _not(self) -> Test:
        if self._is("NOT"):
            test = self._not()
            return lambda doc: not test(doc)
        if self._is("("):
            self._depth += 1
            if self._depth > _DEEPEST:
                raise Refused("the filter exceeded the maximum depth limit")
            test = self._or()
            self._expect(")")
            self._depth -= 1
            return test
        return self._condition()

    def _condition(self) -> Test:
        field, operator = self._value(), self._next()
        if operator in ("=", "!=", "IN"):
            self._may(field, "equality")
            values = self._values() if operator == "IN" else [self._value()]
            return lambda doc: (operator != "!=") == any(_has(doc, field, one) for one in values)
        if operator in (">", ">=", "<", "<="):
            self._may(field, "comparison")
            return _comparison(field, operator, self._value())
        raise Refused(f"was expecting an operation, found {operator}")

    def _may(self, field: str, feature: str) -> None:
        if field not in self._filterable:
            raise Refused(f"attribute `{field}` is not filterable")
        if not getattr(self._filterable[field], feature):
            raise Refused(f"{feature} is not allowed for `{field}`")

    def _values(self) -> list[str]:
        self._expect("[")
        values = [] if self._peek() == "]" else [self._value()]
        while self._is(","):
            values.append(self._value())
        self._expect("]")
        return values

    def _value(self) -> str:
        kind, text = self._tokens.pop(0) if self._tokens else ("end", "")
        if kind not in ("value", "word"):
            raise Refused(f"was expecting a value, found {text!r}")
        return text

    def _next(self) -> str:
        return self._tokens.pop(0)[1] if self._tokens else ""

    def _peek(self) -> str:
        kind, text = self._tokens[0] if self._tokens else ("end", "")
        return text if kind != "value" else ""

    def _is(self, text: str) -> bool:
        if self._peek() != text:
            return False
        self._tokens.pop(0)
        return True

    def _expect(self, text: str) -> None:
        if not self._is(text):
            raise Refused(f"was expecting {text}")


def _tokens(expression: str) -> list[tuple[str, str]]:
    found, at = [], 0
    expression = expression.rstrip()
    while at < len(expression):
        match = _TOKEN.match(expression, at)
        if not match:
            raise Refused(f"cannot read {expression[at : at + 20]!r}")
        at = match.end()
        found.append(_token(match))
    return found


def _token(match: re.Match) -> tuple[str, str]:
    """As its `quoted_by`: a backslash passes over any character, but only unescapes the quote."""
    for group, quote in (("double", '"'), ("single", "'")):
        if match[group]:
            return "value", match[group][1:-1].replace(f"\\{quote}", quote)
    return ("word", match["word"]) if match["word"] else ("operator", match["operator"])


def values_of(doc: dict, field: str) -> list:
    value = doc.get(field)
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


@lru_cache(maxsize=100_000)
def normal(text: str) -> str:
    return unicodedata.normalize("NFKD", text).lower()


def _has(doc: dict, field: str, wanted: str) -> bool:
    return normal(wanted) in _kept(doc, field) or _number(wanted) in _kept(doc, field)


def _kept(doc: dict, field: str) -> frozenset:
    """Give the values of a field as they are compared, worked out once for a document of ours."""
    kept = getattr(doc, "kept", {})
    if field not in kept:
        values = values_of(doc, field)
        kept[field] = frozenset(normal(one) if isinstance(one, str) else one for one in values)
    return kept[field]


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _comparison(field: str, operator: str, text: str) -> Test:
    bound = _number(text)
    if bound is None:
        raise Refused(f"{text!r} is no number")
    compare = {
        ">": lambda value: value > bound,
        ">=": lambda value: value >= bound,
        "<": lambda value: value < bound,
        "<=": lambda value: value <= bound,
    }[operator]
    return lambda doc: any(
        compare(value) for value in values_of(doc, field) if isinstance(value, int | float)
    )
