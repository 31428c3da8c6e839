"""What is left to the thorough run: each row names tests that there are, and one that stays."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import tiers

TESTS = Path(__file__).parents[1]
NAMES = {
    f"{file.relative_to(TESTS).as_posix()}::{node.name}"
    for file in TESTS.rglob("test_*.py")
    for node in ast.walk(ast.parse(file.read_text()))
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
}
PATTERNS = [*tiers.ON_SQLITE, *tiers.ON_BOTH, *tiers.IN_VIETNAMESE, *tiers.FIRST]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_each_pattern_is_of_tests_that_there_are(pattern):
    assert [name for name in NAMES if tiers.is_in(name, [pattern])]


def test_what_is_left_out_whole_is_stood_for_by_a_test_that_stays():
    assert set(tiers.WHOLE) - NAMES == set()
    assert set(tiers.WHOLE.values()) - NAMES == set()
    assert set(tiers.WHOLE.values()) & set(tiers.WHOLE) == set()


def test_a_choice_keeps_the_first_and_says_how_many_it_left():
    chosen = ["-m", "not slow and not thorough", "tests/upgrading/test_upgrading.py"]
    command = [sys.executable, "-m", "pytest", "--collect-only", *chosen]

    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=TESTS.parent)

    killed = [line for line in done.stdout.splitlines() if "test_killed_at_any_step" in line]
    [left] = re.findall(r"left to `make test-thorough`: (\d+) tests", done.stdout)
    assert len(killed) == 1
    assert f"({left} deselected)" in done.stdout
