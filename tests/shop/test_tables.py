"""The tables are what the models say, on both databases: every check, key, index and column."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from time import monotonic, sleep

import pytest
from tortoise import Tortoise
from tortoise.backends.base import executor
from tortoise.exceptions import IntegrityError
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.migrations.constraints import CheckConstraint

from shop import clock, database
from shop.config import Settings
from shop.database import select
from shop.errors import SetupError
from shop.models import KnownWords, Photo, Picture
from shop.services import opened
from tests import databases, processes
from tests.publishing.goods import CA_MOI, VIETGAP, a_small_catalogue, goods, on_show
from tests.publishing.test_time import ENDING
from tests.publishing.truth import sql
from tests.serving import environment

Index = tuple[str, tuple[str, ...], bool, bool]
"""Table, its columns, whether they are unique, whether they are the primary key."""
PROPOSED = (
    "INSERT INTO proposal (id, producer_id, patch, state, round, version, begun_at, changed_at)"
    " VALUES ('x', 'HP-CS-001', '{{}}', '{state}', {round}, 1, '2026-01-01 00:00:00+00:00',"
    " '2026-01-01 00:00:00+00:00')"
)
PAPER = (
    "INSERT INTO paper (producer_id, product_id, issued_on, expires_on, kind, number, issuer,"
    " visibility, pdf, state, reason, version, created_at, \"by\") VALUES ({}, {}, 'ATTP', '', '',"
    " 'official', '', 'waiting', '', 1, '2026-01-01 00:00:00+00:00', 'test')"
)
DATED = (
    "INSERT INTO {} (code, words_vi, words_en, basis, since, until, version, imported_digest{})"
    " VALUES ('x', '', '', '', '2026-02-01', '2026-01-31', 1, ''{})"
)
BREAKS = {
    "paper_kind_ends_after_it_begins": DATED.format("paper_kind", "", ""),
    "set_need_ends_after_it_begins": DATED.format(
        "set_need", ", sets, what, need, verified_by", ", '[]', '[]', 'advise', ''"
    ),
    "paper_ends_after_it_begins": PAPER.format("'HP-P-0001', NULL", "'2026-02-01', '2026-01-31'"),
    "paper_of_one_owner": PAPER.format("NULL, NULL", "NULL, NULL"),
    "paper_page_position_positive": "INSERT INTO paper_page (paper_id, position, name, width,"
    " height) VALUES (1, 0, 'x', 1, 1)",
    "photo_position_positive": "UPDATE photo SET position = 0",
    "certificate_ends_after_it_begins": "UPDATE certificate SET issued_on = '2026-02-01',"
    " expires_on = '2026-01-31'",
    "channel_rule_leaves_a_price": "INSERT INTO channel_rule (channel, basis_points, plus,"
    " round_to, categories, changed_at) VALUES ('x', 0, 0, 0, '{}', '2026-01-01 00:00:00+00:00')",
    "clock_has_one_row": "INSERT INTO clock (id, epoch, head, origin) VALUES (2, 'x', 0, '')",
    "consent_withdrawn_after_given": "UPDATE consent"
    " SET withdrawn_at = '2000-01-01 00:00:00+00:00'",
    "mandate_until_later": "INSERT INTO mandate (user_id, role, since, until, by) VALUES"
    " (1, 'helper', '2026-02-01', '2026-01-31', 'test')",
    "known_words_has_one_row": "UPDATE known_words SET id = 2",
    "listing_live_has_document": "UPDATE listing SET document = NULL",
    "product_group_of_its_kind": "UPDATE product SET ocop_set_id = NULL",
    "product_shelf_life_positive": "UPDATE product SET shelf_life_days = 0",
    "code_counter_counts": "INSERT INTO code_counter (prefix, allotted) VALUES ('x', -1)",
    "proposal_round_counts": PROPOSED.format(state="draft", round=-1),
    "proposal_submitted_when": PROPOSED.format(state="submitted", round=1),
    "proposal_needs_word_of_helped": PROPOSED.format(state="needs_word", round=0),
    "proposal_photo_position_positive": "INSERT INTO proposal_photo (proposal_id, use, position,"
    " picture_id, name) VALUES ('x', 'product', 0, 'x', '')",
    "proposal_photo_of_one_picture": "INSERT INTO proposal_photo (proposal_id, use, position,"
    " name) VALUES ('x', 'product', 1, '')",
    "asked_word_of_one_way": "INSERT INTO asked_word (proposal_id, version, user_id, created_at,"
    " expires_at) VALUES ('x', 1, 1, '2026-01-01 00:00:00+00:00', '2026-01-01 00:00:00+00:00')",
    "recognition_stars_3_to_5": "UPDATE recognition SET stars = 6",
    "variant_price_positive": "UPDATE variant SET price = 0",
    "variant_gross_weight_positive": "UPDATE variant SET gross_weight = 0",
    "variant_parcel_has_three_sides": "UPDATE variant SET depth = 1",
    "variant_quantity_positive": "UPDATE variant SET quantity = '0'",
}
PG_INDEXES = """
    SELECT t.relname AS "table", i.indisunique AS "unique", i.indisprimary AS "primary",
           array(SELECT a.attname::text FROM unnest(i.indkey) WITH ORDINALITY AS k(n, o)
                 JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.n ORDER BY o) AS columns
    FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
    WHERE t.relnamespace = 'public'::regnamespace
