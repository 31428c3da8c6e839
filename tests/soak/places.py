"""Where a soak runs: a folder and a database of its own, which end with it."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from shop.config import Settings
from tests.databases import postgres_server, run_sql


@contextmanager
def a_place(kind: str) -> Iterator[tuple[Settings, Path]]:
    """Give settings of an empty catalogue on a kind of database, and the folder around it."""
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
        settings = Settings(data=folder / "data")
        if kind == "postgres":
            address = held.enter_context(postgres_server())
            run_sql(address, "CREATE DATABASE soak")
            settings = Settings(data=folder / "data", database_url=f"{address}/soak")
        yield settings, folder
