"""A catalogue of an older version is upgraded: nothing is lost, and partners go on where they were.

The catalogues in the folders beside this file were made by those versions, on SQLite and on
PostgreSQL (tests/upgrading/making.py), with what a running one gathers: photos, a partner with its
keys, reported sales, a webhook, a rule, searches, a tombstone, a suspension, and a mirror behind.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from importlib import import_module
from pathlib import Path

import pytest
from tortoise.backends.base import executor
from tortoise.migrations import operations

from media.failpoints import UPGRADE_STEPS
from shop import database, publishing
from shop.catalogue.writing import name_columns
from shop.config import Settings
from shop.database import opening
from shop.errors import SetupError
from shop.models import Listing, Product, ToPublish
from shop.services import opened
from tests import databases, processes
from tests.conftest import front_door
from tests.mirror.copies import copied, shown, sync_once
from tests.serving import environment

HERE = Path(__file__).parent
VERSIONS = ["0.1.0"]
FIRST_CHECKED = "0008_versions"
"""The first migration that had to leave the version before it able to run."""
ON_THE_SERVER_IT_WAS_ON = """
    UPDATE clock SET origin = (SELECT system_identifier || '/' || timeline_id
                               FROM pg_control_system(), pg_control_checkpoint())
"""
NEW_AND_EMPTY = {
    ("Variant", "variant_gross_weight_positive"),
    ("Variant", "variant_parcel_has_three_sides"),
}
"""Checks of columns that came with them and may be empty: the version before them writes none."""
EXPANDING = (operations.AddField, operations.CreateModel, operations.AddIndex)
WIDENED = {
    ("AuditEntry", "request"),
    ("AuditEntry", "subject"),
    ("Code", "purpose"),
    ("Consent", "purpose"),
    ("Producer", "phone"),
    ("Review", "decision"),
    ("Variant", "availability"),
}
"""Columns that only grew wider, or take one more word."""
RELAXED = {("Product", "product_group_of_its_kind"), ("Review", None)}
"""Checks that let through all that they did, and more; that of one decision a round is nameless."""


@pytest.fixture(params=VERSIONS)
def version(request):
    return request.param


@pytest.fixture
def old(version, database_kind, request, tmp_path):
    """Settings of a catalogue that an older version left, and what was known of it then."""
    with tarfile.open(HERE / version / f"{database_kind}.tar.gz") as packed:
        packed.extractall(tmp_path, filter="data")
    address, name = "", f"old_{os.urandom(4).hex()}"
    if database_kind == "postgres":
        server = request.getfixturevalue("postgres")
        address = f"{server}/{name}"
        databases.run_sql(server, f"CREATE DATABASE {name}")
        psql = [databases.binaries() / "psql", "-q", "-v", "ON_ERROR_STOP=1", "-d", address]
        subprocess.run([*psql, "-f", tmp_path / "catalogue.sql"], check=True, capture_output=True)
        subprocess.run([*psql, "-c", ON_THE_SERVER_IT_WAS_ON], check=True)
    executor.EXECUTOR_CACHE.clear()
    yield Settings(data=tmp_path, database_url=address)
    executor.EXECUTOR_CACHE.clear()


@pytest.fixture
def on_sqlite(tmp_path):
    with tarfile.open(HERE / VERSIONS[-1] / "sqlite.tar.gz") as packed:
        packed.extractall(tmp_path, filter="data")
    executor.EXECUTOR_CACHE.clear()
    return Settings(data=tmp_path)


def migrate(settings, *, most_bytes: int = 0, **extra: str) -> subprocess.CompletedProcess:
    env = {**environment(settings), **extra}
    if not most_bytes:
        return processes.run("-m", "shop.cli", "migrate", env=env)
    limited = ["prlimit", f"--fsize={most_bytes}", sys.executable, "-m", "shop.cli", "migrate"]
    return subprocess.run(limited, env=env, capture_output=True, text=True, check=False)


async def sought_by() -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """Give how each product's name is kept folded and sorted, beside how this version does it."""
    return [
        (
            (one.name_fold, one.name_sort),
            tuple(name_columns(one.name_vi, one.name_en, one.keywords).values()),
        )
        for one in await Product.all()
    ]


