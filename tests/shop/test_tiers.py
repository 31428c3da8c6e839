"""What is left to the thorough run: each row names tests that there are, and one that stays."""

import ast
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


def collected(*arguments: str) -> list[str]:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-qq", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=TESTS.parent)
    return [line for line in done.stdout.splitlines() if line.startswith("tests/")]


def test_a_choice_of_tests_and_what_it_leaves_are_all():
    file = "tests/upgrading/test_upgrading.py"

    by_default = collected("-m", "not slow and not thorough", file)
    left = collected("-m", "thorough and not slow", file)

    killed = [name for name in by_default if "test_killed_at_any_step" in name]
    assert len(killed) == 1
    assert left
    assert sorted(by_default + left) == sorted(collected(file))
