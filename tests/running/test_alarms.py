"""Each alarm has a page of its own that says what it means and what to do; nothing else has."""

import re
from pathlib import Path

import yaml

RUNNING = Path(__file__).parents[2] / "docs" / "running"
RULES = [
    rule["alert"]
    for group in yaml.safe_load((RUNNING / "alerts.yml").read_text())["groups"]
    for rule in group["rules"]
    if "alert" in rule
]
PAGES = re.findall(
    r"^## (\w+)\n\n(.+?)(?=\n## |\Z)",
    (RUNNING / "alarms.md").read_text(),
    re.MULTILINE | re.DOTALL,
)


def test_each_alarm_has_a_page_in_the_order_of_the_rules():
    assert [name for name, _ in PAGES] == RULES


def test_each_page_says_enough_to_act_on():
    assert [name for name, text in PAGES if len(text.split()) < 15] == []
