"""The house: every module stands in a layer, the map says so, and nothing grows out of hand."""

import ast
import re
import shutil
import statistics
import subprocess
import sys
import tokenize
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("shop", "search", "media")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
CONTRACTS = PROJECT["tool"]["importlinter"]["contracts"]
LAYERS = next(one["layers"] for one in CONTRACTS if one["type"] == "layers")
MAP = (ROOT / "docs" / "architecture.md").read_text()
MOST_ROOMS = 36  # people brought accounts/ and access.py; papers; standing/ is told in two places
LONGEST_FILE = 400
UNNAMED = re.compile(r"\b(nobody|whoever|anybody|somebody|those who|who types)\b", re.IGNORECASE)
FILES = [file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py"))]
OURS = [file for file in FILES if "migrations" not in file.parts]


def rows_of(heading: str) -> list[list[str]]:
    """Give the cells of the table under a heading of the map."""
    table = MAP.split(f"| {heading} |", 1)[1].split("\n\n", 1)[0]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table.splitlines()[2:]]


def test_the_map_names_the_layers_in_their_order():
    told = [re.findall(r"`(\w+)`", first) for first, _ in rows_of("layer | holds")]

    assert told == [layer.split(" | ") for layer in LAYERS]


def test_the_map_names_every_contract():
    assert [name for name, _ in rows_of("contract | meaning")] == [one["name"] for one in CONTRACTS]


def test_the_first_floor_is_seen_at_once():
    ignored = {"__pycache__"}
    names = {path.name for path in (ROOT / "shop").iterdir()} - ignored

    assert len(names) <= MOST_ROOMS


@pytest.mark.parametrize(
    "probe", ["from shop.models import Product\n", "from starlette.responses import Response\n"]
)
def test_a_module_that_stands_in_no_layer_is_refused(tmp_path, probe):
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "shop" / "moderation.py").write_text(probe)

    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "moderation" in done.stdout
    assert "11 kept, 1 broken" in done.stdout or "10 kept, 2 broken" in done.stdout


def test_no_file_is_too_long_to_be_read():
    long = {
        str(file.relative_to(ROOT)): lines
        for file in FILES
        if (lines := len(file.read_text().splitlines())) > LONGEST_FILE
    }

    assert long == {}


def test_functions_stay_short():
    lengths = sorted(
        node.end_lineno - node.lineno + 1
        for file in OURS
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )

    assert statistics.median(lengths) <= 7
    assert lengths[len(lengths) * 9 // 10] <= 15


def prose_of(file: Path) -> list[tuple[int, str]]:
    """Give the comments of a file, its docstrings and the strings that explain a constant."""
    with tokenize.open(file) as lines:
        source = lines.read()
    comments = [
        (token.start[0], token.string)
        for token in tokenize.generate_tokens(iter(source.splitlines(keepends=True)).__next__)
        if token.type == tokenize.COMMENT
    ]
    return comments + [
        (node.lineno, " ".join(node.value.value.split()))
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    ]


def test_what_explains_the_code_names_the_actor():
    unnamed = [
        (str(file.relative_to(ROOT)), line, text)
        for file in FILES
        for line, text in prose_of(file)
        if UNNAMED.search(text)
    ]

    assert unnamed == []