"""
PG_COLUMNS = """
    SELECT table_name, column_name, data_type, character_maximum_length, numeric_precision,
           numeric_scale, is_nullable, column_default, is_identity
    FROM information_schema.columns WHERE table_schema = 'public'
"""
PG_FOREIGN_KEYS = """
    SELECT conrelid::regclass::text AS "table", pg_get_constraintdef(oid) AS definition
    FROM pg_constraint WHERE contype = 'f'
"""
MIGRATION_RECORD = "tortoise_migrations"


def models() -> list[type]:
    return list(Tortoise.apps["shop"].values())


def checks_of_models() -> dict[str, str]:
    """Give constraint → table."""
    return {
        constraint.name: model._meta.db_table
        for model in models()
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint)
    }


def indexes_of_models() -> Iterator[Index]:
    for model in models():
        meta = model._meta
        columns = {name: field.source_field or name for name, field in meta.fields_map.items()}
        for names in meta.unique_together:
            unique = tuple(f"{n}_id" if n in meta.fk_fields else columns[n] for n in names)
            yield meta.db_table, unique, True, False
        for names in meta.indexes:
            columns_of = getattr(names, "fields", names)
            yield meta.db_table, tuple(columns_of), False, False
        for name in meta.fields_db_projection:
            field = meta.fields_map[name]
            if field.pk or field.unique:
                yield meta.db_table, (columns[name],), True, field.pk
            elif field.index or f"{name}".removesuffix("_id") in meta.fk_fields:
                yield meta.db_table, (columns[name],), False, False


async def indexes_that_exist() -> set[Index]:
    if database.database().capabilities.dialect == "postgres":
        return {
            (row["table"], tuple(row["columns"]), row["unique"], row["primary"])
            for row in await select(PG_INDEXES)
            if row["table"] != MIGRATION_RECORD
        }
    found: set[Index] = set()
    for table in await sqlite_tables():
        info = await rows_of(f"PRAGMA table_info({table})")
        if key := tuple(column["name"] for column in info if column["pk"]):
            found.add((table, key, True, True))
        for index in await rows_of(f"PRAGMA index_list({table})"):
            columns = await rows_of(f"PRAGMA index_info({index['name']})")
            if index["origin"] != "pk":
                names = tuple(column["name"] for column in columns)
                found.add((table, names, bool(index["unique"]), False))
    return found


async def rows_of(pragma: str) -> list[dict]:
    return await database.database().execute_query_dict(pragma)


async def sqlite_tables() -> dict[str, str]:
    """Give table → the SQL that made it."""
    rows = await select(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return {row["name"]: row["sql"] for row in rows}


async def checks_that_exist() -> dict[str, str]:
    if database.database().capabilities.dialect == "postgres":
        rows = await select(
            'SELECT conname::text AS name, conrelid::regclass::text AS "table" FROM pg_constraint'
            " WHERE contype = 'c' AND connamespace = 'public'::regnamespace"
        )
        return {row["name"]: row["table"] for row in rows}
    return {
        name: table
        for name in BREAKS
        for table, made_by in (await sqlite_tables()).items()
        if f'CONSTRAINT "{name}" CHECK' in made_by
    }


async def test_models_equal_migrations_without_opening_sqlite_or_postgres(tmp_path):
    settings = Settings(data=tmp_path)
    async with database.connected(settings):
        apps = database.tortoise_config(settings)["apps"]
        waiting = await MigrationAutodetector(Tortoise.apps, apps).changes()

    assert [operation for writer in waiting for operation in writer.operations] == []
    assert list(tmp_path.iterdir()) == []


async def test_every_check_of_the_models_exists_and_has_a_row_that_breaks_it(services):
    assert await checks_that_exist() == checks_of_models()
    assert sorted(BREAKS) == sorted(checks_of_models())


@pytest.mark.parametrize("check", BREAKS)
async def test_a_row_that_breaks_a_check_is_refused(services, check):
    await a_small_catalogue()
    await on_show(goods(CA_MOI, certificates=[VIETGAP], **ENDING))
    await a_photo_of(CA_MOI)
    await KnownWords.create(id=1, epoch="x", serial=0, vocabulary={})

    with pytest.raises(IntegrityError, match=check):
        await database.database().execute_query(BREAKS[check])


async def a_photo_of(code: str) -> None:
    picture = await Picture.create(
        digest="0" * 64,
        width=1,
        height=1,
        placeholder="",
        renditions=[],
        recipe=1,
        taken_at=clock.now(),
        taken_by="test",
    )
    await Photo.create(product_id=code, picture=picture, position=1)


async def test_every_key_unique_and_index_of_the_models_exists(services):
    expected = set(indexes_of_models())

    assert len(expected) > 40
    assert expected - await indexes_that_exist() == set()
    assert await indexes_that_exist() - expected == set()


async def test_every_foreign_key_has_an_index(services):
    first_columns = {(table, columns[0]) for table, columns, *_ in await indexes_that_exist()}
    foreign_keys = {
        (model._meta.db_table, f"{name}_id") for model in models() for name in model._meta.fk_fields
    }

    assert len(foreign_keys) > 10
    assert foreign_keys - first_columns == set()


async def test_postgres_by_migrations_is_what_the_models_would_generate(postgres, tmp_path):
    executor.EXECUTOR_CACHE.clear()
    migrated = await described(postgres, tmp_path, "migrated")
    generated = await described(postgres, tmp_path, "generated")

    for of_migrated, of_generated in zip(migrated, generated, strict=True):
        assert of_migrated ^ of_generated == set()


async def described(postgres: str, folder, how: str) -> list[set]:
    databases.run_sql(postgres, f"CREATE DATABASE tables_{how}")
    settings = Settings(data=folder, database_url=f"{postgres}/tables_{how}")
    async with database.connected(settings):
        if how == "migrated":
            await database.migrate(settings)
        else:
            await Tortoise.generate_schemas()
        columns = {tuple(row.values()) for row in await select(PG_COLUMNS)}
        keys = {tuple(row.values()) for row in await select(PG_FOREIGN_KEYS)}
        return [{c for c in columns if c[0] != MIGRATION_RECORD}, keys, await indexes_that_exist()]


# Migrating


def start_migrating(settings, **extra: str) -> subprocess.Popen:
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    env = {**environment(settings), **extra}
    return processes.start("-m", "shop.cli", "migrate", env=env, **pipes)


def said(process: subprocess.Popen) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=110)
    return process.returncode, out, err


async def test_migrating_again_is_harmless(services):
    await a_small_catalogue()
    await on_show(goods())
    before = await select("SELECT code, serial, rev, digest FROM listing")

    assert await database.migrate(services.settings) == "the tables are up to date"
    assert await select("SELECT code, serial, rev, digest FROM listing") == before


async def test_two_at_once_migrate_sqlite(tmp_path):
    executor.EXECUTOR_CACHE.clear()
    settings = Settings(data=tmp_path)
    both = [start_migrating(settings, PYTHONHASHSEED=seed) for seed in ("1", "2")]

    results = [said(process) for process in both]

    assert [(code, err) for code, _, err in results] == [(0, ""), (0, "")]
    assert {out for _, out, _ in results} <= {"tables made\n", "the tables are up to date\n"}
    async with database.connected(settings):
        assert await database.migrate(settings) == "the tables are up to date"


async def test_two_at_once_migrate_postgres(postgres, tmp_path):
    databases.run_sql(postgres, "CREATE DATABASE migrated_at_once")
    settings = Settings(data=tmp_path, database_url=f"{postgres}/migrated_at_once")

    results = [said(process) for process in [start_migrating(settings) for _ in range(2)]]

    assert sorted(results) == [
        (0, "31 migrations applied\n", ""),
        (0, "the tables are up to date\n", ""),
    ]


async def test_an_older_sqlite_catalogue_is_refused_until_it_is_upgraded(on_disk):
    async with database.connected(on_disk):
        await sql("PRAGMA user_version = 5")

    with pytest.raises(SetupError) as refused:
        async with opened(on_disk):
            pass

    assert str(refused.value) == (
        f"The catalogue {on_disk.sqlite_file} was made by another version of sanvat. Stop the"
        " service and run: sanvat migrate."
    )
    code, out, err = said(start_migrating(on_disk))
    assert (code, err) == (0, "")
    assert out.startswith("upgraded: 0 rows came over; the old file is kept as ")
    async with opened(on_disk):
        pass


@pytest.fixture
async def on_disk(tmp_path):
    executor.EXECUTOR_CACHE.clear()
    settings = Settings(data=tmp_path)
    async with database.connected(settings):
        await database.migrate(settings)
    return settings


async def test_a_postgres_that_lacks_migrations_is_refused(postgres, tmp_path):
    executor.EXECUTOR_CACHE.clear()
    databases.run_sql(postgres, "CREATE DATABASE never_migrated")
    settings = Settings(data=tmp_path, database_url=f"{postgres}/never_migrated")

    with pytest.raises(
        SetupError, match=r"^The database lacks migrations\. Run: sanvat migrate\.$"
    ):
        async with opened(settings):
            pass

    async with database.connected(settings):
        assert await select("SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == []


def test_a_test_run_that_is_killed_leaves_no_postgres(tmp_path):
    program = (
        "import os, sys, pathlib; from tests import databases;"
        " os.environ[databases.RUN] = str(os.getpid());"
        " print(databases.server_of_run(pathlib.Path(sys.argv[1])), flush=True); input()"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", program, tmp_path], text=True, **pipes) as run:
        port = int(run.stdout.readline().rpartition(":")[2])
        run.kill()

    deadline = monotonic() + 60
    while is_answered(port) and monotonic() < deadline:
        sleep(0.2)
    assert not is_answered(port)


def is_answered(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0