MADE_ANEW = {"name_fold", "name_sort"}


async def rows_of(settings) -> dict[str, list[tuple]]:
    """Read every table and column of a catalogue, by its own tools."""
    if settings.sqlite_file:
        return sqlite_rows(settings.sqlite_file)
    found = {}
    async with database.connected(settings):
        columns = await database.select(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' ORDER BY table_name, ordinal_position"
        )
        for table in {row["table_name"] for row in columns}:
            names = [row["column_name"] for row in columns if row["table_name"] == table]
            rows = await database.select(f'SELECT * FROM "{table}"')
            found[table] = sorted([tuple((n, str(row[n])) for n in names) for row in rows])
    return found


def sqlite_rows(file: Path) -> dict[str, list[tuple]]:
    with closing(sqlite3.connect(file)) as held:
        held.row_factory = sqlite3.Row
        names = held.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            name: sorted(tuple(zip(row.keys(), map(str, row), strict=True)) for row in rows)
            for (name,) in names
            if (rows := held.execute(f'SELECT * FROM "{name}"').fetchall()) is not None
        }


SOWN = {"audit_entry", "paper_kind", "set_need"}
"""Tables to which `sanvat migrate` adds what the release says that sets are asked for."""


def told(rows: dict[str, list[tuple]]) -> dict:
    """Leave out what every version makes anew of the names beside it."""
    return {
        table: sorted(tuple(pair for pair in row if pair[0] not in MADE_ANEW) for row in held)
        for table, held in rows.items()
    }


def as_before(before: dict[str, list[tuple]], after: dict[str, list[tuple]]) -> dict:
    """Give the new rows with the columns of the old ones only.

    What waits to be published is everything, by intent: documents say otherwise now. What sets are
    asked for is sown, which the audit tells.
    """
    entries = [row for row in after["audit_entry"] if ("action", "needs.sow") not in row]
    after = after | {"to_publish": before["to_publish"], "audit_entry": entries}
    if numbers := after.get("sqlite_sequence"):
        kept = [row for row in before["sqlite_sequence"] if dict(row)["name"] in SOWN]
        others = [row for row in numbers if dict(row)["name"] not in {"to_publish", *SOWN}]
        after = after | {"sqlite_sequence": [*others, *kept]}
    columns = {table: [name for name, _ in rows[0]] for table, rows in told(before).items() if rows}
    return {
        table: sorted(
            tuple((name, dict(row)[name]) for name in columns.get(table, ()))
            for row in after[table]
        )
        for table in before
    }


async def test_an_upgrade_keeps_every_row_and_partners_go_on_from_their_cursors(old):
    known = json.loads((old.data / "known.json").read_text())
    before = await rows_of(old)

    done = migrate(old)

    assert (done.returncode, done.stderr) == (0, "")
    after = await rows_of(old)
    before.pop("tortoise_migrations", None)
    assert as_before(before, after) == told(before)
    async with front_door(old) as door:
        assert {kept == anew for kept, anew in await sought_by()} == {True}
        head = await publishing.head()
        assert (head.epoch, head.serial) == (known["epoch"], known["serial"])
        me = await door.get("/api/v1/partner", headers={"Authorization": f"Bearer {known['key']}"})
        assert (me.status_code, me.json()["name"]) == (200, "Chợ Việt")
        heard = await door.get(f"/api/v1/changes?since={known['epoch']}.{known['serial']}")
        assert (heard.status_code, heard.json()["items"]) == (200, [])
        while await publishing.drain():  # the worker renders all as this version does
            pass
        behind = copied(old.data / "copy")
        assert await sync_once(door, old.data / "copy")
        assert copied(old.data / "copy") == await shown() != behind
        assert [d async for _, drifts in publishing.verify() for d in drifts] == []


def whole(file: Path) -> dict[str, list[tuple]]:
    """Give the rows of a file that SQLite finds nothing wrong with."""
    with closing(sqlite3.connect(file)) as held:
        assert held.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return sqlite_rows(file)


def kept_files(settings) -> list[Path]:
    return sorted(settings.data.glob("sanvat.sqlite3.before-*"))


