"""The table of faults is whole: a test tries each of its lines, and none has another name."""

import ast
from pathlib import Path

from tests.faults.table import FAULTS


def named(file: Path) -> set[str]:
    """Give the faults that the markers of a file name."""
    return {
        node.args[0].value
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "faults"
    }


def test_each_fault_of_the_table_is_tried():
    files = sorted(Path(__file__).parent.glob("test_*.py"))

    assert set.union(*map(named, files)) == set(FAULTS)
