"""What the tables hold, asked past the service: by the databases' own tools."""

import sqlite3
import subprocess
from contextlib import closing

from shop.config import Settings
from tests import databases


def rows(settings: Settings, sql: str) -> list[tuple[str, ...]]:
    if file := settings.sqlite_file:
        with closing(sqlite3.connect(file, timeout=30)) as connection:
            return [tuple(map(str, row)) for row in connection.execute(sql)]
    command = [str(databases.binaries() / "psql"), "-qAtF", "\t", settings.database_url, "-c", sql]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return [tuple(line.split("\t")) for line in done.stdout.splitlines()]


def value(settings: Settings, sql: str) -> str:
    [[only]] = rows(settings, sql)
    return only
