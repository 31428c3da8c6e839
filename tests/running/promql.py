"""What a PromQL expression names: enough of the language to hold our rules to our metrics."""

import re
from dataclasses import dataclass, field

STRING = re.compile(r'"[^"]*"')
SELECTOR = re.compile(r"([a-zA-Z_:][\w:]*)\s*(\{[^}]*\})?")
GROUPING = re.compile(r"\b(?:by|on|without|ignoring|group_left|group_right)\s*\(([^)]*)\)")
RANGE = re.compile(r"\[[\w:]+\]")
MATCHER = re.compile(r"\s*(\w+)\s*(?:=~|!~|!=|=)\s*S\s*")
FUNCTIONS = {
    *("abs", "count", "delta", "histogram_quantile", "increase", "last_over_time"),
    *("max", "min", "rate", "sum", "time"),
}
WORDS = {
    *("by", "on", "without", "ignoring", "group_left", "group_right"),
    *("unless", "and", "or", "bool", "offset"),
}
NUMBER = re.compile(r"\b\d[\w.]*")


@dataclass
class Named:
    """Metrics with the labels that select them, and the labels that results are grouped by."""

    metrics: dict[str, set[str]] = field(default_factory=dict)
    grouped: set[str] = field(default_factory=set)


def named(expression: str) -> Named:
    """Read an expression. Raises ValueError where it is no PromQL, as far as that is looked at."""
    text = STRING.sub("S", expression)
    if text.count("(") != text.count(")") or text.count("{") != text.count("}"):
        raise ValueError(f"brackets do not match: {expression}")
    found = Named()
    for labels in GROUPING.findall(text):
        found.grouped |= {one.strip() for one in labels.split(",")}
    text = NUMBER.sub(" ", RANGE.sub(" ", GROUPING.sub(" ", text)))
    for name, labels in SELECTOR.findall(text):
        if name not in FUNCTIONS | WORDS:
            found.metrics.setdefault(name, set()).update(_matched(labels, expression))
    return found


def _matched(labels: str, expression: str) -> set[str]:
    inside = [one for one in labels.strip("{}").split(",") if one.strip()]
    matched = [MATCHER.fullmatch(one) for one in inside]
    if not all(matched):
        raise ValueError(f"no matcher: {expression}")
    return {one[1] for one in matched if one}
