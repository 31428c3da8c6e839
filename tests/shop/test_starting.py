"""A command imports what it needs: a start is most of what it costs."""

import json
import subprocess
import sys
from importlib import import_module

import pytest

from shop.cli.main import COMMANDS
from shop.models.columns import Table
from tests.commands import sanvat, told
from tests.serving import environment

IMPORTED = """
import sys
from shop.cli import main
try:
    main()
finally:
    import json
    sys.stderr.write(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""
"""Does what `sanvat` does, then names all packages that it took for it."""
SERVICE = {"obstore", "PIL", "prometheus_client", "httpx2", "starlette", "tantivy", "uvicorn"}
ALL = SERVICE | {"cyclopts", "pydantic", "rich", "tortoise"}


def packages_of(settings, *arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED, *arguments],
        env=environment(settings),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stderr))


@pytest.mark.on("sqlite")
def test_the_version_is_told_without_importing_anything(settings):
    assert packages_of(settings, "--version") & ALL == set()


def test_a_command_over_rows_imports_no_engine_and_no_pages(full_settings):
    taken = packages_of(full_settings, "product", "price", "HP-OCOP-0001-1", "65000")

    assert taken & (SERVICE | {"rich", "xlsxwriter", "mcp"}) == set()
    assert {"cyclopts", "tortoise"} <= taken


def test_every_command_is_where_the_list_says():
    for place in COMMANDS.values():
        module, _, name = place.partition(":")
        assert callable(getattr(import_module(module), name)), place


@pytest.mark.on("sqlite")
def test_help_tells_what_each_command_does(settings):
    status, said, complaints = told(sanvat(settings, "--help"))

    rows = {line[1:].split()[0]: line[1:].split()[1:] for line in said.splitlines() if line[1:2]}
    assert (status, complaints) == (0, "")
    assert {name for name in COMMANDS if len(rows.get(name, [])) < 4} == set()


def test_no_table_has_its_source_searched_for_remarks():
    """Tortoise's own metaclass does that, at every start."""
    models = import_module("shop.models")

    tables = [getattr(models, name) for name in models.__all__]
    assert {one.__name__ for one in tables if hasattr(one, "_meta") and type(one) is not Table} == (
        set()
    )