def test_the_old_file_stays_beside_the_new_one_and_a_second_time_does_nothing(on_sqlite):
    before = whole(on_sqlite.sqlite_file)

    first, second = migrate(on_sqlite), migrate(on_sqlite)

    [kept] = kept_files(on_sqlite)
    rows = sum(len(rows) for table, rows in before.items() if table != "sqlite_sequence")
    assert first.stdout.replace("\n", " ") == (
        f"upgraded: {rows} rows came over; the old file is kept as {kept} "
    )
    assert (second.returncode, second.stdout) == (0, "the tables are up to date\n")
    assert whole(kept) == before
    assert {file.name for file in on_sqlite.data.glob("sanvat*")} == {"sanvat.sqlite3", kept.name}


async def test_the_message_at_start_names_the_command(on_sqlite):
    with pytest.raises(SetupError, match=r"Stop the service and run: sanvat migrate\.$"):
        async with opened(on_sqlite):
            pass


@pytest.mark.parametrize("step", UPGRADE_STEPS)
def test_killed_at_any_step_one_of_the_two_is_whole(on_sqlite, step):
    before = whole(on_sqlite.sqlite_file)

    killed = migrate(on_sqlite, SANVAT_FAILPOINT=step)

    assert killed.returncode == -signal.SIGKILL
    left = whole(on_sqlite.sqlite_file)
    assert as_before(before, left) == told(before)
    assert (left == before) == (step != "upgrade-swapped")
    again = migrate(on_sqlite)
    assert again.returncode == 0, again.stderr
    assert as_before(before, whole(on_sqlite.sqlite_file)) == told(before)
    assert whole(kept_files(on_sqlite)[0]) == before
    assert list(on_sqlite.data.glob("*.upgrading*")) == []


