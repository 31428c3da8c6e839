"""Alert rules and the dashboard name metrics and labels that there are, and the book each alarm.

This is part of `make check`: a rule on a metric that was renamed would never ring.
"""

import json
import re
from pathlib import Path

import pytest
import yaml
from prometheus_client.metrics import MetricWrapperBase

from shop import metrics
from tests.running.promql import named

FOLDER = Path(__file__).parents[2] / "docs" / "running"
OPERATING = (FOLDER.parent / "operating.md").read_text()
RULES = [
    rule
    for group in yaml.safe_load((FOLDER / "alerts.yml").read_text())["groups"]
    for rule in group["rules"]
]
DASHBOARD = json.loads((FOLDER / "dashboard.json").read_text())
OF_PROMETHEUS = {"up": {"job", "instance"}}
EVERYWHERE = {"job", "instance"}
"""Labels that Prometheus adds to whatever it reads."""
PANEL = re.compile(r"\{\{\s*(\w+)\s*\}\}")
SAID = re.compile(r"\{\{ \$labels\.(\w+) \}\}")


def known() -> dict[str, set[str]]:
    """Give each name that can be asked for → its labels, as the code declares them."""
    found = {one.name: set(one.labels) for one in metrics.FIGURES}
    for one in vars(metrics).values():
        if isinstance(one, MetricWrapperBase):
            found |= names_of(one)
    return found


def names_of(one: MetricWrapperBase) -> dict[str, set[str]]:
    name, labels = one._name, set(one._labelnames)
    if one._type == "counter":
        return {f"{name}_total": labels}
    if one._type == "histogram":
        ends = {f"{name}_{end}": labels for end in ("sum", "count")}
        return {**ends, f"{name}_bucket": labels | {"le"}}
    return {name: labels}


KNOWN = {**known(), **OF_PROMETHEUS}


def mistakes(expression: str) -> list[str]:
    """Say what an expression names that is not there."""
    found = named(expression)
    there = {name: KNOWN.get(name, set()) | EVERYWHERE for name in found.metrics}
    unknown = [f"{name} is no metric" for name in found.metrics if name not in KNOWN]
    labels = [
        f"{name} has no label {label}"
        for name, matched in found.metrics.items()
        for label in sorted(matched - there[name])
    ]
    grouped = found.grouped - set().union(*there.values())
    return [*unknown, *labels, *(f"nothing has the label {label}" for label in sorted(grouped))]


def panels() -> list[tuple[str, str, str]]:
    return [
        (panel["title"], target["expr"], target["legendFormat"])
        for panel in DASHBOARD["panels"]
        for target in panel.get("targets", ())
    ]


@pytest.mark.parametrize("rule", RULES, ids=[rule["alert"] for rule in RULES])
def test_a_rule_names_what_there_is(rule):
    assert mistakes(rule["expr"]) == []
    labels = set().union(*named(rule["expr"]).metrics.values(), *map(KNOWN.get, of(rule["expr"])))
    assert set(SAID.findall(rule["annotations"]["summary"])) <= labels | EVERYWHERE
    assert rule["labels"]["severity"] in {"critical", "warning", "info"}
    assert re.fullmatch(r"Sanvat[A-Z]\w+", rule["alert"])
    assert re.fullmatch(r"\d+[smh]", rule.get("for", "0s"))


def of(expression: str) -> list[str]:
    return list(named(expression).metrics)


@pytest.mark.parametrize(("title", "expression", "legend"), panels())
def test_a_panel_names_what_there_is(title, expression, legend):
    assert mistakes(expression) == [], title
    labels = set().union(*map(KNOWN.get, of(expression)))
    assert set(PANEL.findall(legend)) <= labels | EVERYWHERE


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("max(sanvat_head_serail) > 0", ["sanvat_head_serail is no metric"]),
        ("rate(sanvat_requests[5m])", ["sanvat_requests is no metric"]),
        ('sanvat_messages{sate="dead"} > 0', ["sanvat_messages has no label sate"]),
        ("sum by (why) (sanvat_to_publish)", ["nothing has the label why"]),
        ("rate(sanvat_request_seconds_bucket[5m])", []),
    ],
)
def test_what_there_is_not_is_noticed(expression, said):
    assert mistakes(expression) == said


@pytest.mark.parametrize("expression", ["max(sanvat_to_publish", 'sanvat_messages{state"dead"}'])
def test_what_cannot_be_read_is_noticed(expression):
    with pytest.raises(ValueError, match="match"):
        mistakes(expression)


def test_every_alarm_has_a_name_of_its_own_that_the_operators_book_explains():
    names = [rule["alert"] for rule in RULES]

    assert len(set(names)) == len(names)
    assert re.findall(r"^\| `(Sanvat\w+)` \|", OPERATING, re.MULTILINE) == names


def test_every_metric_is_explained_and_shown():
    told = set(re.findall(r"^\| `(sanvat_\w+)", OPERATING, re.MULTILINE))
    declared = {re.sub("_(bucket|sum|count)$", "", name) for name in known()}
    shown = {
        re.sub("_(bucket|sum|count)$", "", name)
        for _, expression, _ in panels()
        for name in of(expression)
    }

    assert told == declared
    assert declared - shown == {
        "sanvat_epoch_info",
        "sanvat_duty_late_after_seconds",
        "sanvat_backup_failures",
    }


def test_panels_of_the_dashboard_lie_beside_each_other():
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        at = panel["gridPos"]
        cells = {(at["x"] + x, at["y"] + y) for x in range(at["w"]) for y in range(at["h"])}
        assert not cells & taken, panel["title"]
        assert at["x"] + at["w"] <= 24
        taken |= cells
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])