def test_two_at_once_upgrade_once(on_sqlite):
    before = whole(on_sqlite.sqlite_file)
    command = ["-m", "shop.cli", "migrate"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    both = [processes.start(*command, env=environment(on_sqlite), **pipes) for _ in range(2)]

    said = [process.communicate(timeout=110) for process in both]

    assert sum(out.startswith("upgraded: ") for out, _ in said) == 1, said
    [other] = [pair for pair in said if not pair[0].startswith("upgraded: ")]
    assert other[0] == "the tables are up to date\n" or "in use by another process" in other[1]
    assert as_before(before, whole(on_sqlite.sqlite_file)) == told(before)
    assert len(kept_files(on_sqlite)) == 1


def test_a_catalogue_that_is_in_use_is_left_alone(on_sqlite):
    before = whole(on_sqlite.sqlite_file)
    with closing(sqlite3.connect(on_sqlite.sqlite_file)) as service:
        service.execute("PRAGMA journal_mode = WAL")
        service.execute("SELECT count(*) FROM product").fetchone()

        refused = migrate(on_sqlite)

    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith(
        f"sanvat: {on_sqlite.sqlite_file} is in use by another process."
    )
    assert refused.stderr.count("\n") == 1
    assert whole(on_sqlite.sqlite_file) == before
    assert kept_files(on_sqlite) == []


@pytest.mark.parametrize("most_bytes", [4096, 100_000, 300_000])
def test_a_full_disk_leaves_the_old_file(on_sqlite, most_bytes):
    before = whole(on_sqlite.sqlite_file)

    refused = migrate(on_sqlite, most_bytes=most_bytes)

    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.count("\n") == 1, refused.stderr
    assert whole(on_sqlite.sqlite_file) == before
    assert {file.name for file in on_sqlite.data.glob("sanvat*")} == {"sanvat.sqlite3"}


async def test_too_little_room_is_said_before_anything_is_begun(on_sqlite, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda _: os.stat_result, raising=True)
    monkeypatch.setattr(os.stat_result, "free", 1000, raising=False)

    with pytest.raises(SetupError, match="needs 1 MiB beside it"):
        await database.upgrade(on_sqlite)


def garbage(file: Path) -> None:
    file.write_bytes(b"Danh muc san pham\n" * 1000)


def torn(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[20_000:60_000] = bytes(40_000)
    file.write_bytes(data)


def newer(file: Path) -> None:
    with closing(sqlite3.connect(file)) as held:
        held.execute("ALTER TABLE product ADD smell TEXT")


def another(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as held:
        held.execute("CREATE TABLE contacts (name TEXT)")


@pytest.mark.parametrize(("spoil", "words"), [
    (garbage, "is damaged or no SQLite file"),
    (torn, "is damaged or no SQLite file"),
    (newer, "has product.smell, which this version does not know"),
    (another, "is not a catalogue of sanvat"),
])  # fmt: skip
def test_what_cannot_be_upgraded_is_left_as_it_is(on_sqlite, spoil, words):
    spoil(on_sqlite.sqlite_file)
    before = on_sqlite.sqlite_file.read_bytes()

    refused = migrate(on_sqlite)

    assert (refused.returncode, refused.stdout) == (1, "")
    assert words in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert on_sqlite.sqlite_file.read_bytes()[100:] == before[100:]  # but for SQLite's header
    assert {file.name for file in on_sqlite.data.glob("sanvat*")} == {"sanvat.sqlite3"}


async def test_a_row_that_is_no_longer_allowed_is_told_and_a_new_epoch_begins(on_sqlite):
    known = json.loads((on_sqlite.data / "known.json").read_text())
    with closing(sqlite3.connect(on_sqlite.sqlite_file)) as held:
        held.execute("PRAGMA ignore_check_constraints = ON")
        held.execute("UPDATE variant SET price = -5 WHERE sku = 'HP-NS-0001-1'")
        held.execute("DELETE FROM product WHERE code = 'HP-NS-0004'")  # its rows are orphans now
        held.commit()

    done = migrate(on_sqlite)

    assert done.returncode == 0
    told = " ".join(done.stdout.split())
    assert "not taken: variant " in told
    assert "A new epoch begins" in told
    async with opened(on_sqlite):
        assert (await publishing.head()).epoch != known["epoch"]
        assert await ToPublish.all().count() == await Listing.all().count()
        while await publishing.drain():
            pass
        assert [d async for _, drifts in publishing.verify() for d in drifts] == []
    [kept] = kept_files(on_sqlite)
    assert "-5" in dict(sqlite_rows(kept)["variant"][0]).values()


# PostgreSQL: expand, then contract


def test_migrations_leave_the_version_before_them_able_to_run():
    """An older process writes rows without new columns and reads the ones it knows."""
    folder = Path(opening.__file__).parent / "migrations"
    names = sorted(file.stem for file in folder.glob("0*.py"))
    for name in names[names.index(FIRST_CHECKED) :]:
        steps = import_module(f"shop.database.migrations.{name}").Migration.operations
        checks = tuple(  # of tables that the older process does not know
            f'ALTER TABLE "{one.options["table"]}" ADD CONSTRAINT'
            for one in steps
            if isinstance(one, operations.CreateModel)
        )
        for one in steps:
            if isinstance(one, operations.AlterField):
                assert (one.model_name, one.name) in WIDENED
                continue
            if isinstance(one, operations.RemoveConstraint | operations.AddConstraint):
                constraint = getattr(one, "constraint", one)
                assert (one.model_name, constraint.name) in RELAXED | NEW_AND_EMPTY
                continue
            if isinstance(one, operations.RunSQL):
                assert str(one.sql).startswith(
                    ("CREATE INDEX", 'INSERT INTO "to_publish"', *checks)
                )
                continue
            assert isinstance(one, EXPANDING), f"{name}: {one}"
            if isinstance(one, operations.AddField):
                assert one.field.null or one.field.has_db_default(), f"{name}: {one.name}"


@pytest.mark.on("postgres")
async def test_the_version_before_writes_into_migrated_tables(old):
    """Every row of the old catalogue is written again with the columns that it had."""
    before = await rows_of(old)
    del before["tortoise_migrations"]
    assert migrate(old).returncode == 0

    async with database.connected(old):
        for table in before:
            columns = ", ".join(f'"{name}"' for name, _ in (before[table] or [()])[0])
            if columns:
                await database.database().execute_script(
                    f"BEGIN; SET LOCAL session_replication_role = replica;"
                    f'CREATE TEMP TABLE held ON COMMIT DROP AS SELECT {columns} FROM "{table}";'
                    f'DELETE FROM "{table}";'
                    f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM held; COMMIT'
                )

    assert as_before(before, await rows_of(old)) == told(before)
